"""How well the coach reads: `python -m benchmarks.coach [--set FOLDER] [--moves PATH] [--misses]`.

Precision, recall and F1 with Wilson intervals (95 %) over the evaluation sets, each rule id by
itself, a confusion table, the moves of mirrors, and the time a text takes.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.coach import Annotation, Coach, Reading

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = ROOT / "dialogues" / "language" / "en"
DEV = ROOT / "tests" / "coach" / "eval" / "dev"
MOVES = ("reflection", "advice", "question", "other")


def coach_of(folder: Path = LANGUAGE) -> Coach:
    """The coach with the rules of a language folder."""
    files = {
        str(path.relative_to(ROOT)): path.read_text("utf-8") for path in folder.rglob("*.yaml")
    }
    return Coach.from_texts(files)


def wilson(hits: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """The Wilson score interval of a share (E. B. Wilson, 1927)."""
    if total == 0:
        return 0.0, 1.0
    share = hits / total
    scale = 1 + z * z / total
    middle = (share + z * z / (2 * total)) / scale
    half = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total)) / scale
    return max(0.0, middle - half), min(1.0, middle + half)


def share(hits: int, total: int) -> str:
    """A share with its counts and interval, as text."""
    low, high = wilson(hits, total)
    value = hits / total if total else float("nan")
    return f"{value:.3f} ({hits}/{total}, {low:.2f}–{high:.2f})"


def context_of(row: Mapping[str, Any]) -> Annotation | str | None:
    """The heard line of a mirror row, with its annotation where there is one."""
    context = row.get("context")
    if isinstance(context, dict):
        return Annotation(
            context["text"],
            *(tuple(context.get(k, ())) for k in ("feelings", "meanings", "point", "accept")),
        )
    return context


def changes(reading: Reading) -> list[str]:
    """The ids of what is to be changed, most important first."""
    return [finding.rule for finding in reading.findings if finding.severity == "change"]


def measured(
    coach: Coach, rows: Sequence[dict[str, Any]], misses: bool, bare: bool = False
) -> None:
    """Print the figures of one set."""
    table: Counter[tuple[bool, bool]] = Counter()
    by_rule: dict[str, Counter[str]] = defaultdict(Counter)
    confused: Counter[tuple[str, str]] = Counter()
    right = flagged_right = moves_right = moves_all = 0
    for row in rows:
        context = context_of(row)
        if bare and isinstance(context, Annotation):
            context = context.text
        reading = coach.reading(row["text"], row["type"], context)
        found = changes(reading)
        wanted = not row["good"] if "good" in row else bool(row["flagged"])
        table[wanted, bool(found)] += 1
        allowed = {row.get("rule"), *row.get("also", ())} - {None}
        if wanted and found:
            flagged_right += 1
            hit = found[0] in allowed
            right += hit
            if not hit:
                confused[str(row.get("rule")), found[0]] += 1
        if wanted and row.get("rule"):
            by_rule[row["rule"]]["wanted"] += 1
            by_rule[row["rule"]]["named"] += row["rule"] in found
        for rule in set(found):
            by_rule[rule]["found"] += 1
            by_rule[rule]["true"] += rule in allowed
        if row.get("move"):
            moves_all += 1
            moves_right += reading.move in (row["move"], *(row.get("move_also") or ()))
        if misses and (wanted != bool(found) or (wanted and found and found[0] not in allowed)):
            kind = "MISS " if wanted and not found else "FALSE" if found and not wanted else "OTHER"
            print(f"  {kind} {row.get('rule')!s:18} {found} {row['text'][:230]!r}")
            if kind != "OTHER" and context is not None:
                print(f"        <- {getattr(context, 'text', context)!r}")
    hits, missed = table[True, True], table[True, False]
    false, passed = table[False, True], table[False, False]
    total = hits + missed + false + passed
    print(f"  precision {share(hits, hits + false)}   recall {share(hits, hits + missed)}")
    f1 = 2 * hits / max(1, 2 * hits + missed + false)
    print(f"  F1 {f1:.3f}   right or wrong {share(hits + passed, total)}")
    print(f"  right id of the flagged {share(right, flagged_right)}")
    if moves_all:
        print(f"  move {share(moves_right, moves_all)}")
    _print_rules(by_rule)
    if confused:
        print(
            "  taken for another: "
            + ", ".join(f"{a}→{b} {n}" for (a, b), n in confused.most_common(25))
        )


def _print_rules(by_rule: dict[str, Counter[str]]) -> None:
    """Each id by itself: what it finds may be the first id of a row or one that may go with it."""
    print(f"    {'id':20} {'precision':27} {'recall':27} F1")
    for rule, counts in sorted(by_rule.items()):
        precision = counts["true"] / counts["found"] if counts["found"] else 0.0
        recall = counts["named"] / counts["wanted"] if counts["wanted"] else 0.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        right = share(counts["true"], counts["found"])
        met = share(counts["named"], counts["wanted"])
        print(f"    {rule:20} {right:27} {met:27} {f1:.2f}")


def measured_moves(coach: Coach, path: Path, misses: bool) -> float:
    """Print the move figures over a TSV with `context`, `reply`, `label`; the macro-F1."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    table: Counter[tuple[str, str]] = Counter()
    for row in rows:
        move = coach.reading(row["reply"], "mirror", row["context"]).move or "other"
        table[row["label"], move] += 1
        if misses and row["label"] != move:
            print(f"  {row['label']:10} → {move:10} {row['reply'][:200]!r}")
    print("  wanted \\ found  " + " ".join(f"{move:>10}" for move in MOVES))
    scores = []
    for wanted in MOVES:
        print(f"  {wanted:15} " + " ".join(f"{table[wanted, move]:10}" for move in MOVES))
        hits = table[wanted, wanted]
        found = sum(table[other, wanted] for other in MOVES)
        real = sum(table[wanted, other] for other in MOVES)
        scores.append(2 * hits / max(1, found + real))
    macro = sum(scores) / len(scores)
    print(
        f"  macro-F1 {macro:.3f}  "
        + " ".join(f"{m} {s:.2f}" for m, s in zip(MOVES, scores, strict=True))
    )
    return macro


def timed(coach: Coach, texts: Iterable[tuple[str, str]]) -> float:
    """The median over texts of 15 to 25 words, each at its best of seven runs, in microseconds.

    The best run is the one in which nothing else had the processor.
    """
    near = [(text, type_) for text, type_ in texts if 15 <= len(text.split()) <= 25]
    best: list[float] = []
    for text, type_ in near:
        runs = []
        for _ in range(7):
            start = time.perf_counter_ns()
            coach.reading(text, type_)  # type: ignore[arg-type]
            runs.append((time.perf_counter_ns() - start) / 1000)
        best.append(min(runs))
    return statistics.median(best) if best else float("nan")


def main() -> None:
    """Run the measurements named on the command line; all development sets by default."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="sets (*.jsonl); default: all in dev")
    parser.add_argument("--set", type=Path, metavar="FOLDER", help="all sets of another folder")
    parser.add_argument(
        "--moves", "--mirror-tsv", type=Path, help="a table with context, reply and label"
    )
    parser.add_argument("--misses", action="store_true", help="print what came out wrong")
    parser.add_argument("--bare", action="store_true", help="mirrors without their annotation")
    arguments = parser.parse_args()
    start = time.perf_counter()
    coach = coach_of()
    loaded = time.perf_counter()
    coach.warm()
    print(f"load {loaded - start:.2f} s, warm {time.perf_counter() - loaded:.2f} s")
    texts: list[tuple[str, str]] = []
    files = list(arguments.files)
    if arguments.set or not (files or arguments.moves):
        files += sorted((arguments.set or DEV).glob("*.jsonl"))
    for path in files:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        texts.extend((row["text"], row["type"]) for row in rows)
        print(f"\n{path.stem}: {len(rows)}")
        measured(coach, rows, arguments.misses, arguments.bare)
    if arguments.moves:
        print(f"\nmoves: {arguments.moves.name}")
        measured_moves(coach, arguments.moves, arguments.misses)
    if texts:
        print(f"\nmedian {timed(coach, texts):.0f} µs for a text of about 20 words")


if __name__ == "__main__":
    main()
