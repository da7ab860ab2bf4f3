"""Learns points of words from labelled texts, and writes them as YAML.

Logistic regression by Adagrad (Duchi, Hazan and Singer 2011) in a fixed order, so that the same
texts give the same points.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp, sqrt

import numpy as np

_WIDEST = 100
"""Characters in a line of YAML."""
_FIRST_GATHERED = 1e-2
"""Squares of steps that a point begins with, so that its first step is no leap."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts as sparse rows: `columns` are the features of a row by number, `values` what each is.

    `worth` is how much each feature counts.
    """

    worth: Mapping[str, float]
    columns: Sequence[Sequence[int]]
    values: Sequence[Sequence[float]]

    @classmethod
    def of(cls, told: Iterable[tuple[Sequence[str], float]], worth: Mapping[str, float]) -> Texts:
        """The texts that tell these features, whose points are divided by the number beside them.

        Of a feature without worth nothing is learned.
        """
        number = {feature: n for n, feature in enumerate(worth)}
        columns: list[list[int]] = []
        values: list[list[float]] = []
        for features, divisor in told:
            known = [feature for feature in features if feature in number]
            columns.append([number[feature] for feature in known])
            values.append([worth[feature] / divisor for feature in known])
        return cls(worth, columns, values)

    def visits(self, rounds: int) -> Iterator[int]:
        """The rows in the order in which they are learned from: all of them in every round."""
        order = list(range(len(self.columns)))
        chance = random.Random(5)
        for _ in range(rounds):
            chance.shuffle(order)
            yield from order

    def named(self, points: Iterable[float]) -> dict[str, float]:
        """The points of every feature, as they are added up over a text."""
        return {
            f: point * worth for (f, worth), point in zip(self.worth.items(), points, strict=True)
        }


@dataclass(frozen=True, slots=True)
class Adagrad:
    """The learner: rounds over all texts, how long a step is, how much points shrink (L2)."""

    rounds: int
    rate: float
    shrink: float

    def logistic(
        self, texts: Texts, so: Sequence[bool], counts: Sequence[float], start: bool = True
    ) -> tuple[float, dict[str, float]]:
        """Start and points that tell the texts that are `so` from the others.

        `counts` is how much each text counts. Without `start` it stays 0.
        """
        points = [0.0] * len(texts.worth)
        gathered = [_FIRST_GATHERED] * len(points)
        begin, begin_gathered = 0.0, _FIRST_GATHERED
        for row in texts.visits(self.rounds):
            columns, values = texts.columns[row], texts.values[row]
            margin = begin + sum([points[c] * v for c, v in zip(columns, values, strict=True)])
            slope = counts[row] * (1 / (1 + exp(-max(-30.0, min(30.0, margin)))) - so[row])
            if start:
                begin_gathered += slope * slope
                begin -= self.rate * slope / sqrt(begin_gathered)
            for c, v in zip(columns, values, strict=True):
                step = slope * v + self.shrink * points[c]
                gathered[c] += step * step
                points[c] -= self.rate * step / sqrt(gathered[c])
        return begin, texts.named(points)

    def softmax(self, texts: Texts, which: Sequence[str]) -> dict[str, dict[str, float]]:
        """Points for each class, where `which` is the class of each text."""
        classes = sorted(set(which))
        right = [classes.index(name) for name in which]
        rows = [np.array(columns, dtype=int) for columns in texts.columns]
        values = [np.array(row) for row in texts.values]
        points = np.zeros((len(texts.worth), len(classes)))
        gathered = np.full(points.shape, _FIRST_GATHERED)
        for row in texts.visits(self.rounds):
            columns, value = rows[row], values[row]
            margins = value @ points[columns]
            shares = np.exp(margins - margins.max())
            shares /= shares.sum()
            shares[right[row]] -= 1
            step = np.outer(value, shares) + self.shrink * points[columns]
            gathered[columns] += step * step
            points[columns] -= self.rate * step / np.sqrt(gathered[columns])
        return {name: texts.named(points[:, n].tolist()) for n, name in enumerate(classes)}


def tenths(point: float) -> int:
    """A point as it is written: in tenths."""
    return round(point * 10)


def blocks(points: Mapping[str, float], indent: str) -> str:
    """Points as YAML: for each number of tenths, the cues that have it."""
    grouped: dict[int, list[str]] = {}
    for cue, point in points.items():
        grouped.setdefault(tenths(point), []).append(cue)
    return "".join(
        f"{indent}{value}: >-\n{folded(sorted(grouped[value]), indent + '  ')}"
        for value in sorted(grouped)
    )


def folded(words: Iterable[str], indent: str) -> str:
    """Words as the lines of a folded block of YAML."""
    lines = [indent]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > _WIDEST and lines[-1] != indent:
            lines.append(indent)
        lines[-1] += word if lines[-1] == indent else f" {word}"
    return "\n".join(lines) + "\n"
