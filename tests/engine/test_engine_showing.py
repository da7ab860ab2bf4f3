"""Feedback that is shown instead of interrupting, and the word that is said on it."""

from __future__ import annotations

from typing import Any

from bot.engine.effects import Chosen, Rated, Say
from bot.engine.events import Choice, Standing, Text
from bot.engine.feedback import RATINGS
from bot.engine.model import Dialogue
from tests.engine.person import Person
from tests.engine.small_book import book_of, reading

INTERRUPTIONS = Dialogue.model_fields["interruptions"].default

LETTER = """
dialogue: letter
command: letter
start: read.paste
states:
  read.paste: {ask: texts, save: text, coach: draft, seen: true, next: read.look}
  read.look:
    ask: choice
    rated: true
    choices: [{id: again, to: read.again, typed: true}, {id: send, to: read.sent}]
  read.again: {ask: text, save: text, coach: draft, seen: true, next: read.look}
  read.sent: {next: end}
"""
SPEECH = """
dialogue: speech
command: speech
start: say.all
states:
  say.all: {ask: texts, save: text, coach: opening, next: say.done}
  say.done: {ask: choice, choices: [{id: tell, to: say.story, typed: true}, {id: ok, to: end}]}
  say.story: {ask: texts, save: story, private: true, next: end}
"""


def someone_with(*dialogues: str) -> Person:
    return Person(book_of(*dialogues))


def done(someone: Person, *changes: str, foreign: bool = False, **more: Any) -> None:
    """Ends an answer of several messages; the turn has read them together."""
    said = someone.book.expects(someone.session).said
    assert said
    read = reading(said, *changes, **more)
    someone.take(Choice("done", someone.session.prompt, None, 77, read, foreign))


def look(*changes: str) -> Person:
    someone = someone_with(LETTER)
    someone.send("letter")
    someone.type("you never")
    someone.type("listen")
    done(someone, *changes)
    return someone


def test_what_the_coach_sees_does_not_interrupt_but_is_handed_on() -> None:
    someone = look("label", "~vague", "blame", "threat", "label")
    assert someone.at == "letter/read.look"
    assert someone.slots["text"] == "you never\nlisten"
    seen = someone.slots["reading"]
    assert [f["rule"] for f in seen["findings"]] == ["label", "blame"], "two rules, changes only"
    assert not seen["foreign"]
    assert someone.said == ["letter/read.look:text"]


def test_a_finding_says_what_follows_it_in_its_clause() -> None:
    for text, after in (("x you never listen to me", ""), ("x", ""), ("x, so", "")):
        someone = someone_with(LETTER)
        someone.send("letter")
        someone.type(text)
        done(someone, "label")
        (finding,) = someone.slots["reading"]["findings"]
        expected = {"x you never listen to me": "you never listen…"}.get(text, after)
        assert finding["after"] == expected


def test_a_foreign_text_is_known_as_one() -> None:
    someone = someone_with(LETTER)
    someone.send("letter")
    someone.type("ich weiß es nicht")
    done(someone, foreign=True)
    assert someone.slots["reading"] == {"findings": [], "good": [], "foreign": True}


def test_typing_under_it_is_read_anew() -> None:
    someone = look("label")
    someone.take(Text("when you left", reading=reading("when you left", good=("observes",))))
    assert someone.at == "letter/read.look"
    assert someone.slots["text"] == "when you left"
    assert someone.slots["reading"]["findings"] == []


def test_words_in_several_messages_get_feedback_as_a_whole() -> None:
    someone = someone_with(SPEECH)
    someone.send("speech")
    someone.type("you always")
    done(someone, "absolute")
    assert someone.said == ["speech/say.all:feedback"]
    someone.type("when you left")
    assert someone.said == ["speech/say.all:listening"]
    assert someone.on_offer == ["done"]
    done(someone)
    assert someone.at == "speech/say.done"
    assert someone.slots["text"] == "when you left"


def test_typing_may_begin_an_answer_of_several_messages() -> None:
    someone = someone_with(SPEECH)
    someone.send("speech")
    someone.type("hello")
    done(someone)
    someone.type("it was like this")
    assert someone.at == "speech/say.story"
    assert someone.said == ["speech/say.story:listening"]
    assert someone.session.frames[-1].work["said"] == ["it was like this"]


def test_interruptions_count_over_dialogues_that_lie_on_each_other() -> None:
    someone = someone_with(SPEECH)
    someone.to_request().session.frames[0].coached = INTERRUPTIONS - 1
    someone.send("speech")
    someone.type("you always")
    done(someone, "absolute")
    assert someone.said == ["speech/say.all:feedback"], "the last one"
    someone.tap("keep", "ok")
    assert someone.session.frames[0].coached == INTERRUPTIONS
    someone.type("help", "vague")
    assert someone.at == "talk/words.pick", "no more of them"


# The word on it


def rate(someone: Person, verb: str) -> list[Rated]:
    (chosen,) = [e for e in someone.all(Chosen) if e.rate is not None]
    someone.take(Standing(verb, str(chosen.rate), 78))
    return someone.all(Rated)


def test_feedback_can_be_rated_once_it_is_answered() -> None:
    someone = Person().to_request()
    someone.type("help", "vague", "label")
    assert not any(e.rate for e in someone.all(Chosen)), "not before"
    someone.tap("keep")
    prompt = someone.session.prompt
    kept = someone.all(Chosen)[0].rate
    assert rate(someone, "missed") == [Rated(("vague", "label"), helped=False, message_id=78)]
    assert someone.session.prompt == prompt, "the open question stays"
    someone.take(Standing("helped", str(kept)))
    assert someone.effects == (), "once"


def test_feedback_answered_by_typing_is_named_by_its_message() -> None:
    someone = Person().to_request()
    someone.type("help", "vague")
    (asked,) = someone.all(Say)
    someone.type("help on Sunday")
    (chosen,) = someone.all(Chosen)
    assert (chosen.message_id, chosen.ref, chosen.choices) == (None, asked.ref, ())
    assert rate(someone, "helped") == [Rated(("vague",), helped=True, message_id=78)]


def test_what_is_shown_can_be_rated_too_and_a_clean_text_cannot() -> None:
    someone = look("label", "blame")
    someone.tap("again")
    assert rate(someone, "helped") == [Rated(("label", "blame"), helped=True, message_id=78)]
    clean = look()
    clean.tap("again")
    assert [e.rate for e in clean.all(Chosen)] == [None]


def test_a_word_on_what_was_never_shown_counts_nothing() -> None:
    someone = Person().to_request()
    for forged in ("1", "x", "", "drop table", "999999999"):
        someone.take(Standing("helped", forged))
        assert someone.all(Rated) == []


def test_only_the_last_feedbacks_wait_for_a_word() -> None:
    someone = look("absolute")
    for _ in range(RATINGS + 3):
        someone.tap("again")
        someone.type("you never", "absolute")
    assert len(someone.session.ratings) == RATINGS
    assert all(rules == ["absolute"] for rules in someone.session.ratings.values())
