"""`lexicon`: a pattern followed by an entry of a word list, small adverbs between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from bot.coach.feelings import FauxFeeling
from bot.coach.kinds.base import FIRST, Spec, Workshop
from bot.coach.lexicon import Lexicon
from bot.coach.phrases import Pattern
from bot.coach.scan import Hit, Matches, Scan
from bot.coach.source import Row


class LexiconSpec(Spec):
    """`after`: patterns; `words`: the list; `but_not`: a list that passes where it fits too."""

    type: Literal["lexicon"]
    after: tuple[Row, ...]
    words: str
    skip: str = "adverbs"
    but_not: str | None = None

    def build(self, shop: Workshop) -> AfterLexicon:
        """The rule with its patterns compiled and its lists looked up."""
        return AfterLexicon(
            shop.patterns(self.after),
            shop.lexicon(self.words, 0),
            frozenset(shop.lexicon(self.skip, 0).entries),
            shop.lexicon(self.but_not, 0) if self.but_not else None,
            shop.faux,
        )


class AfterLexicon:
    """Finds an entry of its list after one of its patterns."""

    always = False
    turn = FIRST

    def __init__(
        self,
        triggers: tuple[Pattern, ...],
        words: Lexicon,
        skip: frozenset[str],
        but_not: Lexicon | None,
        faux: Mapping[str, FauxFeeling],
    ) -> None:
        self.triggers = triggers
        self._words = words
        self._skip = skip
        self._but_not = but_not
        self._faux = faux

    def judge(self, scan: Scan, matches: Matches) -> Iterator[Hit]:
        """A hit from the pattern to the entry; pieces `word` and, where known, `under`."""
        for match in matches:
            found = self._words.after(scan.normal, match.end(), self._skip)
            if found is None:
                continue
            if self._but_not is not None:
                other = self._but_not.after(scan.normal, match.end(), self._skip)
                if other is not None and other.end >= found.end:
                    continue
            pieces = scan.pieces(match)
            pieces["word"] = scan.normal.quote(found.start, found.end)
            faux = self._faux.get(found.entry)
            if faux is not None:
                pieces["under"] = ", ".join(faux.under)
            yield Hit(match.start(), found.end, pieces)
