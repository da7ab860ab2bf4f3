"""What every type of rule has in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

from bot.coach.feelings import FauxFeeling, Feelings
from bot.coach.heard import Ear
from bot.coach.lexicon import Lexicon
from bot.coach.phrases import Pattern, PhraseError, Phrases
from bot.coach.scan import Hit, Matches, Scan
from bot.coach.source import Row


class Spec(BaseModel):
    """The fields any way of finding something may have in YAML."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        hide_input_in_errors=True,
        arbitrary_types_allowed=True,
        populate_by_name=True,
    )

    for_: str = Field(default="all", alias="for")
    severity: Literal["change", "consider"] = "change"
    consider_in: str = ""
    after_trust: Literal["change", "consider", "pass"] | None = None
    unless: tuple[Row, ...] = ()
    unless_text: tuple[Row, ...] = ()
    shielded: bool = True
    flags: tuple[Row, ...] = ()
    passes: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Workshop:
    """What rules are built with: the phrase language and the lexicons."""

    phrases: Phrases
    sets: Mapping[str, Lexicon]
    feelings: Feelings
    faux: Mapping[str, FauxFeeling]
    ear: Ear

    def patterns(self, rows: tuple[Row, ...]) -> tuple[Pattern, ...]:
        """The patterns of some rows.

        Raises:
            BuildError: a row is not a good pattern.
        """
        built: list[Pattern] = []
        for row in rows:
            try:
                built.append(self.phrases.pattern(row.text, row.line))
            except PhraseError as error:
                raise BuildError(row.line, str(error)) from None
        return tuple(built)

    def lexicon(self, name: str, line: int) -> Lexicon:
        """A set of words.yaml, or `feelings`, `faux_feelings`, `needs`.

        Raises:
            BuildError: there is no such set.
        """
        if name not in self.sets:
            raise BuildError(line, f"no set named {name!r}; sets are kept in words.yaml")
        return self.sets[name]


FIRST, LATER, LAST = range(3)
"""What stands there is found first, then what an answer leaves out, at last what is missing."""


class BuildError(Exception):
    """A rule that cannot be built, with the line at fault (0: the line of the rule)."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


class Kind(Protocol):
    """A type of rule, built from its data."""

    @property
    def triggers(self) -> tuple[Pattern, ...]:
        """Patterns for the prefilter; `judge` gets their matches."""

    @property
    def always(self) -> bool:
        """Whether it is asked even when no trigger matched."""

    @property
    def turn(self) -> int:
        """When it is asked: `FIRST`, `LATER` or `LAST`, knowing what those before it found."""

    def judge(self, scan: Scan, matches: Matches) -> Iterator[Hit]:
        """What it finds in a text."""
