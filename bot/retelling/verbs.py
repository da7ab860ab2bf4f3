"""English verbs as a closed table: which forms a verb has, and which verb a form belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_VOWELS = "aeiou"


@dataclass(frozen=True)
class Verbs:
    """A table of verb forms. All words are in lower case.

    `third` maps a base to its he-form, `of_third` back; `pasts`, `participles` and `ings` map a
    form to its base. `nouns` are the bases whose he-form is a noun too ("calls").
    """

    bases: frozenset[str]
    third: Mapping[str, str]
    of_third: Mapping[str, str]
    pasts: Mapping[str, str]
    participles: Mapping[str, str]
    ings: Mapping[str, str]
    nouns: frozenset[str]

    @classmethod
    def of(
        cls, regular: str, doubled: str, irregular: str, also_nouns: str
    ) -> tuple[list[tuple[str, str]], Verbs]:
        """The table of some lists, and what is wrong with them as (list, what is wrong)."""
        problems: list[tuple[str, str]] = []
        forms: dict[str, tuple[str, str, str]] = {}
        for base in regular.split():
            stem = _stem(base)
            forms[base] = (stem + "ed", stem + "ed", _ing(base))
        for base in doubled.split():
            if base in forms:
                problems.append(("doubled", f"{base!r} is regular too; keep one"))
            past = base + base[-1] + "ed"
            forms[base] = (past, past, base + base[-1] + "ing")
        for row in irregular.splitlines():
            words = row.split()
            if not words:
                continue
            if len(words) != 3:
                problems.append(("irregular", f"{row.strip()!r}: write base, past, participle"))
                continue
            base, past, participle = words
            if base in forms:
                problems.append(("irregular", f"{base!r} is regular too; keep one"))
            forms[base] = (past, participle, _ing(base))
        third = {base: _third(base) for base in forms}
        nouns = frozenset(also_nouns.split())
        problems += [
            ("also_nouns", f"{word!r} is not among the verbs; add it there")
            for word in sorted(nouns - forms.keys())
        ]
        table = cls(
            frozenset(forms),
            third,
            {form: base for base, form in third.items()},
            {past: base for base, (past, _, _) in forms.items()} | {"were": "be"},
            {participle: base for base, (_, participle, _) in forms.items()},
            {ing: base for base, (_, _, ing) in forms.items()},
            nouns,
        )
        return problems, table

    def base(self, form: str) -> str | None:
        """The base of a finite form, or None for a word that is no known verb."""
        if form in self.bases:
            return form
        return self.of_third.get(form) or self.pasts.get(form)


_THIRDS = {"be": "is", "have": "has", "do": "does", "go": "goes", "quit": "quits"}
_INGS = {"be": "being", "see": "seeing", "lie": "lying", "die": "dying", "agree": "agreeing",
         "flee": "fleeing", "disagree": "disagreeing", "guarantee": "guaranteeing",
         "oversee": "overseeing", "dye": "dyeing", "panic": "panicking"}  # fmt: skip
_DOUBLE_ING = frozenset(
    ("put", "get", "let", "begin", "cut", "forbid", "forget", "hit", "quit", "run", "set", "shut",
     "sit", "spit", "split", "win", "bet", "upset", "dig")
)  # fmt: skip


def _third(base: str) -> str:
    if base in _THIRDS:
        return _THIRDS[base]
    if base.endswith(("s", "x", "z", "ch", "sh")):
        return base + "es"
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base[:-1] + "ies"
    return base + "s"


def _stem(base: str) -> str:
    if base.endswith("e"):
        return base[:-1]
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base[:-1] + "i"
    return base


def _ing(base: str) -> str:
    if base in _INGS:
        return _INGS[base]
    if base in _DOUBLE_ING:
        return base + base[-1] + "ing"
    if base.endswith("e") and not base.endswith("ee"):
        return base[:-1] + "ing"
    return base + "ing"
