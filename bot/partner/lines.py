"""What the partner can say: lines with their annotation, as they stand in the files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from bot.coach.reading import Annotation

from .sheets import Place, Sheet
from .vocabulary import (
    BANDS,
    BRINGING_UP,
    KINDS,
    STYLES,
    AnyBand,
    AnyStyle,
    Kind,
    Need,
    Stage,
    Topic,
)

PLACEHOLDER = "{request}"

_FEW_KINDS = 3
"""A line written for so few kinds of talk is preferred there."""


def _listed(value: object) -> object:
    """Words separated by commas, or a YAML list, as a tuple."""
    if isinstance(value, str):
        return tuple(word.strip() for word in value.split(",") if word.strip())
    if isinstance(value, list):
        return tuple(value)
    return value


def _kinds(value: object) -> object:
    return tuple(KINDS) if value == "all" else _listed(value)


Words = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


class LineEntry(_Strict):
    """One line as a writer wrote it."""

    id: str = Field(pattern=r"^[a-z0-9-]{3,40}$")
    text: str = Field(min_length=1)
    feelings: Words = ()
    meanings: Words = ()
    point: Words = ()
    accept: Words = ()
    calls_for: Need | None = None
    kinds: Annotated[tuple[Kind, ...] | None, BeforeValidator(_kinds)] = None
    stage: Stage | None = None


class LineSheet(_Strict):
    """One file of lines: topic, key words that reveal it, and lines by style and heat band."""

    topic: Topic
    keywords: Words = ()
    lines: dict[AnyStyle, dict[AnyBand, list[LineEntry]]]


@dataclass(frozen=True, slots=True)
class Line:
    """One line the partner can say.

    style and band may be "any"; stage None means both opening and reply; special lines are
    written for some kinds of talk only and are preferred there.
    """

    id: str
    topic: str
    style: str
    band: str
    text: str
    feelings: tuple[str, ...]
    meanings: tuple[str, ...]
    point: tuple[str, ...]
    accept: tuple[str, ...]
    calls_for: str | None
    kinds: frozenset[str]
    stage: str | None
    special: bool

    @property
    def weaves(self) -> bool:
        """Whether the line quotes the person's own words."""
        return PLACEHOLDER in self.text

    @property
    def styles(self) -> tuple[str, ...]:
        """The styles the line is written for."""
        return STYLES if self.style == "any" else (self.style,)

    @property
    def bands(self) -> tuple[str, ...]:
        """The heat bands the line is written for."""
        return BANDS if self.band == "any" else (self.band,)

    def annotation(self, text: str) -> Annotation:
        """What the line, said as `text`, holds for the coach."""
        return Annotation(text, self.feelings, self.meanings, self.point, self.accept)


def line_sheet(sheet: Sheet) -> tuple[LineSheet | None, list[str]]:
    """The file as a model, and `path:line: message` for everything that does not fit it."""
    try:
        return LineSheet.model_validate(sheet.data), []
    except ValidationError as error:
        return None, faults_of(sheet, error)


def faults_of(sheet: Sheet, error: ValidationError) -> list[str]:
    """A validation error as `path:line: message`, one for each thing wrong."""
    found = []
    for detail in error.errors(include_url=False, include_context=False, include_input=False):
        place: Place = tuple(part for part in detail["loc"] if part != "[key]")
        while place and place not in sheet.lines:
            place = place[:-1]
        name = next((part for part in reversed(place) if isinstance(part, str)), "file")
        found.append(sheet.fault(place, f"'{name}': {detail['msg']}"))
    return found


def lines_of(model: LineSheet) -> Iterator[tuple[Place, Line]]:
    """Each line of a file with its place in it."""
    for style, bands in model.lines.items():
        for band, entries in bands.items():
            for n, entry in enumerate(entries):
                kinds = BRINGING_UP if entry.kinds is None else frozenset(entry.kinds)
                yield (
                    ("lines", style, band, n),
                    Line(
                        id=entry.id,
                        topic=model.topic,
                        style=style,
                        band=band,
                        text=entry.text,
                        feelings=entry.feelings,
                        meanings=entry.meanings,
                        point=entry.point,
                        accept=entry.accept,
                        calls_for=entry.calls_for,
                        kinds=kinds,
                        stage=entry.stage,
                        special=len(kinds) <= _FEW_KINDS,
                    ),
                )
