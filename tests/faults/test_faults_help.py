"""`/help_now` is one message, whatever else is going on."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.content import Content
from bot.engine.effects import View
from bot.last_resort import LAST_RESORT
from bot.message import Message
from bot.phrasing.phrasebook import Phrasebook
from bot.remains import help_texts
from tests.faults.phone import Shown
from tests.turns.rig import ANNE, Person, Rig


def _helps(messages: list[Shown]) -> list[Shown]:
    return [m for m in messages if m["from"] == "bot" and "findahelpline.com" in m["text"]]


async def test_the_first_words_to_a_bot_that_has_just_started(anne: Person) -> None:
    await anne.types("/help_now")
    (only,) = [m for m in anne.all if m["from"] == "bot"]
    assert "988" in only["text"]


async def test_in_a_flood_of_ones_own_and_of_others(rig: Rig) -> None:
    async with rig.running():
        anne = rig.person()
        await anne.begins()
        await anne.chooses("rehearse", "sore", "5")
        others = [rig.person(user) for user in range(ANNE + 1, ANNE + 41)]
        for other in others:
            for text in ("/start", "hello", "is anybody there"):
                await other.say(text)
        for n in range(40):
            await anne.say(f"and then {n}")
        await anne.say("/help_now")
        await anne.settled()
        assert len(_helps(anne.all)) == 1
        said = (await rig.session())["frames"][-1]["work"]["said"]
        assert len(said) == 40, "nothing typed before it is lost"


class _Broken(Phrasebook):
    """Templates of which the one for help cannot be made any more."""

    def shared(self, name: str, block: str, **values: Any) -> str:
        if name.startswith("help_now/"):
            raise KeyError(name)
        return super().shared(name, block, **values)

    def message(self, view: View, session: str) -> Message:
        if view.template.startswith("help_now/"):
            raise KeyError(view.template)
        return super().message(view, session)


@pytest.fixture
def broken(content: Content) -> Content:
    book = object.__new__(_Broken)
    book.__dict__.update(content.phrasebook.__dict__)
    return replace(content, phrasebook=book)


async def test_with_its_own_words_broken_the_last_resort_answers(
    rig: Rig, broken: Content, caplog: pytest.LogCaptureFixture
) -> None:
    assert help_texts(broken.phrasebook, broken.helplines) == {}
    async with rig.running(content=broken):
        anne = rig.person()
        await anne.begins()
        before = len(anne.all)
        await anne.types("/help_now")
        async with asyncio.timeout(10):
            while not _helps(anne.all):
                await anne.look()
        heard = [m for m in anne.all[before:] if m["from"] == "bot"]
        assert [m["text"] for m in heard] == [LAST_RESORT]
    assert "help.not_made" in {r.__dict__.get("event") for r in caplog.records}
