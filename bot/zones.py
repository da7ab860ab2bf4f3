"""Time zones: asked for by the present local time, and moments named by a part of a day."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

ZONES = (
    "Pacific/Honolulu", "America/Anchorage", "America/Los_Angeles", "America/Denver",
    "America/Phoenix", "America/Chicago", "America/New_York", "America/Halifax",
    "America/St_Johns", "America/Sao_Paulo", "Atlantic/Azores", "Europe/London", "Europe/Berlin",
    "Africa/Lagos", "Africa/Johannesburg", "Europe/Athens", "Europe/Istanbul", "Africa/Nairobi",
    "Asia/Tehran", "Asia/Dubai", "Asia/Kabul", "Asia/Karachi", "Asia/Kolkata", "Asia/Kathmandu",
    "Asia/Dhaka", "Asia/Yangon", "Asia/Bangkok", "Asia/Shanghai", "Australia/Perth", "Asia/Tokyo",
    "Australia/Adelaide", "Australia/Brisbane", "Australia/Sydney", "Pacific/Auckland",
)  # fmt: skip
"""One zone for each clock people live by, most common first among those that agree now."""

EVENING, MORNING, NOON = 19, 10, 12
"""The hours that "evening", "morning" and "noon" stand for."""

SOON = 4 * 3600.0
"""Seconds that a part of the day has to be away, so that it is the next one."""

DAY = 86_400.0

SATURDAY = 5

TOMORROW = {"tomorrow-morning": MORNING, "tomorrow-noon": NOON, "tomorrow-evening": EVENING}

NEXT = {"next-morning": MORNING, "next-noon": NOON, "next-evening": EVENING}
"""The next such part of a day: after midnight it is the one after sleep."""

PART_OF = {
    "this-evening": EVENING * 60,
    "saturday-morning": MORNING * 60,
    **{token: hour * 60 for token, hour in (TOMORROW | NEXT).items()},
}
"""The part of the day that a tapped moment names, by its minutes after midnight."""


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def local(now: float, zone: str) -> datetime:
    """The wall time in a zone at a unix time."""
    return datetime.fromtimestamp(now, _zone(zone))


def clock_text(now: float, zone: str) -> str:
    """The wall time as people write it on a message: 21:14."""
    return f"{local(now, zone):%H:%M}"


def zones_now(now: float) -> tuple[str, ...]:
    """Zones by their present wall time, one for each; sorted by offset."""
    by_offset: dict[timedelta, str] = {}
    for name in ZONES:
        offset = local(now, name).utcoffset()
        if offset is not None:
            by_offset.setdefault(offset, name)
    return tuple(by_offset[offset] for offset in sorted(by_offset))


def moment_of(token: object, zone: str | None, now: float) -> float | None:
    """The unix time that a tapped moment stands for in a zone: always one still to come.

    A number is so many minutes from now. None where the token names no moment, or one that needs
    a zone while that is not known.
    """
    if token == "in-a-day":
        return now + DAY
    if isinstance(token, str) and token.isdecimal():
        return now + int(token) * 60.0
    if zone is None or not isinstance(token, str):
        return None
    here = local(now, zone)
    if token == "this-evening":
        return _at(here, 0, EVENING) if here.hour < EVENING else _at(here, 0, here.hour + 1)
    if token in TOMORROW:
        return _at(here, 1, TOMORROW[token])
    if token in NEXT:
        today = _at(here, 0, NEXT[token])
        return today if today >= now + SOON else _at(here, 1, NEXT[token])
    if token == "saturday-morning":
        days = (SATURDAY - here.weekday()) % 7
        return _at(here, days + 7 if days == 0 and here.hour >= MORNING else days, MORNING)
    return None


def _at(here: datetime, days: int, hour: int) -> float:
    day = here.date() + timedelta(days=days + hour // 24)
    return datetime(day.year, day.month, day.day, hour % 24, tzinfo=here.tzinfo).timestamp()
