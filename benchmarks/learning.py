"""Learns points of words from labelled texts, and writes them as YAML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

_WIDEST = 100
"""Characters in a line of YAML."""
_ROUNDS = 1000
"""More than the fitting has ever needed; a warning would be an error."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts as rows of features with what each is there; `worth` is how much each counts."""

    worth: Mapping[str, float]
    rows: Sequence[Mapping[str, float]]

    @classmethod
    def of(cls, told: Iterable[tuple[Iterable[str], float]], worth: Mapping[str, float]) -> Texts:
        """The texts that tell these features, whose points are divided by the number beside them.

        Of a feature without worth nothing is learned.
        """
        return cls(worth, [{f: worth[f] / by for f in each if f in worth} for each, by in told])

    def matrix(self) -> csr_matrix:
        """The rows as a sparse matrix, whose columns are the features that are worth something."""
        number = {feature: n for n, feature in enumerate(self.worth)}
        columns = [number[feature] for row in self.rows for feature in row]
        values = [value for row in self.rows for value in row.values()]
        ends = [0, *accumulate(map(len, self.rows))]
        return csr_matrix((values, columns, ends), shape=(len(self.rows), len(number)))

    def named(self, points: Iterable[float]) -> dict[str, float]:
        """The points of all features, as they are added up over a text."""
        return {
            f: point * worth for (f, worth), point in zip(self.worth.items(), points, strict=True)
        }


@dataclass(frozen=True, slots=True)
class Learner:
    """Logistic regression; `freedom` is how far points may grow (the inverse of the L2 penalty)."""

    freedom: float

    def logistic(
        self, texts: Texts, so: Sequence[bool], counts: Sequence[float]
    ) -> tuple[float, dict[str, float]]:
        """Start and points that tell the texts that are `so` from the others.

        `counts` is how much each text counts.
        """
        model = LogisticRegression(C=self.freedom, solver="liblinear", max_iter=_ROUNDS)
        model.fit(texts.matrix(), so, sample_weight=counts)
        return float(model.intercept_[0]), texts.named(model.coef_[0].tolist())

    def softmax(
        self, texts: Texts, which: Sequence[str], counts: Sequence[float] | None = None
    ) -> dict[str, dict[str, float]]:
        """Points, and no start, for each of three or more classes, `which` being that of each text.

        `counts` is how much each text counts (None: all alike).
        """
        model = LogisticRegression(C=self.freedom, fit_intercept=False, max_iter=_ROUNDS)
        model.fit(texts.matrix(), which, sample_weight=counts)
        return {
            str(name): texts.named(points.tolist())
            for name, points in zip(model.classes_, model.coef_, strict=True)
        }


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
