"""What a guard's test wants of a value, and which facts there are."""

from __future__ import annotations

from typing import Any

import pytest

from bot.engine.facts import fact, holds, passes
from bot.engine.loader import load
from bot.engine.model import Test as Wanted
from bot.engine.records import Records
from bot.engine.session import Frame, Session
from tests.engine.small_book import NOW

NONE = Records(())

Wanted.__test__ = False  # type: ignore[attr-defined]  # a model, not tests

CASES: list[tuple[Any, Any, bool]] = [
    ("trust", "trust", True),
    ("trust", "sore", False),
    (["trust", "quiet"], "quiet", True),
    (["trust", "quiet"], "sore", False),
    ("know", ["limit", "know"], True),
    ("know", [], False),
    (True, True, True),
    (True, None, False),
    (False, False, True),
    ({"not": "unknown"}, "tomorrow", True),
    ({"not": "unknown"}, None, True),
    ({"not": ["unknown", "other"]}, "other", False),
    ({"not": "know"}, ["limit", "know"], False),
    ({"is": "not-yet", "not": ["know"]}, ["not-yet"], True),
    ({"is": "not-yet", "not": ["know"]}, ["not-yet", "know"], False),
    ({"at_least": 7}, 7, True),
    ({"at_least": 7}, 6, False),
    ({"at_least": 7}, "8", True),
    ({"at_least": 7}, "numb", False),
    ({"at_least": 7}, None, False),
    ({"at_most": 3}, 3, True),
    ({"at_most": 3}, 4, False),
    ({"at_least": 2, "at_most": 3}, 1, False),
    ({"filled": True}, "x", True),
    ({"filled": True}, "", False),
    ({"filled": True}, [], False),
    ({"filled": True}, 0, True),
    ({"filled": False}, None, True),
    ({"filled": False}, "x", False),
]


@pytest.mark.parametrize(("wanted", "value", "passed"), CASES)
def test_a_value_passes(wanted: Any, value: Any, passed: bool) -> None:
    assert passes(Wanted.model_validate(wanted), value) is passed


def person() -> tuple[Frame, Session]:
    slots = {"heat": 8, "move": {"good": ["mirrors"]}}
    frame = Frame("talk", "a", slots, partner={"mood": "on", "ended": False}, began=NOW - 720)
    session = Session("a", 1, me={"zone": "Europe/Berlin"})
    session.marks = {"harm": NOW + 10, "fear": NOW - 10}
    session.shelf = [Frame("rehearsal", "a")]
    return frame, session


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("heat", 8),
        ("cold", None),
        ("me.zone", "Europe/Berlin"),
        ("me.other", None),
        ("mark.harm", True),
        ("mark.fear", False),
        ("mark.any", True),
        ("mark.unknown", False),
        ("partner.mood", "on"),
        ("partner.heat", None),
        ("shelf.rehearsal", True),
        ("shelf.pause", False),
        ("shelf.any", True),
        ("last.good", ["mirrors"]),
        ("last.move", None),
        ("time.minutes", 12.0),
        ("time.hours", None),
        ("you.zone", None),
    ],
)
def test_a_fact(path: str, value: Any) -> None:
    assert fact(path, *person(), NOW, NONE) == value


def test_no_partner_has_no_facts() -> None:
    _, session = person()
    assert fact("partner.mood", Frame("talk", "a"), session, NOW, NONE) is None


def test_a_guard_wants_all_of_its_tests() -> None:
    dialogue = load(
        "x",
        "dialogue: d\nstart: a\nguards: {both: {heat: {at_least: 7}, me.zone: {filled: true}}}\n"
        "states: {a: {next: end}}\n",
    ).dialogue
    frame, session = person()
    assert holds("both", dialogue, frame, session, NOW, NONE)
    del session.me["zone"]
    assert not holds("both", dialogue, frame, session, NOW, NONE)
    with pytest.raises(KeyError):
        holds("unheard", dialogue, frame, session, NOW, NONE)
