"""Stretches of a text that are not the person's own claim: quoted, reported, denied."""

from __future__ import annotations

from bisect import bisect_left

import regex

from bot.coach.normal import Normal
from bot.coach.reading import Span

_CLAUSE_END = regex.compile(
    r"(?<= )(?:[.!?;] |but (?!that |how |when )|(?:and|so) (?:i|you) (?!said |told |thought ))"
)
_QUOTED = regex.compile(r'["“„«][^"“”„«»\n]{2,400}+["”“»]')
_CLAUSE_WORDS = "and but so you we"
_AFTER_COMMA = frozenset(_CLAUSE_WORDS.split())


def clause_end(normal: Normal, offset: int) -> int:
    """Where the clause ends (canonical) that an offset lies in."""
    found = _CLAUSE_END.search(normal.text, offset)
    end = len(normal.text) if found is None else found.start()
    for number in normal.commas:
        if (
            number < len(normal.words)
            and normal.words[number] in _AFTER_COMMA
            and offset <= normal.starts[number] < end
        ):
            end = normal.starts[number]
    return end


def quotations(normal: Normal) -> list[Span]:
    """What stands in double quotes; a text that is one whole quotation is not shielded."""
    given = [(m.start(), m.end()) for m in _QUOTED.finditer(normal.given)]
    if sum(end - start for start, end in given) * 4 > len(normal.given) * 3:
        return []
    places = [span[0] for span in normal.spans]
    spans: list[Span] = []
    for start, end in given:
        first, last = bisect_left(places, start), bisect_left(places, end) - 1
        if first <= last:
            spans.append((normal.starts[first], normal.starts[last] + len(normal.words[last]) + 1))
    return spans
