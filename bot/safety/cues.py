"""Cues: words, runs of two and three, and pairs of sorts, each with points for or against danger.

Rules know what people say; cues know how it sounds when they say it in a way no rule foresaw.
A sort is a list of words that do the same in such sentences (words.yaml): who, with what, where.
The points of a text are added up, so that no single word decides. They are learned from labelled
sentences by `benchmarks/cues.py`, are plain data, and can be read and argued with.
Source of the method: logistic regression on runs of words (Wang and Manning 2012 call for pairs).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import log, sqrt
from operator import add
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from bot.safety.lexicon import Lexicon
from bot.safety.pattern import END, NUMBER, UNKNOWN

Block = Annotated[str, StringConstraints(max_length=400_000)]
BETWEEN = "\x05"
"""Stands for any one word between two others."""
SPECIAL = {".": END, "#": NUMBER, "?": UNKNOWN, "": BETWEEN}
"""How a sentence's end, a number, an unknown word and any word are written in cues.yaml."""
_WINDOW = 40
_WHOLE = 60
"""A text of up to `_WHOLE` words is weighed as one; a longer one is as grave as its gravest
stretch of `_WINDOW` words, so that a long story drowns nothing."""
_BY_CHANCE = 10
"""Tenths of points, times the logarithm of how many stretches: the gravest of many is graver by
chance."""
_FEWEST = 30
"""A text with fewer features is weighed as if it had these: one word alone says little."""
_REACH = 4
"""How far apart two sorts are read together, counting only words that have one."""
_TOLD = 3
_SORT = re.compile(r"\{([a-z-]+)\}")
_FIRST_SORT = 0xE000


class CuesFile(BaseModel):
    """cues.yaml: when to act, families of words, and points by how many they are."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    threshold: int
    asks: int
    start: int
    hint: int
    families: Block
    danger: dict[int, Block]
    kinds: dict[str, dict[int, Block]]


@dataclass(frozen=True, slots=True)
class Cues:
    """Points of words, pairs and sorts, over word codes; `start` is where every text begins.

    From `threshold` points on, a text is grave by itself; from `asks` on, it is worth a question.
    What a rule finds counts `hint` points more: for danger if the rule is not sure by itself, and
    for its kind.
    """

    threshold: int
    asks: int
    start: int
    hint: int
    fold: Mapping[int, str]
    sorts: Mapping[str, str]
    danger: Mapping[str, int]
    kinds: Mapping[str, Mapping[str, int]]

    def stretches(self, codes: str) -> Iterable[str]:
        """The folded codes, in stretches that are weighed by themselves."""
        folded = codes.translate(self.fold)
        if len(folded) <= _WHOLE:
            yield folded
            return
        for at in range(0, max(1, len(folded) - _WINDOW // 2), _WINDOW // 2):
            yield folded[at : at + _WINDOW]

    def weight(self, codes: str) -> float:
        """The points of the gravest stretch of a text, the less the more stretches there are."""
        points = [_mean(self.danger, features_of(s, self.sorts)) for s in self.stretches(codes)]
        return self.start + max(points) - _BY_CHANCE * log(len(points))

    def kind(self, codes: str, known: Collection[str], among: Collection[str]) -> str:
        """The kind of `among` that the words of the text, and rules, speak for most.

        `known` are the kinds that rules have found; each counts as a hint.
        """
        features = features_of(codes.translate(self.fold), self.sorts)
        return max(
            sorted(among, key=list(self.kinds).index),
            key=lambda k: _mean(self.kinds[k], features) + self.hint * (k in known),
        )

    def places(self, codes: str) -> list[tuple[int, int]]:
        """Where the weightiest cues of a text stand, as ranges of codes."""
        folded = codes.translate(self.fold)
        found = [
            (self.danger[folded[i : i + n]], i, i + n)
            for n in (1, 2, 3)
            for i in range(len(folded) - n + 1)
            if self.danger.get(folded[i : i + n], 0) > 0 and END not in folded[i : i + n]
        ]
        return [(i, j) for _, i, j in sorted(found, reverse=True)[:_TOLD]] or [(0, len(codes))]


def features_of(folded: str, sorts: Mapping[str, str]) -> set[str]:
    """What a stretch of folded codes tells.

    Its words, runs of two and three, pairs with any word between, and what sorts follow each other.
    """
    framed = f"{END}{folded}{END}"
    pairs = list(map(add, framed, framed[1:]))
    features = {*framed, *pairs, *map(add, pairs, framed[2:])}
    features.update(
        [f"{pair[0]}{BETWEEN}{third}" for pair, third in zip(pairs[:-1], framed[2:], strict=True)]
    )
    for sentence in "".join([sorts[c] for c in folded if c in sorts]).split(END):
        features.update(sentence)
        for gap in range(1, min(_REACH, len(sentence) - 1) + 1):
            features.update(map(add, sentence, sentence[gap:]))
    return features


def scale(features: Collection[str]) -> float:
    """What points are divided by, so that long texts are not grave for their length."""
    return sqrt(max(_FEWEST, len(features)))


def _mean(points: Mapping[str, int], features: Collection[str]) -> float:
    return sum([points[f] for f in features if f in points]) / scale(features)


def family_forms(block: str) -> Iterable[tuple[str, list[str]]]:
    """The families of cues.yaml: "hit=hits,hitting" as a word and its forms."""
    for entry in block.split():
        word, _, forms = entry.partition("=")
        yield word, forms.split(",")


def sort_codes(
    listed: Mapping[str, str], fold: Mapping[int, str], lexicon: Lexicon
) -> tuple[dict[str, str], dict[str, str]]:
    """The code of each sort, and the sort of each folded word; the end of a sentence is its own.

    A word stands in the first sort that names it.
    """
    names = {name: chr(_FIRST_SORT + n) for n, name in enumerate(listed)}
    sorts = {END: END}
    for name, words in listed.items():
        for word in words.split():
            code = lexicon.hear(word).translate(fold)
            if len(code) == 1:
                sorts.setdefault(code, names[name])
    return names, sorts


def compile_cues(file: CuesFile, listed: Mapping[str, str], lexicon: Lexicon) -> Cues:
    """The cues over the lexicon's codes; words that no rule knows are made known to it.

    `listed` are the sorts of words.yaml: name to words.
    """
    fold: dict[int, str] = {}
    for word, forms in family_forms(file.families):
        head = lexicon.hear(word)
        for form in forms:
            code = lexicon.hear(form)
            if len(code) == 1 and len(head) == 1:
                fold[ord(code)] = head
    names, sorts = sort_codes(listed, fold, lexicon)
    known: dict[str, str] = dict(SPECIAL)

    def codes_of(word: str) -> str:
        code = known.get(word)
        if code is None:
            code = known[word] = lexicon.hear(word)
        return code

    def points(blocks: Mapping[int, str]) -> dict[str, int]:
        found: dict[str, int] = {}
        for value, block in blocks.items():
            for cue in block.split():
                if cue[0] == "{":
                    codes = [names.get(name, "") for name in _SORT.findall(cue)]
                else:
                    codes = [codes_of(word) for word in cue.split("_")]
                if all(codes):
                    found["".join(codes)] = value
        return found

    return Cues(
        threshold=file.threshold,
        asks=file.asks,
        start=file.start,
        hint=file.hint,
        fold=fold,
        sorts=sorts,
        danger=points(file.danger),
        kinds={kind: points(blocks) for kind, blocks in file.kinds.items()},
    )
