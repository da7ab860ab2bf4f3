"""The moves that are practised when they answer: which is taught when, and one way to make it."""

from __future__ import annotations

import pytest

from bot.content import Content
from bot.partner import NEEDS, STYLES
from tests.dialogues.exchange import MOVES, partner, rehearse, to_the_answer, to_the_landing
from tests.dialogues.visitor import Visitor


@pytest.mark.parametrize("style", ["open", "hurt", "defensive", "withdrawn"])
def test_the_four_moves_are_taught_one_at_a_time(content: Content, style: str) -> None:
    taught: set[str] = set()
    for seed in range(16):
        visitor = to_the_answer(content, "sore", style, seed)
        visitor.answer("i don't know")
        to_the_landing(visitor)
        visitor.press("more")
        assert partner(visitor)["taught"] == [partner(visitor)["needs"]], "the lesson begins here"
        while visitor.at == "their_side/side.line":
            needs = partner(visitor)["needs"]
            taught.add(needs)
            visitor.answer(MOVES[needs])
    last = "space" if style == "withdrawn" else "ask"
    assert taught >= {"mirror", "validate", "hold", last}
    assert ("space" in taught) == (style == "withdrawn")
    assert taught <= set(NEEDS)


def test_the_moves_used_stand_in_a_slot_after_the_first_answer_too(content: Content) -> None:
    visitor = to_the_answer(content, "sore", "open")
    visitor.answer("i can see why that felt unfair to you")
    assert visitor.session.top is not None
    assert "validates" in visitor.session.top.slots["skills"]


@pytest.mark.parametrize("style", STYLES)
def test_nobody_injured_is_shown_how_to_see_the_other_s_side(content: Content, style: str) -> None:
    visitor = to_the_answer(content, "trust", style)
    while visitor.at != "their_side/after.heat":
        assert "what may" not in visitor.text
        if "more" in visitor.choices:
            visitor.press("more")
        elif "show" in visitor.choices:
            visitor.press("show")
            assert "One way: “" in visitor.text
            assert "you feel" not in visitor.text
            assert "see why" not in visitor.text
            visitor.press("use")
        elif "say" in visitor.choices:
            visitor.press("say")
        elif visitor.at.startswith("rehearsal/take"):
            to_the_landing(visitor)
        else:
            visitor.type("you are a liar and you always were")


@pytest.mark.parametrize("move", ["mirror", "validate", "hold", "ask", "space"])
def test_one_way_is_the_move_that_the_line_calls_for(content: Content, move: str) -> None:
    """And what the coach shows, the coach also sees, and the partner does not take amiss."""
    shows = {
        "mirror": "mirrors",
        "validate": "validates",
        "hold": "holds",
        "ask": "asks-to-be-heard",
        "space": "offers-space",
    }
    seen = 0
    for seed in range(40):
        visitor = to_the_answer(content, "sore", STYLES[seed % len(STYLES)], seed)
        if partner(visitor)["needs"] != move:
            visitor.answer(MOVES[partner(visitor)["needs"]])
            to_the_landing(visitor)
            visitor.press("more")
        while visitor.at == "their_side/side.line" and partner(visitor)["needs"] != move:
            visitor.answer(MOVES[partner(visitor)["needs"]])
        if not visitor.at.endswith(".line"):
            continue
        before = partner(visitor)["heat"]
        visitor.type("but you are always like that")
        visitor.press("show", "use")
        top = visitor.session.frames[-1]
        assert shows[move] in top.slots["move"]["good"]
        assert top.partner is not None
        assert top.partner["heat"] <= before
        assert top.tries[-1]["good"] == [], "words that were offered are no skill"
        seen += 1
        if seen == 3:
            return
    assert seen, f"no line called for {move}"


def test_that_giving_it_back_is_not_agreeing_is_said_once(content: Content) -> None:
    said: list[str] = []
    visitor = Visitor(content, seen=lambda v: said.append(v.text))
    rehearse(visitor, "sore", "open")
    visitor.answer("i don't know")
    to_the_landing(visitor)
    visitor.press("more")
    while visitor.at == "their_side/side.line":
        visitor.answer(MOVES[partner(visitor)["needs"]])
    without_the_card = [text for text in said if "Your card" not in text]
    assert sum(text.count("isn&#39;t agreeing") + text.count("isn't agreeing")
               for text in without_the_card) == 1  # fmt: skip
