"""Words as codes: a text becomes a string with one character for each word, and a map back.

Spelling is evened out on the way (case, apostrophes, look-alike letters, digits for letters,
stretched and spaced letters, one slip in a long word), fillers go, contractions are written out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.safety.pattern import ADVERB, END, NUMBER, UNKNOWN
from bot.safety.spelling import deletions, fold, one_slip

_FIRST_CODE = 0x4E00
_FIRST_HEARD = 0xF0000
_FIRST_HEARD_ADVERB = 0x100000
NUMERAL = "#"
"""The entry of `same` whose spellings are numbers in words."""
# Letters, digits and what is used in their place; a sentence end; a sign that may mean a word.
_TOKEN = re.compile(
    r"[a-z0-9@$](?:[a-z0-9@$*']|[!|](?=[a-z]))*|[.!?…]+(?=\s|$|[\"')\]])|[^\x00-\x7f]"
)
_LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a",
                       "$": "s", "!": "i", "|": "l", "8": "b", "9": "g"})  # fmt: skip
_LEET_L = str.maketrans({"1": "l", "0": "o", "3": "e", "4": "a", "5": "s", "7": "t"})
_STRETCHED = re.compile(r"(.)\1{2,}")
_DOUBLED = re.compile(r"(.)\1+")
_MAX_WORD = 24
_MIN_TYPO = 5
_MAX_MASKS = 20
_MAX_SPELLED = 60


@dataclass(frozen=True, slots=True)
class Coded:
    """A text as word codes. `starts[i]` and `ends[i]` are where code `i` stands in the text."""

    codes: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


@dataclass(slots=True)
class Lexicon:
    """Knows each spelling's codes. Words are added while rules are read, then it only reads."""

    expand: Mapping[str, tuple[str, ...]]
    join: Mapping[tuple[str, str], str]
    same: Mapping[str, str]
    drop: frozenset[str]
    pictures: Mapping[str, str]
    typos: frozenset[str]
    not_typos: frozenset[str]
    _codes: dict[str, str] = field(default_factory=dict)
    _table: dict[str, str] = field(default_factory=dict)
    _joins: dict[str, str] = field(default_factory=dict)
    _slips: dict[str, list[str]] = field(default_factory=dict)
    _masked: dict[int, list[str]] = field(default_factory=dict)
    _heard: dict[str, str] = field(default_factory=dict)
    unheard: dict[int, str] = field(default_factory=dict)
    """For rules: the codes of words that only cues know, as unknown words again."""

    def hear(self, word: str) -> str:
        """The code of a word that only cues ask for; rules keep taking it for an unknown one.

        Empty for a filler and for what is written out as several words.
        """
        if word in self.drop or word in self.expand:
            return ""
        word = self.same.get(word, word)
        if word == NUMERAL:
            return NUMBER
        known = self._codes.get(word) or self._heard.get(word)
        if known is None:
            adverb = word.endswith("ly") and len(word) > 4
            known = chr((_FIRST_HEARD_ADVERB if adverb else _FIRST_HEARD) + len(self._heard))
            self._heard[word] = known
            self.unheard[ord(known)] = ADVERB if adverb else UNKNOWN
        return known

    def code(self, word: str) -> str | None:
        """The code of a word; empty for a filler, None for what is written out as several."""
        if word in self.drop:
            return ""
        if word in self.expand:
            return None
        word = self.same.get(word, word)
        if word == NUMERAL:
            return NUMBER
        if word not in self._codes:
            self._codes[word] = chr(_FIRST_CODE + len(self._codes))
        return self._codes[word]

    def finish(self) -> None:
        """Build the table of spellings, once all words are known."""
        for pair, word in self.join.items():
            codes = [self.code(w) for w in (*pair, word)]
            first, second, whole = codes
            if first and second and whole:
                self._joins[first + second] = whole
        table = dict(self._codes)
        for spelling, word in self.same.items():
            table[spelling] = NUMBER if word == NUMERAL else self._codes.get(word, UNKNOWN)
        for spelling, words in self.expand.items():
            table[spelling] = "".join(self._codes.get(w, UNKNOWN) for w in words)
        for word in self.drop:
            table[word] = ""
        self._table = table
        for word in sorted(self.typos):
            for part in {word, *deletions(word)}:
                self._slips.setdefault(part, []).append(word)
        for word in table:
            if len(word) > 2:
                self._masked.setdefault(len(word), []).append(word)
        for word, code in self._heard.items():
            table.setdefault(word, code)

    def read(self, text: str) -> Coded:
        """The text as codes; offsets are code points of the text as it was given."""
        folded, back = fold(text)
        codes: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        table = self._table
        letters = 0
        masks = spelled = 0
        joins = self._joins
        for found in _TOKEN.finditer(folded):
            token = found[0]
            start, end = found.span()
            if letters or len(token) == 1:
                letters = letters + 1 if len(token) == 1 and token.isalpha() else 0
            known = table.get(token)
            if known is None:
                if token[0] in ".!?…":
                    known = END
                elif token[0] > "\x7f":
                    known = table.get(self.pictures.get(token, ""), "")
                else:
                    masks += "*" in token
                    known = self._unknown(token, masks)
            for code in known:
                if codes and codes[-1] + code in joins:
                    codes[-1] = joins[codes[-1] + code]
                    ends[-1] = end
                    continue
                codes.append(code)
                starts.append(start)
                ends.append(end)
            if letters >= 3 and spelled < _MAX_SPELLED:
                spelled += 1
                self._join_letters(letters, folded, codes, starts, ends, end)
        if back is not None:
            starts = [back[i] for i in starts]
            ends = [back[i - 1] + 1 for i in ends]
        return Coded("".join(codes), tuple(starts), tuple(ends))

    def _unknown(self, token: str, masks: int) -> str:
        """The codes of a spelling that is not in the table."""
        if token.isdigit():
            return NUMBER
        digits = token.rstrip("abcdefghijklmnopqrstuvwxyz")
        if digits.isdigit() and token[len(digits) :] in self._table and len(digits) < 3:
            # "10yo", "2am": a number and a word without a space.
            return NUMBER + self._table[token[len(digits) :]]
        token = token.strip("'*")[:_MAX_WORD]
        plain = token.replace("'", "")
        if plain != token:
            if plain in self._table:
                return self._table[plain]
            for ending, word in _ENDINGS:
                if token.endswith(ending):
                    stem = token[: -len(ending)]
                    return self._known_or_slip(stem) + self._codes.get(word, "")
        if "*" in plain:
            return self._unmask(plain) if masks <= _MAX_MASKS else UNKNOWN
        return self._known_or_slip(plain)

    def _known_or_slip(self, word: str) -> str:
        """Look a word up as it is, without stretching, without leet, and with one slip."""
        table = self._table
        if not word or word in table:
            return table.get(word, "")
        tries = [word]
        if not word.isalpha():
            tries = [word.translate(_LEET), word.translate(_LEET_L), word.rstrip("0123456789!")]
            if "!" in word:
                # No word was meant by it: a missing space after an exclamation mark.
                head, _, tail = word.partition("!")
                fixed = next((t for t in tries if t in table), None)
                if fixed is None:
                    return table.get(head, UNKNOWN) + END + table.get(tail, UNKNOWN)
        for one in tries:
            short = _STRETCHED.sub(r"\1", one)
            double = _STRETCHED.sub(r"\1\1", one)
            for spelling in (one, double, short):
                if spelling in table:
                    return table[spelling]
            if short != one:
                single = _DOUBLED.sub(r"\1", one)
                if single in table:
                    return table[single]
        for one in tries:
            right = self._slip(one)
            if right:
                return table.get(right, UNKNOWN)
        return ADVERB if word.endswith("ly") and len(word) > 4 else UNKNOWN

    def _slip(self, word: str) -> str | None:
        """The long word that `word` is one slip of the finger away from, if there is one."""
        if len(word) < _MIN_TYPO - 1 or word in self.not_typos:
            return None
        for part in (word, *deletions(word)):
            for right in self._slips.get(part, ()):
                if right[0] == word[0] and one_slip(word, right):
                    return right
        return None

    def _unmask(self, word: str) -> str:
        """The word that letters were starred out of ("k*ll"), fillers included."""
        mask = re.compile(re.escape(word).replace(r"\*", "[a-z]"))
        for known in self._masked.get(len(word), ()):
            if mask.fullmatch(known):
                return self._table[known]
        return UNKNOWN

    def _join_letters(
        self,
        count: int,
        folded: str,
        codes: list[str],
        starts: list[int],
        ends: list[int],
        end: int,
    ) -> None:
        """Put "k m s" together, when single letters up to here spell a known word."""
        at = end
        letters: list[tuple[str, int]] = []
        while at > 0 and len(letters) < min(count, 12):
            at -= 1
            if folded[at].isalpha():
                letters.append((folded[at], at))
        for size in range(len(letters), 2, -1):
            word = "".join(letter for letter, _ in reversed(letters[:size]))
            start = letters[size - 1][1]
            known = self._table.get(word)
            if known and start >= 0:
                while starts and starts[-1] >= start:
                    codes.pop(), starts.pop(), ends.pop()
                for code in known:
                    codes.append(code)
                    starts.append(start)
                    ends.append(end)
                return


_ENDINGS = (("n't", "not"), ("'s", "'s"), ("'ll", "will"), ("'d", "would"), ("'ve", "have"),
            ("'re", "are"))  # fmt: skip
