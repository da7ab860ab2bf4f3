"""Days of somebody's life against the real `run`: a process of its own for each time of day.

Production has no setting for its clock. Here the machine's clock is moved from outside, before the
program is loaded. The stand-in goes on all the while.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest

from tests.faults.phone import Phone, Shown
from tests.faults.processes import READY, bot_program, standin_process

ZONE = "Europe/London"


def at(text: str) -> float:
    """A wall time of June 2026 in London, as unix seconds."""
    return datetime.fromisoformat(f"2026-06-{text}").replace(tzinfo=ZoneInfo(ZONE)).timestamp()


class Anne:
    """Somebody with a phone, whose bot is started anew whenever time has gone by."""

    def __init__(self, folder: Path, base: str, http: httpx.AsyncClient) -> None:
        self.phone = Phone(http, 7001)
        self.program = bot_program(folder, base)
        self.starts = 0
        self.since = 0
        self.tapped = ""

    @contextlib.asynccontextmanager
    async def awake(self, when: str) -> AsyncIterator[None]:
        """The bot's process at that time, stopped as an operator stops it."""
        self.since = self.phone.looks
        self.starts += 1
        await self.program.start("run", ahead=at(when) - time.time())
        await self.program.says(READY, times=self.starts)
        yield
        await self.phone.until(bool, "no answer", self.since)
        assert await self.program.stop() == 0

    async def chooses(self, *choices: str) -> None:
        """Waits for each of these buttons among what came since the last tap, and taps it."""
        for choice in choices:
            message_id, self.tapped = await self.sees(choice)
            self.since = self.phone.looks
            await self.phone.do("tap", message_id=message_id, data=self.tapped)

    async def sees(self, choice: str) -> tuple[int, str]:
        """That button, once it is among what came since the last tap."""
        found: list[tuple[int, str]] = []

        def there(fresh: list[Shown]) -> bool:
            newest = self.phone.button(choice, fresh)
            found[:] = [newest] if newest and newest[1] != self.tapped else []
            return bool(found)

        await self.phone.until(there, f"no button {choice!r}", self.since)
        return found[0]

    async def types(self, text: str, then: str = "") -> None:
        """Types it once what was tapped is answered; then waits for that button."""
        await self.phone.until(bool, "no answer", self.since)
        self.since = self.phone.looks
        await self.phone.say(text)
        if then:
            await self.sees(then)


@pytest.mark.loopback
async def test_each_reminder_comes_once_and_at_its_time_through_three_processes(
    tmp_path: Path,
) -> None:
    async with standin_process(tmp_path) as base, httpx.AsyncClient(base_url=base) as http:
        anne = Anne(tmp_path, base, http)
        async with anne.awake("01 18:00"):
            await anne.phone.say("/start")
            await anne.chooses("agree", "rehearse", "sore", "5")
            await anne.types("You cancelled our dinner again.", "done")
            await anne.chooses("done", "hurt", "disappointed", "done", "defensive")
            await anne.types("Please tell me by lunch if dinner is at risk.", "short")
            await anne.chooses("short")
            await anne.types("It sounds like you felt torn. Is that right?", "nothing")
            await anne.chooses("nothing", "tomorrow-evening", ZONE, "night")
        async with anne.awake("02 18:00:30"):
            await anne.chooses("show")
        async with anne.awake("11 12:00"):
            await anne.sees("talked")
            assert anne.phone.heard[-1].startswith("I'm later than I said")
            await anne.chooses("talked", "2", "enough")
            await anne.types("/progress")
            await anne.phone.until(
                lambda fresh: any("Talks held: 1" in m["text"] for m in fresh), "no figures"
            )
            assert any(m["photo"] for m in anne.phone.all)
            for words in ("asked me for a nudge", "planned"):
                assert len([text for text in anne.phone.heard if words in text]) == 1, words
            await anne.types("/forget", "yes")
            await anne.chooses("yes")
