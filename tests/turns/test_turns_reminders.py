"""A reminder comes once: over restarts, clock jumps and failures; and not to who is gone."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

import pytest

from bot.clockwork import LONGEST_WAIT, Clockwork
from bot.store.base import DuePut, InboxRow, StoreError, TurnWrite
from tests.turns.rig import ANNE, BEN, PATIENCE, Person, Rig

MINUTE = 60.0
DAY = 86_400.0


async def _in_twenty_minutes(person: Person) -> None:
    """A storm: a pause of twenty minutes, with the reminder to return."""
    await person.begins()
    await person.chooses("pause", "20", "none")


async def _jump(rig: Rig, seconds: float) -> None:
    """The machine's clock goes ahead, and the clockwork looks."""
    rig.clock.ahead += seconds
    rig.parts.clockwork.wake()


async def _due(rig: Rig, left: int = 0) -> None:
    """Waits until so many reminders are still to come, none wait for their turn, all is sent."""
    async with asyncio.timeout(PATIENCE):
        while True:
            counts = await rig.store.counts()
            if (counts["due"], counts["inbox"]) == (left, 0):
                break
            await asyncio.sleep(0.002)
    await rig.quiet()


def _asked(person: Person) -> int:
    """How often the reminder asked how it is now (its scale stands in the chat)."""
    return sum(1 for m in person.all if m["from"] == "bot" and person.button("numb", [m]))


async def test_a_reminder_comes_once_at_its_time(anne: Person, rig: Rig) -> None:
    await _in_twenty_minutes(anne)
    await _jump(rig, 19 * MINUTE)
    await rig.parts.clockwork.tick()
    await anne.settled()
    assert _asked(anne) == 0
    await _jump(rig, 2 * MINUTE)
    await _due(rig)
    for _ in range(3):
        await _jump(rig, DAY)
        await rig.parts.clockwork.tick()
    await anne.settled()
    assert _asked(anne) == 1


async def test_a_reminder_comes_once_over_restarts_and_says_that_it_is_late(rig: Rig) -> None:
    anne = rig.person()
    async with rig.running():
        await _in_twenty_minutes(anne)
    async with rig.running():
        await anne.settled()
        assert _asked(anne) == 0
    rig.clock.ahead += 3 * DAY
    async with rig.running():
        await _due(rig)
        await anne.settled()
        assert _asked(anne) == 1
        late = (await rig.session())["frames"][-1]["slots"]["late"]
        assert late is True
    async with rig.running():
        await rig.parts.clockwork.tick()
        await anne.settled()
        assert _asked(anne) == 1


async def test_a_clock_that_is_set_back_brings_none_twice(anne: Person, rig: Rig) -> None:
    await _in_twenty_minutes(anne)
    await _jump(rig, 21 * MINUTE)
    await _due(rig)
    await _jump(rig, -30 * MINUTE)
    await rig.parts.clockwork.tick()
    await _jump(rig, 60 * MINUTE)
    await rig.parts.clockwork.tick()
    await anne.settled()
    assert _asked(anne) == 1


async def test_a_turn_killed_before_its_commit_comes_again_and_only_once(rig: Rig) -> None:
    """The row is already in the inner inbox when the process dies."""
    anne = rig.person()
    async with rig.running() as parts:
        await _in_twenty_minutes(anne)
        parts.clockwork.stop()
        assert await rig.store.come_due(rig.clock() + 21 * MINUTE) == 1
    async with rig.running():
        await _due(rig)
        await anne.settled()
        assert _asked(anne) == 1


async def test_none_comes_after_forget(anne: Person, rig: Rig) -> None:
    await _in_twenty_minutes(anne)
    await anne.types("/forget")
    await anne.chooses("yes")
    assert (await rig.store.counts())["due"] == 0
    heard = len(anne.heard)
    await _jump(rig, DAY)
    await rig.parts.clockwork.tick()
    await anne.settled()
    assert len(anne.heard) == heard


async def test_none_comes_to_who_blocked_the_bot(anne: Person, rig: Rig) -> None:
    await _in_twenty_minutes(anne)
    await anne.do("block")
    await rig.quiet()
    assert (await rig.store.counts())["due"] == 0
    assert await rig.session(), "what they wrote is still there"


async def test_a_refused_message_stops_the_reminders_too(anne: Person, rig: Rig) -> None:
    """The block may be noticed only when something is sent."""
    await _in_twenty_minutes(anne)
    await rig.faults({"kind": "403", "method": "sendMessage", "chat_id": ANNE})
    await anne.types("/help")
    assert (await rig.store.counts())["due"] == 0


async def test_a_group_that_threw_it_out_stops_nobodys_reminders(anne: Person, rig: Rig) -> None:
    await _in_twenty_minutes(anne)
    await rig.faults({"kind": "403", "method": "sendMessage"})
    await anne.do("group", text="hello")
    await rig.quiet()
    assert (await rig.store.counts())["due"] == 1


async def test_reminders_of_several_people_all_come(rig: Rig) -> None:
    async with rig.running():
        people = [rig.person(user) for user in (ANNE, BEN, 1003, 1004)]
        await asyncio.gather(*map(_in_twenty_minutes, people))
        await _jump(rig, 21 * MINUTE)
        await _due(rig)
        for person in people:
            await person.look()
            assert _asked(person) == 1


# The clockwork by itself


@contextlib.asynccontextmanager
async def _ticking(clockwork: Clockwork) -> Any:
    task = asyncio.create_task(clockwork.run())
    try:
        yield
    finally:
        clockwork.stop()
        await task


def _clockwork(rig: Rig, take: Callable[[InboxRow], Any], store: Any = None) -> Clockwork:
    turns = rig.parts.turns
    return Clockwork(store or rig.store, take, turns.pass_over, clock=rig.clock)


async def _row_for(rig: Rig, user: int) -> None:
    owner = rig.store.owner_of(user)
    due = DuePut("x", 1.0, {"name": "x", "data": {}})
    await rig.store.commit(TurnWrite(owner, 1.0, new=True, session={}, due_put=[due]))


async def test_a_reminder_that_keeps_failing_is_given_up_and_holds_up_nobody(rig: Rig) -> None:
    async with rig.running() as parts:
        parts.clockwork.stop()
        taken: list[bytes] = []

        async def take(row: InboxRow) -> None:
            taken.append(row.owner.hash)
            if row.owner == rig.store.owner_of(1):
                raise ZeroDivisionError
            await parts.turns.pass_over(row)

        for user in (1, 2):
            await _row_for(rig, user)
        clockwork = _clockwork(rig, take)
        for _ in range(4):
            await clockwork.tick()
        assert taken.count(rig.store.owner_of(1).hash) == 3
        assert taken.count(rig.store.owner_of(2).hash) == 1
        assert await rig.store.inbox() == []


async def test_a_reminder_the_store_will_not_give_up_holds_up_nobody(rig: Rig) -> None:
    async with rig.running() as parts:
        parts.clockwork.stop()
        taken: list[bytes] = []

        async def take(row: InboxRow) -> None:
            if row.owner == rig.store.owner_of(1):
                raise StoreError
            taken.append(row.owner.hash)
            await parts.turns.pass_over(row)

        for user in (1, 2, 3):
            await _row_for(rig, user)
        clockwork = _clockwork(rig, take)
        for _ in range(2):
            with pytest.raises(StoreError):
                await clockwork.tick()
        assert len(taken) == 2
        assert len(await rig.store.inbox()) == 1, "it stays, for when the store is well"


async def test_an_outage_is_one_line_and_ends_nothing(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    class Down:
        def __init__(self) -> None:
            self.looked = 0

        async def come_due(self, now: float) -> int:
            self.looked += 1
            raise (StoreError if self.looked < 3 else KeyError)

    async with rig.running():
        store, looked = Down(), asyncio.Event()

        async def wait(woken: asyncio.Event, seconds: float) -> None:
            assert seconds == LONGEST_WAIT
            if store.looked == 5:
                looked.set()
                await woken.wait()
            await asyncio.sleep(0)

        clockwork = Clockwork(
            store,  # type: ignore[arg-type]
            rig.parts.turns.come_due,
            rig.parts.turns.pass_over,
            clock=rig.clock,
            wait=wait,
        )
        async with _ticking(clockwork):
            async with asyncio.timeout(PATIENCE):
                await looked.wait()
    assert [r.name for r in caplog.records].count("bot.clockwork") == 1
