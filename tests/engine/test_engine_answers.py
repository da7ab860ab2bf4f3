"""What a typed text and a tap mean, by what the state asks."""

from __future__ import annotations

import pytest

from bot.engine.answers import ROUNDS
from bot.engine.effects import Edit, Say
from bot.engine.events import Choice
from bot.engine.model import Dialogue
from bot.engine.offered import OWN
from tests.engine.small_book import NOTE, Person, book_of, change, reading

INTERRUPTIONS = Dialogue.model_fields["interruptions"].default

# Choices


def test_a_text_where_a_tap_is_asked_counts_as_something_else() -> None:
    someone = Person()
    someone.send("talk")
    someone.type("a mix of everything")
    assert someone.at == "talk/calm.story"
    assert (someone.slots["kind"], someone.slots["kind_own"]) == ("other", "a mix of everything")


def test_a_text_where_nothing_else_is_on_offer_shows_the_question_again() -> None:
    someone = Person()
    someone.send("pause")
    prompt = someone.session.prompt
    someone.type("no idea")
    assert someone.notes == ["please_tap"]
    assert (someone.at, someone.session.prompt) == ("pause/stop.long", prompt)
    assert someone.all(Say)[-1].asks


def test_a_scale() -> None:
    someone = Person()
    someone.send("pause")
    someone.tap("20", "now")
    assert someone.on_offer == [*map(str, range(11)), "numb"]
    someone.tap("7")
    assert someone.slots["heat"] == 7
    someone.send("back")
    someone.tap("numb")
    assert someone.at == "nowhere"


def test_a_typed_tick_is_shown_and_can_be_taken_away() -> None:
    someone = Person().to_feelings()
    for words in ("jealous", "torn"):
        someone.type(words)
    jealous, torn = (s for s in someone.asked.choices if s.words)
    assert (jealous.words, torn.words) == ("jealous", "torn")
    assert jealous.ticked
    assert torn.ticked
    someone.tap(jealous.id, jealous.id)
    someone.tap("done")
    assert someone.slots["feelings"] == [OWN + "torn"], "a quick second tap takes nothing else"


# Several messages


def test_messages_are_gathered_until_done() -> None:
    someone = Person().to_story()
    assert someone.on_offer == []
    someone.type("you left")
    assert someone.said == ["talk/calm.story:listening"]
    assert someone.on_offer == ["done"]
    assert someone.all(Say)[0].instead_of is None
    someone.type("the dishes")
    (say,) = someone.all(Say)
    assert say.instead_of == say.ref, "the way to end it moves down"
    someone.type("again")
    someone.tap("done")
    assert someone.slots["story"] == "you left\nthe dishes\nagain"
    assert someone.slots["echo"] == "YOU LEFT\nTHE DISHES\nAGAIN"


def test_what_was_gathered_is_kept_during_a_pause() -> None:
    someone = Person().to_story()
    someone.type("you left")
    someone.send("pause")
    someone.tap("20", "later")
    assert someone.said[-1] == "talk/calm.story:listening"
    someone.type("the dishes")
    someone.tap("done")
    assert someone.slots["story"] == "you left\nthe dishes"


def test_done_before_anything_was_typed_is_not_on_offer() -> None:
    someone = Person().to_story()
    someone.tap("done")
    assert someone.notes == ["stale"]
    assert someone.at == "talk/calm.story"


def test_what_cannot_be_derived_is_taken_away() -> None:
    someone = Person().to_story()
    someone.type("dishes")
    someone.tap("done")
    assert someone.slots["echo"] == "DISHES"
    someone.send("back")
    someone.type("nothing")
    someone.tap("done")
    assert "echo" not in someone.slots


# Several choices, with nuances


def ticked(someone: Person) -> list[str]:
    (edit,) = someone.all(Edit)
    return [s.id for s in edit.view.choices if s.ticked]


def test_ticks_are_set_and_taken_back_in_place() -> None:
    someone = Person().to_feelings()
    prompt = someone.session.prompt
    someone.tap("calm")
    assert ticked(someone) == ["calm"]
    (edit,) = someone.all(Edit)
    assert edit.message_id == 77
    someone.tap("calm")
    assert ticked(someone) == []
    assert someone.session.prompt == prompt


def test_nuances_open_below_a_choice() -> None:
    someone = Person().to_feelings()
    someone.tap("hurt")
    (edit,) = someone.all(Edit)
    assert [s.id for s in edit.view.choices] == ["stung", "let-down", "plain"]
    someone.tap("let-down")
    assert ticked(someone) == ["hurt"]
    someone.tap("sad", "plain")
    assert ticked(someone) == ["sad", "hurt"]
    someone.tap("calm", "done")
    assert someone.slots["feelings"] == ["let-down", "sad", "calm"]


def test_a_ticked_choice_is_taken_back_with_its_nuance() -> None:
    someone = Person().to_feelings()
    someone.tap("hurt", "stung", "sad", "plain", "hurt")
    assert ticked(someone) == ["sad"]
    someone.tap("done")
    assert someone.slots["feelings"] == ["sad"]


def test_an_empty_done_goes_on() -> None:
    someone = Person().to_feelings()
    someone.tap("done")
    assert someone.slots["feelings"] == []
    assert someone.at == "talk/words.ask"


def test_two_quick_taps_on_one_keyboard_both_count() -> None:
    someone = Person().to_feelings()
    prompt = someone.session.prompt
    for id_ in ("calm", "sad", "low"):
        someone.take(Choice(id_, prompt, message_id=77))
    someone.tap("done")
    assert someone.slots["feelings"] == ["calm", "low"]


def test_a_feeling_of_ones_own() -> None:
    someone = Person().to_feelings()
    someone.tap("calm")
    someone.type("jealous")
    assert someone.said == ["talk/calm.feelings:text"]
    someone.type("jealous")
    someone.tap("done")
    assert someone.slots["feelings"] == ["calm", OWN + "jealous"], "typed twice, kept once"


def test_a_typed_tick_stands_though_it_looks_like_a_choice() -> None:
    someone = Person().to_feelings()
    someone.type("stung")
    assert [s.words for s in someone.asked.choices if s.ticked] == ["stung"]
    someone.tap("done")
    assert someone.slots["feelings"] == [OWN + "stung"]


# Offers


def test_an_offered_wording_comes_back_as_the_answer() -> None:
    someone = Person().to_request()
    someone.type("help on Sunday")
    someone.tap("short", text="Would you help on Sunday?")
    assert someone.slots["words"] == "Would you help on Sunday?"


def test_an_offer_without_words_is_not_on_offer() -> None:
    someone = Person().to_request()
    someone.type("help on Sunday")
    someone.tap("short")
    assert someone.notes == ["stale"]
    assert someone.at == "talk/words.pick"


def test_a_text_with_buttons_takes_either() -> None:
    text = change(
        NOTE, ("  page.ask:\n    ask: text\n", "  page.ask:\n    ask: text\n    choices: [none]\n")
    )
    for act in (lambda p: p.tap("none"), lambda p: p.type("none")):
        someone = Person(book_of(text))
        someone.send("note")
        act(someone)
        assert (someone.at, someone.slots["page"]) == ("note/page.more", "none")


# Feedback


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


# Answering the partner


def test_the_partner_is_told_how_the_answer_read() -> None:
    someone = Person().to_answer()
    someone.type("but you", "rebuttal", move="advice")
    someone.tap("keep")
    assert someone.session.frames[0].slots["move"] == {
        "good": [],
        "findings": ["rebuttal"],
        "move": "advice",
    }
    someone.type("so you felt torn, is that it?", good=("mirrors",), move="reflection")
    replies = [e.view.partner for e in someone.all(Say) if e.view.template.endswith("reply")]
    assert replies[-1] is not None
    assert replies[-1]["answers"] == [
        [[], ["rebuttal"], "advice"],
        [["mirrors"], [], "reflection"],
    ]


def test_a_mirror_that_was_offered_does_not_count_as_the_one_it_replaces() -> None:
    someone = Person().to_answer()
    someone.type("but you", "rebuttal", move="advice")
    someone.tap("show")
    someone.tap("use", text="You feel torn?", reading=reading("You feel torn?", good=("mirrors",)))
    assert someone.session.frames[0].slots["move"]["findings"] == []
    assert "mirrors" in someone.session.frames[0].slots["move"]["good"]


def test_lines_heard_are_remembered_once() -> None:
    someone = Person().to_answer()
    someone.type("I hear you")
    assert someone.session.used == ["first", "line-1"]


def test_the_partner_is_there_only_where_they_speak_or_are_answered() -> None:
    """Nothing the simulated partner said can get into words for the card."""
    someone = Person().to_answer()
    assert someone.asked.partner is not None
    someone.type("I hear you")
    assert [e.view.partner is None for e in someone.all(Say)] == [False, False]
    someone.type("I hear you")
    assert someone.at == "talk/take.step"
    assert someone.asked.partner is None
    someone.type("I promise", "over-promise")
    assert someone.asked.partner is None
