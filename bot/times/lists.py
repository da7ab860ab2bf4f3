"""The word lists of times.yaml, read and checked; every fault has file and line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
          "october", "november", "december")  # fmt: skip

SAID = frozenset(
    {"on", "next_week", "days_ahead", "week_ahead", "weeks_ahead", "today", "tomorrow", "day_after",
     "date", "at", "minute_ahead", "minutes_ahead", "hour_ahead", "half_hour_ahead", "hours_ahead",
     "hour_and_half_ahead", "hours_and_minutes_ahead", "early", "morning", "noon", "afternoon",
     "evening", "midnight"}
)  # fmt: skip
"""What has to be sayable."""


class SourceError(ValueError):
    """A file that cannot be used: lines of "path:line: what is wrong"."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class PartOfDay(_Model):
    """A part of a day: its clock, the half it puts a bare hour into, and how it is said."""

    clock: str
    half: Literal["am", "pm"]
    say: str
    typed: str
    long: str | None = None
    today: str | None = None

    @field_validator("clock")
    @classmethod
    def _a_clock(cls, value: str) -> str:
        if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
            raise ValueError("a clock is written like 19:30")
        return value

    @property
    def minutes(self) -> int:
        """Minutes after midnight."""
        hours, minutes = self.clock.split(":")
        return int(hours) * 60 + int(minutes)


class Units(_Model):
    """Units by how many minutes or days they hold."""

    minutes: dict[int, str]
    days: dict[int, str]


class Lists(_Model):
    """times.yaml as it stands."""

    fillers: str
    numbers: dict[int, str]
    units: Units
    durations: dict[int, str]
    ahead: str
    later: str
    this: str
    next: str
    week_after: str
    after_next: str
    days: dict[int, str]
    weekdays: dict[str, str]
    weekend: str
    elsewhere: dict[int, str]
    months: dict[str, str]
    parts: tuple[PartOfDay, ...]
    tonight: str
    am: str
    pm: str
    oclock: str
    half: str
    half_past: str
    quarter_past: str
    quarter_to: str
    past: str
    to: str
    minute_words: str
    vague: str
    said: dict[str, str]

    @field_validator("weekdays", "months", "said")
    @classmethod
    def _complete(cls, value: dict[str, str], info: Any) -> dict[str, str]:
        wanted = {"weekdays": set(WEEKDAYS), "months": set(MONTHS), "said": set(SAID)}
        if set(value) != wanted[info.field_name]:
            wrong = ", ".join(sorted(set(value) ^ wanted[info.field_name]))
            raise ValueError(f"missing or unknown: {wrong}")
        return value


def typed(text: str) -> list[str]:
    """The ways to write one thing: parted by commas, in small letters."""
    return [" ".join(way.split()).lower() for way in text.split(",") if way.strip()]


def read_lists(text: str, path: str) -> Lists:
    """The lists of a file. Raises SourceError with `path:line: message` lines."""
    try:
        data = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SourceError(f"{path}:{line}: {error.problem}") from None
    except YAMLError:
        raise SourceError(f"{path}:1: this is no YAML") from None
    try:
        return Lists.model_validate(_plain(data))
    except ValidationError as error:
        found = [
            f"{path}:{_line(data, e['loc'])}: {_place(e['loc'])}: {e['msg']}"
            for e in error.errors()
        ]
        raise SourceError("\n".join(found)) from None


def _plain(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {k if isinstance(k, int) else str(k): _plain(v) for k, v in data.items()}
    return [_plain(v) for v in data] if isinstance(data, list) else data


def _place(where: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in where) or "the file"


def _line(data: Any, where: tuple[int | str, ...]) -> int:
    """The line of the deepest place that there is."""
    line = 1
    for part in where:
        try:
            lines: Any = data.lc
            mark = lines.item(part) if isinstance(data, list) else lines.key(part)
            line, data = mark[0] + 1, data[part]
        except (AttributeError, KeyError, IndexError, TypeError):
            return line
    return line


@dataclass(frozen=True)
class Table:
    """Ways to write things, longest first, each with what it means."""

    pattern: re.Pattern[str]
    meaning: Mapping[str, Any]

    @classmethod
    def of(cls, meanings: Mapping[str, Any]) -> Table:
        """A table of ways to write → meaning."""
        ways = sorted(meanings, key=len, reverse=True)
        inner = "|".join(re.escape(way).replace(r"\ ", r"\s+") for way in ways)
        return cls(re.compile(rf"(?:{inner})(?![^\W\d_]|['’]\w)"), meanings)
