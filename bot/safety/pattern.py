"""The small language in which screening rules are written, turned into patterns over word codes.

A text is first turned into a string with one character for each word (`lexicon.py`), so a
pattern is about words, never about letters. It has no unbounded repetition, which is what makes
every search cheap whatever somebody sends.

    he|she|{kin}     one word out of these; {kin} is a list of words in words.yaml
    !he|{kin}        one word that is none of these
    hit?  {aux}*3    may be left out; up to three of these
    (a|b c)          in brackets: one of these, of one or several words
    a|b c / d        as a whole, or in brackets: either "a c", "b c" or "d"
    {name}           also a whole phrase, when words.yaml says so
    ..3              up to three words in between, none of them "not" or "never"
    ...3             up to three words in between, whatever they are
    ....3            the same, and the next sentence may begin in between
    -like|that       the next word (at the start: the word before) is none of these
    -(up|like a)     what follows is none of these
    ^  $  a|b|$      the sentence starts or ends here; one of the words, or its end
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

END = "\x01"
"""The end of a sentence. Only a gap of four dots reaches across it."""
UNKNOWN = "\x02"
NUMBER = "\x03"
ADVERB = "\x04"
SPECIAL = {"other": UNKNOWN, "number": NUMBER, "adverb": ADVERB}
"""Lists that no file holds: words that no list knows; numbers; unknown words in -ly."""

MAX_COST = 3_000
"""How many ways gaps and repetitions may split the words at one place in a text."""
MOST_ALSO = 3
"""Sets of words, besides the rarest, that are asked for before a pattern is tried."""
_MAX_GAP = 14
_MAX_DEPTH = 6
_NAME = re.compile(r"\{([a-z][a-z0-9_-]*)\}")
_SUFFIX = re.compile(r"(\?|\*\d)$")


class PatternError(ValueError):
    """A pattern that cannot be used, in words for whoever wrote it."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What patterns may refer to: a code for each word, lists of words, phrases."""

    code: Callable[[str], str | None]
    lists: Mapping[str, frozenset[str]]
    phrases: Mapping[str, tuple[str, ...]]
    negators: frozenset[str]
    common: frozenset[str]
    pieces: dict[str, _Piece] = field(default_factory=dict)
    """Words and lists that patterns have named so far, made into pieces: most come often."""

    def weight(self, codes: frozenset[str]) -> int:
        """How often one of these words may be expected in an ordinary text, roughly."""
        return sum(60 if c in self.common else 1 for c in codes)


@dataclass(slots=True)
class Pattern:
    """A pattern over word codes. `triggers`: a text with none of these codes cannot match.

    Nor can one that has no code of each set in `also`; `triggers` are the rarest.
    It is compiled when it is first needed, or by `Screen.warm`: starting is to be quick.
    """

    source: str
    body: str
    triggers: frozenset[str]
    also: tuple[frozenset[str], ...]
    cost: int
    _compiled: re.Pattern[str] | None = None

    @property
    def search(self) -> re.Pattern[str]:
        """The compiled expression."""
        if self._compiled is None:
            self._compiled = re.compile(self.body, re.DOTALL)
        return self._compiled


@dataclass(slots=True)
class _Piece:
    """A part of a pattern: its expression, the sets that must occur in it, and its cost.

    Not changed once it is made: the same piece stands in many patterns.
    """

    body: str
    needs: list[frozenset[str]]
    cost: int


def _set(codes: frozenset[str], negate: bool = False) -> str:
    # Codes lie side by side where a list was read in one go; as ranges they compile faster.
    runs: list[list[str]] = []
    for code in sorted(codes):
        if runs and ord(code) == ord(runs[-1][-1]) + 1:
            runs[-1] = [runs[-1][0], code]
        else:
            runs.append([code])
    inner = "".join("-".join(run) for run in runs)
    return f"[^{END}{inner}]" if negate else f"[{inner}]"


def word_set(source: str, vocabulary: Vocabulary) -> frozenset[str]:
    """The codes that `a|b|{list}` stands for.

    Raises:
        PatternError: for an unknown list, a phrase or contraction used as a word, or nothing.
    """
    codes: set[str] = set()
    for part in source.split("|"):
        name = _NAME.fullmatch(part)
        if name is None:
            if not part or not all(c.isalnum() or c in "'#-" for c in part):
                raise PatternError(f"{source!r}: {part!r} is not a word")
            code = vocabulary.code(part)
            if code is None:
                raise PatternError(f"{part!r} is written out as several words: use those")
            codes |= set(code)
        elif name[1] in SPECIAL:
            codes.add(SPECIAL[name[1]])
        elif name[1] in vocabulary.lists:
            codes |= vocabulary.lists[name[1]]
        elif name[1] in vocabulary.phrases:
            raise PatternError(f"{part} is a phrase: it cannot stand among single words")
        else:
            raise PatternError(f"{part}: words.yaml has no such list or phrase")
    return frozenset(codes)


def split_at(source: str, mark: str) -> list[str]:
    """`source` cut at every `mark` that stands outside brackets.

    Raises:
        PatternError: when brackets do not match.
    """
    if "(" not in source and ")" not in source:
        return source.split(mark)
    parts = [""]
    depth = 0
    for char in source:
        depth += (char == "(") - (char == ")")
        if depth < 0:
            raise PatternError(f"{source!r}: a bracket too many")
        if char == mark and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    if depth:
        raise PatternError(f"{source!r}: a bracket is not closed")
    return parts


def _sequences(source: str, vocabulary: Vocabulary, depth: int) -> _Piece:
    """A whole pattern: sequences of items, separated by " / "."""
    if depth > _MAX_DEPTH:
        raise PatternError(f"{source!r}: phrases refer to each other too deeply")
    return either([_sequence(s, vocabulary, depth) for s in split_at(source, "/")], vocabulary)


def _sequence(source: str, vocabulary: Vocabulary, depth: int) -> _Piece:
    items = [item for item in split_at(source.strip(), " ") if item]
    if not items:
        raise PatternError(f"{source!r}: an empty pattern or alternative")
    whole = _Piece("", [], 1)
    for n, item in enumerate(items):
        piece = _item(item, n == 0, vocabulary, depth)
        whole.body += piece.body
        whole.needs += piece.needs
        whole.cost *= piece.cost
    return whole


def _group(source: str, vocabulary: Vocabulary, depth: int) -> _Piece:
    """What stands in brackets: "a b / c|d", or alternatives of one or more words, "a b|c"."""
    if len(split_at(source, "/")) > 1:
        return _sequences(source, vocabulary, depth)
    parts = [part.strip() for part in split_at(source, "|")]
    single = [p for p in parts if " " not in p and p != "$" and _is_word(p, vocabulary)]
    branches = [_sequence(p, vocabulary, depth) for p in parts if p not in single]
    if single:
        branches.insert(0, _word("|".join(single), vocabulary))
    return either(branches, vocabulary)


def _is_word(item: str, vocabulary: Vocabulary) -> bool:
    name = _NAME.fullmatch(item)
    return name[1] not in vocabulary.phrases if name else item[:1].isalnum()


def _item(item: str, first: bool, vocabulary: Vocabulary, depth: int) -> _Piece:
    if item == "^":
        return _Piece(rf"(?<![^{END}])", [], 1)
    if item == "$":
        return _Piece(rf"(?![^{END}])", [], 1)
    if item.startswith(".."):
        digits = item.lstrip(".")
        if not digits.isdigit() or not 1 <= int(digits) <= _MAX_GAP:
            raise PatternError(f"{item}: a gap is 1 to {_MAX_GAP} words")
        dots = len(item) - len(digits)
        inner = {2: _set(vocabulary.negators, negate=True), 3: f"[^{END}]"}.get(dots, ".")
        return _Piece(f"{inner}{{0,{digits}}}?", [], int(digits) + 1)
    found = _SUFFIX.search(item)
    suffix = found[0] if found else ""
    item = item[: len(item) - len(suffix)]
    if item.startswith("-"):
        if suffix:
            raise PatternError(f"{item}{suffix}: `-` looks at a word and cannot repeat")
        if item.startswith("-(") and not first:
            return _Piece(f"(?!{_group(item[2:-1], vocabulary, depth).body})", [], 1)
        look = _set(word_set(item[1:], vocabulary))
        return _Piece(f"(?<!{look})" if first else f"(?!{look})", [], 1)
    name = _NAME.fullmatch(item)
    if item.startswith("("):
        piece = _group(item[1:-1], vocabulary, depth)
    elif name and name[1] in vocabulary.phrases:
        phrases = vocabulary.phrases[name[1]]
        branches = [_sequences(p, vocabulary, depth + 1) for p in phrases]
        piece = either(branches, vocabulary)
    elif item.startswith("!"):
        piece = _Piece(_set(word_set(item[1:], vocabulary), negate=True), [], 1)
    elif item.endswith("|$"):
        piece = _word(item[:-2], vocabulary)
        piece = _Piece(rf"(?:{piece.body}|(?![^{END}]))", [], 1)
    else:
        piece = _word(item, vocabulary)
    if not suffix:
        return piece
    count = 1 if suffix == "?" else int(suffix[1:])
    if count > _MAX_GAP:
        raise PatternError(f"{item}{suffix}: at most {_MAX_GAP} times")
    cost = sum(piece.cost**n for n in range(count + 1))
    return _Piece(f"(?:{piece.body}){{0,{count}}}", [], cost)


def _word(item: str, vocabulary: Vocabulary) -> _Piece:
    known = vocabulary.pieces.get(item)
    if known is not None:
        return known
    codes = word_set(item, vocabulary)
    if not codes:
        raise PatternError(f"{item!r} is left out of a normalised text as a filler: leave it out")
    made = vocabulary.pieces[item] = _Piece(_set(codes), [codes], 1)
    return made


def either(branches: list[_Piece], vocabulary: Vocabulary) -> _Piece:
    """The branches as one piece; it needs one of the rarest sets of each."""
    needs: list[frozenset[str]] = []
    if all(b.needs for b in branches):
        needs = [frozenset().union(*(min(b.needs, key=vocabulary.weight) for b in branches))]
    if len(branches) == 1:
        return branches[0]
    body = "|".join(b.body for b in branches)
    return _Piece(f"(?:{body})", needs, max(b.cost for b in branches))


def compile_pattern(source: str, vocabulary: Vocabulary, *, guard: bool = False) -> Pattern:
    """The pattern that `source` describes.

    A guard needs no rare word, since it is only tried where a rule has already matched.

    Raises:
        PatternError: when it cannot be read, costs too much, or has no word to look for.
    """
    piece = _sequences(source, vocabulary, 0)
    if piece.cost > MAX_COST:
        raise PatternError(
            f"{source!r} could take {piece.cost} ways through one place (at most {MAX_COST}): "
            "use fewer or shorter gaps"
        )
    if guard:
        return Pattern(source, piece.body, frozenset(), (), piece.cost)
    if not piece.needs:
        raise PatternError(f"{source!r} has no word that must be there")
    triggers, *also = sorted(piece.needs, key=vocabulary.weight)
    return Pattern(source, piece.body, triggers, tuple(also[:MOST_ALSO]), piece.cost)
