"""Learns the points in coach/cues.yaml from labelled texts, and says how well they do unseen.

python -m benchmarks.coach_cues                  write dialogues/language/en/coach/cues.yaml
python -m benchmarks.coach_cues --without A B    learn without these sets, and weigh them
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence

from benchmarks.coach import LANGUAGE, ROOT, share
from benchmarks.coach_points import foremost, learn_change, learn_ids, weigh
from benchmarks.coach_texts import GROUPS, Group, Labelled, Sources
from benchmarks.learning import blocks, tenths

CUES = LANGUAGE / "coach" / "cues.yaml"
HEADER = """\
# Words, and runs of two and three words, with points (tenths) for (above 0) or against a change.
# They are added up over a text; see bot/coach/cues.py. Learned from tests/coach/learn, the dev sets
# and the rules' examples: do not edit the points, add texts and run `python -m
# benchmarks.coach_cues`. "." at an end is where the text, or a sentence, begins or ends.
"""


def written(
    learned: Iterable[tuple[Group, float, Mapping[str, float], Mapping[str, Mapping[str, float]]]],
) -> str:
    """The text of cues.yaml."""
    text = HEADER + "groups:\n"
    for group, start, points, ids in learned:
        text += f"  - types: {group.types}\n"
        text += f"    start: {tenths(start + group.offset)}\n"
        text += f"    rule: {tenths(group.rule)}\n    named: {tenths(group.named)}\n"
        text += f"    change:\n{_cues(points, '      ')}    ids:\n"
        for rule, told in ids.items():
            text += f"      {rule}:\n{_cues(told, '        ')}"
    return text


def _cues(points: Mapping[str, float], indent: str) -> str:
    return blocks({run.replace(" ", "_"): point for run, point in points.items()}, indent)


def report(group: Group, rows: Sequence[Labelled], left_out: set[str]) -> None:
    """What would have come out for the texts of some authors, had the others been all there is."""
    known = [row for row in rows if row.author not in left_out]
    fresh = [row for row in rows if row.author in left_out]
    start, points = learn_change(known)
    ids = learn_ids(known)
    margins = [start + weigh(points, row) for row in fresh]
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
        (r.found[0] if r.found else foremost(ids, r, 0)) in (r.rule, *r.also) for r in named
    )
    both = sum(foremost(ids, r, group.named) in (r.rule, *r.also) for r in named)
    print(f"  right id: the rules' first {share(first, len(named))}", end="")
    print(f"  with words {share(both, len(named))}")


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
