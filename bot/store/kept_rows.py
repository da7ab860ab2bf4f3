"""Reading what is kept for an owner, moving what comes due, and dropping what has had its time.

Functions here run on the connection's thread, inside a transaction that is not theirs.
"""

from __future__ import annotations

import sqlite3

from bot.store.base import DuePut, InboxRow, Owner, Record
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
    """The owner's records, oldest first."""
    key = rows.key_of(conn, owner)
    if key is None:
        return []
    found: list[Record] = []
    for row, expires_at, sealed in conn.execute(
        "SELECT id, expires_at, sealed FROM records"
        " WHERE owner = ? AND (expires_at IS NULL OR expires_at > ?) ORDER BY seq",
        (owner, now),
    ):
        plain = key.read(sealed, owner, b"records", row)
        if plain is not None and kind in (None, plain[1]):
            name, its_kind, created_at, data = plain
            found.append(Record(name, its_kind, created_at, expires_at, data))
    return found


def upcoming(conn: sqlite3.Connection, rows: TurnRows, owner: bytes) -> list[DuePut]:
    """The owner's due rows, soonest first."""
    key = rows.key_of(conn, owner)
    if key is None:
        return []
    found: list[DuePut] = []
    for row, due_at, sealed in conn.execute(
        "SELECT id, due_at, sealed FROM due WHERE owner = ? ORDER BY due_at, seq", (owner,)
    ):
        plain = key.read(sealed, owner, b"due", row)
        if plain is not None:
            found.append(DuePut(plain[0], due_at, plain[1]))
    return found


def message_ids(
    conn: sqlite3.Connection, rows: TurnRows, owner: bytes, since: float
) -> list[tuple[str | None, int]]:
    """(ref, message id) of the owner's messages since then."""
    key = rows.key_of(conn, owner)
    if key is None:
        return []
    found: list[tuple[str | None, int]] = []
    for seq, sealed in conn.execute(
        "SELECT seq, sealed FROM message_ids WHERE owner = ? AND expires_at >= ? ORDER BY seq",
        (owner, since + MESSAGE_IDS_LIVE),
    ):
        data = key.read(sealed, owner, b"message_ids", b"%d" % seq) or {}
        if "sent" in data:
            found.append((data["ref"], data["sent"]))
        found.extend((None, number) for number in data.get("received", ()))
    return found


def come_due(conn: sqlite3.Connection, rows: TurnRows, now: float, limit: int) -> int:
    """Moves due rows into the inner inbox, soonest first; how many.

    A row that does not open can never be told to anybody: it is dropped, not counted.
    """
    ready = conn.execute(
        "SELECT seq, owner, id, due_at, sealed FROM due"
        " WHERE due_at <= ? ORDER BY due_at, seq LIMIT ?",
        (now, limit),
    ).fetchall()
    moved = 0
    for seq, owner, row, due_at, sealed in ready:
        conn.execute("DELETE FROM due WHERE seq = ?", (seq,))
        key = rows.key_of(conn, owner)
        plain = None if key is None else key.read(sealed, owner, b"due", row)
        if key is not None and plain is not None:
            rows.put_inbox(conn, owner, key, {**plain[1], "due_at": due_at})
            moved += 1
    return moved


def inbox(conn: sqlite3.Connection, rows: TurnRows, limit: int) -> list[InboxRow]:
    """Waiting events, in order."""
    found: list[InboxRow] = []
    for seq, row, owner, sealed in conn.execute(
        "SELECT seq, id, owner, sealed FROM inbox ORDER BY seq"
    ):
        if len(found) == limit:
            break
        key = rows.key_of(conn, owner)
        data = None if key is None else key.read(sealed, owner, b"inbox", row)
        if data is not None:
            found.append(InboxRow(row.hex(), Owner(owner), seq, data))
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


def ratings(conn: sqlite3.Connection) -> dict[str, tuple[int, int]]:
    """How often feedback by each rule helped and missed."""
    rows = conn.execute("SELECT rule, helped, missed FROM ratings ORDER BY rule")
    return {rule: (helped, missed) for rule, helped, missed in rows}
