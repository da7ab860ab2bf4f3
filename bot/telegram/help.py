"""`/help_now` answered without the store: while it is down, nobody is left without a number."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping

from telegram.error import BadRequest, Forbidden, TelegramError, TimedOut

from bot.arrival import Arrival
from bot.telegram.api import Calls
from bot.telegram.messages import message_params
from bot.telegram.notes import note

COMMAND = "/help_now"
BUTTON = "~help:now"
"""What the standing [Help] button sends."""

REMEMBERED = 4096
"""Updates known to have been answered."""


class DirectHelp:
    """Sends help texts built at start, straight to Telegram, at most once for each update."""

    def __init__(
        self,
        api: Calls,
        texts: Mapping[str, str],
        last_resort: str,
        country_of: Callable[[str | None], str] | None = None,
    ) -> None:
        """Takes the texts (with the four tags) by language code, and one for everybody else.

        With `country_of`, which guesses the country from a language code, they go by country.
        """
        self._api = api
        self._country_of = country_of
        self._texts = {code.lower(): text for code, text in texts.items()}
        self._last_resort = last_resort
        self._answered: dict[int, asyncio.Future[bool]] = {}

    @staticmethod
    def wanted(arrival: Arrival) -> bool:
        """Whether the person asked for help now: by the command, or by the button for it."""
        if arrival.kind == "tap":
            return arrival.tap == BUTTON
        return arrival.kind == "text" and arrival.text.split(maxsplit=1)[:1] == [COMMAND]

    async def answer(self, arrival: Arrival) -> bool:
        """Sends the help once; raises nothing. False: it failed for certain and may be repeated."""
        if arrival.update_id in self._answered:
            return True
        surely: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._answered[arrival.update_id] = surely
        if len(self._answered) > REMEMBERED:
            del self._answered[next(iter(self._answered))]
        sent = False
        try:
            await self._send(arrival)
            sent = True
        except TimedOut as error:
            note(logging.ERROR, "help.perhaps_sent", "Help was perhaps not delivered", error)
        except Forbidden as error:
            note(logging.INFO, "help.blocked", "Help was for somebody who blocked the bot", error)
        except TelegramError as error:
            self._answered.pop(arrival.update_id, None)
            note(logging.ERROR, "help.not_sent", "Help could not be sent", error)
        finally:
            surely.set_result(sent)
        return arrival.update_id in self._answered

    async def given(self, arrival: Arrival) -> bool:
        """Whether the help for this update was surely sent; a send under way is waited for.

        Perhaps sent is not enough: help that comes twice is better than none.
        """
        surely = self._answered.get(arrival.update_id)
        return surely is not None and await asyncio.shield(surely)

    async def _send(self, arrival: Arrival) -> None:
        data = {"text": self._text(arrival.language)}
        try:
            for params in message_params(data):
                await self._api.call("sendMessage", {"chat_id": arrival.chat} | params)
        except BadRequest:
            for params in message_params(data, tags=False):
                await self._api.call("sendMessage", {"chat_id": arrival.chat} | params)

    def _text(self, language: str | None) -> str:
        if self._country_of is not None:
            return self._texts.get(self._country_of(language).lower()) or self._last_resort
        code = (language or "").lower()
        return self._texts.get(code) or self._texts.get(code.split("-")[0]) or self._last_resort
