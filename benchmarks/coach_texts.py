"""The labelled texts that the coach's points are learned from, by groups of text types."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from benchmarks.coach import DEV, LANGUAGE, ROOT, changes, context_of
from bot.coach import Coach
from bot.coach.cues import runs, scale
from bot.coach.examples import example_reading
from bot.coach.load import Way, load
from bot.coach.reading import Reading, TextType
from bot.coach.source import Row

LEARN = ROOT / "tests" / "coach" / "learn"
CONVERSATIONS = LEARN / "conversations.jsonl"
"""What is typed in the golden transcripts, with the feedback that was read there."""
CLEAN = ROOT / "tests" / "coach" / "clean.txt"
COUNTS = 4.0
"""How much more rules' examples, clean texts and conversations count: they are promises."""


@dataclass(frozen=True, slots=True)
class Group:
    """Text types that share their points. `offset` and `rule` are added to what is learned.

    Both were chosen on texts of authors who were left out of the learning.
    """

    name: str
    types: str
    files: tuple[str, ...]
    offset: float
    rule: float
    named: float = 2.5


GROUPS = (
    Group(
        "statement",
        "opening observation feeling need request statement boundary thanks draft",
        ("statements", "requests"),
        -1.5,
        2.0,
    ),
    Group("apology", "apology repair", ("apologies",), -1.0, 1.5),
    Group("mirror", "mirror", ("mirrors",), -1.4, 2.0),
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """What a text tells, which is known to want a change, or not.

    Its points are divided by `divisor`. `rule` is the id that matters most, `also` others that are
    right, `found` what the rules find.
    """

    told: frozenset[str]
    divisor: float
    bad: bool
    rule: str | None
    also: tuple[str, ...]
    found: tuple[str, ...]
    author: str
    counts: float = 1.0


class Sources:
    """Everything labelled, read by the coach as it is without cues."""

    def __init__(self) -> None:
        files = {str(p.relative_to(ROOT)): p.read_text("utf-8") for p in LANGUAGE.rglob("*.yaml")}
        self.library = load(files)
        self.library.cues = {}
        self.coach = Coach(self.library)

    def rows(self, group: Group) -> list[Labelled]:
        """The labelled texts of a group, each once."""
        found: dict[str, Labelled] = {}
        types = group.types.split()
        for name in group.files:
            for path, author in ((DEV, "dev"), (LEARN, "learn")):
                lines = (path / f"{name}.jsonl").read_text("utf-8").splitlines()
                for row in map(json.loads, lines):
                    reading = self.coach.reading(row["text"], row["type"], context_of(row))
                    self._add(found, row, reading, row.get("author", author))
        for row in map(json.loads, CONVERSATIONS.read_text("utf-8").splitlines()):
            if row["type"] in types:
                reading = self.coach.reading(row["text"], row["type"], context_of(row))
                self._add(found, row, reading, "", COUNTS)
        for line in CLEAN.read_text("utf-8").splitlines():
            type_, _, text = line.partition(" | ")
            if type_ in types:
                row = {"text": text, "flagged": False}
                self._add(found, row, self.coach.reading(text, cast(TextType, type_)), "", COUNTS)
        for way in self.library.ways:
            if way.target != "rule" or not way.types & set(types):
                continue
            for flags, examples in ((True, way.spec.flags), (False, way.spec.passes)):
                for example in examples:
                    self._example(found, way, example, flags)
        return list(found.values())

    def _example(self, found: dict[str, Labelled], way: Way, example: Row, flags: bool) -> None:
        """An example of a rule, where it shows whether a change is wanted at all."""
        reading, context = example_reading(self.coach, way, example), None
        bad = bool(changes(reading))
        if flags or not bad:
            if ">>" in example.text:
                context = example.text.partition(">>")[0].rpartition("]")[2].strip()
            row = {"text": reading.text, "flagged": bad, "rule": way.name, "context": context}
            self._add(found, row, reading, "", COUNTS)

    def _add(
        self,
        found: dict[str, Labelled],
        row: Mapping[str, Any],
        reading: Reading,
        author: str,
        counts: float = 1.0,
    ) -> None:
        normal = self.library.words.spelling.normal(row["text"])
        if not normal.words:
            return
        bad = not row["good"] if "good" in row else bool(row["flagged"])
        told = frozenset(runs(normal, 0, len(normal.words)))
        if context := context_of(row):
            ear = self.library.words.ear
            told |= ear.marks(ear.heard(context), normal)
        found.setdefault(
            row["text"],
            Labelled(
                told,
                scale(len(normal.words)),
                bad,
                row.get("rule") if bad else None,
                tuple(row.get("also", ())),
                tuple(changes(reading)),
                author,
                counts,
            ),
        )
