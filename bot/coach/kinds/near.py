"""`near`: an entry of a word list in one sentence with a pattern ("you", "your")."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from bot.coach.kinds.base import FIRST, Spec, Workshop
from bot.coach.lexicon import Lexicon
from bot.coach.phrases import Pattern
from bot.coach.scan import Hit, Matches, Scan
from bot.coach.source import Row


class NearSpec(Spec):
    """`words`: the list; `beside`: patterns, one of which stands in the same sentence."""

    type: Literal["near"]
    words: str
    beside: tuple[Row, ...]

    def build(self, shop: Workshop) -> Near:
        """The rule with its patterns compiled and its list looked up."""
        return Near(shop.patterns(self.beside), shop.lexicon(self.words, 0))


class Near:
    """Finds a word of its list beside one of its patterns."""

    always = False
    turn = FIRST

    def __init__(self, triggers: tuple[Pattern, ...], words: Lexicon) -> None:
        self.triggers = triggers
        self._words = words

    def judge(self, scan: Scan, matches: Matches) -> Iterator[Hit]:
        """One hit for each word found, with the piece `word`."""
        for found in self._words.everywhere(scan.normal):
            start, end = scan.normal.sentence(found.start)
            if any(start - 1 <= match.start() < end for match in matches):
                word = scan.normal.quote(found.start, found.end)
                yield Hit(found.start, found.end, {"word": word})
