"""Weak signs bring a question; called dialogues hand back slots; rest puts aside what is below."""

from __future__ import annotations

import pytest

from bot.engine.effects import Say
from bot.engine.events import Text
from bot.engine.lint import lint
from bot.engine.loader import load_all
from tests.engine.person import Person
from tests.engine.small_book import DERIVATIONS, NOW, SOURCES, TALK, book_of, change, reading, risky

UNEASE = """
dialogue: unease
safety: true
start: ask.start
given: [signs, count]
hears: {signs: [unsafe, watched], days: 30, unless: [known]}
guards:
  known: {mark.harm: true}
  several: {count: {at_least: 2}}
  on_top: {below.any: true}
states:
  ask.start:
    silent: true
    next: [{to: ask.plainly, when: several}, {to: ask.gently}]
  ask.gently:
    ask: choice
    save: answer
    choices:
      - {id: "yes", to: end}
      - {id: "no", to: ask.enough, do: [{mark: {name: harm, days: 30}}]}
      - {id: back, when: on_top, to: end}
  ask.plainly:
    ask: choice
    save: answer
    choices: [{id: "yes", to: end}]
  ask.enough:
    do: [{act: rest}]
    next: end
"""
CALLER = """
dialogue: caller
command: caller
start: one.ask
guards: {safe: {answer: "yes"}}
states:
  one.ask:
    ask: choice
    choices: [{id: check, call: unease, to: one.after, takes: [answer]}]
  one.after:
    silent: true
    next: [{to: one.safe, when: safe}, {to: one.open}]
  one.safe: {ask: choice, choices: [{id: ok, to: end}]}
  one.open: {ask: choice, choices: [{id: ok, to: end}]}
"""
BOOK = book_of(UNEASE, CALLER)


def hears(someone: Person, text: str, *signs: str) -> None:
    expects = someone.book.expects(someone.session)
    read = reading(text) if expects.coach else None
    someone.take(Text(text, risky(text), read, signs=signs))


def asked(someone: Person) -> str:
    (say,) = [s for s in someone.all(Say) if s.asks]
    return str(say.view.template)


def test_a_weak_sign_is_asked_about_and_nothing_is_lost() -> None:
    someone = Person(BOOK).to_request()
    hears(someone, "help on Sunday", "unsafe", "other")
    assert asked(someone) == "unease/ask.gently", "one question, not two"
    assert someone.all(Say)[-1].urgent
    assert someone.slots == {"signs": ["unsafe"], "count": 1}
    assert someone.session.frames[0].slots["request"] == "help on Sunday"
    someone.tap("yes")
    assert someone.said == ["talk/words.pick:text"]


def test_it_is_asked_once_and_again_only_for_another_sign() -> None:
    someone = Person(BOOK).to_story()
    hears(someone, "he watches", "unsafe")
    someone.tap("yes")
    hears(someone, "and again", "unsafe")
    assert someone.said == ["talk/calm.story:listening"]
    hears(someone, "and more", "watched")
    assert someone.at == "unease/ask.plainly"
    assert someone.slots["count"] == 2
    someone.tap("yes")
    someone.tap("done")
    assert someone.slots["story"] == "he watches\nand again\nand more"


def test_two_signs_in_one_text_are_two() -> None:
    someone = Person(BOOK).to_story()
    hears(someone, "both", "watched", "unsafe")
    assert someone.at == "unease/ask.plainly"


def test_a_sign_is_forgotten_after_its_days() -> None:
    someone = Person(BOOK).to_story()
    hears(someone, "one", "unsafe")
    someone.tap("yes")
    someone.now = NOW + 31 * 86400
    hears(someone, "two", "watched")
    assert someone.at == "unease/ask.gently"


@pytest.mark.parametrize("way", ["back", "cancel"])
def test_leaving_the_question_leaves_the_answer_taken(way: str) -> None:
    someone = Person(BOOK).to_request()
    hears(someone, "help on Sunday", "unsafe")
    someone.send(way)
    assert someone.at == "talk/words.pick"
    assert someone.slots["request"] == "help on Sunday"


def test_ticks_and_feedback_stay() -> None:
    someone = Person(BOOK).to_feelings()
    someone.tap("hurt", "stung")
    hears(someone, "small", "unsafe")
    someone.tap("yes", "done")
    assert someone.slots["feelings"] == ["stung", "own:small"]
    expects = reading("do it", "demand")
    someone.take(Text("do it", reading=expects, signs=("watched",)))
    someone.tap("yes")
    assert someone.said == ["talk/words.ask:feedback"]


def test_it_does_not_come_while_its_guard_holds_nor_in_danger_nor_before_consent() -> None:
    someone = Person(BOOK).to_story()
    someone.session.marks["harm"] = NOW + 1
    hears(someone, "one", "unsafe")
    assert someone.at == "talk/calm.story"
    someone = Person(BOOK).to_story()
    hears(someone, "he locked me in", "unsafe")
    assert someone.at == "danger/ask.safe"
    hears(someone, "he watches me", "watched")
    assert someone.at == "danger/ask.safe"
    someone = Person(BOOK, consented=False)
    hears(someone, "hi", "unsafe")
    assert someone.at == "welcome/hello.consent"


def test_where_nothing_was_under_way_the_home_question_waits() -> None:
    someone = Person(BOOK)
    hears(someone, "he watches me", "unsafe")
    assert someone.at == "unease/ask.gently"
    someone.tap("yes")
    assert someone.at == "home/home.ask"


def test_a_choice_may_depend_on_what_lies_below() -> None:
    someone = Person(BOOK).to_story()
    hears(someone, "x", "unsafe")
    assert "back" in someone.on_offer
    alone = Person(book_of(change(UNEASE, ("safety: true", "safety: true\ncommand: unease"))))
    alone.send("unease")
    assert "back" not in alone.on_offer


def test_rest_puts_aside_what_is_below() -> None:
    someone = Person(BOOK).to_request()
    hears(someone, "help on Sunday", "unsafe")
    someone.tap("no")
    assert someone.session.frames == []
    assert someone.said == ["unease/ask.enough:text"]
    assert [f.slots["request"] for f in someone.session.shelf] == ["help on Sunday"]
    someone.send("resume")
    assert someone.at == "talk/words.pick"


@pytest.mark.parametrize(("leave", "at"), [("yes", "one.safe"), ("back", "one.open")])
def test_a_called_dialogue_hands_back_what_its_caller_takes(leave: str, at: str) -> None:
    someone = Person(BOOK)
    someone.send("caller")
    someone.tap("check", leave)
    assert someone.at == f"caller/{at}"
    assert someone.slots == {"answer": leave}


def test_a_called_dialogue_that_was_left_hands_back_nothing() -> None:
    someone = Person(BOOK)
    someone.send("caller")
    someone.tap("check")
    someone.send("cancel")
    assert someone.at == "caller/one.open"
    assert someone.slots == {}


def test_the_way_back_is_plain_data() -> None:
    someone = Person(BOOK)
    someone.send("caller")
    someone.tap("check")
    again = type(someone.session).from_data(someone.session.as_data())
    assert again == someone.session
    assert again.frames[-1].gives == ["answer"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("unless: [known]", "unless: [nobody]", "unknown guard `nobody`"),
        ("signs: [unsafe, watched]", "signs: [unsafe, wached]", "unknown sign `wached`"),
    ],
)
def test_what_is_wrong_with_hearing_is_named(old: str, new: str, message: str) -> None:
    problems = lint(
        load_all({"u.yaml": change(UNEASE, (old, new))}),
        DERIVATIONS,
        SOURCES,
        {"unsafe", "watched"},
    )
    assert next(str(p) for p in problems if message in str(p)).startswith("u.yaml:6:")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("takes: [answer]", "takes: [anser]", "`unease` has no slot `anser` to take"),
        ("call: unease, to: one.after", "to: one.after", "only a branch with `call` has `takes`"),
    ],
)
def test_what_is_wrong_with_taking_is_named(old: str, new: str, message: str) -> None:
    files = {"u.yaml": UNEASE, "c.yaml": change(CALLER, (old, new))}
    problems = lint(load_all(files), DERIVATIONS, SOURCES)
    assert next(str(p) for p in problems if message in str(p)).startswith("c.yaml:9:")


def test_the_small_book_itself_is_sound() -> None:
    files = {"t": TALK, "u": UNEASE, "c": CALLER}
    wrong = lint(load_all(files), DERIVATIONS, SOURCES, {"unsafe", "watched"})
    assert not [p for p in wrong if p.path in ("u", "c")]
