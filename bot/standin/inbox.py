"""The updates a bot has not taken yet, and the one long poll that may wait for them."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections import deque
from dataclasses import dataclass
from typing import Any

from bot.standin.errors import Refused

DEFAULT_OFF = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
MAX_WAIT = 50
_REPLACED = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance"
    " is running"
)
_WEBHOOK = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete"
    " the webhook first"
)


@dataclass(slots=True)
class Webhook:
    """Where updates go instead of waiting for getUpdates."""

    url: str
    secret: str | None
    last_error: str | None = None
    last_error_at: int | None = None


class Inbox:
    """Updates in order, each already encoded, until an offset confirms them."""

    def __init__(self, first: int) -> None:
        self._ids = itertools.count(first + 1)
        self.waiting: deque[tuple[int, str]] = deque()
        self.allowed: frozenset[str] | None = None
        self.allowed_list: list[str] | None = None
        self.webhook: Webhook | None = None
        self.arrived = asyncio.Event()
        self._poll: asyncio.Future[str] | None = None
        self._closed = False

    def put(self, kind: str, body: dict[str, Any]) -> int | None:
        """Queues an update of `kind`; None when the bot does not want that kind."""
        if kind in DEFAULT_OFF if self.allowed is None else kind not in self.allowed:
            return None
        number = next(self._ids)
        self._queue(number, {"update_id": number, kind: body})
        return number

    def put_raw(self, update: Any, *, numbered: bool = True) -> int:
        """Queues `update` as it is, giving an object without `update_id` one if `numbered`."""
        number = next(self._ids)
        if numbered and isinstance(update, dict) and "update_id" not in update:
            update = {"update_id": number, **update}
        self._queue(number, update)
        return number

    def _queue(self, number: int, update: Any) -> None:
        self.waiting.append((number, json.dumps(update)))
        self.arrived.set()
        self._end_poll("")

    def _end_poll(self, reason: str) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(reason)

    def want(self, kinds: list[str] | None) -> None:
        """Sets allowed_updates for updates to come; None leaves them, an empty list is default."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None
            self.allowed_list = kinds or None

    def clear(self) -> None:
        """Drops what waits."""
        self.waiting.clear()

    def close(self) -> None:
        """Ends a waiting poll with nothing."""
        self._closed = True
        self._end_poll("")
        self.arrived.set()

    def set_webhook(self, webhook: Webhook | None) -> None:
        """Switches between webhook and getUpdates; a waiting poll is told so."""
        self.webhook = webhook
        if webhook is not None:
            self._end_poll("Conflict: terminated by setWebhook request")
        self.arrived.set()

    async def poll(self, offset: int, limit: int, seconds: float) -> list[str]:
        """getUpdates: confirms below `offset`, waits up to `seconds`, returns encoded
        updates. Raises Refused (409) when a newer poll takes over or a webhook is set.
        """
        if self.webhook is not None:
            raise Refused(409, _WEBHOOK)
        self._end_poll(_REPLACED)
        if offset > 0:
            while self.waiting and self.waiting[0][0] < offset:
                self.waiting.popleft()
        elif offset < 0:
            while len(self.waiting) > -offset:
                self.waiting.popleft()
        if not self.waiting and seconds > 0 and not self._closed:
            await self._wait(min(seconds, MAX_WAIT))
        return [encoded for _, encoded in itertools.islice(self.waiting, limit)]

    async def _wait(self, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        mine = self._poll = loop.create_future()
        timer = loop.call_later(seconds, self._end_poll, "")
        try:
            reason = await mine
        finally:
            timer.cancel()
            if self._poll is mine:
                self._poll = None
        if reason:
            raise Refused(409, reason)
