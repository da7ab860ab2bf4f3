"""The rows of one turn: what `load` and `commit` read and write.

Functions here run on the connection's thread, inside a transaction that is not theirs.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from bot.store.base import (
    AlreadyTaken,
    Damaged,
    Data,
    Forgotten,
    InboxRow,
    Loaded,
    OutboxRow,
    Owner,
    TurnWrite,
    UpdateKey,
)
from bot.store.keys import Keyring
from bot.store.sealing import Seal, encode

DAY = 86_400.0
MESSAGE_IDS_LIVE = 2 * DAY
FAREWELLS_LIVE = 2 * DAY

OPERATOR = b""
"""Stands where an owner's hash would, in what rows under the operator's key are bound to."""


class TurnRows:
    """Reads and writes a turn's rows, sealed."""

    def __init__(self, keyring: Keyring, ids: Callable[[int], bytes], first: int) -> None:
        """`ids` gives random bytes for row ids; `first` is the first sequence number to give."""
        self.keyring = keyring
        self._ids = ids
        self._seq = first
        self.forgot = False
        """Set when somebody was forgotten, until the write-ahead log has been emptied."""

    def next_seq(self) -> int:
        """The next sequence number; one is never given twice."""
        self._seq += 1
        return self._seq

    def key_of(self, conn: sqlite3.Connection, owner: bytes) -> Seal | None:
        """The owner's key, None without one that opens."""
        row = conn.execute(
            "SELECT version, sealed FROM owners WHERE owner = ?", (owner,)
        ).fetchone()
        return None if row is None else self.opened(owner, *row)

    def opened(self, owner: bytes, version: int, wrapped: bytes) -> Seal | None:
        """The owner's key as it stands in their row, None when it does not open."""
        try:
            return self.keyring.key(owner, version, wrapped)
        except Damaged:
            return None

    def load(self, conn: sqlite3.Connection, owner: bytes, update: UpdateKey | None) -> Loaded:
        """What a turn starts from."""
        bot, number = (None, None) if update is None else (update.bot, update.update_id)
        taken, version, wrapped, expires_at, sealed = conn.execute(
            "SELECT EXISTS (SELECT 1 FROM seen WHERE bot = ? AND update_id = ?),"
            " o.version, o.sealed, o.expires_at, s.sealed FROM (SELECT ? AS owner)"
            " LEFT JOIN owners AS o USING (owner) LEFT JOIN sessions AS s USING (owner)",
            (bot, number, owner),
        ).fetchone()
        seen = bool(taken)
        if wrapped is None:
            return Loaded(seen, True, None)
        # A key about to be dropped, since all it sealed has expired, is as good as none.
        idle = expires_at is not None
        key = self.opened(owner, version, wrapped)
        if key is None:
            return Loaded(seen, True, None, lost=not idle)
        if sealed is None:
            return Loaded(seen, idle, None)
        session = key.read(sealed, owner, b"sessions", b"")
        return Loaded(seen, False, session, lost=session is None)

    def commit(self, conn: sqlite3.Connection, write: TurnWrite) -> list[OutboxRow]:
        """Writes one turn. Raises Forgotten, AlreadyTaken, Damaged; the caller then rolls back."""
        owner = write.owner.hash
        row = conn.execute(
            "SELECT version, sealed, expires_at FROM owners WHERE owner = ?", (owner,)
        ).fetchone()
        if row is None and not write.new:
            raise Forgotten
        self._take(conn, write)
        if write.forget:
            return self._forget(conn, write, None if row is None else row[1])
        key = None if row is None else self.opened(owner, row[0], row[1])
        if key is None:
            if not write.new:
                raise Damaged
            key = self._fresh_key(conn, owner)
        elif row[2] is not None:
            conn.execute("UPDATE owners SET expires_at = NULL WHERE owner = ?", (owner,))
        self._session(conn, write, key)
        self._due(conn, write, key)
        self._records(conn, write, key)
        for rule, helped in write.ratings:
            conn.execute(
                "INSERT INTO ratings (rule, helped, missed) VALUES (?, ?, ?) ON CONFLICT (rule)"
                " DO UPDATE SET helped = helped + excluded.helped,"
                " missed = missed + excluded.missed",
                (rule, helped, not helped),
            )
        if write.received:
            self.put_message_ids(conn, owner, key, {"received": write.received}, write.at)
        for other, event in write.tell:
            other_key = self.key_of(conn, other.hash)
            if other_key is not None:
                self.put_inbox(conn, other.hash, other_key, event)
        return [self._put_outbox(conn, write.owner, key, data, None) for data in write.outbox]

    def _fresh_key(self, conn: sqlite3.Connection, owner: bytes) -> Seal:
        """A key for a new owner, or instead of one that opens no more; then their rows go, too."""
        conn.execute("DELETE FROM owners WHERE owner = ?", (owner,))
        wrapped, key = self.keyring.new_key(owner)
        conn.execute(
            "INSERT INTO owners (owner, version, sealed) VALUES (?, ?, ?)",
            (owner, self.keyring.version, wrapped),
        )
        return key

    def _take(self, conn: sqlite3.Connection, write: TurnWrite) -> None:
        """Takes the update or inbox row this turn stands for, once."""
        if write.update is not None:
            taken = conn.execute(
                "INSERT OR IGNORE INTO seen (bot, update_id, at) VALUES (?, ?, ?)",
                (write.update.bot, write.update.update_id, write.at),
            )
            if taken.rowcount == 0:
                raise AlreadyTaken
        if write.inbox_done is not None:
            done = conn.execute(
                "DELETE FROM inbox WHERE id = ? AND owner = ?",
                (bytes.fromhex(write.inbox_done), write.owner.hash),
            )
            if done.rowcount == 0:
                raise AlreadyTaken

    def _session(self, conn: sqlite3.Connection, write: TurnWrite, key: Seal) -> None:
        if write.session is None:
            return
        owner = write.owner.hash
        conn.execute(
            "INSERT INTO sessions (owner, expires_at, sealed) VALUES (?, ?, ?) ON CONFLICT (owner)"
            " DO UPDATE SET expires_at = excluded.expires_at, sealed = excluded.sealed",
            (
                owner,
                write.session_expires_at,
                key.seal(encode(write.session), owner, b"sessions", b""),
            ),
        )

    def _due(self, conn: sqlite3.Connection, write: TurnWrite, key: Seal) -> None:
        owner = write.owner.hash
        for name in write.due_drop:
            conn.execute(
                "DELETE FROM due WHERE owner = ? AND id = ?", (owner, key.row_id(b"due", name))
            )
        for put in write.due_put:
            row = key.row_id(b"due", put.key)
            sealed = key.seal(encode([put.key, put.data]), owner, b"due", row)
            conn.execute(
                "INSERT INTO due (seq, owner, id, due_at, sealed) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (owner, id) DO UPDATE SET seq = excluded.seq,"
                " due_at = excluded.due_at, sealed = excluded.sealed",
                (self.next_seq(), owner, row, put.at, sealed),
            )

    def _records(self, conn: sqlite3.Connection, write: TurnWrite, key: Seal) -> None:
        owner = write.owner.hash
        for name in write.records_drop:
            conn.execute(
                "DELETE FROM records WHERE owner = ? AND id = ?",
                (owner, key.row_id(b"records", name)),
            )
        for put in write.records_put:
            name = put.id if put.id is not None else self._ids(16).hex()
            row = key.row_id(b"records", name)
            created_at = write.at
            if put.id is not None:
                old = conn.execute(
                    "SELECT sealed FROM records WHERE owner = ? AND id = ?", (owner, row)
                ).fetchone()
                if old is not None:
                    plain = key.read(old[0], owner, b"records", row)
                    created_at = write.at if plain is None else plain[2]
            sealed = key.seal(
                encode([name, put.kind, created_at, put.data]), owner, b"records", row
            )
            conn.execute(
                "INSERT INTO records (seq, owner, id, expires_at, sealed) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (owner, id) DO UPDATE SET expires_at = excluded.expires_at,"
                " sealed = excluded.sealed",
                (self.next_seq(), owner, row, put.expires_at, sealed),
            )

    def put_message_ids(
        self, conn: sqlite3.Connection, owner: bytes, key: Seal, data: Data, at: float
    ) -> None:
        """Keeps Telegram message ids of an owner, from `at` (unix seconds) on, for two days."""
        seq = self.next_seq()
        conn.execute(
            "INSERT INTO message_ids (owner, seq, expires_at, sealed) VALUES (?, ?, ?, ?)",
            (
                owner,
                seq,
                at + MESSAGE_IDS_LIVE,
                key.seal(encode(data), owner, b"message_ids", b"%d" % seq),
            ),
        )

    def put_inbox(self, conn: sqlite3.Connection, owner: bytes, key: Seal, event: Data) -> InboxRow:
        """Puts an event into an owner's inner inbox."""
        row, seq = self._ids(16), self.next_seq()
        conn.execute(
            "INSERT INTO inbox (seq, id, owner, sealed) VALUES (?, ?, ?, ?)",
            (seq, row, owner, key.seal(encode(event), owner, b"inbox", row)),
        )
        return InboxRow(row.hex(), Owner(owner), seq, event)

    def _put_outbox(
        self,
        conn: sqlite3.Connection,
        owner: Owner | None,
        key: Seal,
        data: Data,
        expires_at: float | None,
    ) -> OutboxRow:
        row, seq = self._ids(16), self.next_seq()
        bound = OPERATOR if owner is None else owner.hash
        conn.execute(
            "INSERT INTO outbox (seq, id, owner, expires_at, sealed) VALUES (?, ?, ?, ?, ?)",
            (
                seq,
                row,
                None if owner is None else owner.hash,
                expires_at,
                key.seal(encode(data), bound, b"outbox", row),
            ),
        )
        return OutboxRow(row.hex(), seq, owner, data)

    def _forget(
        self, conn: sqlite3.Connection, write: TurnWrite, wrapped: bytes | None
    ) -> list[OutboxRow]:
        """Deletes the key, and with it (ON DELETE CASCADE) every row of the owner."""
        if wrapped is not None:
            conn.execute("DELETE FROM owners WHERE owner = ?", (write.owner.hash,))
            conn.execute(
                "INSERT OR IGNORE INTO forgotten (owner, at) VALUES (?, ?)",
                (write.owner.hash, write.at),
            )
            self.keyring.drop(wrapped)
            self.forgot = True
        until = write.at + FAREWELLS_LIVE
        return [
            self._put_outbox(conn, None, self.keyring.operator, data, until)
            for data in (*write.outbox, *write.farewell)
        ]
