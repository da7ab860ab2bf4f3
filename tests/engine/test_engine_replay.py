"""Asides, and going back in an exchange with the partner: tries are kept, nothing else is lost."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from bot.engine.answers import ROUNDS
from bot.engine.effects import Chosen, Record, Say
from bot.engine.events import Choice
from bot.engine.partner_turns import TRIES
from bot.engine.session import Session
from tests.engine.person import Person
from tests.engine.small_book import book_of, reading

DRILL = """
dialogue: drill
command: drill
start: talk.kind
interruptions: 1
guards:
  further: {partner.exchange: {at_least: 1}}
  long: {time.minutes: {at_least: 10}}
states:
  talk.kind: {ask: choice, save: kind, choices: [sore], next: talk.begin}
  talk.begin: {silent: true, partner: begin, next: talk.line}
  talk.line:
    ask: text
    save: answer
    coach: mirror
    mirrors: true
    choices:
      - {id: enough, to: talk.done, always: true}
      - {id: again, to: talk.again, when: further}
    next: talk.reply
  talk.reply:
    partner: reply
    choices: [{id: again, to: talk.again}, {id: what-if, to: talk.if}, {id: words, copy: true}]
    next: talk.step
  talk.again: {silent: true, partner: again, next: talk.line}
  talk.if: {ask: choice, save: what_if, choices: [hurt, open], next: talk.as_if}
  talk.as_if: {silent: true, partner: [again, recast], next: talk.line}
  talk.step:
    ask: text
    save: step
    coach: repair
    choices: [{id: more, to: talk.on}, {id: again, to: end}]
    next: talk.taken
  talk.taken:
    partner: repair
    choices: [{id: smaller, to: talk.step}]
    next: talk.landing
  talk.landing: {ask: choice, choices: [{id: more, to: talk.on}, {id: night, to: end}]}
  talk.on: {silent: true, partner: go-on, next: talk.line}
  talk.done:
    partner: review
    do: [{keep: {kind: drill, slots: [answer], at_hand: true}}]
    next: talk.later
  talk.later:
    ask: choice
    choices: [{id: late, when: long, to: end}, {id: recalled, to: talk.recall}]
  talk.recall:
    silent: true
    do: [{recall: {kind: drill, slots: [answer]}}]
    next: talk.kind
"""


def begun() -> Person:
    someone = Person(book_of(DRILL))
    someone.send("drill")
    someone.tap("sore")
    return someone


def aside(someone: Person, id_: str) -> None:
    """Taps a button of the message above the open question."""
    (said,) = [e.view for e in someone.all(Say) if not e.asks]
    someone.take(Choice(id_, said.prompt, message_id=76))


def partner(someone: Person) -> dict[str, Any]:
    assert someone.session.top is not None
    assert someone.session.top.partner is not None
    return someone.session.top.partner


def test_an_aside_is_an_extra_way_and_no_extra_question() -> None:
    someone = begun()
    someone.type("I hear you")
    assert someone.at == "drill/talk.step"
    says = someone.all(Say)
    assert [e.asks for e in says] == [False, True]
    assert [s.id for s in says[0].view.choices] == ["again", "what-if", "words"]
    assert says[0].view.prompt == says[1].view.prompt - 1
    aside(someone, "again")
    assert someone.at == "drill/talk.line"
    assert [e.choices[0].id for e in someone.all(Chosen)] == ["again"]


def test_an_aside_is_told_from_a_button_of_the_same_name() -> None:
    someone = begun()
    someone.type("I hear you")
    someone.tap("again")
    assert someone.at == "nowhere", "that was the button of the question"


@pytest.mark.parametrize("id_", ["words", "enough", "nothing"])
def test_only_asides_can_be_tapped_beside_the_question(id_: str) -> None:
    someone = begun()
    someone.type("I hear you")
    aside(someone, id_)
    assert (someone.at, someone.notes) == ("drill/talk.step", ["stale"])


def test_an_aside_closes_when_the_question_after_it_is_answered() -> None:
    someone = begun()
    someone.type("I hear you")
    prompt = someone.session.prompt - 1
    someone.type("I promise")
    someone.take(Choice("again", prompt, message_id=76))
    assert (someone.at, someone.notes) == ("drill/talk.landing", ["stale"])


def test_an_aside_outlives_a_restart() -> None:
    someone = begun()
    someone.type("I hear you")
    someone.session = Session.from_data(someone.session.as_data())
    aside(someone, "again")
    assert someone.at == "drill/talk.line"


def said_before(someone: Person) -> list[str]:
    return [tried["said"] for tried in someone.asked.tries]


def test_the_line_answered_last_can_be_answered_again_and_the_try_is_shown() -> None:
    someone = begun()
    assert someone.asked.tries == ()
    someone.type("I hear you", good=("mirrors",))
    assert partner(someone)["line"] == "line-1"
    aside(someone, "again")
    assert partner(someone)["line"] == "first"
    assert said_before(someone) == ["I hear you"]
    someone.type("so you were torn?")
    aside(someone, "again")
    assert said_before(someone) == ["I hear you", "so you were torn?"]
    assert someone.asked.tries[0]["led_to"] == "line-1"
    assert "I hear you" not in someone.slots.values()


def test_one_can_go_back_further_than_the_last_line() -> None:
    someone = begun()
    someone.type("I hear you")
    someone.tap("more")
    assert partner(someone)["line"] == "line-1"
    someone.type("go on")
    aside(someone, "again")
    assert (partner(someone)["line"], said_before(someone)) == ("line-1", ["go on"])
    assert "again" in someone.on_offer
    someone.tap("again")
    assert (partner(someone)["line"], said_before(someone)) == ("first", ["I hear you"])
    assert "again" not in someone.on_offer


def test_what_if_they_had_said_it_in_another_way() -> None:
    someone = begun()
    someone.type("I hear you")
    aside(someone, "what-if")
    someone.tap("hurt")
    assert partner(someone)["line"] == "first hurt"
    assert [(t["said"], t["line"]) for t in someone.asked.tries] == [("I hear you", "first")]


def test_a_step_is_taken_up_and_the_talk_can_go_on_after_it() -> None:
    someone = begun()
    someone.type("I hear you", good=("mirrors",))
    someone.type("I'll call", "~vague")
    said = someone.all(Say)[0].view
    assert said.partner is not None
    assert (said.partner["line"], said.partner["mood"]) == ("step", "step ['vague']")
    aside(someone, "smaller")
    assert someone.at == "drill/talk.step"
    someone.type("I'll call at one")
    someone.tap("more")
    assert partner(someone)["line"] == "line-1"


def test_back_after_going_back_keeps_the_partner_as_it_was() -> None:
    someone = begun()
    someone.type("I hear you")
    before = partner(someone)
    aside(someone, "again")
    someone.send("back")
    assert (someone.at, partner(someone)) == ("drill/talk.step", before)


def test_only_so_many_tries_are_kept() -> None:
    someone = begun()
    for n in range(TRIES + 3):
        someone.type(f"try {n}")
        aside(someone, "again")
    assert said_before(someone) == [f"try {n}" for n in range(3, TRIES + 3)]


def test_tries_that_were_stored_by_their_older_name_are_there() -> None:
    someone = begun()
    someone.type("I hear you")
    someone.session.shelf = [someone.session.frames[0].copy()]
    stored = someone.session.as_data()
    older = copy.deepcopy(stored)
    for frame in (*older["frames"], *older["shelf"]):
        frame["takes"] = frame.pop("tries")
    assert Session.from_data(older).as_data() == stored
    someone.session = Session.from_data(older)
    aside(someone, "again")
    assert said_before(someone) == ["I hear you"]


def test_a_dialogue_says_how_often_the_coach_may_come_back() -> None:
    someone = begun()
    someone.type("but you", "rebuttal")
    assert someone.said == ["drill/talk.line:feedback"]
    someone.type("but you", "rebuttal")
    assert ROUNDS > 1
    assert someone.at == "drill/talk.step"


def test_what_is_always_on_offer_is_there_under_feedback() -> None:
    someone = begun()
    someone.type("but you", "rebuttal")
    assert someone.on_offer == ["show", "retry", "keep", "enough"]
    someone.tap("enough")
    assert someone.at == "drill/talk.later"
    assert someone.slots["skills"] == []


def test_looking_back_fills_what_was_done_well_and_a_record_can_be_recalled() -> None:
    someone = begun()
    someone.type("I hear you", good=("mirrors",))
    someone.tap("more", "enough")
    assert someone.slots["skills"] == ["mirrors"]
    assert [r.data for r in someone.all(Record)] == [{"answer": "I hear you"}]
    del someone.slots["answer"]
    someone.tap("recalled")
    assert someone.slots["answer"] == "I hear you"


def test_words_that_were_offered_are_no_skill_of_the_persons() -> None:
    someone = begun()
    someone.type("but you", "rebuttal")
    someone.tap("show")
    someone.tap("use", text="You feel torn?", reading=reading("You feel torn?", good=("mirrors",)))
    assert partner(someone)["answers"][0][0] == ["mirrors"], "to the partner it counts"
    someone.tap("more", "enough")
    assert someone.slots["skills"] == []


def test_how_long_it_took_can_be_asked() -> None:
    someone = begun()
    someone.now += 599
    someone.tap("enough")
    assert someone.on_offer == ["recalled"]
    someone.now += 1
    someone.type("?")
    assert someone.on_offer == ["late", "recalled"]
