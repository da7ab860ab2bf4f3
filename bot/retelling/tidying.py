"""A text as words in their usual spelling: abbreviations, apostrophes and shouting mended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from bot.retelling.source import Lists

CAP = 4000
"""Code points that are read."""

_TOKEN = regex.compile(
    r"""
    (?P<abbreviation>(?:[^\W\d_]\.){2,8}+)
    |(?P<picture>[:;=]-?[)(DPpO|]+(?!\w)|<3|</3|\p{Extended_Pictographic}[\p{M}\u200d\ufe0f\p{Sk}]*+)
    |(?P<short>(?i:b/c|w/o|w/)(?!\w))
    |(?P<number>[$€£]?\d++(?:[.,:/]\d++)*+(?:%|(?!hrs?\b|hours?\b|mins?\b|days?\b|yrs?\b|wks?\b)[^\W\d_]{1,4}+(?![^\W_]))?)
    |(?P<word>[^\W\d_]++\d?(?:(?:['-]|(?<=[^\W\d_])\d)[^\W\d_]++)*+(?:(?<=s)'(?![^\W_]))?)
    |(?P<mark>[.!?…,;:]++)
    |(?P<other>\S)
    """,
    regex.VERBOSE,
)
_STRAIGHT = str.maketrans({**dict.fromkeys("’‘ʼ´`′", "'"), "\r": "\n", "\u2028": "\n"})
_LINES = regex.compile(r"\s*\n\s*")
_STRETCHED = regex.compile(r"([a-z])\1{2,}", regex.IGNORECASE)
_SPACE = regex.compile(r"[^\S\n]++")
_KIN = frozenset(("mother", "father", "sister", "brother", "son", "daughter", "parents"))
# Small words of other languages too; they say nothing about a text being English.
_SHARED = frozenset(
    ("i", "a", "me", "no", "so", "do", "on", "in", "as", "an", "was", "die", "den", "hat", "man")
)
_LOOSE = frozenset(
    ("", "like", "and", "but", "that", "because", "so", "if", "when", "while", "since", ",", ".")
)
_UNSURE = frozenset(("ill", "id", "wed", "its", "were", "ur", "r"))
_ENDINGS = frozenset(("'s", "'t", "'m", "'d"))


@dataclass(slots=True)
class Token:
    """A word or mark. `kind`: word, number, mark, picture or other; `space` stood before it."""

    text: str
    low: str
    kind: str
    space: str


class Tidy:
    """Brings typed words into their usual spelling."""

    def __init__(self, lists: Lists) -> None:
        self._last: tuple[str, tuple[Token, ...]] = ("", ())
        self._lists = lists
        self._known = (
            lists["small_words"] | lists["adverbs"] | lists["determiners"] | lists["prepositions"]
            | lists.verbs.bases | lists.verbs.pasts.keys()
        )  # fmt: skip
        self._spouses = lists["spouse_he"] | lists["spouse_she"] | lists["spouse_any"]
        self._owners = lists["owners"] | lists["owners_before_things"]
        self._owned = lists["heads_things"] | lists["modifiers"] | lists["owned_too"]
        self._english_words = (
            self._known | lists.verbs.of_third.keys() | lists.verbs.ings.keys()
            | lists["heads_things"] | lists["heads_persons"] | lists["back_units"]
            | lists["seen_states"] | lists["participles_as_states"] | lists["soft_labels"]
            | lists["not_starts"] | {"min", "sec"} | lists["back_days"]
            | lists["labels"] | lists.respell.keys() | lists["impact_was"] | lists["impact_felt"]
        ) - _SHARED  # fmt: skip

    def tokens(self, text: str) -> Sequence[Token]:
        """The words and marks of a text (its first `CAP` code points), respelt; to be read only.

        One answer is retold in several ways in a row, so the last text's tokens are kept at hand.
        """
        last, tokens = self._last
        if last != text:
            tokens = tuple(self._read(text))
            self._last = (text, tokens)
        return tokens

    def _read(self, text: str) -> list[Token]:
        text = text[:CAP].translate(_STRAIGHT).strip()
        raw: list[Token] = []
        end = 0
        for found in _TOKEN.finditer(text):
            kind, word, start = str(found.lastgroup), found.group(), found.start()
            gap = text[end:start]
            space = ("\n" if "\n" in gap else " ") if gap else ""
            end = found.end()
            if kind == "short":
                kind = "word"
            elif kind == "abbreviation":
                kind = "other"
            raw.append(Token(word, word.lower(), kind, space))
        if not self._english(raw):
            return raw
        tokens: list[Token] = []
        for token in raw:
            self._respell(token, tokens)
        self._join(tokens)
        while self._by_neighbours(tokens):
            pass
        self._case(tokens)
        return tokens

    def tidy(self, text: str) -> str:
        """The text, trimmed, in its usual spelling, with capital letters; the words stay."""
        tokens = self.tokens(text)
        out: list[str] = []
        start = True
        for before, token in zip((None, *tokens), tokens, strict=False):
            shown = token.text
            if token.kind == "mark":
                if before is not None and before.kind == "mark" and token.space != "\n":
                    shown = out.pop() + shown
                shown = _mark(shown)
            if start and token.kind in ("word", "number"):
                shown = capital(shown)
            if token.space and not (token.kind == "mark" and token.space == " "):
                out.append(token.space if out else "")
            out.append(shown)
            if token.kind == "mark":
                start = shown[-1] in ".!?" and not shown.endswith("..")
            elif token.kind in ("word", "number") or shown[0].isalpha():
                start = False
        return "".join(out)

    def english(self, text: str) -> bool:
        """Whether enough of the smallest English words are among the words of a text."""
        return self._english(self.tokens(text))

    def _english(self, tokens: Sequence[Token]) -> bool:
        words = [t.low for t in tokens if t.kind == "word"]
        if not words:
            return any(t.kind == "number" for t in tokens)
        known = self._english_words
        hits = sum(w in known or (w[-2:] in _ENDINGS) for w in words)
        return hits * 5 >= len(words)

    def _respell(self, token: Token, tokens: list[Token]) -> None:
        lists = self._lists
        meant = lists.respell.get(token.low)
        if meant is None and token.kind == "word" and _STRETCHED.search(token.low):
            for kept in (r"\1", r"\1\1"):
                form = _STRETCHED.sub(kept, token.low)
                if form in self._known:
                    token.text = token.low = form
                    break
        if token.low in ("min", "sec") and tokens and tokens[-1].kind == "number":
            meant = "minutes" if token.low == "min" else "seconds"
        if meant is None:
            if not token.space and token.kind == "word" and tokens and tokens[-1].kind == "number":
                token.space = " "
            tokens.append(token)
            return
        glued = not token.space and tokens and tokens[-1].kind == "number"
        space = " " if glued else token.space
        for word in meant.split():
            tokens.append(Token(word, word.lower(), "word", space))
            space = " "

    def _join(self, tokens: list[Token]) -> None:
        for i in range(len(tokens) - 2):
            if i + 2 >= len(tokens):
                return
            one, two, three = tokens[i : i + 3]
            if two.low == "in" and one.low in _KIN and three.low in ("law", "laws", "law's"):
                one.text = one.low = f"{one.low}-in-{three.low}"
                del tokens[i + 1 : i + 3]

    def _by_neighbours(self, tokens: list[Token]) -> bool:
        changed = False
        for i, token in enumerate(tokens):
            low = token.low
            owner = token.kind == "word" and low[-1] == "s" and low[:-1] in self._owners
            if not owner and low not in _UNSURE:
                continue
            before = tokens[i - 1].low if i and token.space != "\n" else ""
            after = tokens[i + 1].low if i + 1 < len(tokens) else ""
            new = self._meant(low, before, after)
            if new is not None:
                token.text = token.low = new
                changed = True
        return changed

    def _meant(self, low: str, before: str, after: str) -> str | None:
        lists = self._lists
        if before in lists.as_is_after.get(low, ()) or after in lists.as_is_before.get(low, ()):
            return None
        if low[:-1] in self._owners:
            owned = low[:-1] in lists["owners"] or after in self._owned
            return low[:-1] + "'s" if before in ("my", "his", "her") and owned else None
        verb = after in lists.verbs.bases or after in lists["adverbs"]
        if low == "ill":
            return "i'll" if verb or after == "be" else None
        if low == "id":
            return "i'd" if verb or after in ("like", "love", "rather") else None
        if low == "wed":
            return "we'd" if verb or after in lists.verbs.participles else None
        if low == "its":
            ing = after in lists.verbs.ings
            return "it's" if ing or after in lists["its_before"] else None
        if low == "were":
            loose = before in _LOOSE
            return "we're" if loose and after in lists["were_we_before"] else None
        if low == "r":
            return "are" if before in ("you", "they", "we") or after in ("you", "they") else None
        if after in lists["ur_your_before"] or after in lists["modifiers"]:
            return "your"
        ing = after in lists.verbs.ings
        return "you're" if ing or after in lists["ur_is_before"] else None

    def _case(self, tokens: list[Token]) -> None:
        lists = self._lists
        words = [t for t in tokens if t.kind == "word"]
        loud = sum(t.text.isupper() and len(t.text) > 1 for t in words)
        shouting = loud > 2 and loud * 2 > len(words)
        before = ""
        for token in words:
            text, low = token.text, token.low
            if before in self._spouses and low in lists["names"]:
                token.text = text = low.capitalize()
            before = low
            if low == "i" or low.startswith("i'"):
                token.text = "I" + low[1:]
            elif low in lists.shown:
                token.text = lists.shown[low]
            elif text.isupper() and (len(text) > 1 or shouting):
                short = len(text) < 4 and low not in self._known and not shouting
                vowels = any(letter in "aeiouy" for letter in low)
                if low not in lists["acronyms"] and not short and (vowels or shouting):
                    token.text = low


def _mark(mark: str) -> str:
    if len(mark) == 1:
        return mark
    if "?" in mark:
        return "?!" if "!" in mark else "?"
    if "!" in mark:
        return "!"
    if mark.startswith(("..", "…")):
        return "..."
    return mark[0]


def capital(text: str) -> str:
    """The text with a capital first letter; what is written in mixed case stays."""
    first = text[:1].upper()
    mixed = len(text) > 1 and text[0].islower() and text[1].isupper()
    return text if len(first) != 1 or mixed else first + text[1:]
