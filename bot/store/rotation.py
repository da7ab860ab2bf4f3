"""Work on a database at rest: a new master key, and forgetting again after a restore."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from bot.store.base import Damaged, StoreRefused
from bot.store.keys import Keyring, MasterKey, keyring_name, unwrap, wrap
from bot.store.lock import DirectoryLock
from bot.store.migrate import DATABASE_NAME, apply, cannot_open


def rotate(data_dir: Path, old: MasterKey, new: MasterKey) -> int:
    """Wraps every key under a new master key, in one transaction; how many owners' keys.

    No row a person wrote is touched. Killed at any moment, the database opens with the one key
    or with the other.

    Raises:
        WrongKey: `old` does not open the database.
        StoreRefused: there is no database, it is in use (stop the bot first), or it is damaged.
    """
    with _at_rest(data_dir) as (conn, path):
        version = Keyring.read(conn, old, path).version + 1
        try:
            for row, was, sealed in conn.execute(
                "SELECT id, version, sealed FROM keyring"
            ).fetchall():
                name = keyring_name(row)
                conn.execute(
                    "UPDATE keyring SET version = ?, sealed = ? WHERE id = ?",
                    (version, wrap(new, unwrap(old, sealed, name, was), name, version), row),
                )
            rewrapped = 0
            for owner, was, sealed in conn.execute(
                "SELECT owner, version, sealed FROM owners WHERE version < ?", (version,)
            ).fetchall():
                conn.execute(
                    "UPDATE owners SET version = ?, sealed = ? WHERE owner = ?",
                    (version, wrap(new, unwrap(old, sealed, owner, was), owner, version), owner),
                )
                rewrapped += 1
        except Damaged:
            pass
        else:
            return rewrapped
        raise StoreRefused(
            f"{path}: a key in it is damaged. Nothing was changed. Restore a backup."
        )


def forget_again(data_dir: Path, newer: Path) -> int:
    """After a restore: forgets whom `newer`, the database that was replaced, had forgotten since.

    What the restored database already knows as forgotten was done before that backup was made.
    How many owners were forgotten again. Needs no key.

    Raises:
        StoreRefused: one of the databases is missing, damaged, or in use.
    """
    with _at_rest(data_dir) as (conn, _):
        if not newer.exists():
            raise StoreRefused(
                f"{newer}: there is no database here. Name the one that was replaced."
            )
        try:
            with contextlib.closing(sqlite3.connect(newer)) as other:
                rows = other.execute("SELECT owner, at FROM forgotten").fetchall()
        except sqlite3.Error as error:
            problem = cannot_open(newer, error)
        else:
            again = 0
            for owner, at in rows:
                fresh = conn.execute(
                    "INSERT OR IGNORE INTO forgotten (owner, at) VALUES (?, ?)", (owner, at)
                )
                if fresh.rowcount:
                    again += conn.execute("DELETE FROM owners WHERE owner = ?", (owner,)).rowcount
            return again
        raise problem


@contextlib.contextmanager
def _at_rest(data_dir: Path) -> Iterator[tuple[sqlite3.Connection, Path]]:
    """A plain connection in one transaction. Closing it, as the last one, ends the log as well."""
    path = data_dir / DATABASE_NAME
    if not path.exists():
        raise StoreRefused(f"{path}: there is no database here. Look at BOT_DATA_DIR.")
    lock = DirectoryLock(data_dir)
    try:
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as conn:
            for pragma in ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
                conn.execute(f"PRAGMA {pragma}").fetchall()
            apply(conn, path)
            conn.execute("BEGIN IMMEDIATE")
            try:
                yield conn, path
            except BaseException:
                conn.execute("ROLLBACK")
                raise
            conn.execute("COMMIT")
    except sqlite3.Error as error:
        problem = cannot_open(path, error)
    else:
        return
    finally:
        lock.release()
    raise problem
