"""What comes due by itself: reminders become turns, and what has outlived its time is dropped."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.store.base import Forgotten, InboxRow, Store, StoreError

LOG = logging.getLogger("bot.clockwork")

LONGEST_WAIT = 30.0
"""Seconds after which to look again even when nothing is known to be due."""

EXPIRE_EVERY = 3600.0
TRIES = 3


class Clockwork:
    """Runs until stopped; every due row becomes exactly one turn."""

    def __init__(
        self,
        store: Store,
        take: Callable[[InboxRow], Awaitable[None]],
        *,
        clock: Callable[[], float],
        wait: Callable[[asyncio.Event, float], Awaitable[None]] | None = None,
    ) -> None:
        """Takes the store, what takes an inbox row as a turn, and the clock in unix seconds."""
        self._store = store
        self._take = take
        self._clock = clock
        self._wait = wait or _wait
        self._woken = asyncio.Event()
        self._stopped = False
        self._expired_at = 0.0
        self._failures: dict[str, int] = {}

    def wake(self) -> None:
        """Something was set to come due: look when."""
        self._woken.set()

    def stop(self) -> None:
        """Ends `run` after what it is doing."""
        self._stopped = True
        self._woken.set()

    async def run(self) -> None:
        """Looks, takes, waits, until stopped."""
        while not self._stopped:
            self._woken.clear()
            pause = LONGEST_WAIT
            try:
                await self.tick()
                due = await self._store.next_due()
                if due is not None:
                    pause = min(pause, max(0.0, due - self._clock()))
            except StoreError as error:
                LOG.error("The store is not there", extra={"error": type(error).__name__})
            await self._wait(self._woken, pause)

    async def tick(self) -> None:
        """Takes everything that is due now. Raises StoreError."""
        now = self._clock()
        while await self._store.come_due(now):
            pass
        while rows := await self._store.inbox():
            for row in rows:
                await self._one(row)
            if all(row.id in self._failures for row in rows):
                break
        if now - self._expired_at >= EXPIRE_EVERY:
            await self._store.expire(now)
            self._expired_at = now

    async def _one(self, row: InboxRow) -> None:
        if self._failures.get(row.id, 0) >= TRIES:
            return
        try:
            await self._take(row)
            self._failures.pop(row.id, None)
        except (StoreError, Forgotten):
            raise
        except Exception as error:
            self._failures[row.id] = self._failures.get(row.id, 0) + 1
            LOG.error("A reminder's turn failed", extra={"error": type(error).__name__})


async def _wait(woken: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await woken.wait()
    except TimeoutError:
        pass
