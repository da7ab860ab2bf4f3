"""From a time as it was said to a moment: with a zone, its changes of the clocks, and a now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from bot.times.spec import Day, Spec

LASTS = 3 * 3600.0
"""Seconds of a part of a day ("this afternoon") in which it is not over."""

NOON, EVENING = 12 * 60, 19 * 60
"""The clock of a day that was said without one; and that of today once noon is over."""


@lru_cache(maxsize=64)
def zone_of(name: str) -> ZoneInfo:
    """The time zone of that name."""
    return ZoneInfo(name)


def placed(spec: Spec, zone: str | None, now: float) -> tuple[Spec, float | None]:
    """The spec with its day made certain, and its unix time.

    A clock without a day is the next such, today or tomorrow. A clock that the day does not have,
    since the clocks go forward over it, becomes the one it is then; of one that it has twice, the
    first is meant. None as time: the zone is not known, or there is no such day; a time that has
    gone by is given as it is.
    """
    if spec.minutes is not None:
        return spec, now + spec.minutes * 60.0
    if zone is None:
        return _with_month(spec, datetime.fromtimestamp(now, UTC).date()), None
    here = datetime.fromtimestamp(now, zone_of(zone))
    clock = NOON if spec.clock is None else spec.clock
    if spec.day is None:
        ahead = 0 if _at(here.date(), clock, zone) > now else 1
        spec = replace(spec, day=Day("ahead", ahead))
    assert spec.day is not None
    day = _date(spec.day, here, clock, zone)
    if day is None:
        return spec, None
    if spec.day.kind == "weekday" and day == here.date():
        spec = replace(spec, day=Day("ahead", 0))
    spec = _with_month(spec, here.date())
    at = _at(day, clock, zone)
    if spec.clock is None and day == here.date() and at <= now:
        at = _rest_of(here, zone)
    if spec.part is not None and at <= now < at + LASTS:
        spec, at = _in_its_rest(spec, here, zone)
    there = datetime.fromtimestamp(at, zone_of(zone))
    if spec.clock is not None and (there.hour * 60 + there.minute) != spec.clock % 1440:
        spec = replace(spec, clock=there.hour * 60 + there.minute, typed="", part=None)
    return spec, at


def moment(data: Mapping[str, Any], zone: str | None) -> float | None:
    """The unix time of a spec's data, seen from when it was said; None where it has gone by."""
    said = float(data["said"])
    _, at = placed(Spec.from_data(data), zone, said)
    return at if at is not None and at > said else None


def _rest_of(here: datetime, zone: str) -> float:
    """A moment of today that is still to come: its evening, or else the next full hour."""
    evening = _at(here.date(), EVENING, zone)
    later = _at(here.date(), (here.hour + 1) * 60, zone)
    return evening if evening > here.timestamp() else later


def _in_its_rest(spec: Spec, here: datetime, zone: str) -> tuple[Spec, float]:
    """A part of today that has begun: the next full hour in it."""
    clock = (here.hour + 1) * 60
    return replace(spec, clock=clock), _at(here.date(), clock, zone)


def _with_month(spec: Spec, today: date) -> Spec:
    """The spec with the month of a day that was said by its number only ("the 5th")."""
    if spec.day is None or spec.day.kind != "date" or spec.day.month:
        return spec
    found = _next_date(spec.day, today)
    return spec if found is None else replace(spec, day=replace(spec.day, month=found.month))


def _date(day: Day, here: datetime, clock: int, zone: str) -> date | None:
    today = here.date()
    if day.kind == "ahead":
        return today + timedelta(days=day.n)
    if day.kind == "weekday":
        until = (day.n - today.weekday()) % 7
        this_week = today.weekday() + until <= 6
        if day.weeks:
            return today + timedelta(days=until + 7 if this_week else until)
        if until == 0 and _at(today, clock, zone) <= here.timestamp():
            until = 7
        return today + timedelta(days=until)
    return _next_date(day, today)


def _next_date(day: Day, today: date) -> date | None:
    """The next day of that number: in its month, or where that is not given, in any."""
    year, month = today.year, day.month or today.month
    for _ in range(13):
        try:
            found = date(year, month, day.n)
        except ValueError:
            found = None
        if found is not None and found >= today:
            return found
        if day.month:
            year += 1
        else:
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return None


def _at(day: date, clock: int, zone: str) -> float:
    later = day + timedelta(days=clock // 1440)
    hour, minute = divmod(clock % 1440, 60)
    local = datetime(later.year, later.month, later.day, hour, minute, tzinfo=zone_of(zone))
    return local.timestamp()
