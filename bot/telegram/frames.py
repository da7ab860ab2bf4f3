"""A breathing count: one message edited in place, frame by frame, until the person does something.

It is worth nothing later, so its edits are tried once and never stored.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram.error import TelegramError

from bot.store.base import OutboxRow
from bot.telegram.deliver import Delivery
from bot.telegram.notes import note

Ended = Callable[[OutboxRow, int, bool], None]


class Frames:
    """Runs the counts, at most one in each chat."""

    def __init__(
        self,
        delivery: Delivery,
        ended: Ended,
        *,
        sleep: Callable[[float], Awaitable[None]],
        count: Callable[[int], None],
    ) -> None:
        """Takes what is told at the end: row, message id, and whether it came to its end.

        `count` is told the chat before each edit, for pacing.
        """
        self._delivery = delivery
        self._ended = ended
        self._sleep = sleep
        self._count = count
        self._running: dict[int, tuple[OutboxRow, int, asyncio.Task[None]]] = {}

    def begin(self, row: OutboxRow, message_id: int) -> None:
        """Goes on from the first frame, which stands in the message already."""
        chat: int = row.data["chat"]
        self.cancel(chat)
        task = asyncio.ensure_future(self._run(row, chat, message_id))
        self._running[chat] = (row, message_id, task)

    def cancel(self, chat: int) -> None:
        """Drops the remaining frames of the chat's count, if one runs."""
        running = self._running.pop(chat, None)
        if running is not None:
            row, message_id, task = running
            task.cancel()
            self._ended(row, message_id, False)

    async def stop(self) -> None:
        """Leaves the counts where they are; after a restart their last word is said."""
        tasks = [task for _, _, task in self._running.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, row: OutboxRow, chat: int, message_id: int) -> None:
        for number, frame in enumerate(row.data["frames"]):
            if number:
                try:
                    self._count(chat)
                    await self._delivery.rewrite(chat, message_id, frame["text"])
                except TelegramError as error:
                    note(logging.DEBUG, "frames.missed", "A frame was not shown", error)
            await self._sleep(frame["seconds"])
        del self._running[chat]
        self._ended(row, message_id, True)
