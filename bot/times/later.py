"""A time that was said once, said again later: "tomorrow evening" is "this evening" by then."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.times.lists import Lists
from bot.times.moments import LASTS, zone_of
from bot.times.saying import words
from bot.times.spec import Day, Spec

WEEK = 7
"""From so many days away on, a day has its date instead of its name."""


@dataclass(frozen=True, slots=True)
class Later:
    """A time as it is said now; `over` once it has gone by.

    Without a time zone nobody knows the day: then `words` is empty, and `hours_ago` says how long
    ago it was said.
    """

    words: str
    over: bool
    hours_ago: int


def said_later(
    lists: Lists, spec: Spec, at: float | None, said: float, zone: str | None, now: float
) -> Later:
    """A time that was said at `said` and comes `at` (both unix seconds), as it is called now."""
    hours_ago = max(0, int((now - said) // 3600))
    if zone is None or at is None:
        return Later("", False, hours_ago)
    there = datetime.fromtimestamp(at, zone_of(zone))
    today = datetime.fromtimestamp(now, zone_of(zone)).date()
    # What is called night may be after midnight, and belongs to the day before it.
    late = 1 if spec.clock is not None and spec.clock >= 1440 else 0
    day = there.date() - timedelta(days=late)
    away = (day - today).days
    if away in (0, 1):
        named = Day("ahead", away)
    elif abs(away) < WEEK:
        named = Day("weekday", day.weekday())
    else:
        named = Day("date", day.day, month=day.month)
    if spec.minutes is not None:
        spec = Spec(clock=there.hour * 60 + there.minute)
    over = away < 0 if spec.clock is None else now > at + LASTS
    return Later(words(lists, replace(spec, day=named)), over, hours_ago)
