"""Every state of every dialogue, as the content declares them, is hit with a disclosure.

The next message is help, nothing reaches another chat, and the person comes back to exactly where
they were, with what they had written. A new dialogue is covered by being there.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.arrival import ArrivalKind
from bot.content import Content
from bot.engine.filled import filled_before
from tests.dialogues.visitor import Visitor, slots_given
from tests.phrasing.people import sample

CONTENT = Content.read()

DISCLOSURES = {
    "self-harm": "i want to kill myself",
    "violence": "last time i said no he locked me in the bathroom",
    "control": "he won't let me see my friends and he controls my money",
    "sexual": "he forced me to have sex",
    "child": "he hits our son",
    "done": "i hit her",
    "done to a child": "i slapped my son",
    "their life": "he says he'll kill himself if i leave",
}
WAYS: tuple[tuple[ArrivalKind, str], ...] = (
    ("text", "{}"),
    ("edited", "{}"),
    ("unsupported", "{}"),
    ("text", "/pause {}"),
)
"""Typed, edited, as a caption, behind a command."""

ANSWERED = {
    "kind": "sore",
    "reaction": "defensive",
    "observation": "cancelled our dinner",
    "feelings": ["hurt"],
    "request": "tell me by lunch",
    "words": "Would you tell me by lunch?",
    "minutes": "20",
    "heat_now": 8,
    "way": "feet",
}
"""What somebody may have answered before; states read what they know of it."""

STATES = [
    (dialogue, name)
    for dialogue, declared in CONTENT.book.dialogues.items()
    for name, state in declared.states.items()
    if state.ask is not None
]
MONTH = 31 * 86400.0


def there(dialogue: str, state: str) -> Visitor:
    """Somebody who is asked this, and has begun to answer where that takes several steps."""
    welcome = CONTENT.book.roles["welcome"]
    visitor = Visitor(CONTENT, consented=dialogue != welcome)
    declared = CONTENT.book.dialogues[dialogue]
    known = sample(declared, filled_before(declared).surely[state])
    answered = {slot: said for slot, said in ANSWERED.items() if slot not in declared.renamed}
    slots = {**known, **answered, **(slots_given(CONTENT, dialogue, 0) or {})}
    visitor.enter(dialogue, state, slots)
    assert visitor.at == f"{dialogue}/{state}"
    ask = CONTENT.book.state(dialogue, state).ask
    if ask == "texts":
        visitor.type("we argue about the car")
        visitor.type("every single time")
    elif ask == "choices":
        visitor.press(visitor.choices[0])
    return visitor


def frames(visitor: Visitor) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = json.loads(
        json.dumps([frame.as_data() for frame in visitor.session.frames])
    )
    return kept


def disclose(visitor: Visitor, risk: str, way: int) -> None:
    kind, words = WAYS[way % len(WAYS)]
    visitor.arrive(kind, words.format(DISCLOSURES[risk]))


def assert_help_comes_next(visitor: Visitor) -> None:
    first = next(row for row in visitor.rows if row["op"] in ("say", "edit", "pace"))
    assert first["op"] == "say"
    assert first["help"]
    assert visitor.dialogues[-1] == CONTENT.book.roles["danger"]
    lines = {line.number for line in CONTENT.helplines.lines if line.country == "US"}
    assert any(number in first["message"]["text"] for number in lines)
    assert {row["chat"] for row in visitor.rows} == {visitor.life.chat}


@pytest.mark.parametrize("risk", DISCLOSURES)
def test_help_comes_next_and_the_way_back_leads_to_where_it_was(risk: str) -> None:
    for n, (dialogue, state) in enumerate(STATES):
        if dialogue == CONTENT.book.roles["danger"]:
            continue
        visitor = there(dialogue, state)
        before, due, kept = frames(visitor), dict(visitor.due), list(visitor.kept)
        disclose(visitor, risk, n)
        assert_help_comes_next(visitor)
        assert frames(visitor)[:-1] == before, "what was written is untouched"
        if risk == "self-harm":
            visitor.press("no")
            visitor.press("go-on")
            assert visitor.session.marks == {}
        else:
            visitor.send("cancel")
            assert visitor.session.marks, "the mark stands"
            if visitor.dialogues[:1] != [dialogue]:
                assert CONTENT.book.dialogues[dialogue].barred, "only what is barred stays away"
                visitor.now += MONTH
                visitor.send("resume")
        assert visitor.at == f"{dialogue}/{state}"
        assert frames(visitor) == before
        assert visitor.due == due
        assert visitor.kept == kept
        assert DISCLOSURES[risk] not in json.dumps(visitor.life.as_data())
        assert visitor.said, "the question is asked again"


@pytest.mark.parametrize("risk", DISCLOSURES)
def test_more_of_it_in_the_midst_of_help_is_met_with_help(risk: str) -> None:
    danger = CONTENT.book.roles["danger"]
    for n, (dialogue, state) in enumerate(STATES):
        if dialogue != danger:
            continue
        visitor = there("solo", "write.ask")
        below = frames(visitor)
        visitor.enter(danger, state, slots_given(CONTENT, danger, n) or {})
        disclose(visitor, risk, n)
        assert_help_comes_next(visitor)
        assert frames(visitor)[:-1] == below
        assert visitor.dialogues.count(danger) == 1


@pytest.mark.parametrize("risk", DISCLOSURES)
def test_what_was_not_meant_is_taken_as_what_it_was(risk: str) -> None:
    """In every state that takes a text the same words arrive, once, when they were misread."""
    for dialogue, state in STATES:
        declared = CONTENT.book.state(dialogue, state)
        if declared.ask != "texts":
            continue
        visitor = there(dialogue, state)
        disclose(visitor, risk, 0)
        while visitor.dialogues[-1] == CONTENT.book.roles["danger"]:
            visitor.press("meant-otherwise")
        said = visitor.session.frames[0].work["said"]
        assert said == ["we argue about the car", "every single time", DISCLOSURES[risk]]
        assert visitor.session.marks == {}


def test_the_states_are_those_of_the_content() -> None:
    assert len(STATES) > 60
    assert {d for d, _ in STATES} == {
        name
        for name, declared in CONTENT.book.dialogues.items()
        if any(state.ask for state in declared.states.values())
    }
