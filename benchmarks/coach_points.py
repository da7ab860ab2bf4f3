"""The coach's points: how they are learned, and what they make of a text."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from benchmarks.coach_texts import Labelled
from benchmarks.learning import Learner, Texts, tenths

LEARNER = Learner(freedom=10)
LEAST = 2
"""A run of words that stands in fewer texts says nothing of its own."""
KEPT = 3
KEPT_OF_ID = 6
"""Tenths of points under which a cue is left out; of an id, only points for it are kept."""


def learn_change(rows: Sequence[Labelled]) -> tuple[float, dict[str, float]]:
    """Start and points that tell the texts that want a change from the others."""
    bad, counts = [row.bad for row in rows], [row.counts for row in rows]
    start, points = LEARNER.logistic(_texts(rows), bad, counts)
    return start, {run: point for run, point in points.items() if abs(tenths(point)) >= KEPT}


def learn_ids(rows: Sequence[Labelled]) -> dict[str, dict[str, float]]:
    """Points for each id among the texts that want a change."""
    named = [row for row in rows if row.bad and row.rule]
    ids = LEARNER.softmax(_texts(named), [row.rule for row in named if row.rule])
    return {
        rule: {run: point for run, point in points.items() if tenths(point) >= KEPT_OF_ID}
        for rule, points in ids.items()
    }


def _texts(rows: Sequence[Labelled]) -> Texts:
    """The runs of words in the texts; a rare one counts more (inverse document frequency)."""
    met = Counter(run for row in rows for run in row.told)
    rarity = {
        run: (math.log((1 + len(rows)) / (1 + n)) + 1) / 4 for run, n in met.items() if n >= LEAST
    }
    return Texts.of(((sorted(row.told), row.divisor) for row in rows), rarity)


def weigh(points: Mapping[str, float], row: Labelled) -> float:
    """What the words of a text come to, without what the rules find."""
    return sum(points.get(run, 0.0) for run in row.told) / row.divisor


def foremost(ids: Mapping[str, Mapping[str, float]], row: Labelled, named: float) -> str:
    """The id that the words speak for most, where one that a rule found has `named` points more."""
    scores = {rule: weigh(points, row) for rule, points in ids.items()}
    for rule in row.found:
        scores[rule] = scores.get(rule, 0.0) + named
    return max(scores, key=lambda rule: scores[rule])
