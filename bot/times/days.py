"""Which day: "the 5th of June", "3/6", "tomorrow", "next Friday", "this evening"."""

from __future__ import annotations

import re

from bot.times.lists import MONTHS, WEEKDAYS, Lists, Table, typed
from bot.times.parts import Parts, once
from bot.times.scanner import Scan, meaning, ways
from bot.times.spec import Day

ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?(?!\d|\w)")
WITH_ENDING = re.compile(r"(\d{1,2})(?:st|nd|rd|th)(?!\w)")
SLASHED = re.compile(r"(\d{1,2})[/](\d{1,2})(?![/\d])")


class Days:
    """Takes a date, or a day by its name; with it a part of the day, where that is one thing."""

    def __init__(self, lists: Lists) -> None:
        self._fillers = ways(lists.fillers)
        self._this, self._next = ways(lists.this), ways(lists.next)
        self._week_after, self._after_next = ways(lists.week_after), ways(lists.after_next)
        self._days = meaning(lists.days)
        self._elsewhere = meaning(lists.elsewhere)
        self._weekdays = Table.of(
            {way: i for i, day in enumerate(WEEKDAYS) for way in typed(lists.weekdays[day])}
        )
        self._months = Table.of(
            {way: i + 1 for i, name in enumerate(MONTHS) for way in typed(lists.months[name])}
        )
        self._weekend = ways(lists.weekend)
        self._parts = Table.of(
            {way: i for i, part in enumerate(lists.parts) for way in typed(part.typed)}
        )
        self._tonight = ways(lists.tonight)
        self._night = next(i for i, p in enumerate(lists.parts) if "night" in typed(p.typed))

    def date(self, scan: Scan, found: Parts) -> bool:
        """Notes the date that stands here, if one does."""
        start = scan.at
        day = month = None
        month = scan.take(self._months)
        if month is not None:
            scan.word("the")
            day = scan.match(ORDINAL)
        else:
            scan.word("the")
            day = scan.match(ORDINAL)
            if day is not None:
                scan.word("of")
                month = scan.take(self._months)
        if day is not None and month is not None and 1 <= int(day[1]) <= 31:
            once(not found.days)
            found.days = [Day("date", int(day[1]), month=month)]
            return True
        scan.at = start
        both = scan.match(SLASHED)
        if both is not None:
            one, other = int(both[1]), int(both[2])
            ways = [(one, other)] if one == other else [(one, other), (other, one)]
            days = [Day("date", d, month=m) for d, m in ways if 1 <= m <= 12 and 1 <= d <= 31]
            once(not found.days and bool(days))
            found.days = days
            return True
        scan.at = start
        scan.word("the")
        day = scan.match(WITH_ENDING)
        if day is not None and 1 <= int(day[1]) <= 31:
            once(not found.days)
            found.days = [Day("date", int(day[1]))]
            return True
        scan.at = start
        return False

    def day(self, scan: Scan, found: Parts) -> bool:
        """Notes the day that stands here by its name, if one does."""
        start = scan.at
        if scan.take(self._tonight) is not None:
            once(not found.days and found.part is None)
            found.days, found.part, found.tonight = [Day("ahead", 0)], self._night, True
            return True
        for table in (self._days, self._elsewhere):
            ahead = scan.take(table)
            if ahead is not None:
                once(not found.days)
                found.days = [Day("ahead", ahead)]
                return True
        before = self._which_week(scan)
        days = self._named_days(scan)
        if days is not None:
            if scan.take(self._after_next) is not None or scan.take(self._week_after) is not None:
                before = "next week"
            once(not found.days)
            weeks = {"this": (0,), "next": (0, 1), "next week": (1,)}[before or "this"]
            found.days = [Day("weekday", n, weeks=w) for w in weeks for n in days]
            return True
        if before == "this" and scan.at != start:
            part = scan.take(self._parts)
            if part is not None:
                once(not found.days and found.part is None)
                found.days, found.part = [Day("ahead", 0)], part
                return True
        scan.at = start
        return False

    def _which_week(self, scan: Scan) -> str | None:
        if scan.take(self._week_after) is not None:
            scan.take(self._fillers)
            return "next week"
        if scan.take(self._next) is not None:
            return "next"
        return "this" if scan.take(self._this) is not None else None

    def _named_days(self, scan: Scan) -> tuple[int, ...] | None:
        if scan.take(self._weekend) is not None:
            return (5, 6)
        named = scan.take(self._weekdays)
        return None if named is None else (named,)
