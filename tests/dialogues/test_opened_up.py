"""Words like "betrayed" are never corrected; where a feeling is asked, they are opened up."""

from __future__ import annotations

import pytest

from bot.content import Content
from tests.dialogues.visitor import Visitor

INSIDE = ("And inside, it is like…?", "What is it like inside?")


def asked_for_feelings(content: Content, kind: str = "sore", seed: int = 7) -> Visitor:
    visitor = Visitor(content, seed=seed)
    known = {"kind": kind, "story": "you told her", "observation": "told her"}
    visitor.enter("rehearsal", "calm.feelings", known)
    return visitor


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(
    ("typed", "word"),
    [("betrayed", "Betrayed"), ("i feel so Abandoned by him", "Abandoned"), ("used", "Used")],
)
def test_it_is_asked_what_it_is_like_inside_and_the_word_stays(
    typed: str, word: str, seed: int, content: Content
) -> None:
    visitor = asked_for_feelings(content, seed=seed)
    visitor.type(typed)
    assert f"“{word}" in visitor.text
    assert any(question in visitor.text for question in INSIDE)
    visitor.press("done")
    assert visitor.at == "rehearsal/calm.reaction", "the question may be left"
    assert visitor.session.frames[0].slots["feelings"] == [f"own:{typed}"]


def test_what_is_picked_then_stands_beside_it(content: Content) -> None:
    visitor = asked_for_feelings(content)
    visitor.type("betrayed")
    visitor.press("afraid", "unsure-of-us", "done")
    assert visitor.session.frames[0].slots["feelings"] == ["own:betrayed", "unsure-of-us"]


@pytest.mark.parametrize(
    "typed", ["lonely", "i'm used to it", "ignored", "got used to being alone"]
)
def test_other_words_are_taken_without_a_word(typed: str, content: Content) -> None:
    visitor = asked_for_feelings(content)
    visitor.type(typed)
    assert "inside" not in visitor.text


@pytest.mark.parametrize("seed", [1, 2])
def test_after_broken_trust_nothing_is_asked_of_the_word(seed: int, content: Content) -> None:
    visitor = asked_for_feelings(content, "trust", seed)
    visitor.type("betrayed")
    assert "“Betrayed" in visitor.text
    assert "?" not in visitor.text


def test_the_same_holds_where_words_are_worked_on(content: Content) -> None:
    visitor = Visitor(content)
    visitor.enter("words", "parts.feelings", {"kind": "sore", "observation": "told her"})
    visitor.type("humiliated")
    assert any(question in visitor.text for question in INSIDE)
