"""Branches and called dialogues."""

from __future__ import annotations

import pytest

from bot.engine.advance import advance
from bot.engine.effects import Record, Say
from bot.engine.events import Choice, Command
from bot.engine.walk import DEEPEST
from tests.engine.person import Person
from tests.engine.small_book import NOTE, NOW, PAUSE, TALK, book_of, change

# Branches


def test_the_first_open_branch_is_taken() -> None:
    text = (
        "dialogue: note\ncommand: note\nstart: a.one\n"
        "guards: {hot: {heat: {at_least: 7}}, warm: {heat: {at_least: 4}}}\n"
        "states:\n"
        "  a.one: {ask: scale, save: heat, next: [{to: a.hot, when: hot},"
        " {to: a.warm, when: warm}, {to: a.cool}]}\n"
        + "".join(f"  a.{n}: {{ask: choice, choices: [x], next: end}}\n" for n in ("hot", "warm"))
        + "  a.cool: {ask: choice, choices: [x], next: end}\n"
    )
    for heat, state in (("9", "hot"), ("7", "hot"), ("6", "warm"), ("4", "warm"), ("0", "cool")):
        someone = Person(book_of(text))
        someone.send("note")
        someone.tap(heat)
        assert someone.at == f"note/a.{state}"
        assert someone.slots["heat"] == int(heat)


def test_a_branch_sets_slots_and_does_deeds() -> None:
    text = change(NOTE, ("next: page.more", "next: [{to: page.more, set: {seen: 'yes'}}]"))
    someone = Person(book_of(text))
    someone.send("note")
    someone.type("hello")
    assert someone.slots == {"page": "hello", "seen": "yes"}


def test_what_asks_nothing_is_said_and_passed() -> None:
    someone = Person().to_feelings()
    someone.tap("done")
    assert someone.said == ["talk/words.none:text", "talk/words.ask:text"]
    assert [e.asks for e in someone.all(Say)] == [False, True]


def test_a_record_is_kept_with_its_time() -> None:
    someone = Person().to_answer()
    someone.type("I hear you")
    someone.type("I hear you")
    someone.type("I call you at noon")
    (record,) = someone.all(Record)
    assert record.data == {"words": "Would you help on Sunday?", "step": "I call you at noon"}
    assert record.expires_at == NOW + 10 * 86400
    assert someone.session.me["last_card"] == record.data


def test_the_stage_counts_the_short_way() -> None:
    someone = Person()
    someone.send("talk")
    assert someone.asked.stage == (1, 3, "calm")
    someone.tap("quick")
    assert someone.asked.stage == (1, 2, "calm")


def test_a_dialogue_that_goes_round_is_stopped_instead_of_hanging() -> None:
    text = change(TALK, ("words.none: {next: words.ask}", "words.none: {next: words.none}"))
    someone = Person(book_of(text)).to_feelings()
    with pytest.raises(RecursionError, match="goes round"):
        advance(someone.book, someone.session, Choice("done", someone.session.prompt), someone.now)
    assert advance(someone.book, someone.session, Command("pause"), NOW).effects


# Called dialogues


def test_a_called_dialogue_returns_to_where_it_was_called() -> None:
    someone = Person()
    someone.send("talk")
    someone.tap("rest")
    assert someone.at == "pause/stop.long"
    assert [f.dialogue for f in someone.session.frames] == ["talk", "pause"]
    someone.tap("20", "later")
    assert someone.at == "talk/calm.kind"
    assert someone.asked.template == "talk/calm.kind"


def test_a_command_lies_on_top_and_returns() -> None:
    someone = Person().to_feelings()
    someone.tap("hurt", "stung")
    someone.send("pause")
    someone.tap("20", "later")
    assert someone.at == "talk/calm.feelings"
    assert someone.session.frames[0].work == {"picked": ["stung"]}


def test_a_called_dialogue_with_end_replaces_its_caller() -> None:
    someone = Person()
    someone.send("start")
    someone.tap("talk")
    assert [f.dialogue for f in someone.session.frames] == ["talk"]


def test_a_page_is_shown_and_the_question_again_last() -> None:
    someone = Person().to_story()
    prompt = someone.session.prompt
    someone.send("about")
    assert someone.said == ["about/page.all:text", "talk/calm.story:text"]
    assert someone.session.prompt == prompt, "its older buttons stay valid"


def test_the_same_command_returns_to_what_is_under_way() -> None:
    someone = Person().to_feelings()
    someone.send("pause")
    someone.send("talk")
    assert someone.at == "talk/calm.feelings"
    assert "already_here" in someone.notes
    someone.send("pause")
    someone.tap("20")
    someone.send("pause")
    assert someone.at == "pause/stop.long"
    assert [f.dialogue for f in someone.session.frames] == ["talk", "pause"]


def test_no_more_than_six_dialogues_lie_on_each_other() -> None:
    many = [change(PAUSE, ("pause", f"pause{n}")) for n in range(9)]
    someone = Person(book_of(*many)).to_story()
    for n in range(9):
        someone.send(f"pause{n}")
    assert len(someone.session.frames) == DEEPEST
    assert someone.session.frames[0].dialogue == "talk", "what came first is kept"
    assert someone.at == "pause8/stop.long"
    for _ in range(DEEPEST - 1):
        someone.tap("20", "later")
    assert someone.at == "talk/calm.story"


def test_a_page_read_at_home_leaves_the_home_question_open() -> None:
    someone = Person()
    someone.send("start")
    prompt = someone.session.prompt
    someone.send("about")
    assert someone.said == ["about/page.all:text", "home/home.ask:text"]
    someone.take(Choice("talk", prompt))
    assert someone.at == "talk/calm.kind"


@pytest.mark.parametrize("command", ["nonsense", "constructor", "__class__", "end"])
def test_an_unknown_command(command: str) -> None:
    someone = Person().to_story()
    someone.send(command)
    assert someone.notes == ["unknown_command"]
    assert someone.at == "talk/calm.story"
