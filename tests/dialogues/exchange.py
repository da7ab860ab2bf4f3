"""Ways to where the partner answers in a rehearsal, and on from there."""

from __future__ import annotations

from typing import Any

from bot.content import Content
from tests.dialogues.visitor import Visitor

STORY = "you cancelled our dinner two hours before"
WAYS = {
    "sore": "3 ...{story} done done {style} ...{ask} short",
    "unsure": "3 ...{story} done done {style} ...{ask} short",
    "hurt": "3 ...{story} done {style} ...{impact} short",
    "trust": "3 ...{story} done done {style} impact done short",
    "quiet": "3 {style} ...{ask} ...{ask} tonight short",
    "theyquiet": "3 ...{story} done done {style} time short",
    "decide": "3 ...{story} done {style} ...{ask} nothing short",
}
SAID: dict[str, str] = {
    "{story}": STORY,
    "{ask}": "tell me by lunch if dinner is at risk",
    "{impact}": "it left you alone with it",
}
MOVES = {
    "mirror": "it sounds like you felt hurt. is that it?",
    "validate": "i can see why that felt unfair to you",
    "hold": "i hear you, and i'd like to finish about the dinner",
    "ask": "can you tell me what you got from that?",
    "space": "we can stop. tomorrow at eight?",
}
WARM = "it sounds like you felt hurt. is that it?"


def to_the_answer(content: Content, kind: str, style: str, seed: int = 7) -> Visitor:
    """Somebody who hears the partner's first line."""
    visitor = Visitor(content, seed=seed)
    rehearse(visitor, kind, style)
    return visitor


def rehearse(visitor: Visitor, kind: str, style: str) -> None:
    visitor.send("rehearse")
    visitor.press(kind)
    for step in WAYS[kind].replace("{style}", style).split():
        if step.startswith("..."):
            visitor.answer(SAID[step[3:]])
        elif step in visitor.choices:
            visitor.press(step)
    while visitor.at.partition("/")[2].startswith("words."):
        if "short" in visitor.choices:
            visitor.press("short")
        else:
            visitor.answer(STORY)
    assert visitor.at.startswith("rehearsal/answer."), visitor.at


def aside(visitor: Visitor, id_: str) -> None:
    """Taps that button of the message above the open question."""
    (data,) = [tap for tap in visitor.asides if tap.endswith(f":{id_}")]
    visitor.tap(data)


def partner(visitor: Visitor) -> dict[str, Any]:
    assert visitor.session.top is not None
    assert visitor.session.top.partner is not None
    return visitor.session.top.partner


def to_the_landing(visitor: Visitor) -> None:
    while visitor.at != "rehearsal/take.landing":
        for id_ in ("nothing", "skip", "unknown", "this-evening", "no-reminder"):
            if id_ in visitor.choices:
                visitor.press(id_)
                break
        else:
            visitor.answer("i will tell you by lunch on fridays")
