"""What the coach sees in a text: findings, parts and good moves. Plain data, no wording."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

TextType = Literal[
    "opening",
    "observation",
    "feeling",
    "need",
    "request",
    "statement",
    "mirror",
    "apology",
    "repair",
    "boundary",
    "thanks",
    "draft",
]
Severity = Literal["change", "consider"]
Move = Literal["reflection", "advice", "question", "other"]
Span = tuple[int, int]
"""Start and end as code points of the text as it was given."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """What the author of a partner line says it holds, so that a mirror of it can be judged.

    `accept` are further words that count as having given back the point.
    """

    text: str
    feelings: tuple[str, ...] = ()
    meanings: tuple[str, ...] = ()
    point: tuple[str, ...] = ()
    accept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the coach would say something about.

    `pieces` are the captured parts of the person's own words that a rewording may use. It is
    `sure` when a rule found it, or the words of the text clearly speak for this rule and no other.
    """

    rule: str
    severity: Severity
    start: int
    end: int
    quote: str
    pieces: Mapping[str, str] = field(default_factory=dict)
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
    """The coach's reading of one text.

    `checked`: a mirror gives something back and asks if it is right.
    """

    text: str
    findings: tuple[Finding, ...] = ()
    parts: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    good: tuple[str, ...] = ()
    move: Move | None = None
    checked: bool = False

    @property
    def praise(self) -> tuple[str, ...]:
        """What was done well, in the order in which it is named: the good moves, and the check."""
        if not self.checked:
            return self.good
        place = self.good.index("mirrors") + 1 if "mirrors" in self.good else 0
        return (*self.good[:place], "checked", *self.good[place:])

    def as_data(self) -> dict[str, Any]:
        """The reading in the shape that `python -m bot coach --json` prints."""
        data: dict[str, Any] = {
            "text": self.text,
            "findings": [
                {
                    "rule": f.rule,
                    "severity": f.severity,
                    "start": f.start,
                    "end": f.end,
                    "quote": f.quote,
                }
                for f in self.findings
            ],
            "parts": {name: [list(span) for span in spans] for name, spans in self.parts.items()},
            "good": list(self.good),
        }
        if self.move is not None:
            data["move"] = self.move
        return data
