"""A told story as sentences of words, the forms between reading it and writing it anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.retelling.source import Lists
from bot.retelling.tidying import Tidy, Token, capital

BREAK = "\n"
"""The word that stands for the end of a message inside a sentence that goes on after it."""


@dataclass(slots=True)
class Sentence:
    """Words of one sentence; `marks` are shown as typed. `end` is its closing mark or ""."""

    words: list[Token] = field(default_factory=list)
    end: str = ""

    @property
    def lows(self) -> list[str]:
        """The words in lower case."""
        return [t.low for t in self.words]


def sentences(tidy: Tidy, lists: Lists, text: str) -> list[Sentence] | None:
    """The sentences of a text, or None where it holds what cannot be retold.

    None for quotes, brackets, links and other signs, for a colon, for a text that does not look
    English, and for an empty one. Pictures and chat fillers are left out.
    """
    tokens = tidy.tokens(text)
    if not tokens or not tidy._english(tokens) or len(text) > 4000:
        return None
    out: list[Sentence] = []
    now = Sentence()
    joined, fillers, intensifiers = lists["joined_on"], lists["fillers"], lists["intensifiers"]
    # Whether a new line begins here, be it with something that is left out.
    broken = False
    for i, token in enumerate(tokens):
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        broken = broken or token.space == "\n"
        if token.kind == "picture":
            continue
        if token.kind == "other":
            if token.text in "-–—" and (token.space or broken) and after and after.space:
                now.words.append(Token(",", ",", "mark", ""))
                broken = False
                continue
            return None
        if token.low in fillers:
            continue
        if token.low in intensifiers and after is not None and after.kind == "word":
            if now.words and now.words[-1].low in ("is", "was", "be", "are", "were", "been", "he's",
                                                   "she's", "they're"):  # fmt: skip
                return None
            continue
        begins, broken = broken, False
        if begins and now.words:
            if now.words[-1].low == ",":
                pass
            elif token.low in joined or token.kind == "number":
                now.words.append(Token(BREAK, BREAK, "mark", ""))
            else:
                out.append(now)
                now = Sentence()
        if token.kind == "mark":
            if ":" in token.text:
                return None
            if token.text == ",":
                if now.words and now.words[-1].kind != "mark":
                    now.words.append(token)
                continue
            if now.words:
                now.end = "?" if "?" in token.text else "!" if "!" in token.text else "."
                out.append(now)
                now = Sentence()
            continue
        now.words.append(token)
    if now.words:
        out.append(now)
    for sentence in out:
        while sentence.words and sentence.words[-1].kind == "mark":
            sentence.words.pop()
    return [s for s in out if s.words] or None


def written(words: Sequence[str], end: str = "", big: bool = False) -> str:
    """Words as text, single spaces between them, none before a comma."""
    out = ""
    for word in words:
        if word in (",", BREAK):
            out += ","
        else:
            out += (" " if out else "") + word
    return (capital(out) if big else out) + end


def starts(words: Sequence[str], at: int, phrase: Sequence[str]) -> bool:
    """Whether a phrase stands at a place among words."""
    return all(at + i < len(words) and words[at + i] == part for i, part in enumerate(phrase))


def match(words: Sequence[str], at: int, phrases: Sequence[Sequence[str]]) -> int:
    """How many words of the first (longest) phrase that stands at a place; 0 for none."""
    for phrase in phrases:
        if words[at] == phrase[0] and starts(words, at, phrase):
            return len(phrase)
    return 0


_SPELLED = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def spelled(lists: Lists, words: Sequence[str], at: int) -> str | None:
    """A small number before a unit of time or count in letters ("2 hours" → "two")."""
    word = words[at]
    if not word.isascii() or not word.isdigit() or int(word) > 10 or at + 1 >= len(words):
        return None
    return _SPELLED[int(word)] if words[at + 1] in lists["number_units"] else None
