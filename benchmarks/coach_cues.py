"""Learns the points in coach/cues.yaml from labelled texts, and says how well they do unseen.

python -m benchmarks.coach_cues                  write dialogues/language/en/coach/cues.yaml
python -m benchmarks.coach_cues --without A B    learn without these sets, and weigh them
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from benchmarks.coach import DEV, LANGUAGE, ROOT, changes, context_of, share
from bot.coach import Coach
from bot.coach.cues import runs, scale
from bot.coach.examples import example_reading
from bot.coach.load import Way, load
from bot.coach.normal import Normal
from bot.coach.reading import Reading, TextType
from bot.coach.source import Row

LEARN = ROOT / "tests" / "coach" / "learn"
CONVERSATIONS = LEARN / "conversations.jsonl"
"""What is typed in the golden transcripts, with the feedback that was read there."""
CLEAN = ROOT / "tests" / "coach" / "clean.txt"
CUES = LANGUAGE / "coach" / "cues.yaml"
HEADER = """\
# Words, and runs of two and three words, with points (tenths) for (above 0) or against a change.
# They are added up over a text; see bot/coach/cues.py. Learned from tests/coach/learn, the dev sets
# and the rules' examples: do not edit the points, add texts and run `python -m
# benchmarks.coach_cues`. "." at an end is where the text, or a sentence, begins or ends.
"""


@dataclass(frozen=True, slots=True)
class Group:
    """Text types that share their points. `offset` and `rule` are added to what is learned.

    Both were chosen on texts of authors who were left out of the learning.
    """

    name: str
    types: str
    files: tuple[str, ...]
    offset: float
    rule: float
    named: float = 2.5


GROUPS = (
    Group(
        "statement",
        "opening observation feeling need request statement boundary thanks draft",
        ("statements", "requests"),
        -1.5,
        2.0,
    ),
    Group("apology", "apology repair", ("apologies",), -1.0, 1.5),
    Group("mirror", "mirror", ("mirrors",), -1.4, 2.0),
)
ROUNDS = 16
RATE = 0.4
SHRINK = 4e-4
LEAST = 2
"""A run of words that stands in fewer texts says nothing of its own."""
KEPT = 3
KEPT_OF_ID = 6
"""Tenths of points under which a cue is left out; of an id, only points for it are kept."""
COUNTS = 4.0
"""How much more rules' examples, clean texts and conversations count: they are promises."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text that is known to want a change, or not; `rule` is the id that matters most."""

    text: str
    normal: Normal
    told: frozenset[str]
    bad: bool
    rule: str | None
    also: tuple[str, ...]
    found: tuple[str, ...]
    author: str
    counts: float = 1.0

    @property
    def divisor(self) -> float:
        """What its points are divided by."""
        return scale(len(self.normal.words))


class Sources:
    """Everything labelled, read by the coach as it is without cues."""

    def __init__(self) -> None:
        files = {str(p.relative_to(ROOT)): p.read_text("utf-8") for p in LANGUAGE.rglob("*.yaml")}
        self.library = load(files)
        self.library.cues = {}
        self.coach = Coach(self.library)

    def rows(self, group: Group) -> list[Labelled]:
        """The labelled texts of a group, each once."""
        found: dict[str, Labelled] = {}
        types = group.types.split()
        for name in group.files:
            for path, author in ((DEV, "dev"), (LEARN, "learn")):
                lines = (path / f"{name}.jsonl").read_text("utf-8").splitlines()
                for row in map(json.loads, lines):
                    reading = self.coach.reading(row["text"], row["type"], context_of(row))
                    self._add(found, row, reading, row.get("author", author))
        for row in map(json.loads, CONVERSATIONS.read_text("utf-8").splitlines()):
            if row["type"] in types:
                reading = self.coach.reading(row["text"], row["type"], context_of(row))
                self._add(found, row, reading, "", COUNTS)
        for line in CLEAN.read_text("utf-8").splitlines():
            type_, _, text = line.partition(" | ")
            if type_ in types:
                row = {"text": text, "flagged": False}
                self._add(found, row, self.coach.reading(text, cast(TextType, type_)), "", COUNTS)
        for way in self.library.ways:
            if way.target != "rule" or not way.types & set(types):
                continue
            for flags, examples in ((True, way.spec.flags), (False, way.spec.passes)):
                for example in examples:
                    self._example(found, way, example, flags)
        return list(found.values())

    def _example(self, found: dict[str, Labelled], way: Way, example: Row, flags: bool) -> None:
        """An example of a rule, where it shows whether a change is wanted at all."""
        reading, context = example_reading(self.coach, way, example), None
        bad = bool(changes(reading))
        if flags or not bad:
            if ">>" in example.text:
                context = example.text.partition(">>")[0].rpartition("]")[2].strip()
            row = {"text": reading.text, "flagged": bad, "rule": way.name, "context": context}
            self._add(found, row, reading, "", COUNTS)

    def _add(
        self,
        found: dict[str, Labelled],
        row: Mapping[str, Any],
        reading: Reading,
        author: str,
        counts: float = 1.0,
    ) -> None:
        normal = self.library.words.spelling.normal(row["text"])
        if not normal.words:
            return
        bad = not row["good"] if "good" in row else bool(row["flagged"])
        told = frozenset(runs(normal, 0, len(normal.words)))
        if context := context_of(row):
            ear = self.library.words.ear
            told |= ear.marks(ear.heard(context), normal)
        found.setdefault(
            row["text"],
            Labelled(
                row["text"],
                normal,
                told,
                bad,
                row.get("rule") if bad else None,
                tuple(row.get("also", ())),
                tuple(changes(reading)),
                author,
                counts,
            ),
        )


def rarity(rows: Sequence[Labelled]) -> dict[str, float]:
    """How much more a rare run of words counts (inverse document frequency)."""
    met = Counter(run for row in rows for run in row.told)
    return {
        run: (math.log((1 + len(rows)) / (1 + n)) + 1) / 4 for run, n in met.items() if n >= LEAST
    }


def learn_change(rows: Sequence[Labelled]) -> tuple[float, dict[str, float]]:
    """Start and points that tell good from bad: logistic regression by Adagrad (Duchi et al. 2011),
    in a fixed order, so that the same texts give the same points."""
    worth = rarity(rows)
    points = dict.fromkeys(worth, 0.0)
    gathered = dict.fromkeys(worth, 1e-2)
    start, start_gathered = 0.0, 1e-2
    told = [
        [(run, worth[run] / row.divisor) for run in sorted(row.told) if run in worth]
        for row in rows
    ]
    order = list(range(len(rows)))
    chance = random.Random(5)
    for _ in range(ROUNDS):
        chance.shuffle(order)
        for i in order:
            margin = start + sum(points[run] * value for run, value in told[i])
            slope = 1 / (1 + math.exp(-max(-30.0, min(30.0, margin)))) - rows[i].bad
            slope *= rows[i].counts
            start_gathered += slope * slope
            start -= RATE * slope / math.sqrt(start_gathered)
            for run, value in told[i]:
                step = slope * value + SHRINK * points[run]
                gathered[run] += step * step
                points[run] -= RATE * step / math.sqrt(gathered[run])
    return start, kept({run: value * worth[run] for run, value in points.items()})


def learn_ids(rows: Sequence[Labelled]) -> dict[str, dict[str, float]]:
    """Points for each id among the texts that want a change: the same, for many classes at once."""
    import numpy as np

    rows = [row for row in rows if row.bad and row.rule]
    ids = sorted({row.rule for row in rows if row.rule})
    worth = rarity(rows)
    numbered = {run: i for i, run in enumerate(sorted(worth))}
    points = np.zeros((len(numbered), len(ids)))
    gathered = np.full(points.shape, 1e-2)
    told = [
        np.array([numbered[run] for run in sorted(row.told) if run in worth], dtype=int)
        for row in rows
    ]
    values = [
        np.array([worth[run] / row.divisor for run in sorted(row.told) if run in worth])
        for row in rows
    ]
    order = list(range(len(rows)))
    chance = random.Random(5)
    for _ in range(ROUNDS):
        chance.shuffle(order)
        for i in order:
            which, value = told[i], values[i]
            margins = value @ points[which]
            shares = np.exp(margins - margins.max())
            shares /= shares.sum()
            shares[ids.index(cast(str, rows[i].rule))] -= 1
            step = np.outer(value, shares) + SHRINK * points[which]
            gathered[which] += step * step
            points[which] -= RATE * step / np.sqrt(gathered[which])
    return {
        name: kept_of_id({run: float(points[i, n]) * worth[run] for run, i in numbered.items()})
        for n, name in enumerate(ids)
    }


def kept(points: Mapping[str, float]) -> dict[str, float]:
    """The points that say enough for a change or against it."""
    return {run: value for run, value in points.items() if abs(round(value * 10)) >= KEPT}


def kept_of_id(points: Mapping[str, float]) -> dict[str, float]:
    """The points that say enough for an id."""
    return {run: value for run, value in points.items() if round(value * 10) >= KEPT_OF_ID}


def blocks(points: Mapping[str, float], indent: str) -> str:
    """Points as YAML: for each number of tenths, the cues that have it."""
    grouped: dict[int, list[str]] = {}
    for run, value in points.items():
        grouped.setdefault(round(value * 10), []).append(run.replace(" ", "_"))
    return "".join(
        f"{indent}{value}: >-\n{_folded(sorted(grouped[value]), indent + '  ')}"
        for value in sorted(grouped)
    )


def _folded(words: Iterable[str], indent: str) -> str:
    lines = [indent]
    for word in words:
        if len(lines[-1]) + len(word) > 99 and lines[-1] != indent:
            lines.append(indent)
        lines[-1] += word if lines[-1] == indent else f" {word}"
    return "\n".join(lines) + "\n"


def written(
    learned: Iterable[tuple[Group, float, Mapping[str, float], Mapping[str, Mapping[str, float]]]],
) -> str:
    """The text of cues.yaml."""
    text = HEADER + "groups:\n"
    for group, start, points, ids in learned:
        text += f"  - types: {group.types}\n"
        text += f"    start: {round((start + group.offset) * 10)}\n"
        text += f"    rule: {round(group.rule * 10)}\n    named: {round(group.named * 10)}\n"
        text += f"    change:\n{blocks(points, '      ')}    ids:\n"
        for rule, told in ids.items():
            text += f"      {rule}:\n{blocks(told, '        ')}"
    return text


def weigh(start: float, points: Mapping[str, float], row: Labelled) -> float:
    """What the words of a text come to, without what the rules find."""
    return start + sum(points.get(run, 0.0) for run in row.told) / row.divisor


def report(group: Group, rows: Sequence[Labelled], left_out: set[str]) -> None:
    """What would have come out for the texts of some authors, had the others been all there is."""
    known = [row for row in rows if row.author not in left_out]
    fresh = [row for row in rows if row.author in left_out]
    start, points = learn_change(known)
    ids = learn_ids(known)
    margins = [weigh(start, points, row) for row in fresh]
    print(f"{group.name}: learned from {len(known)}, weighed {len(fresh)}")
    for offset, rule in ((group.offset, group.rule), *_choices(fresh, margins)):
        told = [
            m + offset + (rule if r.found else 0) >= 0 for m, r in zip(margins, fresh, strict=True)
        ]
        hits = sum(t and r.bad for t, r in zip(told, fresh, strict=True))
        right = sum(t == r.bad for t, r in zip(told, fresh, strict=True))
        print(
            f"  offset {offset:5.1f} rule {rule:4.1f}  precision {share(hits, sum(told))}"
            f"  recall {share(hits, sum(r.bad for r in fresh))}  right {share(right, len(fresh))}"
        )
    named = [
        r
        for m, r in zip(margins, fresh, strict=True)
        if r.bad and r.rule and m + group.offset + (group.rule if r.found else 0) >= 0
    ]
    first = sum(
        (r.found[0] if r.found else _foremost(ids, r, 0)) in (r.rule, *r.also) for r in named
    )
    both = sum(_foremost(ids, r, group.named) in (r.rule, *r.also) for r in named)
    print(f"  right id: the rules' first {share(first, len(named))}", end="")
    print(f"  with words {share(both, len(named))}")


def _foremost(ids: Mapping[str, Mapping[str, float]], row: Labelled, named: float) -> str:
    scores = {k: sum(v.get(run, 0.0) for run in row.told) / row.divisor for k, v in ids.items()}
    for rule in row.found:
        scores[rule] = scores.get(rule, 0.0) + named
    return max(scores, key=lambda rule: scores[rule])


def _choices(fresh: Sequence[Labelled], margins: Sequence[float]) -> list[tuple[float, float]]:
    """For some weights of the rules: the offset that is right most often, and the one that finds
    most at a precision of 0.95."""
    found = []
    for rule in (0.5, 1.0, 1.5, 2.0, 2.5, 3.0):
        scored = [
            (m + (rule if r.found else 0), r.bad) for m, r in zip(margins, fresh, strict=True)
        ]
        best = max(scored, key=lambda s: sum((t >= s[0]) == bad for t, bad in scored))
        exact = [
            s[0]
            for s in scored
            if sum(bad for t, bad in scored if t >= s[0])
            >= 0.95 * sum(t >= s[0] for t, _ in scored)
        ]
        found += [(-best[0], rule)] + ([(-min(exact), rule)] if exact else [])
    return found


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument(
        "--without", nargs="+", metavar="AUTHOR", help="authors to leave out and weigh"
    )
    chosen = parser.parse_args()
    sources = Sources()
    learned = []
    for group in GROUPS:
        rows = sources.rows(group)
        if chosen.without:
            report(group, rows, set(chosen.without))
            continue
        start, points = learn_change(rows)
        learned.append((group, start, points, learn_ids(rows)))
        print(f"{group.name}: {len(rows)} texts")
    if not chosen.without:
        CUES.write_text(written(learned), encoding="utf-8")
        print(f"wrote {CUES.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
