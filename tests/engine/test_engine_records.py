"""Records: kept, listed, opened, changed, let go, counted; and loaded only where that is needed."""

from __future__ import annotations

from typing import Any

import pytest

from bot.engine.advance import advance
from bot.engine.effects import Drop, Record, Remind, Say, Unremind
from bot.engine.events import Choice, Command, Due
from bot.engine.records import MOST, Kept, RecordsWanted
from tests.engine.person import Person
from tests.engine.small_book import NOW, book_of

VOWS = """
dialogue: vows
command: vows
start: list.start
guards:
  some: {kept.vow: {at_least: 1}}
  moved_before: {moved: once}
states:
  list.start:
    silent: true
    next: [{to: list.all, when: some}, {to: new.what}]
  list.all:
    ask: choice
    records: {kind: vow, slots: [what, moved]}
    choices: [{id: new, to: new.what}, {id: done, to: end}]
    next: one.menu
  new.what:
    ask: text
    save: what
    private: true
    next:
      - to: list.start
        do:
          - {keep: {kind: vow, slots: [what, moved], days: 90, again: true}}
          - {remind: {name: vow, after: what, leads_to: one.menu, each: true, carries: [what]}}
  one.menu:
    ask: choice
    choices:
      - {id: kept, to: one.kept, do: [{unremind: vow}]}
      - {id: change, to: new.what}
      - {id: move, to: one.moved}
      - {id: drop, to: list.start, do: [{unremind: vow}, {drop: vow}]}
  one.kept:
    silent: true
    do: [{keep: {kind: vow_kept, slots: [what], again: true}}]
    next: end
  one.moved:
    silent: true
    next:
      - {to: one.why, when: moved_before}
      - {to: end, set: {moved: once}, do: [{keep: {kind: vow, slots: [what, moved], again: true}}]}
  one.why:
    next: end
"""
VOWS = VOWS.replace("{id: done, to: end}", "{id: enough, to: end}")

ECHO = """
dialogue: echo
command: echo
start: a.look
states:
  a.look:
    silent: true
    do: [{recall: {kind: vow, slots: [what], same: [moved]}}]
    derive: {all: {by: count, of: kept}}
    next: a.ask
  a.ask: {ask: scale, save: moved, next: a.look_again}
  a.look_again:
    do: [{recall: {kind: vow, slots: [what], same: [moved]}}]
    next: end
"""


def person() -> Person:
    return Person(book_of(VOWS))


def vowed(*what: str) -> Person:
    someone = person()
    for each in what:
        someone.send("vows")
        if someone.at == "vows/list.all":
            someone.tap("new")
        someone.type(each)
        someone.tap("enough")
    return someone


def labels(someone: Person) -> list[str]:
    return [s.record["what"] for s in someone.asked.choices if s.record is not None]


def test_records_are_listed_newest_first_by_what_they_hold() -> None:
    someone = vowed("10", "20")
    someone.send("vows")
    assert labels(someone) == ["20", "10"]
    assert someone.on_offer[-2:] == ["new", "enough"]


def test_a_list_is_as_long_as_a_thumb_can_overlook() -> None:
    someone = vowed(*(str(n) for n in range(MOST + 3)))
    someone.send("vows")
    assert labels(someone) == [str(n) for n in range(MOST + 2, 2, -1)]


def test_the_one_that_is_tapped_is_opened() -> None:
    someone = vowed("10", "20")
    someone.send("vows")
    someone.tap(someone.on_offer[1])
    assert (someone.at, someone.slots["what"], someone.slots["moved"]) == (
        "vows/one.menu",
        "10",
        "",
    )


def test_changing_it_keeps_it_in_its_place() -> None:
    someone = vowed("10", "20")
    someone.send("vows")
    someone.tap(someone.on_offer[1], "change")
    someone.type("15")
    assert [k.data["what"] for k in someone.kept.values()] == ["15", "20"]
    assert labels(someone) == ["20", "15"]


def test_a_new_one_after_an_opened_one_is_a_new_one() -> None:
    someone = vowed("10")
    someone.send("vows")
    someone.tap(someone.on_offer[0])
    someone.send("back")
    someone.tap("new")
    someone.type("20")
    assert [k.data["what"] for k in someone.kept.values()] == ["10", "20"]


def test_answering_anew_after_a_step_back_keeps_no_second_one() -> None:
    someone = person()
    someone.send("vows")
    someone.type("10")
    someone.send("back")
    assert someone.at == "vows/new.what"
    someone.type("11")
    assert [k.data["what"] for k in someone.kept.values()] == ["11"]


def test_letting_go_deletes_it_and_the_list_knows_at_once() -> None:
    someone = vowed("10", "20")
    someone.send("vows")
    someone.tap(someone.on_offer[0], "drop")
    assert [type(e) for e in someone.effects if isinstance(e, Drop)] == [Drop]
    assert labels(someone) == ["10"]
    someone.tap(someone.on_offer[0], "drop")
    assert someone.at == "vows/new.what"
    assert someone.kept == {}


def test_a_record_may_become_one_of_another_kind() -> None:
    someone = vowed("10")
    someone.send("vows")
    someone.tap(someone.on_offer[0], "kept")
    assert [k.kind for k in someone.kept.values()] == ["vow_kept"]
    someone.send("vows")
    assert someone.at == "vows/new.what"


def test_what_a_record_holds_can_be_asked_about() -> None:
    someone = vowed("10")
    for _ in range(2):
        someone.send("vows")
        someone.tap(someone.on_offer[0], "move")
    assert someone.said[0] == "vows/one.why:text"


def test_each_record_has_a_reminder_of_its_own() -> None:
    someone = person()
    someone.send("vows")
    someone.type("10")
    (first,) = someone.all(Remind)
    someone.tap("new")
    someone.type("20")
    (second,) = someone.all(Remind)
    assert first.name != second.name
    someone.tap("enough")
    someone.take(Due(first.name, dict(first.data)))
    assert (someone.at, someone.slots["what"]) == ("vows/one.menu", "10")
    someone.tap("kept")
    assert {e.name for e in someone.all(Unremind)} == {"vow", first.name}
    assert [(e.kind, e.data["what"]) for e in someone.all(Record)] == [("vow_kept", "10")]
    assert sorted(k.kind for k in someone.kept.values()) == ["vow", "vow_kept"]


def test_the_newest_that_agrees_is_recalled() -> None:
    book = book_of(VOWS, ECHO)
    book.derivations["count"] = lambda value, me, now: len(value)  # type: ignore[index]
    someone = Person(book)
    for n, (what, moved) in enumerate([("a", 3), ("b", 5), ("c", 5)]):
        someone.kept[str(n)] = Kept(str(n), "vow", NOW, {"what": what, "moved": moved})
    someone.send("echo")
    assert (someone.slots["what"], someone.slots["all"]) == ("", 3)
    someone.tap("5")
    said = someone.all(Say)[0]
    assert said.view.slots["what"] == "c"


def test_records_are_loaded_only_where_they_are_looked_at() -> None:
    someone = person()
    someone.send("note")
    someone.type("a page")
    someone.send("pause")
    someone.tap("20")
    assert someone.looked == 0
    someone.send("vows")
    assert someone.looked == 1


def test_nothing_has_happened_when_records_are_wanted() -> None:
    someone = vowed("10")
    before = someone.session.as_data()
    with pytest.raises(RecordsWanted):
        advance(someone.book, someone.session, Command("vows"), NOW)
    assert someone.session.as_data() == before


@pytest.mark.parametrize("forged", ["abcdef-99", "", "new "])
def test_a_record_that_is_not_on_offer_is_not_opened(forged: str) -> None:
    someone = vowed("10")
    someone.send("vows")
    someone.take(Choice(forged, someone.session.prompt))
    assert someone.at == "vows/list.all"
    assert someone.notes == ["stale"]


def test_a_reminder_waits_for_the_end_of_quiet_hours_and_stays_late() -> None:
    book = book_of()
    object.__setattr__(book, "awake", lambda me, now: max(now, NOW + 500))
    someone = Person(book)
    data: dict[str, Any] = {"dialogue": "note", "state": "page.ask", "slots": {}}
    someone.take(Due("soft", data, late=7200))
    (again,) = someone.all(Remind)
    assert (again.name, again.at, someone.at) == ("soft", NOW + 500, "nowhere")
    someone.now = again.at
    someone.take(Due("soft", dict(again.data)))
    assert (someone.at, someone.slots["late"]) == ("note/page.ask", True)


def test_one_that_was_asked_for_to_the_minute_does_not_wait() -> None:
    book = book_of()
    object.__setattr__(book, "awake", lambda me, now: now + 500)
    someone = Person(book)
    data = {"dialogue": "note", "state": "page.ask", "slots": {}, "exact": True}
    someone.take(Due("hard", data))
    assert someone.at == "note/page.ask"


CALLER = """
dialogue: caller
command: caller
start: a.what
states:
  a.what: {ask: text, save: mine, private: true, next: a.go}
  a.go:
    silent: true
    do: [{remind: {name: later, after: mine, call: called, carries: [theirs]}}]
    next: [{call: called, to: end, hand: {theirs: mine}}]
"""
CALLED = """
dialogue: called
start: b.ask
perhaps: [theirs]
guards: {known: {theirs: {filled: true}}}
states:
  b.ask: {ask: choice, choices: [{id: a, when: known, to: end}, {id: b, to: end}]}
"""


def test_a_called_dialogue_is_given_what_it_takes() -> None:
    someone = Person(book_of(CALLER.replace("carries: [theirs]", "carries: []"), CALLED))
    someone.send("caller")
    someone.type("5")
    assert someone.slots == {"theirs": "5"}
    assert someone.on_offer == ["a", "b"]
    (remind,) = someone.all(Remind)
    assert remind.data == {"dialogue": "called", "state": "b.ask", "slots": {}}
