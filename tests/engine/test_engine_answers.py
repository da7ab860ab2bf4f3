"""What a typed text and a tap mean, by what the state asks."""

from __future__ import annotations

from bot.engine.effects import Chosen, Edit, Say
from bot.engine.events import Choice
from bot.engine.offered import OWN
from tests.engine.person import Person
from tests.engine.small_book import NOTE, book_of, change

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


# The buttons of an answered question


def test_an_answered_question_shows_what_was_chosen() -> None:
    someone = Person()
    someone.send("talk")
    someone.tap("sore")
    (chosen,) = someone.all(Chosen)
    assert (chosen.message_id, [s.id for s in chosen.choices]) == (77, ["sore"])
    assert chosen.view.template == "talk/calm.kind"
    someone.type("dishes")
    someone.tap("done", "hurt", "stung", "calm", "done")
    (chosen,) = someone.all(Chosen)
    assert [s.id for s in chosen.choices] == ["stung", "calm"]


def test_a_refused_tap_leaves_the_buttons_alone() -> None:
    someone = Person()
    someone.send("talk")
    someone.take(Choice("sore", someone.session.prompt + 1, message_id=77))
    assert someone.all(Chosen) == []
