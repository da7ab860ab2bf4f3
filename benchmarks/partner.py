"""What a move of the simulated partner costs: `python -m benchmarks.partner [--rounds N]`.

A move is what the engine asks for in one turn: from a stored standing (plain data, as it lies in
the session) to the next one, and the line as it is said, with its annotation. Every kind and style
is played by a good, a clumsy and a hostile person, with 300 lines of earlier rehearsals known; each
move counts at the best of its rounds, in which nothing else had the processor. Aim: under 200 µs.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Iterator, Mapping
from typing import Any

from bot.content import Content, Lines
from bot.partner import KINDS, STYLES

EARLIER = 300
"""Lines heard in earlier rehearsals."""

PERSONS: Mapping[str, tuple[tuple[list[str], list[str]], ...]] = {
    "good": ((["mirrors"], []), (["mirrors", "holds"], []), (["asks-to-be-heard"], [])),
    "clumsy": (([], ["rebuttal"]), (["mirrors"], ["no-check"]), ([], ["advice"]), ([], ["parrot"])),
    "hostile": (([], ["blame"]), ([], ["contempt", "label"])),
}
"""The good moves and the findings in what each of them says, the last again and again."""


def moves(lines: Lines) -> Iterator[tuple[dict[str, Any], list[str], list[str]]]:
    """Every standing that is answered in these rehearsals, with what is seen in the answer."""
    used = lines.partner.line_ids()[::4][:EARLIER]
    for seed, kind in enumerate(KINDS):
        for style in STYLES:
            slots = {"kind": kind, "reaction": style, "topic": "money", "request": "ask me first"}
            for said in PERSONS.values():
                standing = lines.begin(slots=slots, seed=seed, used=used)
                turn = 0
                while not standing["ended"]:
                    good, findings = said[min(turn, len(said) - 1)]
                    yield standing, good, findings
                    standing = lines.reply(standing, good=good, findings=findings, move=None)
                    turn += 1


def microseconds(lines: Lines, move: tuple[dict[str, Any], list[str], list[str]]) -> float:
    """One move, in microseconds."""
    standing, good, findings = move
    start = time.perf_counter_ns()
    after = lines.reply(standing, good=good, findings=findings, move=None)
    lines.say(after)
    lines.annotation(after)
    return (time.perf_counter_ns() - start) / 1000


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="how often each move is made")
    arguments = parser.parse_args()
    lines = Content.read().lines
    every = list(moves(lines))
    best = sorted(min(microseconds(lines, m) for _ in range(arguments.rounds)) for m in every)
    print(f"{len(best)} moves: median {statistics.median(best):.0f} µs", end=", ")
    print(f"p99 {best[int(0.99 * (len(best) - 1))]:.0f} µs, slowest {best[-1]:.0f} µs")


if __name__ == "__main__":
    main()
