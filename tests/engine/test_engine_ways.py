"""Branches, called dialogues, the way back, putting aside and taking up again."""

from __future__ import annotations

import pytest

from bot.engine.advance import advance
from bot.engine.effects import Chosen, Record, Say
from bot.engine.events import Choice, Command
from bot.engine.walk import DEEPEST
from tests.engine.small_book import NOTE, NOW, PAUSE, TALK, Person, book_of, change

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


# Back


def test_back_takes_steps_back_one_by_one() -> None:
    someone = Person()
    someone.send("talk")
    stages = [(someone.at, dict(someone.slots))]
    someone.tap("sore")
    stages.append((someone.at, dict(someone.slots)))
    someone.type("you left the dishes")
    someone.tap("done")
    stages.append((someone.at, dict(someone.slots)))
    someone.tap("calm", "done")
    stages.append((someone.at, dict(someone.slots)))
    someone.type("help on Sunday")
    for at, slots in reversed(stages):
        someone.send("back")
        assert (someone.at, someone.slots) == (at, slots)
        assert someone.asked.template == at
    someone.send("back")
    assert someone.notes == ["nothing_back"]
    assert someone.at == "talk/calm.kind"


def test_back_restores_what_an_answer_had_overwritten() -> None:
    someone = Person(book_of()).to_request()
    someone.type("help on Sunday")
    someone.send("back")
    someone.type("cook on Monday")
    assert someone.slots["request"] == "cook on Monday"
    someone.send("back")
    assert "request" not in someone.slots


def test_back_after_back_and_another_answer() -> None:
    someone = Person().to_story()
    someone.send("back")
    someone.tap("quick")
    assert someone.slots["kind"] == "quick"
    someone.send("back")
    assert someone.slots == {}
    assert someone.at == "talk/calm.kind"


def test_back_restores_the_partner() -> None:
    someone = Person().to_answer()
    someone.type("I hear you")
    before = someone.session.frames[0].partner
    assert before is not None
    assert before["line"] == "line-1"
    someone.type("I hear you")
    someone.send("back")
    assert someone.session.frames[0].partner == before


def test_back_leaves_a_dialogue_just_called() -> None:
    someone = Person().to_feelings()
    someone.send("pause")
    someone.send("back")
    assert someone.at == "talk/calm.feelings"
    someone.send("back")
    assert someone.at == "talk/calm.story"


def test_back_from_a_called_dialogue_is_the_step_that_called_it() -> None:
    text = change(TALK, ("call: pause, to: calm.kind", "call: pause, to: calm.story"))
    someone = Person(book_of(text))
    someone.send("talk")
    someone.tap("rest")
    someone.send("back")
    assert someone.at == "talk/calm.kind"
    assert someone.slots == {}
    someone.tap("rest", "20", "later")
    assert someone.at == "talk/calm.story"
    someone.send("back")
    assert someone.at == "talk/calm.kind"


def test_back_within_a_called_dialogue_and_then_out_of_it() -> None:
    someone = Person().to_feelings()
    someone.send("pause")
    someone.tap("20")
    someone.send("back")
    assert someone.at == "pause/stop.long"
    someone.send("back")
    assert someone.at == "talk/calm.feelings"


def test_back_goes_into_a_dialogue_that_is_still_there_only() -> None:
    """A pause that ended has left no steps behind for a later one."""
    someone = Person().to_feelings()
    someone.send("pause")
    someone.tap("20")
    someone.send("talk")
    someone.send("pause")
    someone.send("back")
    assert someone.at == "talk/calm.feelings"


def test_back_leaves_danger_for_where_it_was() -> None:
    someone = Person().to_request()
    someone.type("he locked me in")
    someone.tap("meant-otherwise")
    someone.send("back")
    assert someone.at == "talk/words.ask"


def test_back_from_feedback_is_the_question_itself() -> None:
    someone = Person().to_request()
    someone.type("stop it", "vague")
    assert someone.said == ["talk/words.ask:feedback"]
    someone.send("back")
    assert someone.said == ["talk/words.ask:text"]
    assert someone.at == "talk/words.ask"


def test_back_when_nothing_is_under_way() -> None:
    someone = Person()
    someone.send("back")
    assert someone.notes == ["nothing_back"]
    assert someone.at == "home/home.ask"


# Stopping, and taking up again


def test_cancel_keeps_the_place_of_a_practice_and_resume_brings_it_back() -> None:
    someone = Person().to_feelings()
    someone.tap("hurt", "stung")
    someone.send("cancel")
    assert someone.notes == ["kept"]
    assert someone.at == "home/home.ask"
    assert someone.on_offer == ["go-on", "talk"]
    someone.send("resume")
    assert someone.notes == ["resumed"]
    assert someone.at == "talk/calm.feelings"
    assert [s.id for s in someone.asked.choices if s.ticked] == ["hurt"]
    assert someone.slots["story"] == "you left the dishes"
    assert someone.session.shelf == []
    someone.tap("done")
    assert someone.at == "talk/words.ask"


def test_home_offers_what_is_unfinished() -> None:
    someone = Person().to_feelings()
    someone.send("cancel")
    someone.tap("go-on")
    assert someone.at == "talk/calm.feelings"


def test_cancel_of_what_keeps_no_place() -> None:
    someone = Person().to_feelings()
    someone.send("pause")
    someone.send("cancel")
    assert someone.notes == ["stopped"]
    assert someone.at == "talk/calm.feelings"
    assert someone.session.shelf == []


def test_cancel_when_nothing_is_under_way() -> None:
    someone = Person()
    someone.send("cancel")
    assert someone.notes == ["nothing_open"]
    assert someone.at == "home/home.ask"


def test_resume_when_nothing_was_put_aside() -> None:
    someone = Person()
    someone.send("resume")
    assert someone.notes == ["nothing_kept"]
    someone.to_story()
    someone.send("resume")
    assert someone.at == "talk/calm.story"


def test_the_shelf_holds_the_latest_of_each_practice() -> None:
    someone = Person().to_feelings()
    someone.send("cancel")
    someone.to_story()
    someone.send("cancel")
    assert [f.state for f in someone.session.shelf] == ["calm.story"]


def test_a_new_practice_leaves_the_one_put_aside() -> None:
    someone = Person().to_feelings()
    someone.send("cancel")
    someone.send("note")
    someone.type("one")
    someone.type("two")
    assert someone.at == "nowhere"
    someone.send("resume")
    assert someone.at == "talk/calm.feelings"


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


@pytest.mark.parametrize("command", ["nonsense", "constructor", "__class__", "end"])
def test_an_unknown_command(command: str) -> None:
    someone = Person().to_story()
    someone.send(command)
    assert someone.notes == ["unknown_command"]
    assert someone.at == "talk/calm.story"


def test_a_dialogue_that_goes_round_is_stopped_instead_of_hanging() -> None:
    text = change(TALK, ("words.none: {next: words.ask}", "words.none: {next: words.none}"))
    someone = Person(book_of(text)).to_feelings()
    with pytest.raises(RecursionError, match="goes round"):
        advance(someone.book, someone.session, Choice("done", someone.session.prompt), someone.now)
    assert advance(someone.book, someone.session, Command("pause"), NOW).effects


def test_a_page_read_at_home_leaves_the_home_question_open() -> None:
    someone = Person()
    someone.send("start")
    prompt = someone.session.prompt
    someone.send("about")
    assert someone.said == ["about/page.all:text", "home/home.ask:text"]
    someone.take(Choice("talk", prompt))
    assert someone.at == "talk/calm.kind"


def test_the_chosen_button_of_feedback_is_worded_as_it_was_shown() -> None:
    someone = Person().to_request()
    someone.type("stop it", "vague")
    someone.tap("keep")
    (chosen,) = someone.all(Chosen)
    assert chosen.view.block == "feedback"
    assert [s.id for s in chosen.view.choices] == ["show", "retry", "keep"]
