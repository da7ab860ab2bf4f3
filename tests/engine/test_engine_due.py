"""Reminders: set, taken back, come due wherever the person is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.engine.effects import Remind, Unremind
from bot.engine.events import Due
from tests.engine.person import Person
from tests.engine.small_book import NOW, TALK, book_of, change

REMINDING = change(
    TALK,
    ("next: take.landing", "next: [{to: take.landing, do: [{remind: {name: talk, after: kind,"
     " leads_to: nudge.ask, carries: [words]}}]}]"),
    ("  take.landing:", "  nudge.ask:\n    ask: choice\n    choices: [{id: ok, to: end}]\n"
     "  take.landing:"),
)  # fmt: skip


def due(someone: Person, late: float = 0.0) -> None:
    (remind,) = someone.all(Remind)
    someone.now = remind.at
    someone.take(Due(remind.name, dict(remind.data), late))


def test_a_reminder_is_set_for_when_it_was_asked_for() -> None:
    someone = Person()
    someone.send("pause")
    someone.tap("20")
    (remind,) = someone.all(Remind)
    assert (remind.name, remind.at) == ("return", NOW + 20 * 60)
    assert remind.data == {"dialogue": "pause", "state": "stop.heat", "slots": {"minutes": "20"}}


def test_it_comes_due_where_its_dialogue_waits() -> None:
    someone = Person()
    someone.send("pause")
    someone.tap("20")
    due(someone)
    assert [f.dialogue for f in someone.session.frames] == ["pause"]
    assert someone.at == "pause/stop.heat"
    assert someone.slots["late"] is False
    someone.tap("3")
    assert [e.name for e in someone.all(Unremind)] == ["return"]


def test_it_comes_due_when_nothing_is_under_way() -> None:
    someone = Person()
    someone.send("pause")
    someone.tap("20")
    reminder = someone.all(Remind)[0]
    someone.tap("later")
    someone.take(Due(reminder.name, dict(reminder.data), late=7200))
    assert someone.at == "pause/stop.heat"
    assert someone.slots == {"minutes": "20", "late": True}


def test_it_takes_the_place_of_the_home_question() -> None:
    someone = Person()
    someone.send("start")
    someone.take(Due("return", {"dialogue": "pause", "state": "stop.heat", "slots": {}}))
    assert [f.dialogue for f in someone.session.frames] == ["pause"]


def test_it_comes_due_on_top_of_something_else_and_returns() -> None:
    someone = Person().to_feelings()
    someone.tap("hurt", "stung")
    someone.take(Due("return", {"dialogue": "pause", "state": "stop.heat", "slots": {}}))
    assert someone.at == "pause/stop.heat"
    someone.tap("2")
    assert someone.at == "talk/calm.feelings"
    someone.tap("done")
    assert someone.slots["feelings"] == ["stung"]


def test_it_does_not_end_a_practice_that_is_under_way_again() -> None:
    """The nudge before an earlier talk lies on top of the rehearsal of the next."""
    someone = Person(book_of(REMINDING)).to_request()
    nudge = {"dialogue": "talk", "state": "nudge.ask", "slots": {"words": "the old ones"}}
    someone.take(Due("talk", nudge))
    assert someone.at == "talk/nudge.ask"
    assert someone.slots == {"words": "the old ones", "late": False}
    someone.tap("ok")
    assert someone.at == "talk/words.ask"
    assert someone.slots["story"] == "you left the dishes"
    assert "words" not in someone.slots


def test_stopping_a_nudge_leaves_what_was_put_aside() -> None:
    someone = Person(book_of(REMINDING)).to_feelings()
    someone.send("cancel")
    someone.take(Due("talk", {"dialogue": "talk", "state": "nudge.ask", "slots": {}}))
    someone.send("cancel")
    someone.send("resume")
    assert someone.at == "talk/calm.feelings"


def test_a_practice_can_begin_while_a_nudge_stands() -> None:
    someone = Person(book_of(REMINDING))
    someone.take(Due("talk", {"dialogue": "talk", "state": "nudge.ask", "slots": {}}))
    someone.send("talk")
    assert someone.at == "talk/calm.kind"


@pytest.mark.parametrize("data", [{}, {"dialogue": "pause"}, {"dialogue": "gone", "state": "a"},
                                  {"dialogue": "pause", "state": "gone.long"}])  # fmt: skip
def test_a_reminder_into_what_is_no_longer_there_does_nothing(data: dict[str, str]) -> None:
    someone = Person().to_story()
    before = someone.session.as_data()
    someone.take(Due("return", data))
    assert (someone.session.as_data(), someone.effects) == (before, ())


MOMENT = (
    "dialogue: note\ncommand: note\nstart: a.one\nstates:\n"
    "  a.one: {ask: scale, save: at, next: a.set}\n"
    "  a.set: {silent: true, do: [{remind: {name: r, moment: at, early: 60, leads_to: a.one}}],"
    " next: end}\n"
)


@pytest.mark.parametrize(
    ("moment", "at"),
    [
        (NOW + 7200, NOW + 3600),
        (NOW + 3601, NOW + 1),
        (NOW + 3600, None),
        (NOW - 1, None),
        (None, None),
        ("soon", None),
    ],
)
def test_a_reminder_before_a_moment_is_set_only_while_there_is_time(
    moment: object, at: float | None
) -> None:
    someone = Person(book_of(MOMENT))
    someone.send("note")
    someone.take(Due("x", {"dialogue": "note", "state": "a.set", "slots": {"at": moment}}))
    assert [r.at for r in someone.all(Remind)] == ([] if at is None else [at])


RETURN = {"dialogue": "pause", "state": "stop.heat", "slots": {"minutes": "20"}}


def test_it_does_not_lie_down_on_top_of_help() -> None:
    someone = Person().to_request()
    someone.type("he locked me in")
    someone.take(Due("return", RETURN))
    assert someone.at == "danger/ask.safe"
    (remind,) = someone.effects
    assert isinstance(remind, Remind)
    assert (remind.name, remind.at) == ("return", NOW + 900)
    someone.tap("yes")
    someone.now = remind.at
    someone.take(Due("return", dict(remind.data)))
    assert someone.at == "pause/stop.heat"


def test_it_says_that_it_is_late_when_help_took_long_and_is_given_up_after_a_day() -> None:
    someone = Person().to_request()
    someone.type("he locked me in")
    data, times = dict(RETURN), 0
    while True:
        someone.take(Due("return", data))
        if not someone.effects:
            break
        times, data = times + 1, dict(someone.all(Remind)[0].data)
        if times == 5:
            later = Person()
            later.take(Due("return", data))
            assert later.slots["late"] is True
    assert times == 96


def test_it_comes_in_its_own_dialogue_although_help_lies_below() -> None:
    someone = Person().to_request()
    someone.type("he locked me in")
    someone.send("pause")
    someone.tap("20")
    due(someone)
    assert someone.at == "pause/stop.heat"


BARRED = change(
    REMINDING,
    ("guards:\n", "guards:\n  harmed: {mark.harm: true}\n"),
    ("stages: [calm, words, take]\n", "stages: [calm, words, take]\n"
     "barred: [{when: harmed, call: pause}]\n"),
)  # fmt: skip


def test_one_into_what_is_barred_says_nothing() -> None:
    someone = Person(book_of(BARRED))
    nudge = {"dialogue": "talk", "state": "nudge.ask", "slots": {}}
    someone.session.marks["harm"] = NOW + 10
    someone.take(Due("talk", nudge))
    assert (someone.session.frames, someone.effects) == ([], ())
    someone.now = NOW + 11
    someone.take(Due("talk", nudge))
    assert someone.at == "talk/nudge.ask"


QUIET = 3600.0
"""Seconds until somebody is awake again."""


def asleep(dialogues: str = REMINDING) -> Person:
    """Somebody whose quiet hours last from now on for an hour."""
    book = replace(book_of(dialogues), awake=lambda me, now: max(now, NOW + QUIET))
    return Person(book)


def test_in_quiet_hours_it_waits_until_they_are_over() -> None:
    someone = asleep()
    reminder = {"dialogue": "talk", "state": "nudge.ask", "slots": {"words": "x"}}
    someone.take(Due("talk", reminder, late=7200.0))
    assert someone.at == "nowhere"
    (later,) = someone.all(Remind)
    assert later.at == NOW + QUIET
    due(someone)
    assert (someone.at, someone.slots["late"]) == ("talk/nudge.ask", True)


def test_one_that_is_exact_comes_in_quiet_hours_too() -> None:
    someone = asleep()
    reminder = {"dialogue": "talk", "state": "nudge.ask", "slots": {"words": "x"}, "exact": True}
    someone.take(Due("talk", reminder))
    assert someone.at == "talk/nudge.ask"


def test_it_opens_the_record_that_it_is_about() -> None:
    someone = Person(book_of(REMINDING))
    reminder = {"dialogue": "talk", "state": "nudge.ask", "slots": {"words": "x"}, "record": "r-1"}
    someone.take(Due("talk r-1", reminder))
    assert someone.session.frames[-1].record == "r-1"


def test_after_quiet_hours_it_still_waits_for_help_to_be_over() -> None:
    someone = asleep().to_request()
    someone.type("he locked me in")
    someone.take(Due("return", {**RETURN, "record": "r-1"}))
    due(someone)
    (later,) = someone.all(Remind)
    assert later.at == NOW + QUIET + 900
    assert later.data["record"] == "r-1"
    assert someone.at == "danger/ask.safe"
