"""Which of many patterns a text may match at all, by one look at each of its words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence


class Sieve:
    """The cost of a text grows with its words, not with the patterns.

    A pattern is let through only if the text has a word of each set that the pattern needs. Of the
    first set, which should be the rarest, each word names the pattern; every other set is one bit
    that its words set. A pattern that needs nothing is always let through.
    """

    __slots__ = ("_always", "_by_word", "_every", "_needed")

    def __init__(self, needs: Iterable[Sequence[frozenset[str]]]) -> None:
        """Takes the sets of words that each pattern needs, the rarest set first."""
        bits: dict[frozenset[str], int] = {}
        named: dict[str, list[int]] = defaultdict(list)
        self._always: list[int] = []
        self._needed: list[int] = []
        for number, sets in enumerate(needs):
            if not sets:
                self._always.append(number)
            for word in sets[0] if sets else ():
                named[word].append(number)
            self._needed.append(sum({bits.setdefault(s, 1 << len(bits)) for s in sets[1:]}))
        self._every = (1 << len(bits)) - 1
        sets_of: dict[str, int] = defaultdict(int)
        for words, bit in bits.items():
            for word in words:
                sets_of[word] |= bit
        self._by_word = {
            word: (sets_of.get(word, 0), tuple(named.get(word, ())))
            for word in sets_of.keys() | named.keys()
        }

    def through(self, words: Iterable[str]) -> list[int]:
        """The numbers of the patterns that a text with these words may match, in their order."""
        candidates = set(self._always)
        by_word, needed = self._by_word, self._needed
        present = 0
        for word in words:
            known = by_word.get(word)
            if known is not None:
                present |= known[0]
                candidates.update(known[1])
        absent = self._every ^ present
        return [number for number in sorted(candidates) if not needed[number] & absent]
