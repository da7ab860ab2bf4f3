"""Lists of words and set phrases, looked up word by word from a place in a text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.coach.normal import Normal


@dataclass(frozen=True, slots=True)
class Found:
    """An entry found: its canonical span and the entry it is a form of."""

    start: int
    end: int
    entry: str


class Lexicon:
    """Entries of one word or several; `forms` maps each form to its entry."""

    def __init__(self, forms: Mapping[str, str]) -> None:
        self.entries = dict(forms)
        self._forms = {tuple(form.split()): entry for form, entry in forms.items()}
        lengths: dict[str, set[int]] = {}
        for words in self._forms:
            lengths.setdefault(words[0], set()).add(len(words))
        self._lengths = {word: sorted(found, reverse=True) for word, found in lengths.items()}
        self.first_words = frozenset(lengths)

    @classmethod
    def of(cls, words: Iterable[str]) -> Lexicon:
        """A lexicon in which each entry is its only form."""
        return cls({word: word for word in words})

    def at(self, normal: Normal, place: int) -> Found | None:
        """The longest entry that begins with the word of number `place`."""
        words = normal.words
        if place >= len(words):
            return None
        for length in self._lengths.get(words[place], ()):
            form = tuple(words[place : place + length])
            entry = self._forms.get(form)
            if entry is not None:
                last = place + len(form) - 1
                starts = normal.starts
                return Found(starts[place], starts[last] + len(words[last]), entry)
        return None

    def after(
        self, normal: Normal, offset: int, skip: frozenset[str] = frozenset(), most: int = 5
    ) -> Found | None:
        """The entry that follows an offset, when only words of `skip` (at most `most`) precede."""
        place = word_number(normal, offset)
        words, starts = normal.words, normal.starts
        sentence_end = normal.sentence(max(offset - 1, 0))[1]
        for _ in range(most + 1):
            if place >= len(words) or starts[place] >= sentence_end:
                return None
            found = self.at(normal, place)
            if found is not None:
                return found
            if words[place] not in skip:
                return None
            place += 1
        return None

    def everywhere(self, normal: Normal) -> list[Found]:
        """All entries of a text, from left to right, none within another."""
        if self.first_words.isdisjoint(normal.word_set):
            return []
        found: list[Found] = []
        done = -1
        starts = normal.starts
        for place, word in enumerate(normal.words):
            if word in self.first_words and starts[place] > done:
                hit = self.at(normal, place)
                if hit is not None:
                    found.append(hit)
                    done = hit.end
        return found


def word_number(normal: Normal, offset: int) -> int:
    """The number of the first word that begins at or after an offset."""
    return bisect_left(normal.starts, offset)
