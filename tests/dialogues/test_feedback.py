"""What feedback looks like in the shipped dialogues: comfort first, and no rule twice."""

from __future__ import annotations

import pytest

from bot.content import Content
from tests.dialogues.visitor import Visitor

ASKED = {"kind": "sore", "observation": "left"}


def coached(content: Content, text: str, state: str = "words.request", seed: int = 7) -> Visitor:
    visitor = Visitor(content, seed=seed)
    visitor.enter("rehearsal", state, ASKED)
    visitor.type(text)
    return visitor


def test_a_rule_that_finds_several_things_speaks_once(content: Content) -> None:
    text = coached(content, "you are a liar. you are a coward. you are a liar.").text
    assert text.count("› “") == 1
    text = coached(content, "you are a liar. you are a coward. you never listen.").text
    assert text.count("› “") == 2


@pytest.mark.parametrize("seed", [1, 2])
def test_comfort_comes_first_where_nothing_is_good(seed: int, content: Content) -> None:
    lines = coached(content, "you are a liar", seed=seed).text.splitlines()
    assert lines[0] in (
        "You want something to be different.",
        "There&#39;s something you&#39;d like to change.",
    )
    assert lines[2].startswith("› “<b>you are a liar</b>”")


def test_praise_takes_the_place_of_comfort(content: Content) -> None:
    text = coached(content, "I felt sad on Friday. You are a liar.", "words.sentence").text
    assert "feel" in text.splitlines()[0]
    assert "heard" not in text.splitlines()[0]


def test_feedback_from_before_there_was_comfort_still_has_words(content: Content) -> None:
    visitor = coached(content, "you are a liar")
    del visitor.session.frames[-1].work["type"]
    visitor.arrive("unsupported")
    assert "something you want heard" in visitor.text or ("This matters to you." in visitor.text)
