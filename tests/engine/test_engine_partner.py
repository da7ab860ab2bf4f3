"""Answering the simulated partner."""

from __future__ import annotations

from bot.engine.effects import Say
from tests.engine.person import Person
from tests.engine.small_book import reading


def test_the_partner_is_told_how_the_answer_read() -> None:
    someone = Person().to_answer()
    someone.type("but you", "rebuttal", move="advice")
    someone.tap("keep")
    assert someone.session.frames[0].slots["move"] == {
        "good": [],
        "findings": ["rebuttal"],
        "move": "advice",
    }
    someone.type("so you felt torn, is that it?", good=("mirrors",), move="reflection")
    replies = [e.view.partner for e in someone.all(Say) if e.view.template.endswith("reply")]
    assert replies[-1] is not None
    assert replies[-1]["answers"] == [
        [[], ["rebuttal"], "advice"],
        [["mirrors"], [], "reflection"],
    ]


def test_a_mirror_that_was_offered_does_not_count_as_the_one_it_replaces() -> None:
    someone = Person().to_answer()
    someone.type("but you", "rebuttal", move="advice")
    someone.tap("show")
    someone.tap("use", text="You feel torn?", reading=reading("You feel torn?", good=("mirrors",)))
    assert someone.session.frames[0].slots["move"]["findings"] == []
    assert "mirrors" in someone.session.frames[0].slots["move"]["good"]


def test_lines_heard_are_remembered_once() -> None:
    someone = Person().to_answer()
    someone.type("I hear you")
    assert someone.session.used == ["first", "line-1"]


def test_the_partner_is_there_only_where_they_speak_or_are_answered() -> None:
    """Nothing the simulated partner said can get into words for the card."""
    someone = Person().to_answer()
    assert someone.asked.partner is not None
    someone.type("I hear you")
    assert [e.view.partner is None for e in someone.all(Say)] == [False, False]
    someone.type("I hear you")
    assert someone.at == "talk/take.step"
    assert someone.asked.partner is None
    someone.type("I promise", "over-promise")
    assert someone.asked.partner is None
