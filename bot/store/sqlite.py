"""The store on SQLite: one file, one connection, one process, everything a person wrote sealed."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import aiosqlite

from bot.store import adapter, kept_rows, outbox_rows
from bot.store.base import (
    CannotOpen,
    DuePut,
    InboxRow,
    Loaded,
    OutboxRow,
    Owner,
    Record,
    Settled,
    Store,
    TurnWrite,
    UpdateKey,
)
from bot.store.batch import Batcher
from bot.store.keys import Keyring, MasterKey
from bot.store.lock import DirectoryLock
from bot.store.migrate import DATABASE_NAME, apply, cannot_open
from bot.store.turn_rows import TurnRows

BUSY_TIMEOUT = 2.0
"""Seconds to wait for another connection's lock (a backup, a shell) before giving up."""


def database_exists(data_dir: Path) -> bool:
    """Whether there is a database in this data directory (a new master key is then refused)."""
    return (data_dir / DATABASE_NAME).exists()


class SqliteStore(Store):
    """Implements `bot.store.base.Store`; `open` makes one, `close` ends it."""

    def __init__(
        self,
        conn: aiosqlite.Connection,
        rows: TurnRows,
        lock: DirectoryLock,
        clock: Callable[[], float],
    ) -> None:
        self._conn = conn
        self._rows = rows
        self._lock = lock
        self._clock = clock
        self._batcher = Batcher(conn, self._empty_log)
        self._closed = False

    @classmethod
    async def open(
        cls,
        data_dir: Path,
        master: MasterKey,
        *,
        ids: Callable[[int], bytes] = os.urandom,
        clock: Callable[[], float] = time.time,
        busy_timeout: float = BUSY_TIMEOUT,
    ) -> SqliteStore:
        """Opens the database in `data_dir`, made and brought up to date where needed.

        `ids` gives random bytes for row ids, `clock` unix seconds, `busy_timeout` is in seconds.

        Raises:
            StoreInUse: another process has the directory.
            WrongKey: the master key does not open this database.
            DatabaseTooNew: a newer program made it.
            CannotOpen: the directory or file cannot be used.
        """
        lock = DirectoryLock(data_dir)
        path = data_dir / DATABASE_NAME
        conn: aiosqlite.Connection | None = None
        try:
            with contextlib.suppress(FileExistsError):
                # Made here for its mode, which SQLite gives the files beside it as well.
                os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            conn = await adapter.connect(path, busy_timeout)
            keyring, first = await adapter.on_thread(conn, lambda raw: _prepare(raw, path, master))
            return cls(conn, TurnRows(keyring, ids, first), lock, clock)
        except BaseException as error:
            if conn is not None:
                await conn.close()
            lock.release()
            if isinstance(error, sqlite3.Error):
                refused = cannot_open(path, error)
            elif isinstance(error, OSError):
                refused = CannotOpen(f"{path}: cannot be made ({type(error).__name__}).")
            else:
                raise
        raise refused

    def owner_of(self, user: int) -> Owner:
        """The owner behind a Telegram user id (a keyed hash; nothing is stored by asking)."""
        return self._rows.keyring.owner_of(user)

    async def load(self, owner: Owner, update: UpdateKey | None) -> Loaded:
        """Was this update taken already, and the owner's session. Raises StoreError.

        An idle session is there until `expire` has dropped it.
        """
        return await self._batcher.read(lambda conn: self._rows.load(conn, owner.hash, update))

    async def commit(self, write: TurnWrite) -> list[OutboxRow]:
        """Writes one turn, batched with whatever else waits; returns its outbox rows.

        Raises:
            StoreError: nothing of it was written.
            Forgotten: the owner was forgotten meanwhile; nothing of it was written.
            AlreadyTaken: its update or inner-inbox row was taken before; nothing of it was written.
            Damaged: the key of an owner who is not `new` does not open; nothing was written.
        """
        return await self._batcher.write(lambda conn: self._rows.commit(conn, write))

    async def records(self, owner: Owner, kind: str | None = None) -> list[Record]:
        """The owner's kept things, oldest first, expired ones left out. Raises StoreError."""
        return await self._batcher.read(
            lambda conn: kept_rows.records(conn, self._rows, owner.hash, kind, self._clock())
        )

    async def upcoming(self, owner: Owner) -> list[DuePut]:
        """What is still to come due for the owner, soonest first. Raises StoreError."""
        return await self._batcher.read(
            lambda conn: kept_rows.upcoming(conn, self._rows, owner.hash)
        )

    async def message_ids(self, owner: Owner, since: float) -> list[tuple[str | None, int]]:
        """(ref, Telegram message id), both directions, since then, oldest first. StoreError."""
        return await self._batcher.read(
            lambda conn: kept_rows.message_ids(conn, self._rows, owner.hash, since)
        )

    async def come_due(self, now: float, limit: int = 100) -> int:
        """Moves due rows whose time has come into the inner inbox; how many. Raises StoreError."""
        return await self._batcher.write(
            lambda conn: kept_rows.come_due(conn, self._rows, now, limit)
        )

    async def next_due(self) -> float | None:
        """When the earliest due row falls due (unix seconds). Raises StoreError."""
        row: tuple[float | None] = await self._batcher.read(
            lambda conn: conn.execute("SELECT min(due_at) FROM due").fetchone()
        )
        return row[0]

    async def inbox(self, limit: int = 100) -> list[InboxRow]:
        """Events that wait for their turn, in order. Raises StoreError."""
        return await self._batcher.read(lambda conn: kept_rows.inbox(conn, self._rows, limit))

    async def outbox(self, now: float, limit: int = 1000) -> list[OutboxRow]:
        """Rows not yet sent, in order, set-aside and expired ones left out. Raises StoreError."""
        return await self._batcher.read(
            lambda conn: outbox_rows.outbox(conn, self._rows, now, limit)
        )

    async def settle(self, settled: Sequence[Settled]) -> None:
        """Deletes or postpones outbox rows after sending, batched. Raises StoreError."""
        await self._batcher.write(
            lambda conn: outbox_rows.settle(conn, self._rows, settled, self._clock())
        )

    async def quarantine(self, update: UpdateKey, at: float, error: str) -> None:
        """Notes an update that could not be parsed: id, time and error class. Raises StoreError.

        Whatever does not look like a class name is noted as "unknown", so that no text gets in.
        """
        named = error.isascii() and len(error) <= 80 and error.replace(".", "").isidentifier()
        name = error if named else "unknown"
        await self._batcher.write(
            lambda conn: conn.execute(
                "INSERT OR REPLACE INTO quarantine (bot, update_id, at, error) VALUES (?, ?, ?, ?)",
                (update.bot, update.update_id, at, name),
            ).close()
        )

    async def expire(self, now: float) -> None:
        """Drops what has outlived its time, and a day later keys that seal nothing any more.

        Raises StoreError.
        """
        while await self._batcher.write(lambda conn: kept_rows.expire(conn, now)):
            pass

    async def counts(self) -> dict[str, int]:
        """People, due, inbox, outbox, aside, quarantined: for `doctor`. Raises StoreError."""
        return await self._batcher.read(kept_rows.counts)

    async def ratings(self) -> dict[str, tuple[int, int]]:
        """How often feedback by each rule helped and missed, for `doctor`. Raises StoreError."""
        return await self._batcher.read(kept_rows.ratings)

    async def close(self) -> None:
        """Finishes what waits, empties the write-ahead log, closes the database, frees the lock."""
        if self._closed:
            return
        self._closed = True
        await self._batcher.close()
        try:
            await adapter.on_thread(self._conn, _checkpoint)
        finally:
            await self._conn.close()
            self._lock.release()

    def _empty_log(self, conn: sqlite3.Connection) -> None:
        """Empties the log after somebody was forgotten; while it is held, after a later commit."""
        if self._rows.forgot and _checkpoint(conn):
            self._rows.forgot = False


def _prepare(conn: sqlite3.Connection, path: Path, master: MasterKey) -> tuple[Keyring, int]:
    """Settings, migrations, keys. Returns the keyring and the first sequence number to give."""
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
        "wal_autocheckpoint = 4000",
        "temp_store = MEMORY",
        "cache_size = -16000",
    ):
        conn.execute(f"PRAGMA {pragma}").fetchall()
    apply(conn, path)
    conn.execute("BEGIN IMMEDIATE")
    try:
        keyring = Keyring.read(conn, master, path)
        conn.execute("UPDATE openings SET count = count + 1")
        opening: int = conn.execute("SELECT count FROM openings").fetchone()[0]
    except BaseException:
        conn.execute("ROLLBACK")
        raise
    conn.execute("COMMIT")
    _checkpoint(conn)  # a process that was killed may have left a forgotten person in the log
    return keyring, opening << 32


def _checkpoint(conn: sqlite3.Connection) -> bool:
    """Moves the write-ahead log into the database and empties it; whether that could be done now.

    It does not wait for readers: who comes next must not pay for a backup that is running.
    """
    try:
        (patience,) = conn.execute("PRAGMA busy_timeout").fetchone()
        conn.execute("PRAGMA busy_timeout = 0").fetchall()
        try:
            return not conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            conn.execute(f"PRAGMA busy_timeout = {patience}").fetchall()
    except sqlite3.Error:
        return False
