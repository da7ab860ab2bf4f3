"""Who to call, in which country, for what. Strict: a wrong number is worse than none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from bot.lined_yaml import Source, SourceError, read

LineKind = Literal[
    "emergency", "crisis", "partner-violence", "sexual", "harm-done", "child", "text"
]
How = Literal["recalled", "page-copy", "page", "called"]
ELSEWHERE = "ZZ"
"""The country code of rows for people whose country has none (unassigned in ISO 3166)."""
FRESH_FOR = timedelta(days=180)

_Short = Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)]
_Page = Annotated[str, StringConstraints(pattern=r"^https://[a-z0-9.-]+\.[a-z]{2,}(/[^\s]*)?$")]
_Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
_Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


class _Row(_Model):
    country: _Country
    name: _Short
    kinds: Annotated[list[LineKind], Field(min_length=1)]
    number: Annotated[str, StringConstraints(pattern=r"^\+?[0-9](?:[ -]?[0-9]){1,15}$")]
    by: Annotated[list[Literal["call", "text"]], Field(min_length=1)]
    hours: _Short
    languages: Annotated[list[_Language], Field(min_length=1)]
    page: _Page
    source: _Page
    verified_at: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    how: How
    note: _Short | None = None


class _File(_Model):
    directory: _Page
    guess: dict[_Language, _Country]
    lines: Annotated[list[_Row], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Line:
    """One helpline. `number` is as dialled inside the country; `how` says how it was checked."""

    country: str
    name: str
    kinds: tuple[LineKind, ...]
    number: str
    by: tuple[str, ...]
    hours: str
    languages: tuple[str, ...]
    page: str
    source: str
    verified_at: date
    how: How
    note: str | None


@dataclass(frozen=True, slots=True)
class Helplines:
    """All lines, the directory for everything else, and what a language says of a country."""

    lines: tuple[Line, ...]
    directory: str
    guesses: Mapping[str, str]

    @classmethod
    def from_text(cls, text: str, path: str = "dialogues/helplines.yaml") -> Helplines:
        """The lines that the YAML text describes.

        Raises:
            SourceError: when anything in it is wrong; `problems` are "path:line: message".
        """
        source = read(path, text)
        try:
            file = _File.model_validate(source.data)
        except ValidationError as error:
            raise SourceError(source.faults(error)) from None
        faults: list[str] = []
        lines = tuple(_line(row, n, source, faults) for n, row in enumerate(file.lines))
        _whole(lines, file, source, faults)
        if faults:
            raise SourceError(faults)
        return cls(lines, file.directory, dict(file.guess))

    @staticmethod
    def problems(text: str, path: str = "dialogues/helplines.yaml") -> list[str]:
        """What is wrong with the text, "path:line: message" each; empty when all is well."""
        try:
            Helplines.from_text(text, path)
        except SourceError as error:
            return error.problems
        return []

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries with lines of their own, in the order of the file."""
        return tuple(dict.fromkeys(x.country for x in self.lines if x.country != ELSEWHERE))

    def for_country(self, code: str, kind: LineKind) -> tuple[Line, ...]:
        """The lines of that kind in that country; else its emergency line, else the fallback row.

        `code` is ISO 3166 alpha-2, in any case. Never empty.
        """
        own = [x for x in self.lines if x.country == code.upper()]
        fits = tuple(x for x in own if kind in x.kinds)
        return fits or tuple(x for x in own if "emergency" in x.kinds) or self.fallback

    @property
    def fallback(self) -> tuple[Line, ...]:
        """What is shown where no country fits; `directory` goes with it."""
        return tuple(x for x in self.lines if x.country == ELSEWHERE)

    def guess_country(self, language_code: str | None) -> str:
        """The country that an IETF language tag suggests; "ZZ" when it suggests none.

        "en-GB" gives GB, "de" gives DE, "en" gives US. It is a guess, to be shown and changeable.
        """
        parts = re.split(r"[-_]", (language_code or "").strip())
        for part in parts[1:]:
            if len(part) == 2 and part.isalpha():
                return part.upper()
        return self.guesses.get(parts[0].lower(), ELSEWHERE)

    def due(self, today: date) -> list[Line]:
        """The lines that nobody has gone over for 180 days."""
        return [x for x in self.lines if today - x.verified_at > FRESH_FOR]

    def unverified(self) -> list[Line]:
        """The lines that were neither called nor read on the service's own page."""
        return [x for x in self.lines if x.how not in ("page", "called")]


def _line(row: _Row, n: int, source: Source, faults: list[str]) -> Line:
    try:
        verified = date.fromisoformat(row.verified_at)
    except ValueError:
        faults.append(f"{source.at(('lines', n, 'verified_at'))}: not a day of the calendar")
        verified = date.min
    for name in ("kinds", "by", "languages"):
        values = getattr(row, name)
        if len(set(values)) < len(values):
            faults.append(f"{source.at(('lines', n, name))}: {name} holds something twice")
    return Line(
        country=row.country,
        name=row.name,
        kinds=tuple(row.kinds),
        number=row.number,
        by=tuple(row.by),
        hours=row.hours,
        languages=tuple(row.languages),
        page=row.page,
        source=row.source,
        verified_at=verified,
        how=row.how,
        note=row.note,
    )


def _whole(lines: tuple[Line, ...], file: _File, source: Source, faults: list[str]) -> None:
    """What only shows in the file as a whole."""
    seen: set[tuple[str, str]] = set()
    for n, line in enumerate(lines):
        key = (line.country, re.sub(r"\D", "", line.number))
        if key in seen:
            faults.append(f"{source.at(('lines', n))}: {line.number} stands twice; join the rows")
        seen.add(key)
    countries = {line.country for line in lines}
    served = {line.country for line in lines if "emergency" in line.kinds}
    where = source.at(("lines",))
    faults += [f"{where}: {c} has no emergency number" for c in sorted(countries - served)]
    if ELSEWHERE not in countries:
        faults.append(f"{where}: no row for {ELSEWHERE}, which every other country uses")
    for language, country in file.guess.items():
        if country not in countries:
            faults.append(f"{source.at(('guess', language))}: {country} has no lines")
