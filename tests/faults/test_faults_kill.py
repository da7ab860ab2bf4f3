"""SIGKILL of the real `run` at random moments of rehearsals; Telegram's stand-in stays up.

Every answered step is taken once, in order, and what stands in the end is what an undisturbed
run gives. A reply may come twice.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import re
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.store.base import Record
from bot.store.keys import load_or_create_master_key
from bot.store.migrate import DATABASE_NAME
from bot.store.sqlite import SqliteStore
from tests.faults.phone import Phone
from tests.faults.processes import READY, Program, bot_program, standin_process
from tests.faults.rehearsing import REHEARSAL, prompts, rehearse

KILLS = 26
RIGS = 2
"""Bots that are killed side by side, since starting one takes most of the time."""
AT_ONCE = 2
"""People who rehearse with each bot at the same time."""
DAY = 86_400.0
MOMENT = re.compile(r"\b\d{10}\.\d{3}\b")
"""A unix time of these years, as names of records are made of it."""
LATEST = 0.04
"""Seconds after a step within which the process is killed, while that step is being taken."""


@pytest.mark.loopback
async def test_killed_again_and_again_nothing_is_lost_or_taken_twice(tmp_path: Path) -> None:
    folders = [tmp_path / str(number) for number in range(RIGS)]
    for folder in folders:
        folder.mkdir()
    undisturbed, *ends = await asyncio.gather(
        _undisturbed(folders[0] / "undisturbed"),
        *(_killed(folder, KILLS // RIGS, seed) for seed, folder in enumerate(folders)),
    )
    assert sum(len(end) for end in ends) >= RIGS * AT_ONCE
    for one in itertools.chain(*ends):
        assert one == undisturbed


async def _undisturbed(folder: Path) -> dict[str, Any]:
    folder.mkdir()
    async with standin_process(folder) as base, httpx.AsyncClient(base_url=base) as http:
        bot = bot_program(folder, base)
        await bot.start("run", drawn=False)
        phone = Phone(http, 7001, patience=60.0)
        await rehearse(phone)
        assert await bot.stop() == 0
        await phone.look()
    (end,) = await _stood(folder, [phone])
    assert "Your card" in "\n".join(end["told"])
    assert {record["kind"] for record in end["records"]} == {"card", "practised"}
    return end


async def _killed(folder: Path, kills: int, seed: int) -> list[dict[str, Any]]:
    """What stands in the end for everybody who rehearsed while the bot was killed."""
    chance = random.Random(seed)
    async with standin_process(folder) as base, httpx.AsyncClient(base_url=base) as http:
        bot = bot_program(folder, base)
        steps = Steps()
        phones: list[Phone] = []
        users = itertools.count(1001)
        people = [asyncio.create_task(_people(http, users, phones, steps)) for _ in range(AT_ONCE)]
        try:
            for number in range(kills):
                await _live_and_die(bot, steps, chance, number)
                await asyncio.to_thread(_is_sound, folder)
            steps.enough = True
            await bot.start("run", drawn=False)
            await asyncio.gather(*people)
            assert await bot.stop() == 0
            await asyncio.gather(*(phone.look() for phone in phones))
        finally:
            for one in people:
                one.cancel()
            await bot.kill()
    for phone in phones:
        _is_in_order(phone)
    _tells_nothing(folder, bot)
    return await _stood(folder, phones)


class Steps:
    """Lets the one who kills wait for a number of steps."""

    def __init__(self) -> None:
        self.enough = False
        self.under_way = 0
        self._posted = asyncio.Event()

    def posted(self) -> None:
        self._posted.set()

    async def next(self) -> None:
        self._posted.clear()
        await self._posted.wait()


async def _people(
    http: httpx.AsyncClient, users: Iterator[int], phones: list[Phone], steps: Steps
) -> None:
    """One after another, a new person for each rehearsal, until it is enough."""
    while not steps.enough:
        phone = Phone(http, next(users), patience=60.0)
        phones.append(phone)
        steps.under_way += 1
        await rehearse(phone, steps.posted)
        steps.under_way -= 1


async def _live_and_die(bot: Program, steps: Steps, chance: random.Random, number: int) -> None:
    """A life of a few steps; one in six ends before it has begun."""
    started = len(bot.out.read_text().splitlines()) if bot.out.exists() else 0
    await bot.start("run", drawn=False)
    if number % 6 == 5:
        await asyncio.sleep(chance.uniform(0.2, 1.5))
    else:
        await bot.says(READY, times=started + 1)
        for _ in range(chance.randint(1, 6)):
            await steps.next()
        await asyncio.sleep(chance.uniform(0, LATEST))
    assert steps.under_way
    await bot.kill()


def _is_sound(folder: Path) -> None:
    """A copy is looked at, so that the bot itself has to recover what the killed one left."""
    copy = folder / "copy"
    shutil.copytree(folder / "data", copy)
    conn = sqlite3.connect(copy / DATABASE_NAME)
    assert conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
    conn.close()
    shutil.rmtree(copy)


def _is_in_order(phone: Phone) -> None:
    numbers = prompts(phone)
    assert numbers == sorted(numbers), phone.transcript()
    typed = [m["text"] for m in phone.all if m["from"] == "me"]
    assert typed == [step.text for step in REHEARSAL if step.text]


def _tells_nothing(folder: Path, bot: Program) -> None:
    """What was typed stands nowhere, whatever moment the process died at."""
    printed = bot.out.read_bytes() + bot.err.read_bytes()
    assert b"Traceback" not in printed
    files = [path.read_bytes() for path in (folder / "data").iterdir() if path.is_file()]
    typed = [step.text.encode() for step in REHEARSAL if step.text]
    assert not [text for text in typed if any(text in one for one in (printed, *files))]


async def _stood(folder: Path, phones: list[Phone]) -> list[dict[str, Any]]:
    """What is kept of each and what each was told, without the moments."""
    key = load_or_create_master_key(folder / "data.key", database_exists=True)
    store = await SqliteStore.open(folder / "data", key)
    try:
        assert (await store.counts())["outbox"] == 0
        return [_whenever(await _kept(store, phone)) for phone in phones]
    finally:
        await store.close()


async def _kept(store: SqliteStore, phone: Phone) -> dict[str, Any]:
    owner = store.owner_of(phone.user)
    life = (await store.load(owner, None)).session
    assert life is not None
    assert life["chat"] == phone.user
    return {
        "life": {**life, "chat": "their own"},
        "records": [asdict(record) | _days(record) for record in await store.records(owner)],
        "upcoming": [asdict(due) for due in await store.upcoming(owner)],
        # A reply that came twice stands where it came first.
        "told": list(dict.fromkeys(phone.heard)),
    }


def _days(record: Record) -> dict[str, float]:
    """For how long it is kept, which hangs on no moment."""
    assert record.expires_at is not None
    return {"days": round((record.expires_at - record.created_at) / DAY, 1)}


def _whenever(value: Any) -> Any:
    """The value with its moments named alike: no two people live through the same seconds.

    A moment is a unix time, also in the name of a record that is called after when its dialogue
    began. Nothing else may differ: nothing is drawn.
    """
    if isinstance(value, dict):
        return {key: _whenever(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_whenever(one) for one in value]
    if isinstance(value, str):
        return MOMENT.sub("a moment", value)
    return "a moment" if isinstance(value, float) and MOMENT.match(f"{value:.3f}") else value
