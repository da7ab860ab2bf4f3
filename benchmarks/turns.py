"""What a whole turn costs us, beside two bot frameworks that keep everything in memory.

    python -m benchmarks.turns [--rounds N] [--json] [--profile]

The same ten steps (`ten_steps.py`) with 32 people in flight, the network stubbed, the pace off:
ours from the raw update to the deleted outbox row, sealed and synced to the disk; the peers from
the same raw updates to the answered message. Rounds are interleaved, each with new people; the
figures are medians. The bar: at most 3 × python-telegram-bot and 1 × aiogram.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import cProfile
import gc
import json
import os
import pstats
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.our_turn import OurBot, our_bot
from benchmarks.ten_steps import Recorded
from bot.content import Content

PEOPLE = 32
RUNS = 4
"""Groups of people that a round takes, one after the other."""

TWENTY_WORDS = (
    "When you came home at nine on Tuesday I felt worried, since we had said seven for dinner.",
    "I'd like us to sit down on Sunday and look at the bills together, just for half an hour.",
    "You never listen to me, you always have your phone in your hand when I tell you something.",
    "I was sitting there on my own for two hours and did not know if you were coming at all.",
    "It made me sad that the trip was called off, and I would like another weekend with you.",
    "Could you tell me before four if you work late, so that I can put the kids to bed alone?",
    "It sounds like work has been a lot lately and you felt alone with it, did I get that?",
    "I'm sorry that I told your sister before you did, that was yours to say and not mine.",
    "We said we would share the cooking and since the second week it has been me every night.",
    "You could have called me from the train, I feel that you do not care about our plans.",
)


async def measure(rounds: int, folder: Path, content: Content, say: bool) -> dict[str, Any]:
    """Microseconds a turn for each of the three, and the medians of the rounds' ratios."""
    from benchmarks.aiogram_turn import AiogramBot
    from benchmarks.ptb_turn import ptb_bot

    async with our_bot(folder, content) as ours:
        preparation, steps = await ours.record()
        aiogram = AiogramBot(steps)
        async with ptb_bot(steps) as ptb:
            _set_apart()
            contestants: dict[str, Callable[[], Awaitable[float]]] = {
                "ours": lambda: _our_round(ours, preparation, steps),
                "ptb": lambda: _peer_round(ptb.go),
                "aiogram": lambda: _peer_round(aiogram.go),
            }
            figures: dict[str, list[float]] = {name: [] for name in contestants}
            for number in range(rounds + 1):
                for name, run in contestants.items():
                    gc.collect()
                    cost = await run() / (RUNS * PEOPLE * len(steps)) * 1e6
                    if number:  # the first round warms up
                        figures[name].append(cost)
                        if say:
                            print(f"round {number:>2} {name:<8} {cost:7.0f} µs", file=sys.stderr)
    medians = {f"{name}_us": round(statistics.median(all_), 1) for name, all_ in figures.items()}
    return medians | {
        f"ours_to_{peer}": round(
            statistics.median(a / b for a, b in zip(figures["ours"], figures[peer], strict=True)), 2
        )
        for peer in ("ptb", "aiogram")
    }


def _set_apart() -> None:
    """Takes all there is out of garbage collection, as `bot.app` does after the start.

    Here it is done once all three are built. Before that, aiogram's classes and our content would
    be gone through in everybody's rounds, as in no process that runs one of them alone [M: 110 of
    650 µs a turn of ours was collecting what only aiogram had brought].
    """
    gc.collect()
    gc.freeze()


async def _our_round(
    bot: OurBot, preparation: Sequence[Recorded], steps: Sequence[Recorded]
) -> float:
    groups = [await bot.prepare(preparation, PEOPLE) for _ in range(RUNS)]
    return sum([await bot.go(steps, users) for users in groups])


async def _peer_round(go: Callable[[int], Awaitable[float]]) -> float:
    return sum([await go(PEOPLE) for _ in range(RUNS)])


def screen_and_coach(content: Content) -> float:
    """Median microseconds for screening and coaching a text of about 20 words."""
    times = []
    for _ in range(30):
        for text in TWENTY_WORDS:
            start = time.perf_counter_ns()
            content.screen.risk(text)
            content.coach.reading(text, "statement")
            times.append((time.perf_counter_ns() - start) / 1000)
    return statistics.median(times[len(TWENTY_WORDS) :])


def start_time(folder: Path) -> dict[str, float]:
    """What a process of its own needs to read the content and open the store: s and MB."""
    code = "from benchmarks.turns import report_start; report_start(__import__('sys').argv[1])"
    command = [sys.executable, "-c", code, str(folder)]
    answers = []
    for _ in range(3):
        done = subprocess.run(command, capture_output=True, check=True)
        answers.append(json.loads(done.stdout.splitlines()[-1]))
    return {name: statistics.median(one[name] for one in answers) for name in answers[0]}


def report_start(folder: str) -> None:
    """Reads the content and opens a store, and prints what that took."""
    import bot.app  # noqa: F401  (what `run` imports)
    from bot.store.keys import MasterKey
    from bot.store.sqlite import SqliteStore

    imported = time.clock_gettime(time.CLOCK_BOOTTIME) - _born()
    start = time.perf_counter()
    content = Content.read()
    read = time.perf_counter() - start

    async def opened() -> None:
        store = await SqliteStore.open(Path(folder), MasterKey(bytes(32)))
        await store.close()

    asyncio.run(opened())
    both = time.perf_counter() - start
    memory = _most_memory()
    content.warm()
    figures = {
        "import_s": imported,
        "read_s": read,
        "start_s": both,
        "rss_mb": memory,
        "warm_s": time.perf_counter() - start - both,
        "warm_rss_mb": _most_memory(),
    }
    print(json.dumps(figures))


def _most_memory() -> float:
    """The most that this process has had in memory, in MB.

    Not `ru_maxrss`: in a new process that still counts what its parent had when it was made.
    """
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]


def _born() -> float:
    """Seconds from the machine's start to this process's."""
    fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
    return int(fields[19]) / os.sysconf("SC_CLK_TCK")


async def profile(folder: Path, content: Content) -> None:
    """Prints where our turn spends its time on the event loop's thread."""
    async with our_bot(folder, content) as ours:
        preparation, steps = await ours.record()
        await _our_round(ours, preparation, steps)
        groups = [await ours.prepare(preparation, PEOPLE) for _ in range(RUNS)]
        profiler = cProfile.Profile()
        profiler.enable()
        for users in groups:
            await ours.go(steps, users)
        profiler.disable()
    pstats.Stats(profiler).sort_stats("tottime").print_stats(45)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures and prints; with `--json` the last line is one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument("--profile", action="store_true", help="show where the time goes instead")
    parser.add_argument("--dir", help="where the databases are put meanwhile")
    options = parser.parse_args(arguments)
    content = Content.read()
    content.warm()
    _set_apart()
    with contextlib.ExitStack() as folders:

        def folder() -> Path:
            made = tempfile.TemporaryDirectory(dir=options.dir, ignore_cleanup_errors=True)
            return Path(folders.enter_context(made))

        if options.profile:
            asyncio.run(profile(folder(), content))
            return
        figures = asyncio.run(measure(options.rounds, folder(), content, not options.json))
        figures["screen_and_coach_us"] = round(screen_and_coach(content), 1)
        figures["rss_mb"] = round(_most_memory(), 1)
        figures |= {f"fresh_{k}": round(v, 2) for k, v in start_time(folder()).items()}
    _print(figures)
    if options.json:
        print(json.dumps(figures))


def _print(figures: dict[str, Any]) -> None:
    print(f"a turn, {PEOPLE} people in flight: ours {figures['ours_us']:.0f} µs, ", end="")
    print(f"python-telegram-bot {figures['ptb_us']:.0f} µs, aiogram {figures['aiogram_us']:.0f} µs")
    print(f"  × python-telegram-bot {figures['ours_to_ptb']:.2f} (bar 3)")
    print(f"  × aiogram {figures['ours_to_aiogram']:.2f} (bar 1)")
    print(f"screen and coach, 20 words: {figures['screen_and_coach_us']:.0f} µs (bar 300)")
    print(
        f"start: imports {figures['fresh_import_s']:.2f} s,"
        f" content {figures['fresh_read_s']:.2f} s,"
        f" content and store {figures['fresh_start_s']:.2f} s"
    )
    print(
        f"memory: {figures['fresh_rss_mb']:.0f} MB after the start,"
        f" {figures['fresh_warm_rss_mb']:.0f} MB with every rule and template compiled"
        f" (in the {figures['fresh_warm_s']:.1f} s after it),"
        f" {figures['rss_mb']:.0f} MB here at the most, peers included"
    )


if __name__ == "__main__":
    main()
