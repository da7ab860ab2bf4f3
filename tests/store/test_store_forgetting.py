"""Forgetting reaches every byte: the database, its log, the memory."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from pathlib import Path
from typing import Any

from bot.store.base import Data, TurnWrite
from bot.store.migrate import DATABASE_NAME
from bot.store.sqlite import SqliteStore
from tests.store.canaries import FRIEND, PLAIN, USER, talk
from tests.store.support import MASTER, Clock, bytes_on_disk


def sealed_of(data_dir: Path, owner: bytes) -> list[bytes]:
    """Every sealed cell of an owner, the wrapped key among them."""
    conn = sqlite3.connect(data_dir / DATABASE_NAME)
    found = [
        cell
        for table, columns in PLAIN.items()
        if {"owner", "sealed"} <= columns
        for (cell,) in conn.execute(f"SELECT sealed FROM {table} WHERE owner = ?", (owner,))
    ]
    conn.close()
    return found


def left_of(cells: list[bytes], content: bytes) -> int:
    """How many cells have left something behind: their start, middle or end, 24 bytes of it."""
    return sum(
        any(cell[at : at + 24] in content for at in (0, len(cell) // 2 - 12, len(cell) - 24))
        for cell in cells
    )


async def test_a_forgotten_person_is_gone_from_every_byte(
    sqlite_store: SqliteStore, clock: Clock, tmp_path: Path
) -> None:
    store = sqlite_store
    chance = random.Random(7)
    gone: list[bytes] = []

    async def fill(user: int) -> None:
        data: Data = {"text": "x" * chance.randrange(6000)}
        await store.commit(TurnWrite(store.owner_of(user), clock.now, new=True, session=data))

    await asyncio.gather(*(fill(user) for user in range(300)))
    await talk(store, USER, clock.now)
    owner = store.owner_of(USER)
    cells = sealed_of(tmp_path, owner.hash)
    assert len(cells) == 10
    assert left_of(cells, bytes_on_disk(tmp_path)) == 10
    (farewell,) = await store.commit(
        TurnWrite(owner, clock.now, forget=True, farewell=[{"text": "canary-farewell"}])
    )
    assert (tmp_path / f"{DATABASE_NAME}-wal").stat().st_size == 0
    assert left_of(cells, bytes_on_disk(tmp_path)) == 0
    # Pages are split and merged meanwhile: no copy of a key may stay behind in one of them.
    for user in range(150):
        gone += sealed_of(tmp_path, store.owner_of(user).hash)
        await store.commit(TurnWrite(store.owner_of(user), clock.now, forget=True))
        await fill(user + 300)
    assert left_of(gone, bytes_on_disk(tmp_path)) == 0
    conn = sqlite3.connect(tmp_path / DATABASE_NAME)
    forgotten = conn.execute("SELECT count(*), min(at) FROM forgotten").fetchone()
    row = conn.execute("SELECT owner, expires_at FROM outbox WHERE seq = ?", (farewell.seq,))
    assert row.fetchone() == (None, clock.now + 48 * 3600)
    conn.close()
    assert forgotten == (151, clock.now)
    assert (await store.outbox(clock.now))[-1].data == {"text": "canary-farewell"}


async def test_a_log_that_is_held_is_emptied_with_the_next_commit(
    sqlite_store: SqliteStore, clock: Clock, tmp_path: Path
) -> None:
    store = sqlite_store
    await talk(store, USER, clock.now)
    owner = store.owner_of(USER)
    cells = sealed_of(tmp_path, owner.hash)
    reader = sqlite3.connect(tmp_path / DATABASE_NAME, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM owners").fetchall()
    await store.commit(TurnWrite(owner, clock.now, forget=True))
    assert left_of(cells, bytes_on_disk(tmp_path)) == len(cells)
    reader.execute("COMMIT")
    reader.close()
    await store.commit(TurnWrite(store.owner_of(FRIEND), clock.now))
    assert left_of(cells, bytes_on_disk(tmp_path)) == 0


async def test_a_log_left_by_a_killed_process_is_emptied_at_the_start(
    sqlite_store: SqliteStore, clock: Clock, tmp_path: Path
) -> None:
    await talk(sqlite_store, USER, clock.now)
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in (DATABASE_NAME, f"{DATABASE_NAME}-wal"):
        (copy / name).write_bytes((tmp_path / name).read_bytes())
    assert (copy / f"{DATABASE_NAME}-wal").stat().st_size > 0
    store = await SqliteStore.open(copy, MASTER, clock=clock)
    assert (copy / f"{DATABASE_NAME}-wal").stat().st_size == 0
    assert (await store.load(store.owner_of(USER), None)).session is not None
    await store.close()


async def test_the_key_of_a_forgotten_person_is_not_kept_in_memory(
    sqlite_store: SqliteStore, clock: Clock
) -> None:
    store = sqlite_store
    await talk(store, USER, clock.now)
    cache: dict[bytes, Any] = store._rows.keyring._cache
    before = dict(cache)
    await store.commit(TurnWrite(store.owner_of(USER), clock.now, forget=True))
    assert len(cache) == len(before) - 1
