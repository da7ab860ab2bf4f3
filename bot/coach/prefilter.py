"""The matches of many patterns in a text, where only those are tried that it can match."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from bot.coach.normal import Normal
from bot.coach.phrases import Pattern
from bot.coach.scan import Matches
from bot.sieve import Sieve

MOST = 12
"""Matches of one pattern that are looked at in one text."""


class Prefilter:
    """Patterns of many owners, tried only where a text has the words and pairs they ask for."""

    def __init__(self, owned: Iterable[tuple[int, Pattern]]) -> None:
        self._searches = list(owned)
        self._sieve = Sieve(pattern.anchors for _, pattern in self._searches)

    def matches(self, normal: Normal, among: Collection[int]) -> dict[int, Matches]:
        """The matches in a text of the patterns of these owners, by owner."""
        found: dict[int, Matches] = {}
        # In the order of the files: where two find something at one place, the first one counts.
        for number in self._sieve.through(normal.met):
            owner, pattern = self._searches[number]
            if owner not in among:
                continue
            matches = _matches(pattern, normal.text)
            if matches:
                found.setdefault(owner, []).extend(matches)
        for matches in found.values():
            if len(matches) > 1:
                matches.sort(key=lambda match: match.start())
        return found


def _matches(pattern: Pattern, text: str) -> Matches:
    expression = pattern.expression
    match = expression.search(text)
    if match is None:
        return []
    matches = [match]
    while len(matches) < MOST:
        # The space before a word belongs to its match, and it may be the last of this one.
        match = expression.search(text, max(match.end() - 1, match.start() + 1))
        if match is None:
            break
        matches.append(match)
    return matches
