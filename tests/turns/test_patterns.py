"""What comes back, in the person's own words, and what spoke against it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.content import ROOT, Content
from bot.patterns import recurring
from bot.retelling import Retelling
from tests.dialogues.visitor import Visitor

SOURCE = "dialogues/language/en/retelling.yaml"
RETELLING = Retelling.from_text((ROOT / SOURCE).read_text("utf-8"), SOURCE)


def kept(kind: str, /, **data: Any) -> dict[str, Any]:
    return {"kind": kind, "at": 1.0, "data": data}


def found(*records: dict[str, Any]) -> dict[str, Any] | None:
    return recurring(records, RETELLING.topic_words, RETELLING.content_words)


PHONE = (
    kept("journal", set_off="he was on his phone at dinner", feeling=["lonely"],
         story="I bore him", known="he asked how my day was"),
    kept("journal", set_off="the phone again", feeling=["lonely", "own:heavy"],
         story="that I bore him"),
    kept("card", feelings=["sad"], thing="the phone", topic="phone"),
)  # fmt: skip


def test_the_feeling_the_thing_the_story_and_what_spoke_against_it() -> None:
    assert found(*PHONE) == {
        "feeling": "lonely", "times": 2, "thing": "the phone", "thing_times": 3,
        "story": "that I bore him", "story_times": 2, "against": "he asked how my day was",
        "surprise": None,
    }  # fmt: skip


def test_two_pages_are_not_several() -> None:
    assert found(*PHONE[:2]) is None


def test_what_never_comes_twice_is_not_shown() -> None:
    assert found(
        kept("journal", set_off="the dishes", feeling=["sad"]),
        kept("journal", set_off="the car", feeling=["angry"]),
        kept("card", feelings=["hurt"], thing="the holiday"),
    ) is None  # fmt: skip


def test_rehearsals_alone_are_enough_and_what_they_did_unexpectedly_stands_against_it() -> None:
    cards = [kept("card", feelings=["hurt"], thing="the dishes", topic="chores")] * 3
    surprise = kept("debrief", kind="sore", topic="chores", surprise="she had done them already")
    elsewhere = kept("debrief", kind="sore", topic="money", surprise="he paid")
    after_trust = kept("debrief", kind="trust", topic="chores", surprise="she said sorry")
    seen = found(*cards, surprise, elsewhere, after_trust)
    assert seen is not None
    assert (seen["thing"], seen["thing_times"], seen["feeling"]) == ("the dishes", 3, "hurt")
    assert seen["surprise"] == "she had done them already"
    assert seen["story"] is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("he doesn't care about me", "that he never cares", True),
        ("I'm not important to her", "she doesn't find me important", True),
        ("he wants to leave", "she thinks I'm lazy", False),
    ],
)
def test_a_story_is_the_same_in_other_words(one: str, other: str, same: bool) -> None:
    pages = [kept("journal", story=s) for s in (one, other, "the weather was bad")]
    assert (found(*pages) is not None) == same


def pages(content: Content, *, marks: dict[str, float] | None = None) -> Visitor:
    visitor = Visitor(content)
    *_, last = told = ("he was on his phone", "the phone at dinner", "the phone in bed")
    for set_off in told:
        visitor.send("journal")
        if "new" in visitor.choices:
            visitor.press("new")
        visitor.type(set_off)
        visitor.press("done")
        visitor.press("done")
        visitor.press("lonely")
        visitor.press("done")
        visitor.type("I bore him")
        visitor.type("he laughed with me on Sunday")
        visitor.press("skip")
        assert visitor.at == "journal/after.menu"
        if set_off != last:
            visitor.press("enough")
    visitor.session.marks.update(marks or {})
    return visitor


def test_it_is_offered_with_the_third_page_and_says_it_in_their_words(content: Content) -> None:
    visitor = pages(content)
    assert visitor.at == "journal/after.menu"
    visitor.press("patterns")
    for words in ("“lonely” comes back 3 times", "“I bore him”", "“he laughed with me on Sunday”"):
        assert words in visitor.text
    assert visitor.at == "journal/after.menu", "and the page goes on where it was"


def test_while_a_safety_mark_stands_nothing_is_put_against_it(content: Content) -> None:
    visitor = pages(content, marks={"fear": 4e9})
    visitor.press("patterns")
    assert "“lonely” comes back 3 times" in visitor.text
    assert "laughed" not in visitor.text
    assert "bore" not in visitor.text


def test_progress_offers_it_too(content: Content) -> None:
    visitor = pages(content)
    visitor.press("enough")
    visitor.send("progress")
    opened = [b["tap"] for m in visitor.said for row in m["buttons"] for b in row if "tap" in b]
    visitor.tap(next(tap for tap in opened if "patterns" in tap))
    assert "comes back" in visitor.text


@pytest.mark.parametrize(("kind", "offered"), [("sore", True), ("trust", False)])
def test_after_the_third_rehearsal_it_is_offered_but_not_after_broken_trust(
    content: Content, kind: str, offered: bool
) -> None:
    visitor = Visitor(content, me={"zone": "Europe/London"})
    card = {"kind": kind, "words": "Would you call?", "feelings": ["hurt"], "thing": "the dishes"}
    for _ in range(2):
        visitor.enter("rehearsal", "take.card", dict(card, when="unknown"))
        assert "patterns" not in visitor.choices
        visitor.send("cancel")
    visitor.enter("rehearsal", "take.card", dict(card, when="unknown"))
    assert ("patterns" in visitor.choices) == offered
