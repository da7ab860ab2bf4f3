"""More of their side, after the card: where it takes up the talk, how it ends, what comes later."""

from __future__ import annotations

from typing import Any

import pytest

from bot.content import Content
from tests.dialogues.exchange import WARM, partner, to_the_answer, to_the_landing
from tests.dialogues.visitor import NOW, Visitor


def test_it_ends_with_what_went_well_in_words(content: Content) -> None:
    visitor = to_the_answer(content, "sore", "open")
    visitor.answer(WARM)
    to_the_landing(visitor)
    visitor.press("more", "enough", "skip")
    assert "Looking back, you" in visitor.text
    assert "One thing to try:" in visitor.text
    assert not any(character.isdigit() for character in visitor.text)


def test_going_on_after_the_card_takes_up_the_talk_before_the_step(content: Content) -> None:
    visitor = to_the_answer(content, "sore", "open")
    visitor.answer(WARM)
    line = partner(visitor)["line"]
    visitor.answer("i will tell you by lunch on fridays")
    assert partner(visitor)["line"] != line
    to_the_landing(visitor)
    visitor.press("more")
    assert partner(visitor)["line"] == line
    assert visitor.now == NOW


@pytest.mark.parametrize(("state", "text"), [("more.line", WARM), ("more.pause", "a pause")])
def test_whoever_was_in_the_middle_of_it_when_it_became_a_dialogue_of_its_own_goes_on(
    content: Content, state: str, text: str
) -> None:
    visitor = to_the_answer(content, "sore", "open")
    visitor.answer(WARM)
    line = partner(visitor)["line"]
    to_the_landing(visitor)
    assert visitor.session.top is not None
    visitor.session.top.state = state
    visitor.type(text)
    assert "this part moved" in visitor.text
    assert (visitor.at, partner(visitor)["line"]) == ("their_side/side.line", line)
    visitor.answer(WARM)
    assert "this part moved" not in visitor.text
    assert "blockquote" in visitor.text


def test_back_goes_to_where_a_step_was_before_it_became_a_dialogue_of_its_own(
    content: Content,
) -> None:
    visitor = to_the_answer(content, "sore", "open")
    visitor.answer(WARM)
    to_the_landing(visitor)
    assert visitor.session.top is not None
    visitor.session.trail[-1].state = "more.stay"
    visitor.send("back")
    assert visitor.at == "their_side/side.line"
    assert "blockquote" in visitor.text


def at_the_end(content: Content, heat: str = "8", **more: Any) -> Visitor:
    """Somebody who heard more of their side, and is asked how it is now."""
    visitor = to_the_answer(content, "sore", "open", **more)
    assert visitor.session.top is not None
    visitor.session.top.slots["heat"] = int(heat) if heat.isdigit() else heat
    visitor.answer(WARM)
    to_the_landing(visitor)
    visitor.press("more", "enough")
    return visitor


def photos(visitor: Visitor) -> list[dict[str, Any]]:
    return [row["picture"]["values"] for row in visitor.rows if row["op"] == "photo"]


def test_the_own_heat_before_and_after_is_drawn(content: Content) -> None:
    visitor = at_the_end(content)
    assert visitor.at == "their_side/after.heat"
    visitor.press("4")
    assert photos(visitor) == [{"heat": 8, "heat_after": 4}]
    assert visitor.at == "their_side/after.skills"


@pytest.mark.parametrize("answer", ["skip", "numb"])
def test_nothing_is_drawn_where_the_heat_is_not_told(content: Content, answer: str) -> None:
    visitor = at_the_end(content)
    visitor.press(answer)
    assert photos(visitor) == []
    assert visitor.at == "their_side/after.skills"


def test_whoever_was_numb_before_is_not_asked_for_a_number_after(content: Content) -> None:
    visitor = at_the_end(content, heat="numb")
    assert visitor.at == "their_side/after.skills"


def test_after_a_seven_or_more_a_pause_comes_before_anything_else(content: Content) -> None:
    visitor = at_the_end(content)
    visitor.press("7")
    assert visitor.at == "their_side/after.still_hot"
    visitor.press("pause")
    assert visitor.at == "pause/storm.duration"


def test_a_second_time_on_another_day_is_offered_and_brought_up_once(content: Content) -> None:
    visitor = at_the_end(content)
    visitor.press("4", "4320")
    assert "take.night" not in visitor.at
    assert visitor.due["again"].at == NOW + 3 * 86400
    visitor.come_due("again")
    assert "blockquote" not in visitor.text
    assert "dinner" not in visitor.text, "it says nothing of the talk to whoever sees the phone"
    visitor.press("now")
    assert visitor.at == "again/scene.same"


def test_whoever_practises_again_before_is_not_reminded_of_it(content: Content) -> None:
    visitor = at_the_end(content)
    visitor.press("4", "10080")
    assert "again" in visitor.due
    visitor.send("again")
    assert "again" not in visitor.due


def test_a_rehearsal_asked_for_while_the_last_one_only_waits_begins_anew(content: Content) -> None:
    visitor = at_the_end(content)
    visitor.send("rehearse")
    assert visitor.at == "rehearsal/calm.kind"
    assert "in the middle" not in visitor.text
