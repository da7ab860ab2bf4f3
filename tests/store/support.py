"""What several of the store's tests use."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

from bot.store.base import Data, Owner, Store, TurnWrite
from bot.store.keys import MasterKey
from bot.store.migrate import DATABASE_NAME

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


def rows_of(data_dir: Path, owner: bytes) -> list[tuple[object, ...]]:
    """Every row of an owner as it stands in the database, each after the name of its table."""
    conn = sqlite3.connect(data_dir / DATABASE_NAME)
    tables = ("owners", "sessions", "due", "records", "message_ids", "inbox", "outbox")
    rows = [
        (table, *row)
        for table in tables
        for row in conn.execute(f"SELECT * FROM {table} WHERE owner = ?", (owner,))
    ]
    conn.close()
    return rows


async def start(store: Store, user: int, at: float, **fields: object) -> Owner:
    """Somebody's first turn."""
    owner = store.owner_of(user)
    await store.commit(TurnWrite(owner, at, new=True, **fields))  # type: ignore[arg-type]
    return owner


def damage(data_dir: Path, owner: bytes, *tables: str) -> None:
    """Makes an owner's rows in these tables unreadable."""
    conn = sqlite3.connect(data_dir / DATABASE_NAME)
    for table in tables:
        assert conn.execute(f"UPDATE {table} SET sealed = x'00' WHERE owner = ?", (owner,)).rowcount
    conn.commit()
    conn.close()
