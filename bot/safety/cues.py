"""Cues: words and pairs of neighbouring words, each with points for or against danger.

Rules know what people say; cues know how it sounds when they say it in a way no rule foresaw.
The points of a text are added up, so that no single word decides. They are learned from labelled
sentences by `benchmarks/cues.py`, are plain data, and can be read and argued with.
Source of the method: logistic regression on word pairs (Wang and Manning 2012 call for pairs).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from bot.safety.lexicon import Lexicon
from bot.safety.pattern import END, NUMBER, UNKNOWN

Block = Annotated[str, StringConstraints(max_length=400_000)]
SPECIAL = {".": END, "#": NUMBER, "?": UNKNOWN}
"""How a sentence's end, a number and an unknown word are written in cues.yaml."""
_WINDOW = 24
_WHOLE = 40
"""A text of up to `_WHOLE` words is weighed as one; a longer one is as grave as its gravest
stretch of `_WINDOW` words, so that a long story drowns nothing."""
_FEWEST = 14
"""A text of fewer words is weighed as if it had these: one word alone says little."""
_TOLD = 3


class CuesFile(BaseModel):
    """cues.yaml: when to act, families of words, and points by how many they are."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    threshold: int
    start: int
    families: Block
    danger: dict[int, Block]
    kinds: dict[str, dict[int, Block]]


@dataclass(frozen=True, slots=True)
class Cues:
    """Points of words and pairs, over word codes; `start` is where every text begins.

    From `threshold` points on, a text is grave by itself. What a rule finds is grave whatever the
    cues say: they only ever add.
    """

    threshold: int
    start: int
    fold: Mapping[int, str]
    danger: Mapping[str, int]
    kinds: Mapping[str, Mapping[str, int]]

    def stretches(self, codes: str) -> Iterable[tuple[int, str]]:
        """The folded codes, in stretches that are weighed by themselves, and where they begin."""
        folded = codes.translate(self.fold)
        if len(folded) <= _WHOLE:
            yield 0, folded
            return
        for at in range(0, max(1, len(folded) - _WINDOW // 2), _WINDOW // 2):
            yield at, folded[at : at + _WINDOW]

    def weight(self, codes: str) -> float:
        """The points of the gravest stretch of a text."""
        return max(
            self.start + _sum(self.danger, stretch) / scale(stretch)
            for _, stretch in self.stretches(codes)
        )

    def kind(self, codes: str) -> str:
        """The kind that the words of the text speak for most."""
        features = features_of(codes.translate(self.fold))
        return max(self.kinds, key=lambda k: sum(self.kinds[k].get(f, 0) for f in features))

    def places(self, codes: str) -> list[tuple[int, int]]:
        """Where the weightiest cues of a text stand, as ranges of codes."""
        folded = codes.translate(self.fold)
        found = [
            (self.danger[folded[i : i + n]], i, i + n)
            for n in (1, 2)
            for i in range(len(folded) - n + 1)
            if self.danger.get(folded[i : i + n], 0) > 0 and END not in folded[i : i + n]
        ]
        return [(i, j) for _, i, j in sorted(found, reverse=True)[:_TOLD]] or [(0, len(codes))]


def features_of(folded: str) -> set[str]:
    """The words and the pairs of neighbours in folded codes, ends of sentences included."""
    framed = f"{END}{folded}{END}"
    return {*framed, *map("".join, pairwise(framed))}


def scale(folded: str) -> float:
    """What the points of a stretch are divided by, so that long texts are not grave for length."""
    return sqrt(max(_FEWEST, len(folded)))


def _sum(points: Mapping[str, int], stretch: str) -> int:
    return sum(points[f] for f in features_of(stretch) if f in points)


def family_forms(block: str) -> Iterable[tuple[str, list[str]]]:
    """The families of cues.yaml: "hit=hits,hitting" as a word and its forms."""
    for entry in block.split():
        word, _, forms = entry.partition("=")
        yield word, forms.split(",")


def compile_cues(file: CuesFile, lexicon: Lexicon) -> Cues:
    """The cues over the lexicon's codes; words that no rule knows are made known to it."""
    fold: dict[int, str] = {}
    for word, forms in family_forms(file.families):
        head = lexicon.hear(word)
        for form in forms:
            code = lexicon.hear(form)
            if len(code) == 1 and len(head) == 1:
                fold[ord(code)] = head

    def points(blocks: Mapping[int, str]) -> dict[str, int]:
        found: dict[str, int] = {}
        for value, block in blocks.items():
            for cue in block.split():
                codes = [SPECIAL.get(word) or lexicon.hear(word) for word in cue.split("_")]
                if all(codes):
                    found["".join(codes)] = value
        return found

    return Cues(
        threshold=file.threshold,
        start=file.start,
        fold=fold,
        danger=points(file.danger),
        kinds={kind: points(blocks) for kind, blocks in file.kinds.items()},
    )
