"""A time that was said, looked at later: the day is named as it is then, or said to be over."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.content import ROOT
from bot.times import Times
from bot.times.later import Later

SOURCE = "dialogues/language/en/times.yaml"
TIMES = Times.from_text((ROOT / SOURCE).read_text("utf-8"), SOURCE)
LONDON = "Europe/London"


def at(text: str) -> float:
    return datetime.fromisoformat(f"2026-06-{text}").replace(tzinfo=ZoneInfo(LONDON)).timestamp()


TUESDAY = at("02 15:00")


def typed(text: str, zone: str | None = LONDON) -> dict[str, Any]:
    wants: Any = "day" if text in ("friday", "today") else "moment"
    return TIMES.read(text, TUESDAY, zone, wants).meant[0].spec


def tapped(token: str, said: float = TUESDAY) -> dict[str, Any]:
    return {"tap": token, "said": said}


@pytest.mark.parametrize(
    ("said", "now", "words"),
    [
        (typed("tomorrow evening"), "02 20:00", "tomorrow evening"),
        (typed("tomorrow evening"), "03 10:00", "this evening"),
        (typed("tomorrow evening"), "03 21:00", "this evening"),
        (typed("tomorrow evening"), "04 10:00", "on Wednesday evening (over)"),
        (typed("tomorrow evening"), "20 10:00", "on June 3 in the evening (over)"),
        (typed("saturday after lunch"), "03 10:00", "on Saturday after lunch"),
        (typed("saturday after lunch"), "05 10:00", "tomorrow after lunch"),
        (typed("in 20 minutes"), "02 15:05", "today at 3:20 in the afternoon"),
        (typed("tomorrow 7pm"), "03 19:30", "today at 7pm"),
        (typed("tomorrow 7pm"), "03 23:00", "today at 7pm (over)"),
        (typed("in 3 weeks"), "02 16:00", "on June 23 in the morning"),
        (typed("tonight at 1"), "02 20:00", "today at 1 at night"),
        (typed("friday"), "03 10:00", "on Friday"),
        (typed("friday"), "05 23:00", "today"),
        (typed("friday"), "06 01:00", "on Friday (over)"),
        (tapped("saturday-morning"), "02 16:00", "on Saturday morning"),
        (tapped("saturday-morning"), "06 09:00", "this morning"),
        (tapped("tomorrow-noon"), "03 09:00", "today at noon"),
        (tapped("this-evening"), "03 09:00", "on Tuesday evening (over)"),
        (tapped("10080"), "08 09:00", "tomorrow"),
        (tapped("10080"), "11 09:00", "on Tuesday (over)"),
        (tapped("in-a-day"), "02 22:00", "tomorrow"),
    ],
)
def test_it_is_called_what_it_is_called_then(said: dict[str, Any], now: str, words: str) -> None:
    later = TIMES.later(said, LONDON, at(now))
    assert later is not None
    assert later.words + (" (over)" if later.over else "") == words


def test_without_a_zone_only_how_long_ago_it_was_said_is_known() -> None:
    said = typed("tomorrow evening", zone=None)
    assert TIMES.later(said, None, TUESDAY + 5.5 * 3600) == Later("", False, 5)
    assert TIMES.later(tapped("tomorrow-evening"), None, TUESDAY) == Later("", False, 0)
    known = TIMES.later(said, LONDON, TUESDAY + 86_400.0)
    assert known is not None
    assert known.words == "this evening"


@pytest.mark.parametrize("nothing", [None, "", "in-a-day", {}, tapped("none"), tapped("unknown")])
def test_what_names_no_time_is_called_nothing(nothing: object) -> None:
    later = TIMES.later(nothing, LONDON, TUESDAY)
    assert later is None or (later.words == "" and not later.over)


def test_a_day_that_was_said_for_today_is_still_to_come() -> None:
    for now, comes in (
        ("02 09:00", "02 12:00"),
        ("02 15:00", "02 19:00"),
        ("02 22:10", "02 23:00"),
    ):
        (meant,) = TIMES.read("today", at(now), LONDON, "day").meant
        assert meant.at == at(comes)
