"""A kept text and a word on feedback, over the whole bot and its store."""

from __future__ import annotations

import pytest

from bot.doctor import rated
from tests.turns.rig import Person, Rig

DAY = 86_400.0


async def test_a_kept_text_outlives_a_restart_and_an_idle_session(rig: Rig) -> None:
    anne = rig.person()
    async with rig.running():
        await anne.begins()
        await anne.types("/draft")
        await anne.types("you never listen to me")
        await anne.chooses("done", "keep", "in-a-day")
        (kept,) = await rig.store.records(rig.owner())
        assert (kept.kind, kept.data["draft"]) == ("draft", "you never listen to me")
    async with rig.running():
        await anne.types("/draft")
        await anne.chooses("show")
        assert await rig.store.records(rig.owner()) == [], "it is back, so nothing is kept"
        await anne.chooses("keep", "in-a-day")
        assert len(await rig.store.records(rig.owner())) == 1
        rig.clock.ahead += 29.5 * DAY
        await anne.types("hello")
        await anne.types("/draft")
        await anne.chooses("show")
        assert "you never listen to me" in anne.heard[-1]


async def test_a_word_on_feedback_is_counted_once_and_under_no_name(anne: Person, rig: Rig) -> None:
    await anne.is_asked_for_words()
    await anne.types("that you stop ignoring me")
    await anne.chooses("keep")
    found = anne.button(f"{(await rig.session())['prompt'] - 1}")
    assert found is not None
    number = found[1].partition(":")[2]
    await anne.do("tap", message_id=found[0], data=f"~missed:{number}")
    await anne.settled()
    counted = await rig.store.ratings()
    assert sum(missed for _, missed in counted.values()) >= 1
    assert sum(helped for helped, _ in counted.values()) == 0
    await anne.do("tap", message_id=found[0], data=f"~missed:{number}")
    await anne.do("tap", message_id=found[0], data="~helped:999")
    await anne.settled()
    assert await rig.store.ratings() == counted


@pytest.mark.parametrize(
    ("ratings", "said"),
    [
        ({}, "nobody has said yet whether it helped"),
        (
            {"absolute": (4, 1), "vague": (1, 3), "blame": (2, 0)},
            "vague helped 1, missed 3; absolute helped 4, missed 1; blame helped 2, missed 0",
        ),
    ],
)
def test_doctor_names_first_what_missed_most(
    ratings: dict[str, tuple[int, int]], said: str
) -> None:
    assert rated(ratings) == said
