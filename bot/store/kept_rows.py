"""Reading what is kept for an owner, moving what comes due, and dropping what has had its time.

Functions here run on the connection's thread, inside a transaction that is not theirs.
"""

from __future__ import annotations

import sqlite3

from bot.store.base import DuePut, InboxRow, Owner, Record
from bot.store.sealing import Damaged, decode
from bot.store.turn_rows import DAY, MESSAGE_IDS_LIVE, TurnRows

SEEN_LIVES = 8 * DAY
"""After a quiet week Telegram starts its update ids anew, at random."""
QUARANTINE_LIVES = 30 * DAY
KEY_LINGERS = DAY
"""How long a key outlives its last row, so that a turn under way never loses it."""


_AT_ONCE = 2000
"""Rows dropped of a table in one transaction at most, so that no turn waits long."""

_EXPIRING = (
    ("sessions", "(rowid)"),
    ("records", "(seq)"),
    ("message_ids", "(owner, seq)"),
    ("outbox", "(seq)"),
)
"""Tables with an expiry time, and what tells their rows apart."""

_NOTHING_LEFT = " AND ".join(
    f"NOT EXISTS (SELECT 1 FROM {table} AS t WHERE t.owner = owners.owner)"
    for table in ("sessions", "due", "records", "message_ids", "inbox", "outbox")
)


def records(
    conn: sqlite3.Connection, rows: TurnRows, owner: bytes, kind: str | None, now: float
) -> list[Record]:
    """The owner's records, oldest first. Raises Damaged when one does not open."""
    key = rows.key_of(conn, owner)
    if key is None:
        return []
    found: list[Record] = []
    for row, expires_at, sealed in conn.execute(
        "SELECT id, expires_at, sealed FROM records"
        " WHERE owner = ? AND (expires_at IS NULL OR expires_at > ?) ORDER BY seq",
        (owner, now),
    ):
        name, its_kind, created_at, data = decode(key.open(sealed, owner, b"records", row))
        if kind is None or its_kind == kind:
            found.append(Record(name, its_kind, created_at, expires_at, data))
    return found


def upcoming(conn: sqlite3.Connection, rows: TurnRows, owner: bytes) -> list[DuePut]:
    """The owner's due rows, soonest first. Raises Damaged when one does not open."""
    key = rows.key_of(conn, owner)
    if key is None:
        return []
    found: list[DuePut] = []
    for row, due_at, sealed in conn.execute(
        "SELECT id, due_at, sealed FROM due WHERE owner = ? ORDER BY due_at, seq", (owner,)
    ):
        name, data = decode(key.open(sealed, owner, b"due", row))
        found.append(DuePut(name, due_at, data))
    return found


def message_ids(
    conn: sqlite3.Connection, rows: TurnRows, owner: bytes, since: float
) -> list[tuple[str | None, int]]:
    """(ref, message id) of the owner's messages since then. Raises Damaged."""
    key = rows.key_of(conn, owner)
    if key is None:
        return []
    found: list[tuple[str | None, int]] = []
    for seq, sealed in conn.execute(
        "SELECT seq, sealed FROM message_ids WHERE owner = ? AND expires_at >= ? ORDER BY seq",
        (owner, since + MESSAGE_IDS_LIVE),
    ):
        data = decode(key.open(sealed, owner, b"message_ids", b"%d" % seq))
        if "sent" in data:
            found.append((data["ref"], data["sent"]))
        else:
            found.extend((None, number) for number in data["received"])
    return found


def come_due(conn: sqlite3.Connection, rows: TurnRows, now: float, limit: int) -> int:
    """Moves due rows into the inner inbox, soonest first; how many.

    A row that does not open can never be told to anybody: it is dropped, not counted.
    """
    ready = conn.execute(
        "SELECT d.seq, d.owner, d.id, d.due_at, d.sealed, o.version, o.sealed"
        " FROM due AS d JOIN owners AS o ON o.owner = d.owner"
        " WHERE d.due_at <= ? ORDER BY d.due_at, d.seq LIMIT ?",
        (now, limit),
    ).fetchall()
    moved = 0
    for seq, owner, row, due_at, sealed, version, wrapped in ready:
        conn.execute("DELETE FROM due WHERE seq = ?", (seq,))
        try:
            key = rows.keyring.key(owner, version, wrapped)
            _, data = decode(key.open(sealed, owner, b"due", row))
        except Damaged:
            continue
        rows.put_inbox(conn, owner, key, {**data, "due_at": due_at})
        moved += 1
    return moved


def inbox(conn: sqlite3.Connection, rows: TurnRows, limit: int) -> list[InboxRow]:
    """Waiting events, in order. One that does not open is left out: it stops nobody else."""
    found: list[InboxRow] = []
    for seq, row, owner, sealed, version, wrapped in conn.execute(
        "SELECT i.seq, i.id, i.owner, i.sealed, o.version, o.sealed"
        " FROM inbox AS i JOIN owners AS o ON o.owner = i.owner ORDER BY i.seq"
    ):
        if len(found) == limit:
            break
        try:
            plain = rows.keyring.key(owner, version, wrapped).open(sealed, owner, b"inbox", row)
        except Damaged:
            continue
        found.append(InboxRow(row.hex(), Owner(owner), seq, decode(plain)))
    return found


def expire(conn: sqlite3.Connection, now: float) -> bool:
    """Drops some of what has outlived its time; whether there may be more of it.

    When nothing is left of an owner the key is marked, and dropped at a later call.
    """
    touched: set[bytes] = set()
    more = False
    for table, row in _EXPIRING:
        gone = conn.execute(
            f"DELETE FROM {table} WHERE {row} IN"
            f" (SELECT {row[1:-1]} FROM {table} WHERE expires_at <= ? LIMIT ?) RETURNING owner",
            (now, _AT_ONCE),
        ).fetchall()
        more = more or len(gone) == _AT_ONCE
        touched.update(owner for (owner,) in gone if owner is not None)
    for table, lives in (("seen", SEEN_LIVES), ("quarantine", QUARANTINE_LIVES)):
        old = conn.execute(
            f"DELETE FROM {table} WHERE (bot, update_id) IN"
            f" (SELECT bot, update_id FROM {table} WHERE at <= ? LIMIT ?)",
            (now - lives, _AT_ONCE),
        )
        more = more or old.rowcount == _AT_ONCE
    conn.execute(f"DELETE FROM owners WHERE expires_at <= ? AND {_NOTHING_LEFT}", (now,))
    conn.executemany(
        "UPDATE owners SET expires_at = ?"
        f" WHERE owner = ? AND expires_at IS NULL AND {_NOTHING_LEFT}",
        [(now + KEY_LINGERS, owner) for owner in touched],
    )
    return more


def counts(conn: sqlite3.Connection) -> dict[str, int]:
    """How much there is of everything, for `doctor`."""
    return {
        name: conn.execute(f"SELECT count(*) FROM {what}").fetchone()[0]
        for name, what in (
            ("people", "owners"),
            ("due", "due"),
            ("inbox", "inbox"),
            ("outbox", "outbox WHERE NOT aside"),
            ("aside", "outbox WHERE aside"),
            ("quarantined", "quarantine"),
        )
    }
