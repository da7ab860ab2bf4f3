"""A time said back in the words of times.yaml: "on Saturday after lunch", "in 20 minutes"."""

from __future__ import annotations

from bot.times.lists import MONTHS, WEEKDAYS, Lists, typed
from bot.times.spec import Day, Spec


def words(lists: Lists, spec: Spec) -> str:
    """The words of a spec, as they stand in the middle of a sentence."""
    if spec.minutes is not None:
        return _ahead(lists, spec.minutes)
    if spec.part is not None and not spec.typed:
        return _with_part(lists, spec)
    clock = "" if spec.clock is None else _clock(lists, spec)
    if spec.day is None:
        return clock
    return f"{_day(lists, spec.day)} {clock}".strip()


def _with_part(lists: Lists, spec: Spec) -> str:
    assert spec.part is not None
    part, day = lists.parts[spec.part], spec.day
    if day is None:
        return part.long or part.say
    if day.kind == "ahead" and day.n == 0:
        return part.today or f"{lists.said['today']} {part.say}"
    if day.kind == "ahead" and day.n == 1:
        return f"{lists.said['tomorrow']} {part.say}"
    if day.kind == "weekday":
        return _day(lists, day, part.say)
    return f"{_day(lists, day)} {part.long or part.say}"


def _day(lists: Lists, day: Day, part: str = "") -> str:
    said = lists.said
    if day.kind == "ahead":
        if day.n < 3:
            return (said["today"], said["tomorrow"], said["day_after"])[day.n]
        if day.n % 7 == 0:
            weeks = day.n // 7
            return said["week_ahead"] if weeks == 1 else said["weeks_ahead"].format(n=weeks)
        return said["days_ahead"].format(n=day.n)
    if day.kind == "weekday":
        name = typed(lists.weekdays[WEEKDAYS[day.n]])[0].capitalize()
        return said["next_week" if day.weeks else "on"].format(day=f"{name} {part}".strip())
    month = typed(lists.months[MONTHS[day.month - 1]])[0].capitalize()
    return said["date"].format(month=month, n=day.n)


def _clock(lists: Lists, spec: Spec) -> str:
    said, clock = lists.said, spec.clock or 0
    if spec.typed:
        return said["at"].format(clock=spec.typed)
    hour, minute = divmod(clock % 1440, 60)
    if minute == 0 and hour in (0, 12):
        return said["noon" if hour else "midnight"]
    short = f"{hour % 12 or 12}:{minute:02d}" if minute else str(hour % 12 or 12)
    half = "early" if hour < 5 else "morning" if hour < 12 else "afternoon"
    return said[half if hour < 18 else "evening"].format(clock=short)


def _ahead(lists: Lists, minutes: int) -> str:
    said = lists.said
    named = {1: "minute_ahead", 30: "half_hour_ahead", 60: "hour_ahead", 90: "hour_and_half_ahead"}
    if minutes in named:
        return said[named[minutes]]
    hours, rest = divmod(minutes, 60)
    if not hours:
        return said["minutes_ahead"].format(n=minutes)
    if not rest:
        return said["hours_ahead"].format(n=hours)
    return said["hours_and_minutes_ahead"].format(h=hours, n=rest)
