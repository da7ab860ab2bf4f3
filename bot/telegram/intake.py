"""Takes updates one by one: in order for each person, at once for different people.

An update is finished when its turn was committed, skipped or quarantined; until then the server
is not told that it arrived.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Protocol

from bot.arrival import Arrival
from bot.store.base import AlreadyTaken, Store, StoreError, UpdateKey
from bot.telegram.api import Calls
from bot.telegram.help import DirectHelp
from bot.telegram.notes import note
from bot.telegram.reading import Unreadable, read

Sleep = Callable[[float], Awaitable[None]]

TRIES = 3
"""How often a turn may fail for other than the store's reasons before it is skipped."""
FIRST_WAIT = 0.2
LONGEST_WAIT = 15.0


class Turns(Protocol):
    """What takes arrivals."""

    async def take(self, arrival: Arrival) -> None:
        """Takes one turn and commits it.

        Raises:
            StoreError: nothing was committed; come again.
            AlreadyTaken: an earlier commit holds it.
            Exception: the turn failed; after `TRIES` times it is skipped.
        """
        ...

    async def skip(self, arrival: Arrival) -> None:
        """Commits the arrival as skipped and tells the person. Raises like `take`."""
        ...


def backoff(attempt: int, first: float, longest: float, chance: Callable[[], float]) -> float:
    """Seconds before the next try: doubling from `first`, at most `longest`, with half jittered.

    Args:
        attempt: 0 for the first failure.
        chance: gives a number from 0 to 1.
    """
    whole = min(longest, first * 2.0 ** min(attempt, 30))
    return float(whole * (0.5 + chance() / 2))


class Intake:
    """Runs turns for updates handed in with `put`."""

    def __init__(
        self,
        api: Calls,
        turns: Turns,
        store: Store,
        bot: int,
        *,
        clock: Callable[[], float],
        help_now: DirectHelp | None = None,
        in_flight: int = 64,
        sleep: Sleep = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """Takes its collaborators; `clock` gives unix seconds, `in_flight` turns run at once."""
        self._api = api
        self._turns = turns
        self._store = store
        self._bot = bot
        self._clock = clock
        self._help = help_now
        self._room = asyncio.Semaphore(in_flight)
        self._sleep = sleep
        self._chance = chance
        self._lanes: dict[int, deque[tuple[Arrival, Callable[[], None]]]] = {}
        self._failing: set[int] = set()
        self._store_failing = False
        self._tasks: set[asyncio.Future[object]] = set()
        self._stopping = asyncio.Event()

    def put(self, raw: object, update_id: int, finished: Callable[[], None]) -> None:
        """Begins the turn of one update; `finished` is called once it need not come again."""
        try:
            arrival = read(raw, self._bot, self._clock())
        except Unreadable as error:
            note(logging.WARNING, "update.quarantined", "An update could not be read", error)
            self._spawn(self._quarantine(update_id, error.error, finished))
            return
        if arrival is None:
            finished()
            return
        if arrival.callback_id is not None:
            self._spawn(acknowledge(self._api, arrival.callback_id))
        lane = self._lanes.get(arrival.user)
        if lane is None:
            self._lanes[arrival.user] = deque([(arrival, finished)])
            self._spawn(self._run(arrival.user))
            return
        lane.append((arrival, finished))
        if arrival.user in self._failing:
            self._help_if_wanted(arrival)

    async def stop(self) -> None:
        """Lets what runs come to its end; what waits for the store to recover is given up."""
        self._stopping.set()
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    def _spawn(self, work: Awaitable[object]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, user: int) -> None:
        lane = self._lanes[user]
        while lane:
            arrival, finished = lane[0]
            if not await self._one(arrival):
                break
            lane.popleft()
            finished()
        del self._lanes[user]
        self._failing.discard(user)

    async def _one(self, arrival: Arrival) -> bool:
        """Whether the arrival is finished; False only when stopping."""
        failures = 0
        while failures < TRIES:
            try:
                taken = await self._store_allows(self._turns.take, arrival)
            except Exception as error:
                failures += 1
                note(logging.ERROR, "turn.failed", "A turn failed", error)
                self._help_if_wanted(arrival)
                if failures < TRIES and await self._wait(failures):
                    return False
            else:
                return taken
        try:
            return await self._store_allows(self._turns.skip, arrival)
        except Exception as error:
            note(logging.ERROR, "turn.lost", "A turn could not even be skipped", error)
            return True

    async def _store_allows(
        self, step: Callable[[Arrival], Awaitable[None]], arrival: Arrival
    ) -> bool:
        """Does the step, again and again while the store fails; False when stopping."""
        attempt = 0
        while True:
            if self._help is not None and await self._help.given(arrival):
                arrival = replace(arrival, helped=True)
            try:
                async with self._room:
                    await step(arrival)
            except AlreadyTaken:
                return True
            except StoreError as error:
                if not self._store_failing:
                    # One line for an outage, however many people are waiting in it.
                    note(logging.ERROR, "turn.store_failed", "The store failed; will retry", error)
                self._store_failing = True
                self._failing.add(arrival.user)
                for waiting, _ in self._lanes[arrival.user]:
                    self._help_if_wanted(waiting)
                if await self._wait(attempt):
                    return False
                attempt += 1
            else:
                self._store_failing = False
                self._failing.discard(arrival.user)
                return True

    async def _wait(self, attempt: int) -> bool:
        """Backs off; True when the intake is stopping."""
        if not self._stopping.is_set():
            delay = backoff(attempt, FIRST_WAIT, LONGEST_WAIT, self._chance)
            await first_of(self._sleep(delay), self._stopping.wait())
        return self._stopping.is_set()

    def _help_if_wanted(self, arrival: Arrival) -> None:
        if self._help is not None and self._help.wanted(arrival):
            self._spawn(self._help.answer(arrival))

    async def _quarantine(self, update_id: int, error: str, finished: Callable[[], None]) -> None:
        attempt = 0
        while True:
            try:
                await self._store.quarantine(UpdateKey(self._bot, update_id), self._clock(), error)
            except StoreError:
                if await self._wait(attempt):
                    return
                attempt += 1
            else:
                finished()
                return


async def acknowledge(api: Calls, callback_id: str) -> None:
    """Stops the button's spinner. Too old or answered already: nothing to do about it."""
    try:
        await api.call("answerCallbackQuery", {"callback_query_id": callback_id})
    except Exception as error:
        note(logging.DEBUG, "tap.not_acknowledged", "A tap was not acknowledged", error)


async def first_of(*works: Awaitable[object]) -> None:
    """Waits until one of these is done and cancels the others."""
    tasks = {asyncio.ensure_future(work) for work in works}
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
