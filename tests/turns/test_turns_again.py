"""The same update again, malformed ones in between, and turns whose code raises."""

from __future__ import annotations

import asyncio
import dataclasses
from typing import Any

import pytest

from bot.arrival import Arrival
from bot.content import Content
from bot.store.base import Forgotten, InboxRow, OutboxRow, StoreError, TurnWrite
from bot.telegram.reading import read
from bot.turns import Turns
from tests.store.support import damage
from tests.turns.rig import ANNE, BEN, Person, Rig


class Tripping:
    """A coach that stumbles over one word."""

    def __init__(self, coach: Any, word: str) -> None:
        self._coach = coach
        self._word = word

    def reading(self, text: str, *rest: Any, **more: Any) -> Any:
        if self._word in text:
            raise ZeroDivisionError(f"secret: {text}")
        return self._coach.reading(text, *rest, **more)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._coach, name)


def _typed(user: int, update_id: int, text: str) -> Arrival:
    person = {"id": user, "is_bot": False, "first_name": "Anne"}
    chat = {"id": user, "type": "private", "first_name": "Anne"}
    message = {"message_id": update_id, "date": 1, "chat": chat, "from": person, "text": text}
    arrival = read({"update_id": update_id, "message": message}, 123456, 0.0)
    assert arrival is not None
    return arrival


async def test_the_same_update_twice_is_taken_once(anne: Person, rig: Rig) -> None:
    await anne.begins()
    await anne.chooses("rehearse", "sore", "5")
    arrival = _typed(ANNE, 2**40, "He left.")
    await rig.parts.turns.take(arrival)
    stood = await rig.session()
    await rig.parts.turns.take(arrival)
    assert await rig.session() == stood
    assert stood["frames"][-1]["work"]["said"] == ["He left."]
    assert len(await anne.settled()) == 1


async def test_the_same_update_a_hundred_times_at_once_is_taken_once(
    anne: Person, rig: Rig
) -> None:
    await anne.begins()
    await anne.chooses("rehearse", "sore", "5")
    arrival = _typed(ANNE, 2**40, "He left.")
    await asyncio.gather(*(rig.parts.turns.take(arrival) for _ in range(100)))
    assert (await rig.session())["frames"][-1]["work"]["said"] == ["He left."]
    assert len(await anne.settled()) == 1


async def test_the_same_update_in_several_processes_is_taken_once(
    anne: Person, rig: Rig, content: Content
) -> None:
    """Behind a web server nobody shares a lock: there the commit decides."""
    await anne.begins()
    await anne.chooses("rehearse", "sore", "5")
    sent: list[OutboxRow] = []
    processes = [
        Turns(rig.store, content, send=sent.extend, clock=rig.clock, ids=bytes) for _ in range(20)
    ]
    arrival = _typed(ANNE, 2**40, "He left.")
    await asyncio.gather(*(turns.take(arrival) for turns in processes))
    assert (await rig.session())["frames"][-1]["work"]["said"] == ["He left."]
    assert len(sent) == 1


MALFORMED: list[Any] = [
    {"message": "secret"},
    {"message": {"message_id": "x", "date": "y", "chat": 3, "from": [], "text": {}}},
    {"callback_query": {"id": None, "from": {}, "data": 5}},
    {"message": {"text": "secret " * 1000}},
    {"edited_message": []},
    {"my_chat_member": {"chat": None}},
    {"nothing_known": {"secret": True}},
    {},
]


@pytest.mark.parametrize("broken", MALFORMED, ids=range(len(MALFORMED)))
async def test_a_malformed_update_between_two_good_ones(
    anne: Person, rig: Rig, broken: Any
) -> None:
    await anne.begins()
    await anne.chooses("rehearse", "sore", "5")
    await anne.say("He left.")
    await rig.faults({"kind": "update", "update": broken})
    await anne.say("Without a word.")
    await anne.settled()
    said = (await rig.session())["frames"][-1]["work"]["said"]
    assert said == ["He left.", "Without a word."]


async def test_a_session_that_cannot_be_read_begins_anew_and_says_so(
    anne: Person, rig: Rig, capsys: pytest.CaptureFixture[str]
) -> None:
    await anne.is_asked_for_words()
    damage(rig.folder, rig.owner().hash, "sessions")
    shown = await anne.types("Please call me by six.")
    assert "we begin anew" in shown[0]["text"]
    assert anne.button("agree")
    stood = await rig.session()
    assert [frame["dialogue"] for frame in stood["frames"]] == ["start"]
    assert (await rig.store.counts())["quarantined"] == 0
    assert "six" not in "".join(capsys.readouterr())
    assert not any("begin anew" in text for text in await _texts(anne, "/help"))


async def test_a_key_that_cannot_be_opened_gives_way_to_a_fresh_one_and_it_is_said(
    rig: Rig, capsys: pytest.CaptureFixture[str]
) -> None:
    async with rig.running():
        anne, ben = rig.person(ANNE), rig.person(BEN)
        await ben.is_asked_for_words()
        await anne.is_asked_for_words()
        bens = await rig.session(BEN)
        damage(rig.folder, rig.owner(ANNE).hash, "owners")
        shown = await anne.types("Please call me by six.")
        assert "can't be read any more" in shown[0]["text"]
        assert anne.button("agree")
        assert "six" not in "".join(capsys.readouterr())
        await anne.is_asked_for_words()
        assert await rig.session(BEN) == bens
    async with rig.running():
        await anne.types("Please call me by six.")
        assert (await rig.session())["frames"][-1]["slots"]["request"] == "Please call me by six."
        assert sum("can't be read any more" in text for text in anne.heard) == 1


async def _texts(person: Person, text: str) -> list[str]:
    return [shown["text"] for shown in await person.types(text)]


async def test_a_turn_that_raises_is_told_kindly_and_the_place_is_kept(
    rig: Rig, content: Content, capsys: pytest.CaptureFixture[str]
) -> None:
    tripping = dataclasses.replace(content, coach=Tripping(content.coach, "crash"))
    async with rig.running(tripping):
        anne = rig.person()
        await anne.is_asked_for_words()
        before = await rig.session()
        await anne.say("Please do not crash.")
        await anne.say("Please call me by six.")
        shown = await anne.settled()
        assert "sorry" in shown[0]["text"]
        assert before["frames"][-1]["slots"].items() <= (
            (await rig.session())["frames"][-1]["slots"].items()
        )
        assert (await rig.session())["frames"][-1]["slots"]["request"] == "Please call me by six."
        # The update is taken: it does not come again after a restart.
    async with rig.running():
        await anne.settled()
        assert sum("I stumbled" in text for text in anne.heard) == 1


async def test_turns_of_one_person_never_overlap(rig: Rig, content: Content) -> None:
    running = 0

    class Watched:
        def __init__(self, store: Any) -> None:
            self._store = store

        async def load(self, *arguments: Any) -> Any:
            nonlocal running
            running += 1
            assert running == 1
            return await self._store.load(*arguments)

        async def commit(self, write: TurnWrite) -> Any:
            nonlocal running
            try:
                return await self._store.commit(write)
            finally:
                running -= 1

        def __getattr__(self, name: str) -> Any:
            return getattr(self._store, name)

    async with rig.running(wrap=Watched):  # type: ignore[arg-type]
        await asyncio.gather(
            *(rig.parts.turns.take(_typed(ANNE, n, "/help")) for n in range(1, 30))
        )
        assert running == 0


async def test_somebody_forgotten_while_their_reminder_waits_stops_nobody(
    anne: Person, rig: Rig
) -> None:
    gone = rig.store.owner_of(99)
    await rig.parts.turns.come_due(InboxRow("00" * 16, gone, 1, {"name": "x", "data": {}}))
    await rig.parts.turns.pass_over(InboxRow("00" * 16, gone, 1, {"name": "x", "data": {}}))
    with pytest.raises(Forgotten):
        await rig.store.commit(TurnWrite(gone, 0.0))


async def test_what_the_store_refuses_is_raised(rig: Rig) -> None:
    class Refusing:
        def __init__(self, store: Any) -> None:
            self._store = store

        async def commit(self, write: TurnWrite) -> Any:
            raise StoreError

        def __getattr__(self, name: str) -> Any:
            return getattr(self._store, name)

    async with rig.running(wrap=Refusing):  # type: ignore[arg-type]
        with pytest.raises(StoreError):
            await rig.parts.turns.take(_typed(ANNE, 1, "/start"))
        with pytest.raises(StoreError):
            await rig.parts.turns.skip(_typed(ANNE, 1, "/start"))
