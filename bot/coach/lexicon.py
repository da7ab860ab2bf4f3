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
        table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for form, entry in forms.items():
            words = tuple(form.split())
            table.setdefault(words[0], []).append((words, entry))
        for options in table.values():
            options.sort(key=lambda option: -len(option[0]))
        self._table = table
        self.first_words = frozenset(table)

    @classmethod
    def of(cls, words: Iterable[str]) -> Lexicon:
        """A lexicon in which each entry is its only form."""
        return cls({word: word for word in words})

    def at(self, normal: Normal, place: int) -> Found | None:
        """The longest entry that begins with the word of number `place`."""
        tokens = normal.tokens
        if place >= len(tokens):
            return None
        for words, entry in self._table.get(tokens[place].word, ()):
            last = place + len(words) - 1
            if last < len(tokens) and all(
                tokens[place + i].word == word for i, word in enumerate(words)
            ):
                return Found(tokens[place].start, tokens[last].end, entry)
        return None

    def after(
        self, normal: Normal, offset: int, skip: frozenset[str] = frozenset(), most: int = 5
    ) -> Found | None:
        """The entry that follows an offset, when only words of `skip` (at most `most`) precede."""
        place = word_number(normal, offset)
        tokens = normal.tokens
        sentence_end = normal.sentence(max(offset - 1, 0))[1]
        for _ in range(most + 1):
            if place >= len(tokens) or tokens[place].start >= sentence_end:
                return None
            found = self.at(normal, place)
            if found is not None:
                return found
            if tokens[place].word not in skip:
                return None
            place += 1
        return None

    def everywhere(self, normal: Normal) -> list[Found]:
        """All entries of a text, from left to right, none within another."""
        if self.first_words.isdisjoint(normal.word_set):
            return []
        found: list[Found] = []
        done = -1
        for place, token in enumerate(normal.tokens):
            if token.word in self.first_words and token.start > done:
                hit = self.at(normal, place)
                if hit is not None:
                    found.append(hit)
                    done = hit.end
        return found


def word_number(normal: Normal, offset: int) -> int:
    """The number of the first word that begins at or after an offset."""
    return bisect_left(normal.tokens, offset, key=lambda token: token.start)
