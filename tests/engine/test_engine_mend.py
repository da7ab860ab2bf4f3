"""A session written by an older version of the dialogues fits the present one."""

from __future__ import annotations

from typing import Any

import pytest

from bot.engine.advance import advance
from bot.engine.book import Book
from bot.engine.events import Choice, Command, Text, Unsupported
from bot.engine.session import Session
from tests.engine.person import Person
from tests.engine.small_book import ALL, NOW, TALK, book_of, change

RENAMED = change(
    TALK,
    ("keeps_place: true", "keeps_place: true\nrenamed: {calm.feelings: calm.felt, story: told}"),
    ("calm.feelings", "calm.felt"),
    ("renamed: {calm.felt:", "renamed: {calm.feelings:"),
    ("save: story", "save: told"),
)
SHORTENED = change(
    TALK,
    ("next: calm.feelings", "next: words.ask"),
    (TALK[TALK.index("  calm.feelings:") : TALK.index("  words.none")], ""),
    ("  words.none: {next: words.ask}\n", ""),
)


def moved_to(book: Book, someone: Person) -> Person:
    """The person, stored and loaded by a version with this book."""
    other = Person(book)
    other.session = Session.from_data(someone.session.as_data())
    return other


def test_a_renamed_state_and_slot_are_found_again() -> None:
    someone = moved_to(book_of(RENAMED), Person().to_feelings())
    someone.tap("calm")
    assert someone.at == "talk/calm.felt"
    assert someone.notes == []
    assert someone.slots["told"] == "you left the dishes"
    assert "story" not in someone.slots
    someone.tap("done")
    assert someone.at == "talk/words.ask"


def test_a_renamed_state_below_and_on_the_shelf() -> None:
    below = Person().to_feelings()
    below.send("pause")
    someone = moved_to(book_of(RENAMED), below)
    someone.tap("20", "later")
    assert someone.at == "talk/calm.felt"
    assert someone.slots["told"] == "you left the dishes"

    shelved = Person().to_feelings()
    shelved.send("cancel")
    someone = moved_to(book_of(RENAMED), shelved)
    someone.send("resume")
    assert someone.at == "talk/calm.felt"
    assert someone.slots["told"] == "you left the dishes"


def test_back_through_renamed_states_and_slots() -> None:
    someone = moved_to(book_of(RENAMED), Person().to_request())
    someone.send("back")
    assert someone.at == "talk/calm.felt"
    someone.send("back")
    assert someone.at == "talk/calm.story"
    assert "told" not in someone.slots
    someone.send("back")
    assert (someone.at, someone.slots) == ("talk/calm.kind", {})


def test_a_removed_state_becomes_the_start_of_its_stage_and_the_person_is_told() -> None:
    someone = moved_to(book_of(SHORTENED), Person().to_feelings())
    someone.take(Unsupported())
    assert someone.at == "talk/calm.kind"
    assert someone.notes == ["changed", "only_text"]
    assert someone.slots["story"] == "you left the dishes"
    someone.tap("quick")
    assert someone.at == "talk/calm.story"


def test_a_tap_on_the_removed_question_is_not_an_answer_to_another() -> None:
    before = Person().to_feelings()
    someone = moved_to(book_of(SHORTENED), before)
    someone.take(Choice("sore", before.session.prompt))
    assert someone.at == "talk/calm.kind"
    assert someone.notes[0] == "changed"
    assert someone.slots["kind"] == "sore"


def test_a_text_to_the_removed_question_is_not_an_answer_to_another() -> None:
    """Nobody saw the question that stands there now, so the text is no answer to it."""
    gone = change(
        TALK,
        ("  words.own:\n    ask: text\n    save: words\n    coach: statement\n", ""),
        ("    next: words.answer\n  words.answer:", "  words.answer:"),
        (", {id: own, to: words.own}", ""),
    )
    before = Person().to_request()
    before.type("help")
    before.tap("own")
    someone = moved_to(book_of(gone), before)
    someone.take(Text("I feel alone on Sundays"))
    assert someone.at == "talk/words.ask", "the first question of its stage"
    assert someone.notes == ["changed"]
    assert someone.slots["request"] == "help"


def test_help_and_stop_work_from_a_removed_state() -> None:
    for command, at in (("pause", "pause/stop.long"), ("cancel", "home/home.ask")):
        someone = moved_to(book_of(SHORTENED), Person().to_feelings())
        someone.send(command)
        assert someone.at == at


def test_a_stage_that_is_gone_becomes_the_start_of_the_dialogue() -> None:
    text = change(TALK, ("take.", "end."), ("take]", "end]"))
    late = Person().to_answer()
    for _ in range(3):
        late.type("ok")
    assert late.at == "talk/take.landing"
    someone = moved_to(book_of(text), late)
    someone.take(Unsupported())
    assert someone.at == "talk/calm.kind"


def test_a_removed_state_in_a_dialogue_that_starts_silently() -> None:
    text = change(
        TALK,
        ("start: calm.kind", "start: begin.now"),
        ("states:\n", "states:\n  begin.now: {silent: true, next: calm.kind}\n"),
        ("take.", "end."),
        ("take]", "end]"),
    )
    late = Person().to_answer()
    for _ in range(3):
        late.type("ok")
    someone = moved_to(book_of(text), late)
    someone.take(Unsupported())
    assert someone.at == "talk/calm.kind"
    assert someone.asked.template == "talk/calm.kind"

    below = Person().to_answer()
    for _ in range(3):
        below.type("ok")
    below.send("pause")
    someone = moved_to(book_of(text), below)
    someone.tap("20", "later")
    assert someone.asked.template == "talk/calm.kind"


def test_a_state_that_does_not_ask_any_more_is_passed() -> None:
    text = change(
        TALK,
        (
            TALK[TALK.index("  calm.feelings:") : TALK.index("  words.none")],
            "  calm.feelings: {next: words.none}\n",
        ),
    )
    someone = moved_to(book_of(text), Person().to_feelings())
    someone.take(Unsupported())
    assert someone.all, "something is asked"
    assert someone.asked.choices or someone.book.state(*someone.at.split("/")).ask == "text"


def test_frames_of_a_dialogue_that_is_gone_are_dropped() -> None:
    without = {k: v for k, v in ALL.items() if k != "note"}
    below = Person().to_feelings()
    below.send("note")
    someone = moved_to(book_of(base=without), below)
    someone.type("a page")
    assert someone.at == "talk/calm.feelings"
    assert someone.notes[0] == "changed"

    alone = Person()
    alone.send("note")
    someone = moved_to(book_of(base=without), alone)
    someone.type("a page")
    assert someone.at == "home/home.ask"


def test_a_change_on_the_shelf_disturbs_nobody() -> None:
    someone = Person().to_feelings()
    someone.send("cancel")
    someone.send("note")
    other = moved_to(book_of(SHORTENED), someone)
    other.type("a page")
    assert other.at == "note/page.more"
    assert other.notes == []


def test_a_session_that_fits_is_left_alone() -> None:
    someone = Person().to_feelings()
    data = someone.session.as_data()
    turn = advance(someone.book, someone.session, Unsupported(), NOW)
    assert turn.session.as_data() == data


@pytest.mark.parametrize("way", ["to_story", "to_feelings", "to_request", "to_answer"])
@pytest.mark.parametrize("text", [RENAMED, SHORTENED])
def test_every_old_session_leads_on(way: str, text: str) -> None:
    events: list[Any] = [Unsupported(), Text("hm"), Command("back"), Command("pause")]
    for event in events:
        someone = moved_to(book_of(text), getattr(Person(), way)())
        someone.take(event)
        assert someone.asked
