"""Work on my words: for whom, with which parts, and what comes of it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.content import Content
from bot.terminal import plain
from tests.dialogues.visitor import NOW, Visitor

CARD: dict[str, Any] = {
    "kind": "sore", "observation": "cancelled our dinner", "feelings": ["sad"], "pronoun": "he",
    "request": "tell me by lunch", "request_verb": "tell me by lunch", "words": "x",
    "when": "unknown",
}  # fmt: skip


def at_work(content: Content, **other: Any) -> Visitor:
    visitor = Visitor(content, me={"last_card": CARD | other})
    visitor.begin("words")
    return visitor


def offers(visitor: Visitor) -> list[str]:
    return [w for k, w in visitor.session.offers.items() if k != "own"]


@pytest.mark.parametrize("kind", ["hurt", "quiet", "decide", None])
def test_it_is_not_for_every_kind(content: Content, kind: str | None) -> None:
    assert "no card" in at_work(content, kind=kind).text


@pytest.mark.parametrize("kind", ["sore", "unsure", "theyquiet", "trust"])
def test_three_ways_to_put_it_with_or_without_a_need(content: Content, kind: str) -> None:
    for need in ("serious", "none"):
        visitor = at_work(content, kind=kind, small_ask="time", know="why")
        visitor.press("keep")
        visitor.press(need)
        if kind != "trust":
            assert visitor.at == "words/parts.side"
            visitor.type("work was a lot last week")
        assert visitor.at == "words/ways.pick"
        assert len(set(offers(visitor))) == 3
        for words in offers(visitor):
            assert "you cancelled our dinner" in words
            assert ("It matters to me to be taken seriously." in words) == (need == "serious")


def test_after_broken_trust_there_is_no_side_of_theirs_and_no_guess(content: Content) -> None:
    visitor = at_work(content, kind="trust", know="why")
    for press in ("keep", "none", "happened"):
        visitor.press(press)
        assert not visitor.at.startswith(("words/parts.side", "words/guess"))
    assert visitor.session.frames == []
    (kept,) = [data for kind, data in visitor.kept if kind == "card"]
    assert "side" not in kept
    assert "understand" not in kept["worked"]


@pytest.mark.parametrize(
    ("story", "question"),
    [
        ("he doesnt care about me", "you don't care about me"),
        ("that i'm not important to him", "I'm not important to you"),
        ("The story I tell myself is that he's ashamed of me", "you're ashamed of me"),
    ],
)
def test_a_story_becomes_a_question(content: Content, story: str, question: str) -> None:
    visitor = at_work(content, side="work was a lot", need="to be heard")
    visitor.press("keep")
    visitor.press("third")
    visitor.type(story)
    said = f"The story I tell myself is that {question}. Is that how it was?"
    assert offers(visitor) == [said]
    visitor.press("question")
    assert visitor.session.me["last_card"]["question"] == said
    assert said in plain(visitor.text)


def test_a_story_that_cannot_be_turned_safely_is_asked_for(content: Content) -> None:
    visitor = at_work(content, side="work was a lot", need="to be heard")
    visitor.press("keep")
    visitor.press("third")
    visitor.type("he does it on purpose. she told him to")
    assert visitor.at == "words/guess.own"
    visitor.press("none")
    assert "question" not in visitor.session.me["last_card"]


def test_what_is_there_is_not_asked_again_and_what_is_not_is(content: Content) -> None:
    known = at_work(content, side="work was a lot", need="to be heard", question="Is it so?")
    known.press("keep")
    assert known.at == "words/ways.pick"
    known.press("happened")
    assert "Your card" in known.text
    bare = at_work(content, observation=None, feelings=[], request=None)
    bare.type("left early on saturday")
    assert bare.at == "words/parts.feelings"
    bare.press("done")
    assert bare.at == "words/parts.request", "feelings may be left out"
    bare.type("Would you tell me before you go?")
    assert bare.at == "words/parts.have"


def test_the_card_is_changed_and_stays_one(content: Content) -> None:
    visitor = Visitor(content, me={"last_card": CARD})
    names = []
    for _ in range(2):
        visitor.begin("words")
        visitor.press("keep")
        while not visitor.at.startswith(("words/ways", "nowhere")):
            visitor.press("none")
        visitor.press("matters")
        if visitor.at != "nowhere":
            visitor.press("none")
        names.append(visitor.session.me["kept"]["card"]["name"])
    assert names[0] == names[1]
    assert visitor.session.me["last_card"]["request"] == CARD["request"]


def test_the_offer_stands_under_the_card_and_not_while_a_mark_stands(content: Content) -> None:
    visitor = Visitor(content, me={"last_card": CARD})
    visitor.send("card")
    taps = [b.get("tap") for row in visitor.said[-1]["buttons"] for b in row]
    assert "~open:words" in taps
    visitor.tap("~open:words")
    assert visitor.at == "words/parts.have"
    visitor.send("cancel")
    for mark in ("self-harm", "fear"):
        visitor.session.marks = {mark: NOW + 99.0}
        visitor.send("card")
        assert "~open:words" not in str(visitor.said)
    visitor.tap("~open:words")
    assert "frightened" in visitor.dialogues
