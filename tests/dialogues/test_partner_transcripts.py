"""Golden transcripts of the partner: every kind and style, with a good, a clumsy, a hostile person.

From the first line they answer to the end of the longer exercise, as the whole program says it.
`--update-golden` rewrites them; read them aloud before you keep them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.content import Content
from bot.partner import STYLES
from bot.terminal import plain
from tests.dialogues.visitor import Visitor, assert_sendable

FOLDER = Path(__file__).parent / "transcripts" / "partner"
LONGEST = 40

SORE = {
    "topic": "changed-plans",
    "thing": "the dinner",
    "pronoun": "he",
    "observation": "cancelled our dinner two hours before",
    "request": "tell me by lunch if dinner is at risk",
    "request_verb": "tell me by lunch if dinner is at risk",
}
KINDS: dict[str, dict[str, Any]] = {
    "sore": SORE,
    "trust": {"topic": "other", "pronoun": "she", "know": "what exactly you told her"},
    "hurt": {
        "topic": "money",
        "pronoun": "she",
        "deed": "I said in front of your friends that you can't handle money",
        "impact_was": "embarrassing",
    },
    "quiet": {
        "quiet_when": "you raise your voice",
        "quiet_not": "that I don't care",
        "back_in": "in-hour",
        "back_in_own": "",
    },
    "theyquiet": {
        "topic": "distance",
        "pronoun": "he",
        "observation": "went silent for three days",
    },
    "decide": {"topic": "elders", "sentence": "I decide what our son eats at my table"},
}
"""What was told before they answer."""

GOOD = {
    "mirror": "it sounds like you feel {feeling}. is that it?",
    "validate": "i can see why you feel {feeling}",
    "hold": "i hear you, and i'd like to finish about the dinner",
    "ask": "can you tell me what you got from that?",
    "space": "we can stop here. would tomorrow at eight be okay?",
}
BY_KIND = {
    "trust": {
        "hold": "i hear you. i'm not ready to decide, and i'd like you to hear this first",
        "ask": "can you tell me what you heard me say?",
    },
    "hurt": {
        "mirror": "it sounds like you felt {feeling} when i said that. is that it?",
        "validate": "i can see why you feel {feeling}. i said that, and it was wrong",
        "space": "you needn't answer now. would tomorrow be okay?",
    },
    "quiet": {"hold": "i hear you. i need the hour, and i'm back at nine"},
    "decide": {"hold": "i hear you, and my answer stays the same"},
}
"""What a good person says to a line that calls for a move."""

CLUMSY = (
    "but that's not what i said at all",
    "you should just relax a bit more",
    "don't worry, it will be fine",
    "it sounds like you feel {feeling}",
    "i don't know what to say",
    "i can see why that's hard for you",
    "okay. and what now",
)
HOSTILE = (
    "you are pathetic",
    "whatever. you always make it about you",
    "shut up, you selfish idiot",
    "it's always the same with you, you are impossible",
)
STEPS = {
    "good": "a text by four, on days when it gets late",
    "clumsy": "that it's better from now on",
    "hostile": "stop being such a child",
}
HEAT_AFTER = {"good": "3", "clumsy": "numb", "hostile": "9"}
TAPS = ("show", "use", "keep", "none", "10080", "unknown", "this-evening", "more", "say", "go-on")
"""What is tapped where it is on offer, the first first; showing one way only by the clumsy."""


def words(visitor: Visitor, kind: str, person: str, turn: int) -> str:
    """What that person types to the line that stands."""
    assert visitor.session.top is not None, visitor.at
    standing = visitor.session.top.partner
    assert standing is not None, visitor.at
    feelings = visitor.content.lines.annotation(standing).feelings
    own = {**GOOD, **BY_KIND.get(kind, {})}
    said = {"clumsy": CLUMSY, "hostile": HOSTILE}
    text = said[person][turn % len(said[person])] if person in said else own[standing["needs"]]
    return text.replace("{feeling}", feelings[0] if feelings else "bad")


def conversation(content: Content, kind: str, style: str, person: str) -> Iterator[str]:
    """The lines of the transcript."""
    visitor = Visitor(content, seed=KIND_SEEDS[kind] + STYLES.index(style))
    visitor.enter(
        "rehearsal", "answer.begin", {"kind": kind, "reaction": style, "heat": 6, **KINDS[kind]}
    )
    turn = 0
    for _ in range(LONGEST):
        assert_sendable(visitor.rows)
        yield from shown(visitor)
        if visitor.session.top is None:
            return
        act = tap(visitor, person)
        if act is not None:
            yield f"  > [{label(visitor, act)}]"
            visitor.press(act)
            continue
        stepping = visitor.at.startswith("rehearsal/forward")
        text = STEPS[person] if stepping else words(visitor, kind, person, turn)
        turn += not stepping
        yield f"  > {text}"
        visitor.type(text)
    raise AssertionError("it does not come to an end")


KIND_SEEDS = {kind: 100 * n for n, kind in enumerate(KINDS)}


def tap(visitor: Visitor, person: str) -> str | None:
    """The button that person taps, or None where they type."""
    if visitor.at == "their_side/after.heat":
        return HEAT_AFTER[person]
    for id_ in TAPS:
        if id_ in visitor.choices and (id_ != "show" or person == "clumsy"):
            return id_
    return None


def label(visitor: Visitor, id_: str) -> str:
    ends = f":{visitor.session.prompt}:{id_}"
    buttons = (b for row in visitor.said[-1]["buttons"] for b in row)
    return next(b["label"] for b in buttons if b.get("tap", "").endswith(ends))


def shown(visitor: Visitor) -> Iterator[str]:
    """What the bot says; from the card to the landing only that it came by."""
    for row in visitor.rows:
        if row["op"] == "photo":
            yield f"  (picture: {row['picture']['values']})"
        if row["op"] != "say":
            continue
        text = plain(row["message"]["text"])
        if text.startswith(("Your card", "To ask for the talk")):
            yield f"  ({text.splitlines()[0].rstrip(':')} …)"
            continue
        yield from (f"  {line}" for line in text.splitlines() if line.strip())
        labels = [b["label"] for r in row["message"]["buttons"] for b in r]
        if labels and visitor.at != "their_side/after.heat":
            yield "    " + " ".join(f"[{name}]" for name in labels)
    yield ""


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_partner_answers_as_it_was_read(
    kind: str, style: str, content: Content, update_golden: bool
) -> None:
    parts = []
    for person in STEPS:
        lines = conversation(content, kind, style, person)
        parts.append(f"# {kind}, {style}: a {person} person\n\n" + "\n".join(lines).strip("\n"))
    path, text = FOLDER / f"{kind}-{style}.txt", "\n\n".join(parts) + "\n"
    if update_golden:
        FOLDER.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    assert path.exists(), f"{path.name} is missing; run pytest --update-golden and read it"
    assert text == path.read_text("utf-8"), "changed; run pytest --update-golden and read the diff"


def test_there_is_one_for_every_kind_and_style() -> None:
    assert {p.stem for p in FOLDER.glob("*.txt")} == {f"{k}-{s}" for k in KINDS for s in STYLES}
