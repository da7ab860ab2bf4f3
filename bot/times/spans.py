"""How long from now: "in 20 minutes", "an hour and a half", "3 days"."""

from __future__ import annotations

import re

from bot.times.lists import Lists, Table, typed
from bot.times.parts import Parts, once
from bot.times.scanner import Scan, meaning, ways
from bot.times.spec import Day

DECIMAL = re.compile(r"(\d{1,3})(?:[.,](5))?(?![\d:])")
HOURS_MINUTES = re.compile(r"(\d{1,2})\s*h\s*(\d{2})(?:\s*(?:min|m))?(?!\w)")


class Spans:
    """Takes a span of time."""

    def __init__(self, lists: Lists) -> None:
        numbers = {way: n for n, ways in lists.numbers.items() for way in typed(ways)}
        self._numbers = Table.of(numbers)
        self._minutes = meaning(lists.units.minutes)
        self._day_units = meaning(lists.units.days)
        self._durations = meaning(lists.durations)
        self._ahead, self._later = ways(lists.ahead), ways(lists.later)

    def take(self, scan: Scan, found: Parts) -> bool:
        """Notes the span that stands here, if one does."""
        start = scan.at
        scan.take(self._ahead)
        minutes = self._span(scan, found)
        if minutes is None:
            scan.at = start
            return False
        scan.take(self._later)
        if minutes:
            once(found.minutes is None and not found.days)
            found.minutes = minutes
        return True

    def _span(self, scan: Scan, found: Parts) -> int | None:
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
                once(not found.days)
                found.days = [Day("ahead", int(number) * int(unit))]
                return 0
        scan.at = start
        return None

    def _rest_of_span(self, scan: Scan) -> int | None:
        scan.word("and")
        number = self._amount(scan)
        if number is None:
            return None
        unit = scan.take(self._minutes)
        return None if unit is None else round(number * unit)

    def _amount(self, scan: Scan) -> float | None:
        found = scan.match(DECIMAL)
        if found is not None:
            return float(found[1]) + (0.5 if found[2] else 0.0)
        return scan.take(self._numbers)  # type: ignore[no-any-return]
