"""Tells the store what became of outbox rows, as many at once as have gathered meanwhile."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable

from bot.store.base import Settled, Store
from bot.telegram.intake import Sleep, backoff, first_of
from bot.telegram.notes import note

FIRST_WAIT = 0.5
LONGEST_WAIT = 30.0


class Settler:
    """Gathers outcomes and hands them over; sending never waits for it."""

    def __init__(
        self,
        store: Store,
        *,
        sleep: Sleep,
        chance: Callable[[], float],
        settled: Callable[[Iterable[Settled]], None],
    ) -> None:
        """Takes the store, and what is told once it has the outcomes."""
        self._store = store
        self._sleep = sleep
        self._chance = chance
        self._settled = settled
        self._waiting: dict[str, Settled] = {}
        self._task: asyncio.Task[None] | None = None
        self._stopping = asyncio.Event()

    def put(self, outcome: Settled) -> None:
        """Notes an outcome; a later one of the same row replaces it."""
        self._waiting[outcome.row.id] = outcome
        if self._task is None:
            self._task = asyncio.ensure_future(self._hand_over())

    async def stop(self) -> None:
        """Hands over what waits; what the store does not take now is sent again after a start."""
        self._stopping.set()
        if self._task is not None:
            await self._task

    async def _hand_over(self) -> None:
        attempt = 0
        while self._waiting:
            batch, self._waiting = self._waiting, {}
            try:
                await self._store.settle(list(batch.values()))
            except Exception as error:
                # Nothing may end this task: a row sent and never settled would go out again.
                note(logging.ERROR, "outbox.unsettled", "Outcomes could not be stored", error)
                self._waiting = batch | self._waiting
                if self._stopping.is_set():
                    break
                delay = backoff(attempt, FIRST_WAIT, LONGEST_WAIT, self._chance)
                await first_of(self._sleep(delay), self._stopping.wait())
                attempt += 1
            else:
                attempt = 0
                self._settled(batch.values())
        self._task = None
