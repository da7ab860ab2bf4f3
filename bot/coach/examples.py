"""The examples that rules carry, run as tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, cast

from bot.coach.load import Way
from bot.coach.reading import Reading, TextType
from bot.coach.source import Row
from bot.lined_yaml import Problem

if TYPE_CHECKING:
    from bot.coach.coach import Coach

_FIRST = ("statement", "mirror", "apology", "request", "opening", "boundary", "thanks")


def example_problems(coach: Coach, ways: Iterable[Way]) -> Iterator[Problem]:
    """Each example that does not come out as its rule says.

    A row is a text, or `heard line >> answer` for a mirror; `[type]` in front chooses the type.
    """
    for way in ways:
        if way.target == "rule" and not (way.spec.flags and way.spec.passes):
            yield Problem(way.path, way.line, f"{way.name}: give examples under flags and passes")
        for rows, wanted in ((way.spec.flags, True), (way.spec.passes, False)):
            for row in rows:
                if _has(way, example_reading(coach, way, row)) is not wanted:
                    verb = "is not found in" if wanted else "is wrongly found in"
                    yield Problem(way.path, row.line, f"{way.name} {verb} its example: {row.text}")


def example_reading(coach: Coach, way: Way, row: Row) -> Reading:
    """The reading of one example row."""
    text, type_ = row.text, next((t for t in _FIRST if t in way.types), min(way.types))
    if text.startswith("["):
        type_, _, text = text[1:].partition("]")
    context, arrow, reply = text.partition(">>")
    if arrow:
        return coach.reading(reply.strip(), cast(TextType, type_), context.strip())
    return coach.reading(text.strip(), cast(TextType, type_))


def _has(way: Way, reading: Reading) -> bool:
    if way.target == "rule":
        return any(f.rule == way.name for f in reading.findings)
    if way.target == "part":
        return way.name in reading.parts
    if way.target == "good":
        return way.name in reading.good
    return way.target == "move" and reading.move == way.name
