"""A time as people type it, taken apart by closed lists: all of it is understood, or nothing is."""

from __future__ import annotations

from collections.abc import Callable

from bot.times.clocks import Clocks
from bot.times.days import Days
from bot.times.lists import Lists, Table, typed
from bot.times.parts import Parts, Twice, once
from bot.times.scanner import Scan, flat, ways
from bot.times.spans import Spans

LONGEST = 120
"""Characters of a text that can be a time."""


class Grammar:
    """Takes texts apart. Built once from the lists."""

    def __init__(self, lists: Lists) -> None:
        days = Days(lists)
        self._fillers = ways(lists.fillers)
        self._parts = Table.of(
            {way: i for i, part in enumerate(lists.parts) for way in typed(part.typed)}
        )
        self._vague = set(typed(lists.vague))
        self._steps: tuple[Callable[[Scan, Parts], bool], ...] = (
            Spans(lists).take,
            days.date,
            days.day,
            Clocks(lists).take,
            self._part_of_day,
            self._filler,
        )

    def vague(self, text: str) -> bool:
        """Does a text name no moment at all ("soon", "not sure")?"""
        return flat(text) in self._vague

    def parts(self, text: str) -> Parts | None:
        """What a text says, or None where a word of it is not understood."""
        words = flat(text)
        if not words or len(words) > LONGEST:
            return None
        scan, found = Scan(words), Parts()
        try:
            while scan.more():
                if not any(step(scan, found) for step in self._steps):
                    return None
        except Twice:
            return None
        something = found.days or found.clocks or found.part is not None or found.minutes
        return found if something else None

    def _part_of_day(self, scan: Scan, found: Parts) -> bool:
        part = scan.take(self._parts)
        if part is None:
            return False
        once(found.part in (None, part) or found.tonight)
        found.part = part
        return True

    def _filler(self, scan: Scan, found: Parts) -> bool:
        return scan.take(self._fillers) is not None
