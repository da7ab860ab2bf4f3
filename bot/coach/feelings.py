"""Feelings, words that sound like feelings but tell what somebody did, and needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.coach.lexicon import Lexicon
from bot.coach.source import Row

FauxGroup = Literal["consider", "open", "screening"]


@dataclass(frozen=True, slots=True)
class Feeling:
    """A feeling word. `intensity` 1 to 3; `tone` hard or pleasant; `family` as in the buttons."""

    word: str
    family: str
    tone: Literal["hard", "pleasant"]
    intensity: int


@dataclass(frozen=True, slots=True)
class FauxFeeling:
    """A word said as a feeling that tells what the other did.

    `under` are feelings that may lie beneath. `group`: consider (feedback may ask what is
    inside), open (never corrected, only opened up), screening (a safety matter).
    """

    word: str
    group: FauxGroup
    under: tuple[str, ...]


class Feelings:
    """The graded lexicon of feelings."""

    def __init__(self, words: Mapping[str, Feeling], forms: Mapping[str, str]) -> None:
        self.words = words
        self.lexicon = Lexicon(forms)
        families: dict[str, list[Feeling]] = {}
        for feeling in words.values():
            families.setdefault(feeling.family, []).append(feeling)
        self.families = {name: tuple(own) for name, own in families.items()}

    def family(self, word: str) -> str | None:
        """The family of a word or of one of its forms."""
        entry = self.lexicon.entries.get(word)
        return self.words[entry].family if entry else None


def feeling_rows(
    family: str, tone: Literal["hard", "pleasant"], rows: tuple[Row, ...]
) -> tuple[dict[str, Feeling], dict[str, str]]:
    """Feelings and their forms from rows such as `let down 2 = been let down, lets me down`.

    Raises:
        ValueError: a row without an intensity of 1, 2 or 3; the message begins with its line.
    """
    words: dict[str, Feeling] = {}
    forms: dict[str, str] = {}
    for row in rows:
        left, _, right = row.text.partition("=")
        word, _, grade = left.strip().rpartition(" ")
        if not word or grade not in ("1", "2", "3"):
            raise ValueError(f"{row.line}: write a word and its intensity 1, 2 or 3: {row.text!r}")
        words[word] = Feeling(word, family, tone, int(grade))
        forms[word] = word
        for form in _items(right):
            forms[form] = word
    return words, forms


def faux_rows(group: FauxGroup, rows: tuple[Row, ...]) -> dict[str, FauxFeeling]:
    """Faux feelings from rows such as `ignored = lonely, sad`.

    Raises:
        ValueError: a row that names nothing that may lie under the word.
    """
    found: dict[str, FauxFeeling] = {}
    for row in rows:
        left, _, right = row.text.partition("=")
        under = _items(right)
        if not under:
            raise ValueError(f"{row.line}: say what may lie under it: {row.text!r}")
        for word in _items(left):
            found[word] = FauxFeeling(word, group, under)
    return found


def need_rows(rows: tuple[Row, ...]) -> dict[str, str]:
    """Needs and their forms from rows such as `rest = sleep, a break`."""
    forms: dict[str, str] = {}
    for row in rows:
        left, _, right = row.text.partition("=")
        need = left.strip()
        for form in (need, *_items(right)):
            forms[form] = need
    return forms


def _items(text: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in text.split(",") if item.strip())
