"""What one dialogue leaves to another: slots handed over, records that are at hand, open doors."""

from __future__ import annotations

import pytest

from bot.engine.book import Book
from bot.engine.deeds import DAY
from bot.engine.effects import Drop, Record
from bot.engine.events import Standing
from tests.engine.person import Person
from tests.engine.small_book import book_of

LETTER = """
dialogue: letter
command: letter
start: read.text
perhaps: [old]
states:
  read.text: {ask: text, save: text, private: true, next: read.what}
  read.what:
    ask: choice
    choices:
      - {id: keep, to: read.kept}
      - {id: beside, to: read.beside}
      - {id: hand, call: answer, hand: {words: text, more: old}, to: end}
      - {id: lend, call: answer, hand: {words: text}, to: read.what}
  read.kept:
    do: [{keep: {kind: letter, slots: [text], days: 3, at_hand: true, again: true}}]
    choices: [{id: open, opens: answer}]
    next: end
  read.beside:
    do: [{keep: {kind: letter, slots: [text], days: 3, at_hand: true}}]
    next: end
"""
ANSWER = """
dialogue: answer
start: say.first
perhaps: [words, more]
guards:
  there: {me.last_letter.text: kept}
states:
  say.first:
    silent: true
    do: [{recall: {kind: letter, slots: [text]}}]
    next: [{to: say.kept, when: there}, {to: say.ask}]
  say.kept: {next: say.ask}
  say.ask: {ask: choice, choices: [{id: drop, to: say.drop}, {id: ok, to: end}]}
  say.drop: {do: [{drop: letter}], next: end}
"""


def book() -> Book:
    return book_of(LETTER, ANSWER)


def wrote(text: str, *taps: str, someone: Person | None = None) -> Person:
    someone = someone or Person(book())
    someone.send("letter")
    someone.type(text)
    someone.tap(*taps)
    return someone


def test_slots_are_handed_to_the_called_dialogue() -> None:
    someone = wrote("hello", "hand")
    assert someone.at == "answer/say.ask"
    assert someone.slots == {"words": "hello", "text": ""}, "what is not there is not handed"
    someone.tap("ok")
    assert someone.at == "nowhere"


def test_the_dialogue_that_lends_goes_on_where_it_said() -> None:
    someone = wrote("hello", "lend")
    someone.tap("ok")
    assert (someone.at, someone.slots["text"]) == ("letter/read.what", "hello")


def test_a_record_at_hand_takes_the_place_of_the_one_before_if_it_says_so() -> None:
    someone = wrote("first", "keep")
    (first,) = someone.all(Record)
    wrote("second", "keep", someone=someone)
    (second,) = someone.all(Record)
    assert first.name == second.name
    wrote("third", "beside", someone=someone)
    (third,) = someone.all(Record)
    assert third.name not in (None, first.name)
    assert someone.session.me["last_letter"] == {"text": "third"}


def test_what_is_kept_again_takes_the_place_of_the_open_one_before_the_one_at_hand() -> None:
    someone = wrote("first", "keep")
    (first,) = someone.all(Record)
    someone.send("letter")
    someone.type("second")
    someone.session.frames[-1].record = "abcdef-open"
    someone.tap("keep")
    (kept,) = someone.all(Record)
    assert kept.name == "abcdef-open" != first.name
    assert someone.session.me["kept"]["letter"]["name"] == kept.name, "now it is at hand"


def test_what_is_empty_is_not_kept() -> None:
    someone = wrote("first", "keep")
    someone.send("letter")
    someone.type("second")
    someone.session.frames[-1].slots["text"] = ""
    someone.tap("keep")
    assert [record.data for record in someone.all(Record)] == [{}]


def test_letting_the_open_one_go_puts_it_away_where_it_is_at_hand() -> None:
    someone = wrote("kept", "keep")
    name = someone.all(Record)[0].name
    wrote("new", "lend", someone=someone)
    someone.session.frames[-1].record = name
    someone.tap("drop")
    assert someone.all(Drop) == [Drop(name)]
    assert "last_letter" not in someone.session.me
    assert someone.session.me["kept"] == {}


def test_an_open_one_is_let_go_rather_than_the_one_at_hand() -> None:
    someone = wrote("older", "keep")
    older = someone.all(Record)[0].name
    wrote("newer", "beside", someone=someone)
    wrote("new", "lend", someone=someone)
    someone.session.frames[-1].record = older
    someone.tap("drop")
    assert someone.all(Drop) == [Drop(older)]
    assert someone.session.me["last_letter"] == {"text": "newer"}


def test_a_record_is_recalled_by_another_dialogue_and_let_go() -> None:
    someone = wrote("kept", "keep")
    name = someone.all(Record)[0].name
    wrote("new", "lend", someone=someone)
    assert someone.said[0] == "answer/say.kept:text", "a guard reads within it"
    assert someone.slots["text"] == "kept"
    someone.tap("drop")
    assert someone.all(Drop) == [Drop(name)]
    assert "last_letter" not in someone.session.me
    wrote("new", "lend", someone=someone)
    assert someone.slots["text"] == "", "there is none any more"
    someone.tap("drop")
    assert someone.all(Drop) == [], "there is none any more"


@pytest.mark.parametrize(("days", "there"), [(2.9, True), (3.0, False)])
def test_what_has_had_its_time_is_at_hand_no_longer(days: float, there: bool) -> None:
    someone = wrote("kept", "keep")
    someone.now += days * DAY
    someone.send("letter")
    assert ("last_letter" in someone.session.me) == there


def test_a_standing_button_opens_a_dialogue_later_too() -> None:
    someone = wrote("kept", "keep")
    someone.send("note")
    someone.take(Standing("open", "answer"))
    assert someone.at == "answer/say.ask"
    someone.tap("ok")
    assert someone.at == "note/page.ask"


@pytest.mark.parametrize("forged", ["danger", "letter", "", "nothing"])
def test_a_standing_button_opens_only_what_some_button_opens(forged: str) -> None:
    someone = Person(book())
    someone.send("note")
    someone.take(Standing("open", forged))
    assert (someone.at, someone.effects) == ("note/page.ask", ())


def test_before_consent_a_standing_button_asks_for_it() -> None:
    someone = Person(book(), consented=False)
    someone.take(Standing("open", "answer"))
    assert someone.at == "welcome/hello.consent"
