"""Which patterns can match a text at all, by one look at each of its words and pairs of words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from bot.coach.normal import Normal
from bot.coach.phrases import Pattern
from bot.coach.pieces import Words
from bot.coach.scan import Matches

MOST = 12
"""Matches of one pattern that are looked at in one text."""


class Prefilter:
    """Patterns of many owners; the cost of a text grows with its words, not with the patterns.

    A pattern is tried only if the text has a word or pair of each of its sets of anchors. Of the
    rarest set each anchor names the pattern; every other set is one bit that its anchors set.
    """

    def __init__(self, owned: Iterable[tuple[int, Pattern]]) -> None:
        self._searches: list[tuple[int, Pattern]] = []
        self._needed: list[int] = []
        self._always: list[int] = []
        bits: dict[Words, int] = {}
        named: dict[str, list[int]] = defaultdict(list)
        for owner, pattern in owned:
            number = len(self._searches)
            self._searches.append((owner, pattern))
            rarest, *others = pattern.anchors or (None,)
            sets = {bits.setdefault(words, 1 << len(bits)) for words in others}
            self._needed.append(sum(sets))
            if rarest is None:
                self._always.append(number)
                continue
            for anchor in rarest:
                named[anchor].append(number)
        self._every = (1 << len(bits)) - 1
        sets_of: dict[str, int] = defaultdict(int)
        for words, bit in bits.items():
            for anchor in words:
                sets_of[anchor] |= bit
        self._anchors = {
            anchor: (sets_of.get(anchor, 0), tuple(named.get(anchor, ())))
            for anchor in sets_of.keys() | named.keys()
        }

    def matches(self, normal: Normal, among: Collection[int]) -> dict[int, Matches]:
        """The matches in a text of the patterns of these owners, by owner."""
        candidates = set(self._always)
        anchors, needed, searches = self._anchors, self._needed, self._searches
        present = 0
        for anchor in normal.met:
            known = anchors.get(anchor)
            if known is not None:
                present |= known[0]
                candidates.update(known[1])
        absent = self._every ^ present
        text = normal.text
        found: dict[int, Matches] = {}
        # In the order of the files: where two find something at one place, the first one counts.
        for number in sorted(candidates):
            if needed[number] & absent:
                continue
            owner, pattern = searches[number]
            if owner not in among:
                continue
            matches = _matches(pattern, text)
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
