"""A full disk, a locked database: help is still given, the operator told, and nothing is lost."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest

from bot.store import adapter
from bot.store.migrate import DATABASE_NAME
from bot.store.sqlite import SqliteStore
from tests.faults.phone import Shown
from tests.turns.rig import ANNE, BEN, Person, Rig

STORY = ["He left. " * 400, "Without a word. " * 200]

Outage = Callable[[Rig], AbstractAsyncContextManager[None]]


@asynccontextmanager
async def full_disk(rig: Rig) -> AsyncIterator[None]:
    """The database may not grow by a page."""
    assert isinstance(rig.store, SqliteStore)
    await _pragma(rig.store, "max_page_count = 1")
    try:
        yield
    finally:
        await _pragma(rig.store, "max_page_count = 1000000")


@asynccontextmanager
async def locked(rig: Rig) -> AsyncIterator[None]:
    """Another program holds the database for writing."""
    other = sqlite3.connect(rig.folder / DATABASE_NAME, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        other.execute("COMMIT")
        other.close()


async def _pragma(store: SqliteStore, setting: str) -> None:
    await adapter.on_thread(store._conn, lambda conn: conn.execute(f"PRAGMA {setting}").fetchall())


def _helps(messages: list[Shown]) -> list[Shown]:
    return [m for m in messages if m["from"] == "bot" and "findahelpline.com" in m["text"]]


def _errors(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [r for r in caplog.records if r.levelno >= logging.ERROR and r.name.startswith("bot")]


OUTAGES = [pytest.param(full_disk, id="full disk"), pytest.param(locked, id="locked")]


@pytest.mark.parametrize("outage", OUTAGES)
async def test_in_an_outage_help_comes_once_and_nothing_typed_is_lost(
    anne: Person, rig: Rig, outage: Outage, caplog: pytest.LogCaptureFixture
) -> None:
    await anne.begins()
    await anne.chooses("rehearse", "sore", "5")
    await rig.parts.outbox.idle()
    async with outage(rig):
        for text in (*STORY, "/help_now"):
            await anne.say(text)
        await anne.until(lambda _: bool(_helps(anne.all)), "help", 0)
        await _tried_again(rig)
        await anne.look()
        assert len(_helps(anne.all)) == 1
        assert anne.all[-1] == _helps(anne.all)[0], "and nothing else is said"
        assert len(rig.world.inbox.waiting) == 3, "nothing is acknowledged"
        (error,) = _errors(caplog)
        assert "store" in error.getMessage()
        assert "SQLITE_" in error.__dict__["error"], "it says what is wrong with it"
    await anne.settled()
    said = (await rig.session())["frames"][-1]["work"]["said"]
    assert said == [text.strip() for text in STORY]
    assert len(_errors(caplog)) == 1
    assert len(_helps(anne.all)) == 1, "the turn that is taken at last does not give it again"
    await anne.types("/help_now")
    assert len(_helps(anne.all)) == 2, "asked again, it is given again"


async def test_a_disclosure_behind_help_now_in_an_outage_is_met_after_it(
    anne: Person, rig: Rig
) -> None:
    await anne.begins()
    async with locked(rig):
        await anne.say("/help_now i want to kill myself")
        await anne.until(lambda _: bool(_helps(anne.all)), "help", 0)
    await anne.settled()
    assert (await rig.session())["frames"][-1]["dialogue"] == "danger"


async def test_help_that_could_not_be_sent_in_an_outage_comes_after_it(
    anne: Person, rig: Rig
) -> None:
    await anne.begins()
    async with locked(rig):
        await rig.faults(*[{"kind": "500", "method": "sendMessage", "chat_id": ANNE}] * 3)
        await anne.say("/help_now")
        await _tried_again(rig)
    await anne.settled()
    assert len(_helps(anne.all)) == 1


@pytest.mark.parametrize("outage", OUTAGES)
async def test_an_outage_for_many_is_over_for_all_of_them(
    rig: Rig, outage: Outage, caplog: pytest.LogCaptureFixture
) -> None:
    async with rig.running():
        people = [rig.person(user) for user in range(ANNE, ANNE + 5)]
        for person in people:
            await person.begins()
            await person.chooses("rehearse", "sore", "5")
        async with outage(rig):
            for person in people:
                await person.say(STORY[0])
                await person.say("/help_now")
            for person in people:
                await person.until(lambda _, p=person: bool(_helps(p.all)), "help", 0)
            assert len(_errors(caplog)) == 1, "one line, however many wait"
        for person in people:
            await person.settled()
            said = (await rig.session(person.user))["frames"][-1]["work"]["said"]
            assert said == [STORY[0].strip()]


@pytest.mark.parametrize("outage", OUTAGES)
async def test_what_came_in_an_outage_is_taken_after_a_restart(rig: Rig, outage: Outage) -> None:
    anne = rig.person()
    async with rig.running():
        await anne.begins()
        await anne.chooses("rehearse", "sore", "5")
        async with outage(rig):
            await anne.say(STORY[0])
            await _tried_again(rig)
            rig.parts.ingress.stop()
            await asyncio.sleep(0)
            assert rig.world.inbox.waiting
    async with rig.running():
        await anne.settled()
        assert (await rig.session())["frames"][-1]["work"]["said"] == [STORY[0].strip()]


@pytest.mark.parametrize(
    ("language", "number"),
    [("en-GB", "116 123"), ("en", "988"), ("de", "112"), ("es-MX", "911"), ("ja", "112")],
)
async def test_a_newcomer_in_an_outage_gets_help_in_their_country(
    rig: Rig, language: str, number: str
) -> None:
    """Of a country that is not known, the numbers of many."""
    ben = rig.person(BEN)
    async with rig.running(), locked(rig):
        await ben.do("message", text="/help_now", language=language)
        await ben.until(lambda _: bool(_helps(ben.all)), "help", 0)
        assert number in _helps(ben.all)[0]["text"]


async def test_a_message_sent_in_an_outage_is_deleted_from_the_outbox_after_it(
    anne: Person, rig: Rig
) -> None:
    """Committed before, sent meanwhile: it is not sent again while the process lives."""
    await anne.begins()
    await rig.faults({"kind": "429", "retry_after": 1, "method": "sendMessage"})
    await anne.tap("rehearse")
    async with asyncio.timeout(10):
        while not (await rig.store.counts())["outbox"]:
            await asyncio.sleep(0.001)
    async with locked(rig):
        await anne.until(lambda _: anne.button("sore") is not None, "the question", 0)
    await anne.settled()
    assert (await rig.store.counts())["outbox"] == 0
    assert sum(1 for m in anne.all if anne.button("sore", [m])) == 1


async def _tried_again(rig: Rig) -> None:
    """Waits until a turn was tried a second time."""
    tried = 0
    commit = rig.store.commit

    async def counted(write: Any) -> Any:
        nonlocal tried
        tried += 1
        return await commit(write)

    rig.store.commit = counted  # type: ignore[method-assign]
    try:
        async with asyncio.timeout(10):
            while tried < 2:
                await asyncio.sleep(0.005)
    finally:
        del rig.store.commit  # type: ignore[attr-defined]
