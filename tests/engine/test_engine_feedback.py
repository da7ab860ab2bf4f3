"""Feedback that interrupts: when, how often, and what is on offer under it."""

from __future__ import annotations

import pytest

from bot.engine.answers import ROUNDS
from bot.engine.effects import Chosen
from bot.engine.model import Dialogue
from tests.engine.person import Person

INTERRUPTIONS = Dialogue.model_fields["interruptions"].default


def test_what_wants_changing_gets_feedback_first() -> None:
    someone = Person().to_request()
    someone.type("stop being lazy", "~hint", "label", "vague", good=("names-feeling",))
    assert someone.said == ["talk/words.ask:feedback"]
    work = someone.asked.work
    assert [f["rule"] for f in work["findings"]] == ["label", "vague"], "two, gravest first"
    assert work["good"] == ["names-feeling"]
    assert someone.on_offer == ["show", "retry", "keep"]
    assert "request" not in someone.slots


def test_a_mere_consider_does_not_interrupt() -> None:
    someone = Person().to_request()
    someone.type("help me a bit", "~vague")
    assert someone.at == "talk/words.pick"


def test_what_is_good_is_named() -> None:
    someone = Person().to_request()
    someone.type("help on Sunday at ten", good=("asks-doably",))
    assert someone.notes == ["good"]


def test_show_me_one_way_then_use() -> None:
    someone = Person().to_request()
    someone.type("stop being lazy", "label")
    someone.tap("show")
    assert someone.said == ["talk/words.ask:example"]
    assert someone.on_offer == ["use", "keep"]
    someone.tap("use", text="Would you help?")
    assert someone.slots["request"] == "Would you help?"


def test_keep_my_words() -> None:
    someone = Person().to_request()
    someone.type("stop being lazy", "label")
    someone.tap("keep")
    assert someone.slots["request"] == "stop being lazy"
    assert someone.at == "talk/words.pick"


def test_a_statement_is_offered_another_wording_at_once() -> None:
    someone = Person().to_request()
    someone.type("help")
    someone.tap("own")
    someone.type("you are lazy", "label")
    assert someone.on_offer == ["use", "retry", "keep"]


def test_a_new_text_under_feedback_is_another_try() -> None:
    someone = Person().to_request()
    someone.type("stop being lazy", "label")
    someone.type("help on Sunday")
    assert someone.slots["request"] == "help on Sunday"


@pytest.mark.parametrize("with_retry", [True, False])
def test_at_most_two_rounds_a_part(with_retry: bool) -> None:
    someone = Person().to_request()
    for _ in range(ROUNDS):
        someone.type("stop being lazy", "label")
        assert someone.said == ["talk/words.ask:feedback"]
        if with_retry:
            someone.tap("retry")
            assert someone.said == ["talk/words.ask:text"]
    someone.type("stop being so lazy", "label")
    assert someone.slots["request"] == "stop being so lazy"
    assert someone.at == "talk/words.pick"


def test_at_most_four_interruptions_in_a_run() -> None:
    someone = Person().to_request()
    feedback = 0

    def blunt(text: str) -> None:
        nonlocal feedback
        someone.type(text, "label")
        feedback += someone.said == [f"{someone.at}:feedback"]

    for _ in range(3):
        blunt("stop being lazy")
    assert someone.at == "talk/words.pick"
    someone.tap("own")
    for _ in range(3):
        blunt("you are lazy")
    assert (feedback, someone.at) == (INTERRUPTIONS, "talk/words.answer")
    for _ in range(2):
        blunt("but you")
    blunt("you will see")
    assert (feedback, someone.at) == (INTERRUPTIONS, "talk/take.landing")
    someone.tap("night")
    someone.to_request()
    blunt("stop being lazy")
    assert feedback == INTERRUPTIONS + 1, "another run counts anew"


def test_the_chosen_button_of_feedback_is_worded_as_it_was_shown() -> None:
    someone = Person().to_request()
    someone.type("stop it", "vague")
    someone.tap("keep")
    (chosen,) = someone.all(Chosen)
    assert chosen.view.block == "feedback"
    assert [s.id for s in chosen.view.choices] == ["show", "retry", "keep"]
