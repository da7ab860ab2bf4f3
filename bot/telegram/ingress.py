"""Long polling that acknowledges an update only once it is finished.

Telegram forgets every update before the offset it is asked for. So the offset is always the first
update that is not finished: whatever the bot was doing when it died comes again.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Any, Protocol

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.telegram.api import Calls, seconds_of
from bot.telegram.intake import Sleep, backoff, first_of
from bot.telegram.notes import note
from bot.telegram.reading import ALLOWED, update_id_of

POLL = 30
"""Seconds the server holds a poll open while nothing arrives."""
LIMIT = 100
"""Updates a poll may bring; Telegram's own limit."""
CONFLICT_WAIT = 30.0
FIRST_WAIT = 1.0
LONGEST_WAIT = 30.0
SHORT_LOOK = 0.05
LONG_LOOK = 0.8
"""While turns are under way the server answers a poll at once, so we look again after a pause."""


class TokenRefused(Exception):
    """Telegram does not know the token: an operator has to mend it."""


class Polls(Calls, Protocol):
    """What the ingress needs of the Bot API."""

    async def get_updates_raw(
        self, offset: int, wait: int, limit: int = 100, allowed_updates: Sequence[str] = ()
    ) -> list[Any]:
        """Updates from `offset` on, unparsed."""
        ...


class Takes(Protocol):
    """What becomes of the updates: an `Intake`, or `HelpOnly`."""

    def put(self, raw: object, update_id: int, finished: Callable[[], None]) -> None:
        """Begins with one update; `finished` is called once it need not come again."""
        ...

    async def stop(self) -> None:
        """Lets what runs come to its end."""
        ...


class Ingress:
    """Fetches updates and hands them to the intake until stopped."""

    def __init__(
        self,
        api: Polls,
        intake: Takes,
        *,
        sleep: Sleep = asyncio.sleep,
        chance: Callable[[], float] = random.random,
        poll: int = POLL,
    ) -> None:
        """Takes the Bot API and the intake; `poll` is how long a long poll waits, in seconds."""
        self._api = api
        self._intake = intake
        self._sleep = sleep
        self._chance = chance
        self._poll = poll
        self._offset = 0
        self._unfinished: dict[int, bool] = {}
        self._idle = asyncio.Event()
        self._stopping = asyncio.Event()
        self._failures = 0
        self._conflicting = False

    async def run(self) -> None:
        """Polls until `stop`; then lets turns end and acknowledges what is finished.

        Raises:
            TokenRefused: Telegram does not know the token.
        """
        try:
            await self._without_webhook()
            look = SHORT_LOOK
            while not self._stopping.is_set():
                updates = await self._fetch()
                if updates is None:
                    continue
                fresh = self._take_in(updates)
                look = SHORT_LOOK if fresh else min(look * 2, LONG_LOOK)
                if self._unfinished or (updates and not fresh):
                    await self._look_again(look)
        finally:
            await self._intake.stop()
        await self._acknowledge()

    def stop(self) -> None:
        """Asks `run` to end: no more fetching, turns under way finish."""
        self._stopping.set()

    async def _fetch(self) -> list[Any] | None:
        """One poll; None after an error that was waited out, or when stopping."""
        asked = self._offset
        try:
            updates: list[Any] | None = await self._unless_stopping(
                self._api.get_updates_raw(asked, self._poll, LIMIT, ALLOWED)
            )
        except InvalidToken:
            note(logging.CRITICAL, "poll.refused", "Telegram refused the bot token")
            raise TokenRefused(
                "Telegram refused the bot token: check BOT_TOKEN (and BOT_API_BASE, if set)"
            ) from None
        except Conflict:
            if not self._conflicting:
                note(
                    logging.ERROR,
                    "poll.conflict",
                    "Another program polls with the same bot token: stop one of the two",
                )
            self._conflicting = True
            await self._pause(CONFLICT_WAIT)
            return None
        except RetryAfter as error:
            await self._pause(seconds_of(error))
            return None
        except TelegramError as error:
            note(logging.WARNING, "poll.failed", "Fetching updates failed; will retry", error)
            await self._pause(backoff(self._failures, FIRST_WAIT, LONGEST_WAIT, self._chance))
            self._failures += 1
            return None
        self._failures = 0
        self._conflicting = False
        if not updates and not self._unfinished:
            # All is acknowledged. Telegram may number updates anew after a quiet week, even
            # downwards, so nothing is held against it.
            self._offset = 0
            return updates
        # What finished during the poll was still in its answer.
        return [raw for raw in updates or () if not self._passed(raw, asked)]

    def _passed(self, raw: object, asked: int) -> bool:
        update_id = update_id_of(raw)
        return update_id is not None and asked <= update_id < self._offset

    def _take_in(self, updates: list[Any]) -> bool:
        """Begins the turns of updates not seen yet; whether there were any."""
        fresh = []
        for raw in updates:
            update_id = update_id_of(raw)
            if update_id is None:
                note(logging.WARNING, "update.nameless", "An update without an id was passed over")
            elif update_id not in self._unfinished:
                fresh.append((update_id, raw))
                self._unfinished[update_id] = False
        for update_id, raw in fresh:
            self._intake.put(raw, update_id, partial(self._finished, update_id))
        return bool(fresh)

    def _finished(self, update_id: int) -> None:
        """Moves the offset to the end of the finished prefix."""
        self._unfinished[update_id] = True
        while self._unfinished:
            first = next(iter(self._unfinished))
            if not self._unfinished[first]:
                return
            del self._unfinished[first]
            self._offset = first + 1
        self._idle.set()

    async def _look_again(self, seconds: float) -> None:
        """Waits until every turn is finished, or for these seconds."""
        if self._unfinished:
            self._idle.clear()
            await self._unless_stopping(first_of(self._idle.wait(), self._sleep(seconds)))
        else:
            await self._pause(seconds)

    async def _pause(self, seconds: float) -> None:
        await first_of(self._sleep(seconds), self._stopping.wait())

    async def _unless_stopping(self, work: Coroutine[Any, Any, Any]) -> Any:
        """The result of the work; None when `stop` came first."""
        task = asyncio.ensure_future(work)
        stop = asyncio.ensure_future(self._stopping.wait())
        try:
            await asyncio.wait({task, stop}, return_when=asyncio.FIRST_COMPLETED)
            return task.result() if task.done() else None
        finally:
            for one in (task, stop):
                one.cancel()
            await asyncio.gather(task, stop, return_exceptions=True)

    async def _without_webhook(self) -> None:
        """Telegram refuses polls while a webhook is set; updates that wait are kept."""
        try:
            await self._api.call("deleteWebhook", {"drop_pending_updates": False})
        except TelegramError as error:
            note(logging.WARNING, "poll.webhook", "A webhook could not be removed", error)

    async def _acknowledge(self) -> None:
        """Tells the server, best effort, how far it may forget."""
        if self._offset:
            try:
                await self._api.get_updates_raw(self._offset, 0, 1, ALLOWED)
            except TelegramError as error:
                note(logging.INFO, "poll.not_acknowledged", "The last updates come again", error)
