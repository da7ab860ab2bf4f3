"""Our bot under `benchmarks.turns`: the real parts from the raw update to the deleted outbox row.

The intake reads the update and acknowledges a tap; the turn screens, coaches, advances, phrases,
seals and commits to SQLite (WAL, synchronous=FULL) on the disk; the outbox sends through the
stubbed network and deletes the row. Only Telegram's pace is off.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from benchmarks.stubbed import MESSAGES, Stubbed
from benchmarks.ten_steps import (
    PREPARATION,
    STEPS,
    TOKEN,
    Crowd,
    Recorded,
    Reply,
    Step,
    tapped,
    typed,
)
from bot.content import Content
from bot.store.keys import MasterKey
from bot.store.sqlite import SqliteStore
from bot.telegram.api import Api
from bot.telegram.intake import Intake
from bot.telegram.outbox import Outbox
from bot.turns import Turns


class OurBot:
    """The parts of a turn, put together as `bot.app` does."""

    def __init__(self, store: SqliteStore, content: Content) -> None:
        self.request = Stubbed(self._heard)
        self.store = store
        self.api = Api(TOKEN, "http://127.0.0.1:1", request=self.request, polling=self.request)
        self.outbox = Outbox(self.api, store, clock=time.time, pace=False)
        turns = Turns(
            store,
            content,
            send=self.outbox.add,
            clock=time.time,
            # Every session gets the same name, so that recorded callback data fit everybody.
            ids=bytes,
            begun=self.outbox.cancel_pace,
        )
        self.intake = Intake(self.api, turns, store, self.api.bot_id, clock=time.time)
        self.calls: list[tuple[str, dict[str, Any]]] | None = None
        self._awaited: dict[int, tuple[int, asyncio.Event]] = {}
        self._crowd = Crowd()

    def _heard(self, method: str, params: dict[str, Any]) -> None:
        if self.calls is not None:
            self.calls.append((method, params))
        if method in MESSAGES and params["chat_id"] in self._awaited:
            left, done = self._awaited[params["chat_id"]]
            if left == 1:
                del self._awaited[params["chat_id"]]
                done.set()
            else:
                self._awaited[params["chat_id"]] = (left - 1, done)

    async def take(self, user: int, raw: dict[str, Any], calls: int) -> None:
        """Hands in one update; returns when it is committed and so many messages were sent."""
        sent, finished = asyncio.Event(), asyncio.Event()
        self._awaited[user] = (calls, sent)
        self.intake.put(raw, raw["update_id"], finished.set)
        await finished.wait()
        await sent.wait()

    async def record(self) -> tuple[list[Recorded], list[Recorded]]:
        """Goes through preparation and steps once, noting what is tapped and what comes back."""
        user = self._crowd.newcomer()
        last: Reply | None = None
        recorded = []
        for step in (*PREPARATION, *STEPS):
            data, under = _button(last, step) if step.tap else ("", None)
            number = self._crowd.update()
            raw = tapped(user, number, data, under) if under else typed(user, number, step.text)
            self.calls = []
            finished = asyncio.Event()
            self.intake.put(raw, number, finished.set)
            await finished.wait()
            await self.outbox.idle()
            sent = [(method, params) for method, params in self.calls if method in MESSAGES]
            self.calls = None
            last = _reply(sent)
            recorded.append(Recorded(step.text, data, under, last, len(sent)))
        return recorded[: len(PREPARATION)], recorded[len(PREPARATION) :]

    async def prepare(self, preparation: Sequence[Recorded], people: int) -> list[int]:
        """New people who have consented."""
        users = [self._crowd.newcomer() for _ in range(people)]
        await self.go(preparation, users)
        return users

    async def go(self, steps: Sequence[Recorded], users: Sequence[int]) -> float:
        """All of them take all steps, at once; the seconds until every row is sent and deleted."""
        scripts = [self._crowd.script(steps, user) for user in users]
        start = time.perf_counter()
        await asyncio.gather(*map(self._person, users, itertools.repeat(steps), scripts))
        await self.outbox.idle()
        return time.perf_counter() - start

    async def _person(
        self, user: int, steps: Sequence[Recorded], script: Sequence[dict[str, Any]]
    ) -> None:
        for step, raw in zip(steps, script, strict=True):
            await self.take(user, raw, step.calls)


@asynccontextmanager
async def our_bot(folder: Path, content: Content) -> AsyncIterator[OurBot]:
    """Our bot over a new database in that folder."""
    store = await SqliteStore.open(folder, MasterKey(bytes(32)))
    bot = OurBot(store, content)
    await bot.outbox.start()
    try:
        yield bot
    finally:
        await bot.intake.stop()
        await bot.outbox.stop()
        await store.close()


def _button(under: Reply | None, step: Step) -> tuple[str, Reply]:
    assert under is not None
    buttons = (button.get("callback_data", "") for row in under.keyboard for button in row)
    return next(data for data in buttons if data.endswith(f":{step.tap}")), under


def _reply(sent: Sequence[tuple[str, dict[str, Any]]]) -> Reply:
    method, params = next(one for one in reversed(sent) if "text" in one[1])
    markup = params.get("reply_markup") or {"inline_keyboard": []}
    keyboard = (json.loads(markup) if isinstance(markup, str) else markup)["inline_keyboard"]
    return Reply(params["text"], keyboard, method == "editMessageText")
