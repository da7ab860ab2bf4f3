"""What several of the store's tests use."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from bot.store.base import Data, Owner, Store, TurnWrite
from bot.store.keys import MasterKey

MASTER = MasterKey(bytes(range(32)))
OTHER_MASTER = MasterKey(bytes(range(1, 33)))

HOUR = 3600.0
DAY = 24 * HOUR
ANNA, BEN = 5_550_001_234, 5_550_009_876
AWKWARD: Data = {
    "text": "nul \x00, emoji 😀, a lone surrogate \ud83d and another \ude00",
    "nested": [{"a": None}, [1, 2.5, True], "ß"],
    "": {},
}


class Clock:
    """Unix seconds that change only when a test says so."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


StoreFactory = Callable[[Clock], contextlib.AbstractAsyncContextManager[Store]]


def bytes_on_disk(data_dir: Path) -> bytes:
    """Everything in the data directory: database, write-ahead log, shared memory, lock."""
    return b"".join(path.read_bytes() for path in sorted(data_dir.iterdir()) if path.is_file())


async def start(store: Store, user: int, at: float, **fields: object) -> Owner:
    """Somebody's first turn."""
    owner = store.owner_of(user)
    await store.commit(TurnWrite(owner, at, new=True, **fields))  # type: ignore[arg-type]
    return owner
