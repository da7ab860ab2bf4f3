"""Where the bot cannot run: whoever needs help is answered, and everything else waits.

Nothing else is acknowledged, so the server keeps it (Telegram: for 24 hours), and it is answered
in order once the bot runs again.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Coroutine
from typing import Any

from bot.arrival import Arrival
from bot.telegram.api import Calls
from bot.telegram.help import DirectHelp
from bot.telegram.intake import FIRST_WAIT, LONGEST_WAIT, Sleep, acknowledge, backoff, first_of
from bot.telegram.notes import note
from bot.telegram.reading import Unreadable, read


class HelpOnly:
    """Takes updates in an `Intake`'s stead."""

    def __init__(
        self,
        api: Calls,
        help_now: DirectHelp,
        grave: Callable[[str], bool],
        bot: int,
        *,
        clock: Callable[[], float],
        sleep: Sleep = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """Takes its collaborators; `grave` says whether a text sounds like danger."""
        self._api = api
        self._help = help_now
        self._grave = grave
        self._bot = bot
        self._clock = clock
        self._sleep = sleep
        self._chance = chance
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = asyncio.Event()

    def put(self, raw: object, update_id: int, finished: Callable[[], None]) -> None:
        """Answers who needs help. `finished` is called only for what asked for nothing else."""
        try:
            arrival = read(raw, self._bot, self._clock())
        except Unreadable as error:
            note(logging.WARNING, "update.left", "An update could not be read and waits", error)
            return
        if arrival is None:
            finished()
            return
        if arrival.callback_id is not None:
            self._spawn(acknowledge(self._api, arrival.callback_id))
        if self._help.wanted(arrival):
            self._spawn(self._answer(arrival, finished))
        elif arrival.kind in ("text", "edited", "unsupported") and self._grave(arrival.text):
            self._spawn(self._answer(arrival, None))

    async def stop(self) -> None:
        """Lets what is being sent go out; what waits to be sent again is given up."""
        self._stopping.set()
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def _answer(self, arrival: Arrival, finished: Callable[[], None] | None) -> None:
        attempt = 0
        while not await self._help.answer(arrival):
            delay = backoff(attempt, FIRST_WAIT, LONGEST_WAIT, self._chance)
            await first_of(self._sleep(delay), self._stopping.wait())
            if self._stopping.is_set():
                return
            attempt += 1
        if finished is not None and await self._help.given(arrival):
            finished()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
