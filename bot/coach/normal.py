"""One canonical form of a text, so that rules need to know only one spelling.

Lower case, contractions written out ("dont", "don't" and "don’t" all become "do not"), chat
spelling and typos of key words mended; words and sentence marks stand apart by one space. Every
word remembers the code points of the text as it was given.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import regex

CAP = 4000
"""Code points that are read; what comes after is left alone."""

WORD = regex.compile(r"[^\W_]++(?:'[^\W_]++)*+")
_TOKEN = regex.compile(
    r"(?P<word>\d++[.:]\d++|[^\W_]++(?:'[^\W_]++)*+|[🙄🙃👏😒])"
    r"|(?P<stop>[.!?;…\n—–]++|(?<=\s)--?(?=\s))|(?P<comma>,)"
)
_BREAK = regex.compile(r"(?<= )[.!?;] ")
_STRETCHED = regex.compile(r"([a-z])\1{2,}+")
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ´`′", "'") | dict.fromkeys("“”„«»", '"'))


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark of the canonical text and where it stands there."""

    word: str
    start: int
    end: int


class Normal:
    """A text in canonical form.

    `text` begins and ends with ". ", between stand the `words` (and marks), each followed by one
    space. `spans` are their places in `given`; `commas` the numbers of words after a comma; `met`
    its words and pairs of neighbours.
    """

    def __init__(
        self, given: str, words: list[str], spans: list[tuple[int, int]], commas: frozenset[int]
    ) -> None:
        self.given = given
        self.words = words
        self.spans = spans
        self.commas = commas
        self.text = ". " + " ".join(words) + (" " if words and words[-1] in ".!?;" else " . ")
        self.word_set = frozenset(words)
        self.met = self.word_set | {f"{a} {b}" for a, b in pairwise(words)}

    @cached_property
    def starts(self) -> list[int]:
        """Where each word begins in the canonical text."""
        starts, place = [], 2
        for word in self.words:
            starts.append(place)
            place += len(word) + 1
        return starts

    def numbers(self, start: int, end: int) -> tuple[int, int]:
        """The numbers of the first and of the last word within a canonical span."""
        first = bisect_left(self.starts, start)
        last = bisect_right(self.starts, max(end - 1, start)) - 1
        return min(first, len(self.words) - 1), max(min(last, len(self.words) - 1), 0)

    def back(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text (code points) for a span of the canonical one."""
        if not self.words:
            return 0, 0
        first, last = self.numbers(start, end)
        if last < first:
            last = first
        return self.spans[first][0], self.spans[last][1]

    def quote(self, start: int, end: int) -> str:
        """The original words behind a span of the canonical text."""
        first, last = self.back(start, end)
        return self.given[first:last]

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The words with their places."""
        return tuple(
            Token(word, start, start + len(word))
            for word, start in zip(self.words, self.starts, strict=True)
        )

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Canonical spans of the sentences, each with its closing mark."""
        spans: list[tuple[int, int]] = []
        start = 2
        for found in _BREAK.finditer(self.text, 2):
            if found.start() > start:
                spans.append((start, found.end()))
            start = found.end()
        return tuple(spans)

    def sentence(self, offset: int) -> tuple[int, int]:
        """The span of the sentence that an offset of the canonical text lies in."""
        for span in self.sentences:
            if offset < span[1]:
                return span
        return (0, len(self.text))


class Spelling:
    """How words are respelt: `replace` word for word, and typos of `keys` made up at load.

    `keep` are real words that look like a typo of a key. `unless_after` maps a word to the words
    after which it stays as it is ("ill" after "am").
    """

    def __init__(
        self,
        replace: Mapping[str, str],
        keys: frozenset[str],
        keep: frozenset[str],
        unless_after: Mapping[str, frozenset[str]],
    ) -> None:
        table: dict[str, tuple[str, ...]] = {}
        for key in keys:
            for typo in _typos(key):
                if typo not in keep and typo not in keys and len(typo) > 3:
                    table.setdefault(typo, (key,))
        table.update((word, tuple(new.split())) for word, new in replace.items())
        self._table = table
        self._unless_after = unless_after

    def normal(self, given: str) -> Normal:
        """The canonical form of a text; only the first `CAP` code points are read."""
        given = given[:CAP]
        text = given.lower()
        if len(text) != len(given):
            text = "".join(c.lower() if len(c.lower()) == 1 else c for c in given)
        if not text.isascii() or "`" in text:
            text = text.translate(_APOSTROPHES)
        stretched = _STRETCHED.search(text) is not None
        words: list[str] = []
        spans: list[tuple[int, int]] = []
        commas: list[int] = []
        table = self._table
        before = ""
        for found in _TOKEN.finditer(text):
            kind = found.lastgroup
            word = found.group()
            if kind == "word":
                new = table.get(word)
                if new is None and stretched and _STRETCHED.search(word):
                    new = self._unstretched(word)
                if new is None or (
                    word in self._unless_after and before in self._unless_after[word]
                ):
                    words.append(word)
                    spans.append(found.span())
                else:
                    words.extend(new)
                    spans.extend((found.span(),) * len(new))
                before = word
            elif kind == "stop":
                mark = (
                    "?" if "?" in word else "!" if "!" in word else ";" if word in ";-–—--" else "."
                )
                words.append(mark)
                spans.append(found.span())
            else:
                commas.append(len(words))
        return Normal(given, words, spans, frozenset(commas))

    def _unstretched(self, word: str) -> tuple[str, ...]:
        double = _STRETCHED.sub(r"\1\1", word)
        single = _STRETCHED.sub(r"\1", word)
        for form in (single, double):
            if form in self._table:
                return self._table[form]
        return (single,)


def _typos(key: str) -> set[str]:
    """What a thumb makes of a word: a letter lost, doubled, or two swapped."""
    lost = {key[:i] + key[i + 1 :] for i in range(1, len(key))}
    doubled = {key[: i + 1] + key[i:] for i in range(len(key))}
    swapped = {
        key[:i] + key[i + 1] + key[i] + key[i + 2 :]
        for i in range(len(key) - 1)
        if key[i] != key[i + 1]
    }
    return (lost | doubled | swapped) - {key}
