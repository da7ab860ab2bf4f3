"""What the store costs a turn: `python -m benchmarks.store`.

32 people in flight, each turn a load, a commit (session of about 3 KB, one outbox row, one
received message id) and a settle that keeps the sent message's id. Durable, sealed, on the disk
under the system's temporary directory (or `--dir`).
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from pathlib import Path

from bot.store.base import Data, Settled, TurnWrite, UpdateKey
from bot.store.keys import MasterKey
from bot.store.sqlite import SqliteStore

PEOPLE = 32
DAY = 86_400.0


def session(turn: int) -> Data:
    """A session of about 3 KB, with nested parts like a real one. `turn` makes each different."""
    sentence = f"When you came home late on Tuesday I felt worried, number {turn}. "
    return {
        "frames": [{"dialogue": "rehearsal", "state": "statement.ask"}],
        "slots": {f"slot{number}": sentence * 2 for number in range(10)},
        "trail": [
            {"state": "a.b", "slots": {"heat": number, "text": sentence}} for number in range(12)
        ],
        "prompt": turn,
        "seed": 12345678,
    }


async def person(store: SqliteStore, user: int, turns: int, first: int) -> None:
    """One person's turns, one after the other."""
    owner = store.owner_of(user)
    for turn in range(first, first + turns):
        update = UpdateKey(1, user * 1_000_000 + turn)
        loaded = await store.load(owner, update)
        now = time.time()
        rows = await store.commit(
            TurnWrite(
                owner,
                now,
                new=loaded.new,
                update=update,
                session=session(turn),
                session_expires_at=now + 30 * DAY,
                outbox=[{"chat": user, "text": "I hear you. " * 20, "buttons": [["Yes", "No"]]}],
                received=[turn],
            )
        )
        await store.settle([Settled(row, ref="question", message_id=turn) for row in rows])


async def fill(store: SqliteStore, stored: int) -> None:
    """Other people, with a session each, who are only there."""
    for first in range(PEOPLE, PEOPLE + stored, 200):
        await asyncio.gather(
            *(
                store.commit(
                    TurnWrite(
                        store.owner_of(user),
                        time.time(),
                        new=True,
                        session=session(user),
                        session_expires_at=time.time() + 30 * DAY,
                    )
                )
                for user in range(first, min(first + 200, PEOPLE + stored))
            )
        )


async def measure(data_dir: Path, turns: int, rounds: int, stored: int = 0) -> list[float]:
    """Microseconds a turn, one figure a round, with so many other people `stored`."""
    store = await SqliteStore.open(data_dir, MasterKey(bytes(32)))
    await fill(store, stored)
    figures = []
    for number in range(rounds + 1):
        start = time.perf_counter()
        await asyncio.gather(
            *(person(store, user, turns, number * turns) for user in range(PEOPLE))
        )
        figures.append((time.perf_counter() - start) / (turns * PEOPLE) * 1e6)
    await store.close()
    return figures[1:]  # the first one warms up


def main() -> None:
    """Prints the median and the range."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--turns", type=int, default=20, help="turns a person and round")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--stored", type=int, default=0, help="other people in the database")
    parser.add_argument("--dir", help="where the database is put meanwhile")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.dir) as folder:
        figures = asyncio.run(measure(Path(folder), options.turns, options.rounds, options.stored))
    print(
        f"store, {PEOPLE} people in flight, {options.stored} others stored: "
        f"{statistics.median(figures):.0f} µs a turn "
        f"({min(figures):.0f} to {max(figures):.0f})"
    )


if __name__ == "__main__":
    main()
