"""A time as people type it, taken apart by closed lists: all of it is understood, or nothing is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.times.lists import MONTHS, WEEKDAYS, Lists, Table, typed
from bot.times.spec import Day

LONGEST = 120
"""Characters of a text that can be a time."""

CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))(?!\d)")
PLAIN = re.compile(r"\d{1,2}(?!\d|[:.]\d)")
MILITARY = re.compile(r"([01]\d|2[0-3])([0-5]\d)(?!\d)(?=\s*(?:$|h\b))")
ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?(?!\d|\w)")
WITH_ENDING = re.compile(r"(\d{1,2})(?:st|nd|rd|th)(?!\w)")
SLASHED = re.compile(r"(\d{1,2})[/](\d{1,2})(?![/\d])")
DECIMAL = re.compile(r"(\d{1,3})(?:[.,](5))?(?![\d:])")
HOURS_MINUTES = re.compile(r"(\d{1,2})\s*h\s*(\d{2})(?:\s*(?:min|m))?(?!\w)")


@dataclass
class Parts:
    """What a text said. `clocks` are (hour, minute, as typed); two where "half eight" was said."""

    days: list[Day] = field(default_factory=list)
    clocks: list[tuple[int, int, str]] = field(default_factory=list)
    half: str | None = None
    part: int | None = None
    minutes: int | None = None
    doubtful: bool = False
    tonight: bool = False


class _Twice(Exception):
    """The text says two different things of one kind."""


class Grammar:
    """Takes texts apart. Built once from the lists."""

    def __init__(self, lists: Lists) -> None:
        numbers = {way: n for n, ways in lists.numbers.items() for way in typed(ways)}
        self._numbers = Table.of(numbers)
        self._fillers = _ways(lists.fillers)
        self._minutes = _meaning(lists.units.minutes)
        self._day_units = _meaning(lists.units.days)
        self._durations = _meaning(lists.durations)
        self._ahead, self._later = _ways(lists.ahead), _ways(lists.later)
        self._this, self._next = _ways(lists.this), _ways(lists.next)
        self._week_after, self._after_next = _ways(lists.week_after), _ways(lists.after_next)
        self._days = _meaning(lists.days)
        self._elsewhere = _meaning(lists.elsewhere)
        self._weekdays = Table.of(
            {way: i for i, day in enumerate(WEEKDAYS) for way in typed(lists.weekdays[day])}
        )
        self._months = Table.of(
            {way: i + 1 for i, name in enumerate(MONTHS) for way in typed(lists.months[name])}
        )
        self._weekend = _ways(lists.weekend)
        self._parts = Table.of(
            {way: i for i, part in enumerate(lists.parts) for way in typed(part.typed)}
        )
        self._tonight = _ways(lists.tonight)
        night = next(i for i, p in enumerate(lists.parts) if "night" in typed(p.typed))
        self._night = night
        self._am, self._pm = _ways(lists.am), _ways(lists.pm)
        self._oclock, self._half = _ways(lists.oclock), _ways(lists.half)
        self._half_past = _ways(lists.half_past)
        self._quarter_past, self._quarter_to = _ways(lists.quarter_past), _ways(lists.quarter_to)
        self._past, self._to = _ways(lists.past), _ways(lists.to)
        self._minute_words = _ways(lists.minute_words)
        self._vague = set(typed(lists.vague))
        self._steps: tuple[Callable[[_Scan, Parts], bool], ...] = (
            self._duration,
            self._date,
            self._day,
            self._clock,
            self._part_of_day,
            self._filler,
        )

    def vague(self, text: str) -> bool:
        """Does a text name no moment at all ("soon", "not sure")?"""
        return _flat(text) in self._vague

    def parts(self, text: str) -> Parts | None:
        """What a text says, or None where a word of it is not understood."""
        flat = _flat(text)
        if not flat or len(flat) > LONGEST:
            return None
        scan, found = _Scan(flat), Parts()
        try:
            while scan.more():
                if not any(step(scan, found) for step in self._steps):
                    return None
        except _Twice:
            return None
        something = found.days or found.clocks or found.part is not None or found.minutes
        return found if something else None

    # One thing at a time

    def _duration(self, scan: _Scan, found: Parts) -> bool:
        start = scan.at
        scan.take(self._ahead)
        minutes = self._span(scan, found)
        if minutes is None:
            scan.at = start
            return False
        scan.take(self._later)
        if minutes:
            _once(found.minutes is None and not found.days)
            found.minutes = minutes
        return True

    def _span(self, scan: _Scan, found: Parts) -> int | None:
        """Minutes of a span; 0 where it is days, which are noted; None where there is none."""
        whole = scan.take(self._durations)
        if whole is not None:
            return int(whole)
        both = scan.match(HOURS_MINUTES)
        if both is not None:
            return int(both[1]) * 60 + int(both[2])
        start = scan.at
        number = self._amount(scan)
        if number is not None and (unit := scan.take(self._minutes)) is not None:
            minutes: int = round(number * unit)
            middle = scan.at
            more = self._rest_of_span(scan)
            if more is None:
                scan.at = middle
            return minutes + (more or 0)
        if number is not None and number == int(number):
            unit = scan.take(self._day_units)
            if unit is not None:
                _once(not found.days)
                found.days = [Day("ahead", int(number) * int(unit))]
                return 0
        scan.at = start
        return None

    def _rest_of_span(self, scan: _Scan) -> int | None:
        scan.word("and")
        number = self._amount(scan)
        if number is None:
            return None
        unit = scan.take(self._minutes)
        return None if unit is None else round(number * unit)

    def _amount(self, scan: _Scan) -> float | None:
        found = scan.match(DECIMAL)
        if found is not None:
            return float(found[1]) + (0.5 if found[2] else 0.0)
        return scan.take(self._numbers)  # type: ignore[no-any-return]

    def _date(self, scan: _Scan, found: Parts) -> bool:
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
            _once(not found.days)
            found.days = [Day("date", int(day[1]), month=month)]
            return True
        scan.at = start
        both = scan.match(SLASHED)
        if both is not None:
            one, other = int(both[1]), int(both[2])
            ways = [(one, other)] if one == other else [(one, other), (other, one)]
            days = [Day("date", d, month=m) for d, m in ways if 1 <= m <= 12 and 1 <= d <= 31]
            _once(not found.days and bool(days))
            found.days = days
            return True
        scan.at = start
        scan.word("the")
        day = scan.match(WITH_ENDING)
        if day is not None and 1 <= int(day[1]) <= 31:
            _once(not found.days)
            found.days = [Day("date", int(day[1]))]
            return True
        scan.at = start
        return False

    def _day(self, scan: _Scan, found: Parts) -> bool:
        start = scan.at
        if scan.take(self._tonight) is not None:
            _once(not found.days and found.part is None)
            found.days, found.part, found.tonight = [Day("ahead", 0)], self._night, True
            return True
        for table in (self._days, self._elsewhere):
            ahead = scan.take(table)
            if ahead is not None:
                _once(not found.days)
                found.days = [Day("ahead", ahead)]
                return True
        before = self._which_week(scan)
        days = self._named_days(scan)
        if days is not None:
            if scan.take(self._after_next) is not None or scan.take(self._week_after) is not None:
                before = "next week"
            _once(not found.days)
            weeks = {"this": (0,), "next": (0, 1), "next week": (1,)}[before or "this"]
            found.days = [Day("weekday", n, weeks=w) for w in weeks for n in days]
            return True
        if before == "this" and scan.at != start:
            part = scan.take(self._parts)
            if part is not None:
                _once(not found.days and found.part is None)
                found.days, found.part = [Day("ahead", 0)], part
                return True
        scan.at = start
        return False

    def _which_week(self, scan: _Scan) -> str | None:
        if scan.take(self._week_after) is not None:
            scan.take(self._fillers)
            return "next week"
        if scan.take(self._next) is not None:
            return "next"
        return "this" if scan.take(self._this) is not None else None

    def _named_days(self, scan: _Scan) -> tuple[int, ...] | None:
        if scan.take(self._weekend) is not None:
            return (5, 6)
        named = scan.take(self._weekdays)
        return None if named is None else (named,)

    def _clock(self, scan: _Scan, found: Parts) -> bool:
        start = scan.at
        read = self._spoken_clock(scan) or self._written_clock(scan)
        if not read or any(hour > 24 or minute > 59 for hour, minute, _ in read):
            scan.at = start
            return False
        scan.take(self._oclock)
        half = "am" if scan.take(self._am) else "pm" if scan.take(self._pm) else None
        _once(not found.clocks)
        whole = " ".join(scan.text[start : scan.at].split())
        found.doubtful = len(read) > 1
        found.clocks = [
            (h, m, whole if half else f"{h}:{m:02d}" if sure else "") for h, m, sure in read
        ]
        if half is not None:
            _once(all(1 <= h <= 12 for h, _, _ in read))
            found.half = half
        return True

    def _spoken_clock(self, scan: _Scan) -> list[tuple[int, int, bool]]:
        """Half past eight, ten to nine; "half eight" is two (half past seven, half past eight)."""
        start = scan.at
        for table, minute, before in (
            (self._half_past, 30, 0),
            (self._quarter_past, 15, 0),
            (self._quarter_to, 45, 1),
        ):
            if scan.take(table) is not None:
                hour = self._hour(scan)
                return [] if hour is None else [((hour - before) % 24, minute, False)]
        if scan.take(self._half) is not None:
            hour = self._hour(scan)
            return [] if hour is None else [(hour, 30, False), (hour - 1 or 12, 30, False)]
        minutes = self._hour(scan, 59)
        if minutes is not None:
            scan.take(self._minute_words)
            past = scan.take(self._past) is not None
            if past or scan.take(self._to) is not None:
                hour = self._hour(scan)
                if hour is not None:
                    return [
                        (hour, minutes, False) if past else ((hour - 1) % 24, 60 - minutes, False)
                    ]
        scan.at = start
        return []

    def _written_clock(self, scan: _Scan) -> list[tuple[int, int, bool]]:
        """8, 8:30, 20:00, 1930: (hour, minute, whether it can only be the one it says)."""
        full = scan.match(CLOCK) or scan.match(MILITARY)
        if full is not None:
            hour = int(full[1])
            return [(hour, int(full[2]), hour > 12 or full[1].startswith("0"))]
        hour_alone = self._hour(scan, 24)
        return [] if not hour_alone else [(hour_alone, 0, False)]

    def _hour(self, scan: _Scan, most: int = 23) -> int | None:
        start = scan.at
        plain = scan.match(PLAIN)
        number = int(plain[0]) if plain is not None else scan.take(self._numbers)
        if number is None or number > most:
            scan.at = start
            return None
        return int(number)

    def _part_of_day(self, scan: _Scan, found: Parts) -> bool:
        part = scan.take(self._parts)
        if part is None:
            return False
        _once(found.part in (None, part) or found.tonight)
        found.part = part
        return True

    def _filler(self, scan: _Scan, found: Parts) -> bool:
        return scan.take(self._fillers) is not None


class _Scan:
    """A place in a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def more(self) -> bool:
        """Is something left?"""
        return bool(self.text[self.at :].strip())

    def _rest(self) -> int:
        while self.at < len(self.text) and self.text[self.at] == " ":
            self.at += 1
        return self.at

    def take(self, table: Table) -> Any:
        """The meaning of what stands here, if the table has it."""
        found = table.pattern.match(self.text, self._rest())
        if found is None:
            return None
        self.at = found.end()
        return table.meaning[" ".join(found[0].split())]

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """What a pattern finds here."""
        found = pattern.match(self.text, self._rest())
        if found is not None:
            self.at = found.end()
        return found

    def word(self, word: str) -> bool:
        """Takes that word, if it stands here."""
        found = re.compile(rf"{word}\b").match(self.text, self._rest())
        if found is not None:
            self.at = found.end()
        return found is not None


def _once(holds: bool) -> None:
    if not holds:
        raise _Twice


def _ways(text: str) -> Table:
    return Table.of(dict.fromkeys(typed(text), True))


def _meaning(by_value: Mapping[int, str]) -> Table:
    return Table.of({way: value for value, ways in by_value.items() for way in typed(ways)})


def _flat(text: str) -> str:
    """In small letters, on one line, without marks at the end of words."""
    kept = text.lower().replace("’", "'").replace("@", " at ").replace("–", "-")
    kept = re.sub(r"[.!?…,;:]+(?=\s|$)", " ", kept)
    kept = re.sub(r"[()\"“”~]", " ", kept)
    return " ".join(kept.split())
