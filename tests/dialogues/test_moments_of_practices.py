"""Wherever a practice asks for a moment it may be typed; and the clock that makes a time of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.content import Content
from tests.dialogues.visitor import NOW, Visitor

BERLIN, AUCKLAND = "Europe/Berlin", "Pacific/Auckland"

ASKED = {
    "promise/new.by": {"who": "me", "what": "tea on Sunday"},
    "repair/step.report": {"deed": "I shouted.", "impact": "loud", "step": "I will leave."},
    "boundary/new.review": {"about": "money", "words": "I keep my money.", "act": "I leave"},
    "debrief/ask.later": {"how": "not-yet"},
    "debrief/ask.once_more": {"how": "refused"},
    "draft/keep.when": {"draft": "you never listen", "size": 16},
    "pause/back.not_tonight": {"minutes": "20", "heat_now": 8},
}
"""Where a moment is asked for that a reminder hangs on, and what is known by then."""


def asked(content: Content, where: str, zone: str | None = BERLIN) -> Visitor:
    visitor = Visitor(content, me={"zone": zone} if zone else {})
    dialogue, _, state = where.partition("/")
    visitor.enter(dialogue, state, dict(ASKED[where]))
    return visitor


def reminded(visitor: Visitor, zone: str = BERLIN) -> str:
    if visitor.at == "repair/words.pick":
        visitor.press("short")
    (put,) = visitor.due.values()
    return f"{datetime.fromtimestamp(put.at, ZoneInfo(zone)):%a %H:%M}"


@pytest.mark.parametrize("where", ASKED)
def test_a_typed_moment_is_shown_back_and_reminds_at_its_time(content: Content, where: str) -> None:
    visitor = asked(content, where)
    visitor.type("freitag 19 uhr")
    assert "On Friday at 7 in the evening. Is that right?" in visitor.text
    assert not visitor.due
    visitor.press("meant-0")
    assert reminded(visitor) == "Fri 19:00"


@pytest.mark.parametrize("where", [w for w in ASKED if not w.startswith("pause")])
def test_without_a_zone_it_is_asked_for_and_then_remembered(content: Content, where: str) -> None:
    visitor = asked(content, where, zone=None)
    visitor.type("friday 7pm")
    visitor.press("meant-0")
    assert visitor.at == "clock/time.zone"
    visitor.press(BERLIN)
    assert reminded(visitor) == "Fri 19:00"
    assert visitor.session.me["zone"] == BERLIN


@pytest.mark.parametrize("where", [w for w in ASKED if not w.startswith("pause")])
def test_who_gives_no_zone_keeps_it_without_a_reminder(content: Content, where: str) -> None:
    visitor = asked(content, where, zone=None)
    visitor.type("friday 7pm")
    visitor.press("meant-0")
    visitor.press("none")
    if visitor.at == "repair/words.pick":
        visitor.press("short")
    assert visitor.due == {}
    assert "I'll ask you" not in visitor.text
    assert "remind you" not in visitor.text


def test_a_time_that_is_over_once_the_zone_is_known_is_asked_again(content: Content) -> None:
    visitor = asked(content, "promise/new.by", zone=None)
    visitor.type("today 11pm")
    visitor.press("meant-0")
    visitor.press(BERLIN)
    assert "just gone by" in visitor.text
    assert visitor.due == {}
    visitor.type("whenever")
    visitor.type("tomorrow 8pm")
    visitor.press("meant-0")
    assert "tomorrow at 8pm" in visitor.text
    assert "11pm" not in visitor.text
    assert reminded(visitor) == "Wed 20:00"


def test_a_time_that_is_over_can_be_left(content: Content) -> None:
    visitor = asked(content, "promise/new.by", zone=None)
    visitor.type("today 11pm")
    visitor.press("meant-0")
    visitor.press(BERLIN)
    visitor.press("none")
    assert visitor.due == {}
    assert "11pm" not in visitor.text
    assert [data["what"] for kind, data in visitor.kept if kind == "promise"] == ["tea on Sunday"]


@pytest.mark.parametrize("where", ASKED)
def test_what_is_no_time_stands_nowhere_and_is_asked_again(content: Content, where: str) -> None:
    visitor = asked(content, where)
    visitor.type("when he is sober")
    assert visitor.at == where
    assert "sober" not in visitor.text
    assert visitor.choices


def test_a_moved_promise_has_one_reminder_at_its_new_time(content: Content) -> None:
    visitor = Visitor(content, me={"zone": BERLIN}, now=NOW + 12 * 3600)
    for step in ("/promise", "me", "five"):
        visitor.send(step[1:]) if step.startswith("/") else visitor.press(step)
    visitor.type("in 20 minutes")
    visitor.press("meant-0")
    (name,) = visitor.due
    visitor.come_due(name)
    visitor.press("show")
    visitor.press("move")
    visitor.type("sunday evening")
    visitor.press("meant-0")
    assert list(visitor.due) == [name]
    assert reminded(visitor) == "Sun 19:00"


@pytest.mark.parametrize(
    ("hours", "way", "comes"),
    [
        (0, "next-morning", "Wed 10:00"),
        (3, "next-morning", "Wed 10:00"),
        (10, "next-morning", "Thu 10:00"),
        (10, "next-noon", "Thu 12:00"),
        (10, "next-evening", "Wed 19:00"),
    ],
)
def test_in_the_morning_after_midnight_is_the_one_after_sleep(
    content: Content, hours: int, way: str, comes: str
) -> None:
    visitor = Visitor(content, me={"zone": BERLIN}, now=NOW + hours * 3600)
    visitor.enter("pause", "back.not_tonight", {"minutes": "20", "heat_now": 8})
    visitor.press(way)
    assert reminded(visitor) == comes


def card(visitor: Visitor, **more: Any) -> str:
    visitor.session.me["last_card"] = {"kind": "sore", "words": "Would you call?", **more}
    visitor.send("card")
    return visitor.text


def test_a_card_looked_at_without_a_zone_says_how_long_ago_it_was_said(content: Content) -> None:
    visitor = Visitor(content)
    spec = {"tap": "tomorrow-evening", "said": NOW - 3 * 86_400.0}
    shown = card(visitor, when="tomorrow-evening", when_spec=spec)
    assert "“tomorrow evening”, said 3 days ago" in shown
    (copied,) = [b["copy"] for m in visitor.said for row in m["buttons"] for b in row
                 if "Could we talk" in b.get("copy", "")]  # fmt: skip
    assert copied == "Could we talk, about twenty minutes? Nothing needs solving."


def test_a_card_drawn_later_names_the_day_as_its_message_does(content: Content) -> None:
    visitor = Visitor(content, me={"zone": AUCKLAND})
    spec = {"tap": "tomorrow-evening", "said": NOW - 86_400.0}
    shown = card(visitor, when="tomorrow-evening", when_spec=spec)
    assert "This evening" in shown
    visitor.tap("~picture:card.png")
    words = visitor.rows[0]["picture"]["words"]
    assert words["when"] == "This evening"
    assert "Could we talk this evening" in words["ask"]


def test_a_rehearsed_promise_to_tell_how_it_goes_is_reminded_of(content: Content) -> None:
    visitor = Visitor(content, me={"zone": BERLIN})
    known = {"kind": "hurt", "words": "I shouted.", "step_words": "I leave the room.", "deed": "x"}
    visitor.enter("rehearsal", "forward.report", known)
    visitor.type("sunday")
    visitor.press("meant-0")
    visitor.press("unknown")
    (name,) = visitor.due
    assert reminded(visitor) == "Sun 12:00"
    assert "I'll tell how it goes on Sunday, without being asked." in visitor.text
    visitor.now += 3 * 86_400.0
    visitor.send("card")
    assert "I'll tell how it goes on Sunday" in visitor.text
    visitor.come_due(name)
    assert "leave the room" not in visitor.text, "somebody may read this phone"
    visitor.press("snooze")
    visitor.come_due(*visitor.due)
    visitor.press("show")
    assert "I leave the room." in visitor.text


@pytest.mark.parametrize(
    ("days", "says"),
    [(0, "A day."), (0.5, "Until tomorrow."), (1.2, "Until today."), (2, "That was until Wed")],
)
def test_how_long_one_can_wait_is_called_what_it_is_by_then(
    content: Content, days: float, says: str
) -> None:
    visitor = Visitor(content, me={"zone": BERLIN}, now=NOW - 12 * 3600 + days * 86_400.0)
    spec = {"tap": "1440", "said": NOW - 12 * 3600}
    shown = card(visitor, wait="1440", wait_spec=spec)
    assert f"I can wait</b>\n{says}" in shown
