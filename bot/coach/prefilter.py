"""Which patterns can match a text at all, by one look at each of its words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from bot.coach.normal import Normal
from bot.coach.phrases import Pattern
from bot.coach.scan import Matches

MOST = 12
"""Matches of one pattern that are looked at in one text."""


class Prefilter:
    """Patterns of many owners; the cost of a text grows with its words, not with the patterns.

    A pattern is tried only if the text has a word of each of its sets of anchors. The rarest set
    is looked up word by word; the others are bit masks over all anchor words.
    """

    def __init__(self, owned: Iterable[tuple[int, Pattern]]) -> None:
        self._searches: list[tuple[int, Pattern]] = []
        self._masks: list[tuple[int, ...]] = []
        self._always: list[int] = []
        bits: dict[str, int] = {}
        by_word: dict[str, list[int]] = defaultdict(list)
        for owner, pattern in owned:
            number = len(self._searches)
            self._searches.append((owner, pattern))
            self._masks.append(tuple(_mask(bits, words) for words in pattern.anchors[1:]))
            if not pattern.anchors:
                self._always.append(number)
                continue
            for word in pattern.anchors[0]:
                by_word[word].append(number)
        self._words = {
            word: (bits.get(word, 0), tuple(by_word.get(word, ())))
            for word in bits.keys() | by_word.keys()
        }

    def matches(self, normal: Normal) -> dict[int, Matches]:
        """The matches in a text, by owner."""
        candidates = set(self._always)
        words, masks, searches = self._words, self._masks, self._searches
        present = 0
        for word in normal.word_set:
            known = words.get(word)
            if known is not None:
                present |= known[0]
                candidates.update(known[1])
        text = normal.text
        found: dict[int, Matches] = {}
        # In the order of the files: where two find something at one place, the first one counts.
        for number in sorted(candidates):
            for mask in masks[number]:
                if not mask & present:
                    break
            else:
                owner, pattern = searches[number]
                matches = _matches(pattern, text)
                if matches:
                    found.setdefault(owner, []).extend(matches)
        for matches in found.values():
            if len(matches) > 1:
                matches.sort(key=lambda match: match.start())
        return found


def _mask(bits: dict[str, int], words: Iterable[str]) -> int:
    mask = 0
    for word in words:
        mask |= bits.setdefault(word, 1 << len(bits))
    return mask


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
