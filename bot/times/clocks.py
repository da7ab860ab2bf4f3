"""Which clock: "8", "19:30", "half past six", "ten to nine", "7 pm"."""

from __future__ import annotations

import re

from bot.times.lists import Lists, Table, typed
from bot.times.parts import Parts, once
from bot.times.scanner import Scan, ways

CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))(?!\d)")
PLAIN = re.compile(r"\d{1,2}(?!\d|[:.]\d)")
MILITARY = re.compile(r"([01]\d|2[0-3])([0-5]\d)(?!\d)(?=\s*(?:$|h\b))")


class Clocks:
    """Takes a time on the clock."""

    def __init__(self, lists: Lists) -> None:
        numbers = {way: n for n, ways in lists.numbers.items() for way in typed(ways)}
        self._numbers = Table.of(numbers)
        self._am, self._pm = ways(lists.am), ways(lists.pm)
        self._oclock, self._half = ways(lists.oclock), ways(lists.half)
        self._half_past = ways(lists.half_past)
        self._quarter_past, self._quarter_to = ways(lists.quarter_past), ways(lists.quarter_to)
        self._past, self._to = ways(lists.past), ways(lists.to)
        self._minute_words = ways(lists.minute_words)

    def take(self, scan: Scan, found: Parts) -> bool:
        """Notes the clock that stands here, if one does; two where "half eight" was said."""
        start = scan.at
        read = self._spoken_clock(scan) or self._written_clock(scan)
        if not read or any(hour > 24 or minute > 59 for hour, minute, _ in read):
            scan.at = start
            return False
        scan.take(self._oclock)
        half = "am" if scan.take(self._am) else "pm" if scan.take(self._pm) else None
        once(not found.clocks)
        whole = " ".join(scan.text[start : scan.at].split())
        found.doubtful = len(read) > 1
        found.clocks = [
            (h, m, whole if half else f"{h}:{m:02d}" if sure else "") for h, m, sure in read
        ]
        if half is not None:
            once(all(1 <= h <= 12 for h, _, _ in read))
            found.half = half
        return True

    def _spoken_clock(self, scan: Scan) -> list[tuple[int, int, bool]]:
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

    def _written_clock(self, scan: Scan) -> list[tuple[int, int, bool]]:
        """8, 8:30, 20:00, 1930: (hour, minute, whether it can only be the one it says)."""
        full = scan.match(CLOCK) or scan.match(MILITARY)
        if full is not None:
            hour = int(full[1])
            return [(hour, int(full[2]), hour > 12 or full[1].startswith("0"))]
        hour_alone = self._hour(scan, 24)
        return [] if not hour_alone else [(hour_alone, 0, False)]

    def _hour(self, scan: Scan, most: int = 23) -> int | None:
        start = scan.at
        plain = scan.match(PLAIN)
        number = int(plain[0]) if plain is not None else scan.take(self._numbers)
        if number is None or number > most:
            scan.at = start
            return None
        return int(number)
