"""The coach's words: spellings, lists, feelings, faux feelings and needs, from their files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, get_args

from bot.coach.feelings import (
    FauxFeeling,
    FauxGroup,
    Feeling,
    Feelings,
    faux_rows,
    feeling_rows,
    need_rows,
)
from bot.coach.heard import Ear
from bot.coach.kinds.base import Workshop
from bot.coach.lexicon import Lexicon
from bot.coach.normal import Spelling
from bot.coach.phrases import PhraseError, Phrases
from bot.coach.source import Row
from bot.lined_yaml import Place

FILES = (
    "coach/words.yaml",
    "coach/lists.yaml",
    "coach/spelling.yaml",
    "feelings.yaml",
    "faux_feelings.yaml",
    "needs.yaml",
)
"""The files that hold words and no rules."""

Tell = Callable[[str, int, str], None]
Open = Callable[[str], tuple[str, Place]]


@dataclass(frozen=True)
class Vocabulary:
    """What rules are made with, and what a text is read with.

    `opened` are all faux feelings, and turns of phrase that sound like one.
    """

    spelling: Spelling
    feelings: Feelings
    faux: dict[str, FauxFeeling]
    opened: Lexicon
    needs: dict[str, str]
    ear: Ear
    workshop: Workshop


def vocabulary(opened: Open, tell: Tell) -> Vocabulary:
    """The words of the files that `opened` gives (path and content); faults go to `tell`."""
    spelling = _spelling(*opened("coach/spelling.yaml"), tell)
    feelings = _feelings(*opened("feelings.yaml"), tell)
    path, written = opened("faux_feelings.yaml")
    faux = _faux(path, written, tell)
    no_feeling = [item for row in _texts(written.get("not_felt")) for item in _items(row)]
    needs = need_rows(opened("needs.yaml")[1].get("needs") or ())
    words = opened("coach/words.yaml")[1]
    sets = {
        name: Lexicon.of(item for row in _texts(rows) for item in _items(row))
        for name, rows in (words.get("sets") or {}).items()
    }
    small = sets.get("function_words")
    ear = Ear(spelling, feelings, frozenset(small.entries if small else ()))
    sets["feelings"] = feelings.lexicon
    sets["needs"] = Lexicon(needs)
    for group in get_args(FauxGroup):
        sets[f"faux_{group}"] = Lexicon.of(word for word, f in faux.items() if f.group == group)
    path, content = opened("coach/lists.yaml")
    lists = content.get("lists") or {}
    phrases = Phrases({name: _texts(rows) for name, rows in lists.items()})
    for name, rows in lists.items():
        try:
            phrases.pattern("{" + name + "}", 0)
        except PhraseError as error:
            line = rows[0].line if rows and isinstance(rows[0], Row) else 1
            tell(path, line, str(error))
    return Vocabulary(
        spelling,
        feelings,
        faux,
        Lexicon.of([*faux, *no_feeling]),
        needs,
        ear,
        Workshop(phrases, sets, feelings, faux, ear),
    )


def _spelling(path: str, content: Place, tell: Tell) -> Spelling:
    replace: dict[str, str] = {}
    for row in content.get("replace") or ():
        left, equals, right = row.text.partition("=")
        if not equals or not right.strip():
            tell(path, row.line, "write: spelling = how the rules spell it")
            continue
        replace.update(dict.fromkeys(left.split(), right.strip()))
    after: dict[str, frozenset[str]] = {}
    for row in content.get("unless_after") or ():
        left, _, right = row.text.partition("=")
        after[left.strip()] = frozenset(right.split())
    keys, keep = (
        frozenset(word for row in _texts(content.get(name)) for word in row.split())
        for name in ("keys", "keep")
    )
    return Spelling(replace, keys, keep, after)


def _feelings(path: str, content: Place, tell: Tell) -> Feelings:
    words: dict[str, Feeling] = {}
    forms: dict[str, str] = {}
    for family in content.get("families") or ():
        try:
            own, own_forms = feeling_rows(family["id"], family["tone"], family["words"])
        except (ValueError, KeyError) as error:
            _tell_at(path, family.line, error, tell)
            continue
        for word in sorted(own.keys() & words.keys()):
            tell(path, family.line, f"the feeling {word!r} is in two families")
        words.update(own)
        forms = {**own_forms, **forms}
    return Feelings(words, forms)


def _faux(path: str, content: Place, tell: Tell) -> dict[str, FauxFeeling]:
    faux: dict[str, FauxFeeling] = {}
    for group in get_args(FauxGroup):
        try:
            faux.update(faux_rows(group, content.get(group) or ()))
        except ValueError as error:
            _tell_at(path, 1, error, tell)
    return faux


def _tell_at(path: str, line: int, error: Exception, tell: Tell) -> None:
    number, colon, message = str(error).partition(": ")
    if colon and number.isdigit():
        tell(path, int(number), message)
    elif isinstance(error, KeyError):
        tell(path, line, f"the field {error} is missing")
    else:
        tell(path, line, str(error))


def _texts(rows: Any) -> tuple[str, ...]:
    return tuple(row.text if isinstance(row, Row) else str(row) for row in rows or ())


def _items(row: str) -> list[str]:
    return [item.strip() for item in row.split(",") if item.strip()]
