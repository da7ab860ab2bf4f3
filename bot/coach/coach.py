"""The coach: a prose linter for hard talks. Deterministic, and it adds no words of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from bot.coach.english import english_words, is_english
from bot.coach.examples import example_problems
from bot.coach.feelings import FauxFeeling, Feelings
from bot.coach.load import Library, Way, load
from bot.coach.names import GOOD, MOVES, PARTS, TYPES
from bot.coach.normal import Normal
from bot.coach.phrases import Pattern
from bot.coach.prefilter import Prefilter
from bot.coach.reading import Annotation, Move, Reading, Span, TextType
from bot.coach.scan import Hit, Matches, Scan, first_comma
from bot.coach.settle import settled, weighed
from bot.coach.shields import clause_end, quotations
from bot.coach.votes import chosen_move
from bot.lined_yaml import Problem


class CoachError(ValueError):
    """The coach's files hold faults; the message names each by file and line."""


class Coach:
    """Feedback on words meant to be said, from the rules in the files given."""

    def __init__(self, library: Library) -> None:
        self._spelling = library.words.spelling
        self._ear = library.words.ear
        self._library = library
        ways = list(enumerate(library.ways))
        self._among = {t: frozenset(n for n, way in ways if t in way.types) for t in TYPES}
        self._standing = [(n, way) for n, way in ways if way.kind.always]

    @cached_property
    def _filter(self) -> Prefilter:
        return Prefilter(
            (number, pattern)
            for number, way in enumerate(self._library.ways)
            for pattern in way.kind.triggers
        )

    @classmethod
    def from_texts(cls, files: Mapping[str, str]) -> Coach:
        """A coach from the texts of its YAML files (path → text); foreign files are left alone.

        Raises:
            CoachError: the files hold faults.
        """
        library = load(files)
        if library.problems:
            raise CoachError("\n".join(map(str, library.problems)))
        return cls(library)

    @staticmethod
    def problems(files: Mapping[str, str]) -> list[str]:
        """All that is wrong in the files as `path:line: message`, failing examples included."""
        library = load(files)
        found = [str(problem) for problem in (*library.problems, *_uncompiled(library))]
        if not found:
            # The rules alone: what the words of a text find would hide a rule that does not.
            bare = Coach(replace(library, cues={}))
            found = [str(problem) for problem in example_problems(bare, library.ways)]
        return found

    def warm(self) -> None:
        """Compile every pattern now (about a second); else each is compiled when first needed.

        Raises:
            CoachError: one cannot be compiled.
        """
        if problems := list(_uncompiled(self._library)):
            raise CoachError("\n".join(map(str, problems)))
        _ = self._filter

    @property
    def feelings(self) -> Feelings:
        """The graded lexicon of feelings."""
        return self._library.words.feelings

    @property
    def faux_feelings(self) -> Mapping[str, FauxFeeling]:
        """Words that sound like feelings, with what may lie under them."""
        return self._library.words.faux

    def opened_up(self, text: str) -> str | None:
        """The first word of a typed feeling that is never corrected, only opened up.

        "Betrayed" says what somebody did, and policing it would hurt; a question what it is like
        inside may help. The word is given as it was typed; None where there is none.
        """
        normal = self._spelling.normal(text)
        for found in self._library.words.opened.everywhere(normal):
            faux = self.faux_feelings.get(found.entry)
            if faux is not None and faux.group == "open":
                return normal.quote(found.start, found.end)
        return None

    @property
    def needs(self) -> tuple[str, ...]:
        """The needs by name."""
        return tuple(dict.fromkeys(self._library.words.needs.values()))

    def skill(self, rule: str) -> str:
        """The skill a rule trains, as named in its file."""
        return self._library.skills[rule]

    def is_english(self, text: str) -> bool:
        """Whether a text looks English; others are read without findings."""
        return is_english(text)

    def reading(
        self,
        text: str,
        type: TextType,
        context: Annotation | str | None = None,
        kind: str | None = None,
    ) -> Reading:
        """What the coach sees in words meant to be said.

        `type` is what the text is meant as. `context` is the line that a mirror answers. `kind`
        is the kind of talk; after broken trust ("trust") some rules are milder. Offsets in the
        reading are code points of `text`; only its first 4,000 are read.
        """
        move_wanted = type == "mirror"
        normal = self._spelling.normal(text)
        if not normal.words or not english_words(normal.words[:120]):
            return Reading(text, move="other" if move_wanted else None)
        heard = self._ear.heard(context) if context and move_wanted else None
        scan = Scan(normal, type, heard)
        among = self._among[type]
        matches = self._filter.matches(normal, among)
        fired: dict[str, list[tuple[Way, Matches]]] = {}
        for number, own in matches.items():
            way = self._library.ways[number]
            if not way.kind.always:
                fired.setdefault(way.target, []).append((way, own))
        standing: dict[str, list[tuple[Way, Matches]]] = {}
        for number, way in self._standing:
            if number not in among:
                continue
            standing.setdefault(way.target, []).append((way, matches.get(number, [])))
        scan.shields = _shields(normal, fired.get("shield", ()))
        for way, own in fired.get("part", ()):
            for hit in self._hits(scan, way, own):
                end = first_comma(normal, hit.start, hit.end)
                scan.parts.setdefault(way.name, []).append((hit.start, end))
        raw: list[tuple[Way, Hit]] = []
        for way, own in sorted(fired.get("rule", ()), key=_turn):
            self._judge(scan, way, own, raw)
        self._good(scan, fired, standing)
        for way, own in sorted(standing.get("rule", ()), key=_turn):
            self._judge(scan, way, own, raw)
        findings = settled(raw, normal, type, kind)
        if cues := self._library.cues.get(type):
            marks = self._ear.marks(heard, normal) if heard else frozenset()
            findings = weighed(findings, normal, cues, marks, self._library.resting(kind))
        move: Move | None = None
        if move_wanted:
            votes = dict.fromkeys(MOVES, 0.0)
            for way, own in fired.get("move", ()):
                if self._hits(scan, way, own):
                    votes[way.name] += way.weight
            move = chosen_move(scan, votes)
        controls = "control" in scan.found or any(f.rule == "control" for f in findings)
        praised = () if controls else tuple(g for g in GOOD if g in scan.good)
        # A bare "is that it?" has nothing to check.
        given = "mirrors" in scan.good or bool(scan.parts.get("reflects"))
        checked = move_wanted and given and bool(scan.parts.get("checks"))
        return Reading(text, findings, _parts(scan), praised, move, checked)

    def _judge(self, scan: Scan, way: Way, matches: Matches, raw: list[tuple[Way, Hit]]) -> None:
        hits = self._hits(scan, way, matches)
        if hits:
            scan.found.add(way.name)
            if way.spec.severity == "change" and scan.type not in way.considered:
                scan.changes.add(way.name)
            raw.extend((way, hit) for hit in hits)

    def _good(
        self,
        scan: Scan,
        fired: Mapping[str, list[tuple[Way, Matches]]],
        standing: Mapping[str, list[tuple[Way, Matches]]],
    ) -> None:
        for way, own in (*fired.get("good", ()), *standing.get("good", ())):
            if way.name not in scan.good and next(iter(self._hits(scan, way, own)), None):
                scan.good.add(way.name)

    def _hits(self, scan: Scan, way: Way, matches: Matches) -> list[Hit]:
        normal = scan.normal
        if way.unless_text and _any(way.unless_text, normal, 0, len(normal.text)):
            return []
        hits = []
        for hit in way.kind.judge(scan, matches):
            if way.spec.shielded and scan.shielded(hit.start, hit.end):
                continue
            if way.unless:
                start, end = normal.sentence(hit.start)
                if _any(way.unless, normal, max(start - 1, 0), max(end, hit.end)):
                    continue
            hits.append(hit)
        return hits


def _turn(asked: tuple[Way, Matches]) -> int:
    return asked[0].kind.turn


def _uncompiled(library: Library) -> Iterator[Problem]:
    """What reads well and still makes no expression: a piece named twice, for one."""
    for way in library.ways:
        for pattern in (*way.kind.triggers, *way.unless, *way.unless_text):
            try:
                _ = pattern.expression
            except re.error as error:
                yield Problem(way.path, pattern.line, f"cannot be compiled: {error.msg}")


def _any(patterns: tuple[Pattern, ...], normal: Normal, start: int, end: int) -> bool:
    met = normal.met
    for pattern in patterns:
        if pattern.anchors and pattern.anchors[0].isdisjoint(met):
            continue
        if pattern.expression.search(normal.text, start, end):
            return True
    return False


def _shields(normal: Normal, fired: Iterable[tuple[Way, Matches]]) -> list[Span]:
    spans = quotations(normal)
    for _, matches in fired:
        spans.extend((m.start(), clause_end(normal, m.end())) for m in matches)
    return spans


def _parts(scan: Scan) -> dict[str, tuple[Span, ...]]:
    told: dict[str, tuple[Span, ...]] = {}
    for name in PARTS:
        spans = sorted(scan.parts.get(name, ()))
        joined: list[Span] = []
        for span in spans:
            if joined and span[0] < joined[-1][1]:
                joined[-1] = (joined[-1][0], max(joined[-1][1], span[1]))
            else:
                joined.append(span)
        if joined:
            told[name] = tuple(scan.normal.back(*span) for span in joined)
    return told
