"""Recall and false alarms of the screen over the evaluation sets, and what it costs.

    python -m benchmarks.safety                 the development sets
    python -m benchmarks.safety --misses        and every sentence it got wrong
    python -m benchmarks.safety --set unseen    totals only; run once, at the end
    python -m benchmarks.safety --set PATH      another folder of *.jsonl files, totals only

A disclosure counts as found when the risk is right; the table also says how often the kind was.
Intervals are Wilson's, 95 % (Wilson 1927).
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from math import sqrt
from pathlib import Path
from typing import Any

from bot.safety.screen import Screen

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / "dialogues" / "language" / "en" / "screening"
SETS = ROOT / "tests" / "safety" / "eval"
OURS = ("dev", "unseen")
KINDS = ("self-harm", "violence", "control", "sexual", "child")

Row = dict[str, Any]


def load_screen() -> Screen:
    """The screen of the rules in this checkout.

    Raises:
        SourceError: when the rules are broken.
    """
    return Screen.from_texts(rule_texts())


def rule_texts() -> dict[str, str]:
    """The screening files of this checkout: path from the root to text."""
    files = sorted(RULES.glob("*.yaml"))
    return {f.relative_to(ROOT).as_posix(): f.read_text(encoding="utf-8") for f in files}


def load_set(name: str) -> list[Row]:
    """All rows of an evaluation set: "dev", "unseen" or the path of another folder.

    Raises:
        FileNotFoundError: when the set has no rows.
    """
    folder = SETS / name if name in OURS else Path(name)
    rows = [
        json.loads(line)
        for file in sorted(folder.glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    if not rows:
        raise FileNotFoundError(f"{folder}: no rows; it needs *.jsonl files like those of dev")
    return rows


def wilson(hits: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's score interval for a share, as (low, high)."""
    if total == 0:
        return 0.0, 1.0
    share = hits / total
    middle = share + z * z / (2 * total)
    spread = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def found(screen: Screen, row: Row) -> bool:
    """Whether the screen gives the row's risk."""
    expected: str = row["risk"]
    return screen.risk(row["text"]).risk == expected


def table(screen: Screen, rows: Iterable[Row]) -> list[str]:
    """One line for each kind: found, of how many, the share, its interval, the kind right."""
    total: Counter[str] = Counter()
    right: Counter[str] = Counter()
    same_kind: Counter[str] = Counter()
    asked: Counter[bool] = Counter()
    for row in rows:
        kind = row["kind"]
        total[kind] += 1
        risk = screen.risk(row["text"])
        right[kind] += risk.risk == row["risk"]
        same_kind[kind] += risk.kind == kind
        asked[kind != "none"] += risk.near != "none"
    lines = [f"{'kind':<13}{'found':>7}{'of':>6}{'share':>8}   {'95 %':<15}{'kind right':>10}"]
    lines += [_line(kind, right[kind], total[kind], same_kind[kind]) for kind in KINDS]
    everything = sum(total[k] for k in KINDS)
    hits = sum(right[k] for k in KINDS)
    lines.append(_line("all", hits, everything, sum(same_kind[k] for k in KINDS)))
    alarms = total["none"] - right["none"]
    lines.append(_line("false alarms", alarms, total["none"], None))
    lines.append(_line("asked besides", asked[True], everything, None))
    lines.append(_line("needlessly", asked[False], total["none"], None))
    return lines


def _line(name: str, hits: int, total: int, kinds: int | None) -> str:
    low, high = wilson(hits, total)
    share = hits / total if total else 0.0
    kind = "" if kinds is None or not total else f"{kinds / total:>10.3f}"
    return f"{name:<13}{hits:>7}{total:>6}{share:>8.3f}   {low:.3f} to {high:.3f} {kind}"


def median_cost(screen: Screen, rows: Sequence[Row]) -> float:
    """Median time for one text of 17 to 23 words, in microseconds."""
    texts = [r["text"] for r in rows if 17 <= len(r["text"].split()) <= 23]
    costs = []
    for text in texts:
        best = 1e9
        for _ in range(5):
            start = time.perf_counter()
            screen.risk(text)
            best = min(best, time.perf_counter() - start)
        costs.append(best * 1e6)
    return statistics.median(costs) if costs else float("nan")


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table, and with `--misses` the sentences of the development sets it got wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.safety", description=__doc__)
    parser.add_argument("--set", default="dev", dest="name", help="dev, unseen or a folder")
    parser.add_argument("--misses", action="store_true", help="print what was got wrong (dev only)")
    options = parser.parse_args(arguments)
    if options.misses and options.name != "dev":
        parser.error("the misses of an unseen set are not shown: they would be written for")
    screen = load_screen()
    try:
        rows = load_set(options.name)
    except FileNotFoundError as error:
        parser.error(str(error))
    print(f"set: {options.name}, {len(rows)} texts")
    print("\n".join(table(screen, rows)))
    harmless = [r for r in rows if r["risk"] == "none"]
    told = [r for r in rows if r["risk"] != "none"]
    print(f"median at 20 words: {median_cost(screen, harmless):.0f} µs harmless, ", end="")
    print(f"{median_cost(screen, told):.0f} µs disclosures")
    if options.misses:
        for row in rows:
            if not found(screen, row):
                risk = screen.risk(row["text"])
                print(f"[{row['kind']} -> {risk.kind} {' '.join(risk.rules)}] {row['text']}")


if __name__ == "__main__":
    main()
