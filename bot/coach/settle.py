"""From what rules hit to what is said: severity, order, overlaps, and the say of the words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.coach.cues import Cues, runs
from bot.coach.load import Way
from bot.coach.normal import Normal
from bot.coach.reading import Finding, Severity, Span, TextType
from bot.coach.scan import Hit

MOST_FINDINGS = 12
"""Findings kept in a reading; the caller shows two at most."""


def settled(
    raw: Iterable[tuple[Way, Hit]], normal: Normal, type: TextType, kind: str | None
) -> tuple[Finding, ...]:
    """Findings, most important first; where two overlap, the more important one stays."""
    graded: list[tuple[int, int, int, str, Severity, Hit]] = []
    for way, hit in raw:
        severity: Severity | str = way.spec.severity
        if type in way.considered:
            severity = "consider"
        if kind == "trust" and way.spec.after_trust is not None:
            severity = way.spec.after_trust
        if severity == "pass":
            continue
        grade: Severity = "change" if severity == "change" else "consider"
        graded.append((grade != "change", way.rank, hit.start, way.name, grade, hit))
    graded.sort(key=lambda item: item[:4])
    findings: list[Finding] = []
    taken: list[Span] = []
    named: set[str] = set()
    for _, _, _, name, grade, hit in graded:
        whole = hit.end - hit.start >= len(normal.text) - 2
        if name in named and whole:
            continue
        if not whole and any(hit.start < end and start < hit.end for start, end in taken):
            continue
        if not whole:
            taken.append((hit.start, hit.end))
        start, end = normal.back(hit.start, hit.end)
        named.add(name)
        findings.append(Finding(name, grade, start, end, normal.given[start:end], hit.pieces))
        if len(findings) == MOST_FINDINGS:
            break
    return tuple(findings)


def weighed(
    findings: tuple[Finding, ...],
    normal: Normal,
    cues: Cues,
    marks: frozenset[str],
    resting: frozenset[str],
) -> tuple[Finding, ...]:
    """The findings of the rules, once the words of the whole text had their say.

    Where the words speak against a change, none is wanted. Where they speak for one that no rule
    found, or clearly for another one, that comes first (but none of the rules that are `resting`).
    """
    found = [f.rule for f in findings if f.severity == "change"]
    told = runs(normal, 0, len(normal.words)) | marks
    if not cues.wants_change(normal, told, bool(found)):
        return tuple(replace(f, severity="consider") for f in findings)
    rule, clear = cues.foremost(normal, told, found)
    if rule in found:
        return tuple(sorted(findings, key=lambda f: (f.severity != "change", f.rule != rule)))
    if rule in resting or (found and not clear):
        return findings
    own = [f for f in findings if f.rule == rule]
    if own and clear:
        first = replace(own[0], severity="change")
        return (first, *(f for f in findings if f is not own[0]))
    start, end = normal.back(*cues.place(normal))
    rest = [f for f in findings if f.end <= start or end <= f.start]
    return (Finding(rule, "change", start, end, normal.given[start:end], sure=clear), *rest)
