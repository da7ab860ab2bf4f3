"""The keys: a master key outside the database wraps an index key, an operator key, one per owner.

Rotation therefore rewraps keys and touches no row that a person wrote.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import hmac
import os
import sqlite3
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from bot.store.base import Damaged, KeyRefused, Owner, WrongKey
from bot.store.sealing import KEY_BYTES, Seal

INDEX, OPERATOR = 1, 2
"""Rows of the `keyring` table."""

_CACHED_KEYS = 4096


@dataclass(frozen=True, slots=True, repr=False)
class MasterKey:
    """The key that wraps all others: 32 bytes, never in the database, never printed."""

    secret: bytes

    @classmethod
    def parse(cls, text: str, where: str) -> MasterKey:
        """A key written as 64 hex digits or as base64.

        Raises:
            KeyRefused: `text` is neither. The message names `where` it came from, not the text.
        """
        text = text.strip()
        with contextlib.suppress(ValueError):
            if len(text) == 2 * KEY_BYTES:
                return cls(bytes.fromhex(text))
        with contextlib.suppress(binascii.Error, ValueError):
            padded = text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4)
            secret = base64.b64decode(padded.replace("-", "+").replace("_", "/"), validate=True)
            if len(secret) == KEY_BYTES:
                return cls(secret)
        raise KeyRefused(
            f"{where}: this is not a key of {KEY_BYTES} bytes in base64 or hex. "
            "Put back the key the database was made with."
        )


def load_or_create_master_key(path: Path, database_exists: bool) -> MasterKey:
    """The master key in a file of mode 0600; made only where there is neither key nor database.

    Raises:
        KeyRefused: the file is missing although a database exists, is open to others, cannot be
            read or written, or holds no key.
    """
    try:
        if not path.exists():
            if database_exists:
                raise KeyRefused(
                    f"{path}: the key file is missing, but a database exists. A new key could not "
                    "open it. Restore the key file from its backup, or move the database away to "
                    "start afresh."
                )
            _create(path)
        mode = path.stat().st_mode & 0o777
        if mode & 0o077:
            raise KeyRefused(
                f"{path}: others may read the key file (mode {mode:04o}). Run: chmod 600 {path}"
            )
        return MasterKey.parse(path.read_text("ascii", "replace"), str(path))
    except OSError as error:
        problem = type(error).__name__
    raise KeyRefused(
        f"{path}: the key file cannot be used ({problem}). Its directory has to exist, and the "
        "file has to be readable by the user the bot runs as."
    )


def _create(path: Path) -> None:
    """Writes a new key, whole or not at all, and never over one that is there."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    text = base64.b64encode(os.urandom(KEY_BYTES)) + b"\n"
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text)
            file.flush()
            os.fsync(handle)
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def wrap(master: MasterKey, key: bytes, name: bytes, version: int) -> bytes:
    """A key sealed under the master key; `name` is the owner's hash, or says which key it is."""
    return Seal(master.secret).seal(key, name, b"keys", b"%d" % version)


def unwrap(master: MasterKey, sealed: bytes, name: bytes, version: int) -> bytes:
    """The key that was wrapped. Raises Damaged under another master key, name or version."""
    return Seal(master.secret).open(sealed, name, b"keys", b"%d" % version)


def keyring_name(row: int) -> bytes:
    """What a `keyring` row is bound to; no owner's hash is that short."""
    return b"keyring %d" % row


class Keyring:
    """The open keys of one database. Owners' keys are unwrapped on use and kept for a while.

    The cache goes by the wrapped bytes as they stand in the database, so a key that is gone, or
    was made anew, can never be taken for the one that is there. Not for use by several threads,
    but for `owner_of`.
    """

    def __init__(self, master: MasterKey, version: int, index: bytes, operator: bytes) -> None:
        self._master = Seal(master.secret)
        self._index = index
        self._cache: OrderedDict[bytes, Seal] = OrderedDict()
        self.version = version
        self.operator = Seal(operator)

    @classmethod
    def read(cls, conn: sqlite3.Connection, master: MasterKey, where: Path) -> Keyring:
        """The keyring of an open database; made when the database is new.

        Raises:
            WrongKey: the master key does not open it.
            sqlite3.Error: it cannot be read or written.
        """
        rows = conn.execute("SELECT id, version, sealed FROM keyring ORDER BY id").fetchall()
        if not rows:
            fresh = {row: os.urandom(KEY_BYTES) for row in (INDEX, OPERATOR)}
            conn.executemany(
                "INSERT INTO keyring (id, version, sealed) VALUES (?, 1, ?)",
                [(row, wrap(master, key, keyring_name(row), 1)) for row, key in fresh.items()],
            )
            return cls(master, 1, fresh[INDEX], fresh[OPERATOR])
        try:
            keys = {
                row: unwrap(master, sealed, keyring_name(row), version)
                for row, version, sealed in rows
            }
            return cls(master, rows[0][1], keys[INDEX], keys[OPERATOR])
        except (Damaged, KeyError):
            pass
        raise WrongKey(
            f"{where}: this master key does not open the database. Restore the key the database "
            "was made with (or the one it was last rotated to)."
        )

    def owner_of(self, user: int) -> Owner:
        """The owner behind a Telegram user id: its HMAC-SHA256 under the index key."""
        return Owner(hmac.digest(self._index, b"telegram user|%d" % user, "sha256"))

    def new_key(self, owner: bytes) -> tuple[bytes, Seal]:
        """A random key for an owner: wrapped for the database, and ready for use."""
        key = os.urandom(KEY_BYTES)
        wrapped = self._master.seal(key, owner, b"keys", b"%d" % self.version)
        return wrapped, self._remember(wrapped, Seal(key))

    def key(self, owner: bytes, version: int, wrapped: bytes) -> Seal:
        """An owner's key, from its row. Raises Damaged when it does not open."""
        seal = self._cache.get(wrapped)
        if seal is None:
            key = self._master.open(wrapped, owner, b"keys", b"%d" % version)
            return self._remember(wrapped, Seal(key))
        self._cache.move_to_end(wrapped)
        return seal

    def drop(self, wrapped: bytes) -> None:
        """Lets go of an owner's key."""
        self._cache.pop(wrapped, None)

    def _remember(self, wrapped: bytes, seal: Seal) -> Seal:
        self._cache[wrapped] = seal
        if len(self._cache) > _CACHED_KEYS:
            self._cache.popitem(last=False)
        return seal
