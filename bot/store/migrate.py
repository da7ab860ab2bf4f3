"""Migrations: numbered SQL files, each applied once, in order, in a transaction of its own."""

from __future__ import annotations

import contextlib
import sqlite3
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from bot.store.base import CannotOpen, DatabaseTooNew, StoreRefused
from bot.store.lock import DirectoryLock

DATABASE_NAME = "before-we-talk.db"
"""The database's file in the data directory."""


def scripts(folder: Traversable | None = None) -> list[tuple[int, str]]:
    """(number, SQL) of every migration, in order. `folder` None: the program's own."""
    folder = folder or resources.files("bot.store") / "migrations"
    found = [entry for entry in folder.iterdir() if entry.name.endswith(".sql")]
    return sorted((int(entry.name.split("_")[0]), entry.read_text("utf-8")) for entry in found)


def apply(conn: sqlite3.Connection, where: Path, folder: Traversable | None = None) -> int:
    """Brings an open database up to date and returns its version.

    Raises:
        DatabaseTooNew: a newer program made it.
        sqlite3.Error: a script failed; the database is as it was before that script.
    """
    version: int = conn.execute("PRAGMA user_version").fetchone()[0]
    steps = scripts(folder)
    if version > steps[-1][0]:
        raise DatabaseTooNew(
            f"{where}: the database has version {version}, this program knows {steps[-1][0]}. "
            "Run the newer program again, or restore a backup made before it."
        )
    for number, sql in steps:
        if number <= version:
            continue
        try:
            conn.executescript(f"BEGIN IMMEDIATE;\n{sql}\nPRAGMA user_version = {number};\nCOMMIT;")
        except sqlite3.Error:
            if conn.in_transaction:
                conn.execute("ROLLBACK")
            raise
        version = number
    return version


def migrate(path: Path) -> int:
    """Brings the database file at `path` up to date and returns its version. Needs no key.

    Raises:
        StoreRefused: there is none, it is in use or too new, or it cannot be changed.
    """
    if not path.exists():
        raise StoreRefused(f"{path}: there is no database here. The bot makes one when it starts.")
    lock = DirectoryLock(path.parent)
    try:
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as conn:
            return apply(conn, path)
    except sqlite3.Error as error:
        raise cannot_open(path, error) from None
    finally:
        lock.release()


def cannot_open(path: Path, error: sqlite3.Error) -> CannotOpen:
    """What is said when the database file itself refuses."""
    code = getattr(error, "sqlite_errorname", type(error).__name__)
    return CannotOpen(
        f"{path}: the database cannot be opened ({code}). Look whether the disk is full or the "
        "file is read-only or held by another program; a damaged file has to be restored."
    )
