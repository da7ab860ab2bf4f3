"""What comes due by itself: reminders become turns, and what has outlived its time is dropped."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable

from bot.logs import named
from bot.store.base import InboxRow, Store, StoreError

LOG = logging.getLogger("bot.clockwork")

LONGEST_WAIT = 30.0
"""Seconds after which to look again even when nothing is known to be due."""

EXPIRE_EVERY = 3600.0
TRIES = 3

Take = Callable[[InboxRow], Awaitable[None]]


class Clockwork:
    """Runs until stopped; every due row becomes exactly one turn."""

    def __init__(
        self,
        store: Store,
        take: Take,
        pass_over: Take,
        *,
        clock: Callable[[], float],
        wait: Callable[[asyncio.Event, float], Awaitable[None]] | None = None,
    ) -> None:
        """Takes its collaborators.

        Args:
            take: takes an inbox row as a turn of its owner.
            pass_over: takes a row out of the inbox whose turn failed `TRIES` times.
            clock: unix seconds.
            wait: waits for the event, for so many seconds at most.
        """
        self._store = store
        self._take = take
        self._pass_over = pass_over
        self._clock = clock
        self._wait = wait or _wait
        self._woken = asyncio.Event()
        self._stopped = False
        self._expired_at = 0.0
        self._failures: Counter[str] = Counter()
        self._refused: set[str] = set()
        self._complained = False

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
                self._complained = False
            except Exception as error:
                # Nothing may end this task: no reminder would come any more.
                self._complain(error)
            if not self._stopped:
                await self._wait(self._woken, pause)

    async def tick(self) -> None:
        """Takes everything that is due now. Raises StoreError."""
        now = self._clock()
        while await self._store.come_due(now):
            pass
        while rows := await self._store.inbox():
            # Rows the store would not give up come last, so that they hold up nobody else.
            for row in sorted(rows, key=lambda row: row.id in self._refused):
                await self._one(row)
            if all(row.id in self._failures for row in rows):
                break
        if now - self._expired_at >= EXPIRE_EVERY:
            await self._store.expire(now)
            self._expired_at = now

    async def _one(self, row: InboxRow) -> None:
        """One turn; a row that keeps failing is passed over. Raises StoreError."""
        try:
            await self._take(row)
        except StoreError:
            self._refused.add(row.id)
            raise
        except Exception as error:
            self._failures[row.id] += 1
            LOG.error("A reminder's turn failed", extra={"error": type(error).__name__})
            if self._failures[row.id] < TRIES:
                return
            LOG.error("A reminder was given up", extra={"event": "reminder.lost"})
            await self._pass_over(row)
        del self._failures[row.id]
        self._refused.discard(row.id)

    def _complain(self, error: Exception) -> None:
        """One line for an outage, however long it lasts."""
        if not self._complained:
            extra = {"error": named(error)}
            LOG.error("Reminders cannot be looked up; will retry", extra=extra)
        self._complained = True


async def _wait(woken: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await woken.wait()
    except TimeoutError:
        pass
