"""What is known about one text while it is being read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.coach.heard import Heard
from bot.coach.normal import Normal
from bot.coach.reading import Span, TextType


@dataclass(frozen=True, slots=True)
class Hit:
    """Something a rule found: a canonical span and the pieces a rewording may use."""

    start: int
    end: int
    pieces: dict[str, str] = field(default_factory=dict)


Matches = list["re.Match[str]"]


@dataclass(slots=True)
class Scan:
    """One text on its way through the rules.

    `parts`, `good` and `found` (ids of rules; `changes` are the graver ones) grow in this order,
    so a later step may ask for what an earlier one has found. Spans are canonical.
    """

    normal: Normal
    type: TextType
    heard: Heard | None
    shields: list[Span] = field(default_factory=list)
    parts: dict[str, list[Span]] = field(default_factory=dict)
    good: set[str] = field(default_factory=set)
    found: set[str] = field(default_factory=set)
    changes: set[str] = field(default_factory=set)

    def shielded(self, start: int, end: int) -> bool:
        """Whether a span lies in reported speech, a negation or a quotation."""
        return any(a <= start and end <= b for a, b in self.shields)

    def pieces(self, match: re.Match[str]) -> dict[str, str]:
        """The named pieces of a match in the person's own spelling."""
        pieces: dict[str, str] = {}
        for name in match.re.groupindex:
            start, end = match.span(name)
            if start >= 0 and (text := self.words(start, end)):
                pieces[name] = text
        return pieces

    def words(self, start: int, end: int) -> str:
        """The person's own spelling of a canonical span, up to the first comma."""
        normal = self.normal
        first, last = normal.numbers(start, first_comma(normal, start, end))
        return normal.given[normal.spans[first][0] : normal.spans[last][1]]

    def hit(self, match: re.Match[str]) -> Hit:
        """A match as a hit; a piece named `quote` is what will be quoted."""
        span = match.span("quote") if "quote" in match.re.groupindex else match.span()
        start, end = trimmed(self.normal.text, *(span if span[0] >= 0 else match.span()))
        return Hit(start, end, self.pieces(match))


def trimmed(text: str, start: int, end: int) -> Span:
    """The span without spaces and commas at its edges."""
    while start < end and text[start] in " ":
        start += 1
    while end > start and text[end - 1] in " ":
        end -= 1
    return start, end


def first_comma(normal: Normal, start: int, end: int) -> int:
    """Where a canonical span ends when it is cut at its first comma."""
    if not normal.commas:
        return end
    first, last = normal.numbers(start, end)
    for number in range(first + 1, last + 1):
        if number in normal.commas:
            return normal.starts[number] - 1
    return end
