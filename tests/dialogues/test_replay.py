"""The rehearsal replayed: tries are kept and shown, also with somebody else; a step is answered."""

from __future__ import annotations

import pytest
from markupsafe import escape

from bot.content import Content
from bot.partner import KINDS, STYLES
from tests.dialogues.exchange import (
    WARM,
    aside,
    partner,
    rehearse,
    to_the_answer,
    to_the_landing,
)
from tests.dialogues.visitor import Visitor

LINES = ("their_side/side.line", "their_side/side.own", "their_side/side.stay")


def to_the_end(visitor: Visitor) -> None:
    """What comes after the exchange, left as soon as it can be left."""
    for id_ in ("say", "skip", "none"):
        if id_ in visitor.choices:
            visitor.press(id_)


@pytest.mark.parametrize("kind", KINDS)
def test_a_line_can_be_said_again_and_the_way_on_stays_open(content: Content, kind: str) -> None:
    visitor = to_the_answer(content, kind, "defensive")
    state, line = visitor.at, partner(visitor)["line"]
    visitor.answer("but you could have called")
    aside(visitor, "again")
    assert (visitor.at, partner(visitor)["line"]) == (state, line)
    assert "Last time you said “but you could have called”" in visitor.text
    first_reply = partner(visitor)["used"][-1]
    visitor.answer(WARM)
    assert partner(visitor)["line"] not in (line, first_reply)
    to_the_landing(visitor)
    (card,) = [data for name, data in visitor.kept if name == "card"]
    assert not {"but you could have called", WARM} & {
        v for v in card.values() if isinstance(v, str)
    }


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("style", STYLES)
def test_the_same_moment_with_somebody_else(content: Content, kind: str, style: str) -> None:
    visitor = to_the_answer(content, kind, "open")
    state, before = visitor.at, partner(visitor)
    visitor.answer(WARM)
    aside(visitor, "what-if")
    visitor.press(style)
    assert visitor.at == state
    now = partner(visitor)
    assert (now["style"], now["exchange"], now["heat"]) == (style, 0, before["heat"])
    assert now["line"] not in before["used"]


@pytest.mark.parametrize("kind", ["sore", "hurt"])
def test_a_step_is_taken_wanted_smaller_or_too_early(content: Content, kind: str) -> None:
    moods = set()
    for seed in range(30):
        visitor = to_the_answer(content, kind, "open", seed)
        visitor.answer(WARM)
        visitor.answer("i will tell you by lunch on fridays")
        moods.add(partner(visitor)["mood"])
        assert [tap.partition(":")[2].partition(":")[2] for tap in visitor.asides] == (
            [{"sore": "smaller", "hurt": "less"}[kind]]
            if partner(visitor)["mood"] == "repair-smaller"
            else []
        )
    assert moods == {"repair-take", "repair-smaller", "repair-not-ready"}


@pytest.mark.parametrize("kind", ["trust", "quiet", "decide", "theyquiet"])
def test_nobody_is_asked_for_a_step_where_the_talk_has_none(content: Content, kind: str) -> None:
    visitor = to_the_answer(content, kind, "open")
    visitor.answer(WARM)
    to_the_landing(visitor)
    assert not partner(visitor)["mood"].startswith("repair")


def test_while_a_safety_mark_stands_nothing_is_replayed_and_no_step_answered(
    content: Content,
) -> None:
    visitor = to_the_answer(content, "sore", "open")
    visitor.answer(WARM)
    taps = visitor.asides
    assert taps
    visitor.type("i want to kill myself")
    visitor.send("cancel")
    assert visitor.at.startswith("rehearsal")
    assert visitor.session.marks
    for tap in taps:
        visitor.tap(tap)
        assert visitor.at == "rehearsal/forward.step"
        assert "blockquote" not in visitor.text
    visitor.answer("i will tell you by lunch on fridays")
    assert visitor.at == "rehearsal/take.when"
    assert "blockquote" not in visitor.text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("style", STYLES)
def test_three_rehearsals_in_a_row_repeat_no_line(content: Content, kind: str, style: str) -> None:
    visitor = Visitor(content, seed=11)
    heard: list[str] = []
    for _ in range(3):
        rehearse(visitor, kind, style)
        visitor.answer(WARM)
        to_the_landing(visitor)
        visitor.press("more")
        while visitor.at in LINES:
            lines = partner(visitor)["used"]
            visitor.answer(WARM)
        to_the_end(visitor)
        assert not set(lines) & set(heard)
        assert len(set(lines)) == len(lines)
        heard += lines


def test_earlier_branches_are_kept_and_shown(content: Content) -> None:
    visitor = to_the_answer(content, "sore", "open")
    visitor.answer("but you could have called")
    aside(visitor, "what-if")
    visitor.press("counter-attacking")
    other = escape(content.lines.say(partner(visitor)))
    visitor.answer(WARM)
    heard = escape(content.lines.say(partner(visitor)))
    aside(visitor, "again")
    assert "“but you could have called” → “" in visitor.text
    assert f"“{WARM}” → “{heard}”" in visitor.text
    assert other in visitor.text


def test_in_again_too_a_line_can_be_said_again_and_to_somebody_else(content: Content) -> None:
    visitor = Visitor(content)
    visitor.send("again")
    visitor.press("money", "defensive")
    first = partner(visitor)["line"]
    visitor.answer(WARM)
    visitor.press("again")
    assert partner(visitor)["line"] == first
    assert WARM in visitor.text
    visitor.press("what-if", "hurt")
    assert (partner(visitor)["style"], partner(visitor)["exchange"]) == ("hurt", 0)
    assert "If they got hurt" in visitor.text


@pytest.mark.parametrize("kind", ["sore", "hurt"])
@pytest.mark.parametrize("feeling", ["cornered", "numb"])
def test_what_the_partner_feels_is_no_sign_about_the_person(
    content: Content, kind: str, feeling: str
) -> None:
    visitor = to_the_answer(content, kind, "hurt")
    visitor.answer(f"it sounds like you felt {feeling} when i said that. is that it?")
    assert visitor.dialogues == ["rehearsal"]


def test_what_the_injured_say_of_themselves_is_heard(content: Content) -> None:
    visitor = to_the_answer(content, "trust", "hurt")
    visitor.answer("i feel cornered when you say that")
    assert visitor.dialogues == ["rehearsal", "unease"]


@pytest.mark.parametrize("kind", ["sore", "hurt"])
def test_a_step_that_hurts_is_refused_and_can_be_said_again(content: Content, kind: str) -> None:
    visitor = to_the_answer(content, kind, "open")
    visitor.answer(WARM)
    visitor.answer("you stop being such a selfish idiot")
    assert partner(visitor)["mood"] == "repair-refused"
    assert "A no, as it's said now." in visitor.text
    (tap,) = visitor.asides
    visitor.tap(tap)
    visitor.answer("i will tell you by lunch on fridays")
    assert partner(visitor)["mood"] != "repair-refused"


def test_skipping_answers_is_always_open_after_broken_trust(content: Content) -> None:
    visitor = to_the_answer(content, "trust", "defensive")
    assert "skip" in visitor.choices
    visitor.type("you are a liar and you always were")
    assert {"retry", "skip"} <= set(visitor.choices)
    visitor.press("keep")
    aside(visitor, "what-if")
    assert "skip" in visitor.choices
    visitor.press("skip")
    assert visitor.at == "rehearsal/take.when"


def test_how_hard_they_answer_is_chosen_in_the_settings(content: Content) -> None:
    heat = {}
    for chosen in ("gentle", None, "hard"):
        visitor = Visitor(content)
        if chosen is not None:
            visitor.send("settings")
            visitor.press("practice", chosen, "enough")
        rehearse(visitor, "sore", "defensive")
        heat[partner(visitor)["difficulty"]] = partner(visitor)["heat"]
    assert heat["gentle"] < heat["realistic"] < heat["hard"]
