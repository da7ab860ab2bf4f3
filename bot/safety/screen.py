"""Screening: is somebody in danger in this text? Pure, deterministic, bounded in time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from bot.lined_yaml import SourceError
from bot.safety.cues import Cues
from bot.safety.lexicon import Coded, Lexicon
from bot.safety.pattern import Pattern
from bot.safety.risk import NO_RISK, Risk
from bot.safety.rules import Rule, load
from bot.sieve import Sieve

MAX_CHARS = 4_096
"""What one Telegram message can hold. A longer text is screened in pieces of this size."""
_OVERLAP = 200
_MAX_EXCUSED = 12
"""How many excused matches of one pattern are looked at; the next one counts: better to ask."""
_MAX_TOLD = 3
"""How many matches of one pattern are kept: they change nothing any more but cost time."""
CUED = "cues"
"""What stands in `Risk.rules` for a text that no rule knows but whose words together are grave."""
SOUNDS = {"self-harm": "sounds-like-dying", "violence": "sounds-like-danger"}
"""The weak sign of a text whose words come near to a risk, by the risk."""
_GRAVITY = ("self-harm", "child", "sexual", "violence", "control")


@dataclass(frozen=True, slots=True)
class _Hit:
    rule: Rule
    span: tuple[int, int]


class Screen:
    """Finds disclosures of danger by rules in data. One instance serves everybody."""

    __slots__ = ("_cues", "_index", "_lexicon", "_rules", "_signal_index")

    def __init__(self, lexicon: Lexicon, rules: Collection[Rule], cues: Cues | None = None) -> None:
        self._lexicon = lexicon
        self._cues = cues
        self._index = _Index(r for r in rules if r.kind != "signal")
        self._signal_index = _Index(r for r in rules if r.kind == "signal")
        self._rules = tuple(rules)

    def warm(self) -> None:
        """Compile every pattern now (about a second); else each is compiled when first needed."""
        for rule in self._rules:
            for pattern in (*rule.patterns, *(guard.pattern for guard in rule.guards)):
                _ = pattern.search

    @classmethod
    def from_texts(cls, files: Mapping[str, str]) -> Screen:
        """The screen that the texts of a screening folder describe (path to text).

        Raises:
            SourceError: when anything in them is wrong; `problems` names it by path and line.
        """
        book = load(files)
        if book.problems:
            raise SourceError(book.problems)
        return cls(book.lexicon, book.rules, book.cues)

    @staticmethod
    def problems(files: Mapping[str, str]) -> list[str]:
        """What is wrong with the rules, "path:line: message" each; empty when all is well.

        Bad YAML, unknown words and lists, patterns that cost too much, and examples that do not
        come out as they stand there.
        """
        try:
            book = load(files)
        except SourceError as error:
            return error.problems
        screen = Screen(book.lexicon, book.rules)
        screen.warm()
        found = list(book.problems)
        for example in book.examples:
            hits = screen._hits(example.text, frozenset())
            ids = {h.rule.id for h in hits}
            if example.rule is None:
                loud = sorted(h.rule.id for h in hits if h.rule.kind != "signal" and h.rule.sure)
                if loud:
                    found.append(f"{example.where}: {example.text!r} is flagged by {loud}")
            elif example.flagged and example.rule not in ids:
                found.append(f"{example.where}: {example.rule} does not flag {example.text!r}")
            elif not example.flagged and example.rule in ids:
                found.append(f"{example.where}: {example.rule} flags {example.text!r}")
        return found

    @staticmethod
    def signal_ids(files: Mapping[str, str]) -> set[str]:
        """The ids of all weak signs. Raises SourceError where a file cannot be read."""
        rules = {rule.id for rule in load(files).rules if rule.kind == "signal"}
        return rules | set(SOUNDS.values())

    def risk(self, text: str, waived: Collection[str] = ()) -> Risk:
        """The gravest risk in the text: self-harm first, then harm to others.

        What a sure rule finds is grave. What another rule finds is so together with the points
        of the words around it, and these can be enough by themselves. Where they are not quite
        enough, the text only comes near to a risk, unless it was said that it was not meant.

        `waived`: ids of rules whose hits are to pass, from `Risk.rules` of the hit that the
        person said they did not mean. Spans are code points of `text` as it was given.
        """
        pieces = list(self._pieces(text))
        hits = list(self._found(pieces, self._index, frozenset(waived)))
        cues = self._cues
        if cues is None:
            return _told(hits, min((h.rule.kind for h in hits), key=_GRAVITY.index, default=None))
        weight, (begin, coded) = max(
            ((cues.weight(piece[1].codes), piece) for piece in pieces), key=lambda w: w[0]
        )
        cued = weight >= cues.threshold and CUED not in waived
        sure = {h.rule.kind for h in hits if h.rule.sure}
        kinds = {h.rule.kind for h in hits}
        hinted = weight + cues.hint if hits else weight
        if not cued and not sure and (not hits or hinted < cues.threshold):
            if waived or not cues.asks <= hinted < cues.threshold:
                return NO_RISK
            near = cues.kind(coded.codes, kinds, cues.kinds)
            return Risk(near="self-harm" if near == "self-harm" else "violence")
        # A sure rule knows its kind, but thoughts of dying come first where the words tell of them.
        among = {*sure, "self-harm"} if sure and cued else sure or cues.kinds
        kind = "self-harm" if "self-harm" in sure else cues.kind(coded.codes, kinds, among)
        found = _told(hits, kind, every=not cued)
        if not cued:
            return found
        spans = found.spans or _merged(
            (begin + coded.starts[i], begin + coded.ends[j - 1])
            for i, j in cues.places(coded.codes)
        )
        return replace(found, spans=spans, rules=tuple(sorted((*found.rules, CUED))))

    def signals(self, text: str, risk: Risk = NO_RISK) -> tuple[str, ...]:
        """Ids of weak signs that do not stop an exercise but are worth a fear check.

        `risk` is what was found in the text: what it comes near to is a sign, too.
        """
        hits = self._found(list(self._pieces(text)), self._signal_index, frozenset())
        near = {SOUNDS[risk.near]} if risk.near != "none" else set()
        return tuple(sorted({h.rule.id for h in hits} | near))

    def _hits(self, text: str, waived: frozenset[str]) -> list[_Hit]:
        pieces = list(self._pieces(text))
        return [
            hit for index in (self._index, self._signal_index)
            for hit in self._found(pieces, index, waived)
        ]  # fmt: skip

    def _pieces(self, text: str) -> Iterator[tuple[int, Coded]]:
        """The text as codes, in pieces that bound the time; each with where it begins."""
        for begin in range(0, max(len(text), 1), MAX_CHARS - _OVERLAP):
            yield begin, self._lexicon.read(text[begin : begin + MAX_CHARS])
            if begin + MAX_CHARS >= len(text):
                return

    def _found(
        self,
        pieces: Collection[tuple[int, Coded]],
        index: _Index,
        waived: frozenset[str],
    ) -> Iterator[_Hit]:
        for begin, coded in pieces:
            codes = coded.codes.translate(self._lexicon.unheard)
            for rule, start, end in _matches(codes, index, waived):
                yield _Hit(rule, (begin + coded.starts[start], begin + coded.ends[end - 1]))


def _told(hits: Collection[_Hit], kind: str | None, every: bool = False) -> Risk:
    """The risk of a text of this kind (None: no risk at all), with what rules have found of it.

    `every`: where they have found nothing of it, with whatever they have found.
    """
    if kind is None:
        return NO_RISK
    own = kind == "self-harm"
    kept = [h for h in hits if (h.rule.kind == "self-harm") == own]
    if every and not kept:
        kept = list(hits)
    return Risk(
        risk="self-harm" if own else "violence",
        kind=kind,  # type: ignore[arg-type]  # signals are in the other index
        role=_role(kept),
        spans=_merged(h.span for h in kept),
        rules=tuple(sorted({h.rule.id for h in kept})),
    )


def _role(hits: Collection[_Hit]) -> Literal["suffered", "done", "open"]:
    """Suffered, if anything was; a rule that saw "I" before the same words knows better."""
    done = [h.span for h in hits if h.rule.role == "done"]
    others = [
        h.rule.role
        for h in hits
        if h.rule.role != "done" and not any(s <= h.span[0] and h.span[0] < e for s, e in done)
    ]
    if "suffered" in others:
        return "suffered"
    return "done" if done else "open"


class _Index:
    """The patterns of rules, of which only those are tried that a text can match."""

    __slots__ = ("_entries", "_sieve")

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._entries = [(rule, pattern) for rule in rules for pattern in rule.patterns]
        self._sieve = Sieve((pattern.triggers, *pattern.also) for _, pattern in self._entries)

    def candidates(self, codes: str) -> Iterator[tuple[Rule, Pattern]]:
        """The patterns that may match, each once."""
        return (self._entries[number] for number in self._sieve.through(set(codes)))


def _matches(codes: str, index: _Index, waived: Collection[str]) -> Iterator[tuple[Rule, int, int]]:
    for rule, pattern in index.candidates(codes):
        if rule.id in waived:
            continue
        at = excused = told = 0
        while told < _MAX_TOLD and (found := pattern.search.search(codes, at)):
            start, end = found.span()
            if excused < _MAX_EXCUSED and any(g.excuses(codes, start, end) for g in rule.guards):
                excused += 1
                at = start + 1
                continue
            yield rule, start, end
            told += 1
            at = end


def _merged(spans: Iterator[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)
