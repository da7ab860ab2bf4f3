"""When a reminder may come: a rhythm's next time, and the hours in which nothing is said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.zones import local

RHYTHMS: dict[str, tuple[int | None, int]] = {
    "morning": (None, 8),
    "evening": (None, 20),
    "sunday": (6, 18),
}
"""Each rhythm's weekday (None: every day; Monday is 0) and hour."""

QUIET: dict[str, tuple[int, int]] = {"22-8": (22, 8), "21-9": (21, 9)}
"""Quiet hours that can be chosen: from this hour of the evening to that hour of the morning."""

UNLESS_SAID = "22-8"
"""The quiet hours of who has not said otherwise, as soon as the time zone is known."""


def next_of(rhythm: object, zone: str | None, now: float) -> float | None:
    """The unix time at which a rhythm comes next in a zone, at least an hour ahead.

    None where it names no rhythm or the zone is not known.
    """
    if zone is None or rhythm not in RHYTHMS:
        return None
    weekday, hour = RHYTHMS[str(rhythm)]
    here = local(now, zone)
    for days in range(9):
        at = _at(here, days, hour)
        if at >= now + 3600.0 and weekday in (None, (here + timedelta(days=days)).weekday()):
            return at
    return None


def awake(me: Mapping[str, Any], now: float) -> float:
    """The next unix time outside the person's quiet hours; `now` itself where it is outside."""
    hours, zone = QUIET.get(me.get("quiet", UNLESS_SAID)), me.get("zone")
    if hours is None or zone is None:
        return now
    evening, morning = hours
    here = local(now, zone)
    if here.hour >= evening:
        return _at(here, 1, morning)
    return _at(here, 0, morning) if here.hour < morning else now


def _at(here: datetime, days: int, hour: int) -> float:
    day = here.date() + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, tzinfo=here.tzinfo).timestamp()
