"""`phrase`: a finding wherever one of the patterns stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from bot.coach.kinds.base import FIRST, Spec, Workshop
from bot.coach.phrases import Pattern
from bot.coach.scan import Hit, Matches, Scan
from bot.coach.source import Row


class PhraseSpec(Spec):
    """Patterns, one a line."""

    type: Literal["phrase"] = "phrase"
    patterns: tuple[Row, ...]

    def build(self, shop: Workshop) -> Phrase:
        """The rule with its patterns compiled."""
        return Phrase(shop.patterns(self.patterns))


class Phrase:
    """Finds its patterns."""

    always = False
    turn = FIRST

    def __init__(self, triggers: tuple[Pattern, ...]) -> None:
        self.triggers = triggers

    def judge(self, scan: Scan, matches: Matches) -> Iterator[Hit]:
        """One hit for each match."""
        for match in matches:
            yield scan.hit(match)
