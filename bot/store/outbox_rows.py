"""What became of outbox rows, and those that are still to be sent.

Functions here run on the connection's thread, inside a transaction that is not theirs.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from bot.store.base import OutboxRow, Owner, Settled
from bot.store.sealing import encode
from bot.store.turn_rows import DAY, OPERATOR, TurnRows

SET_ASIDE_LIVE = 30 * DAY


def settle(
    conn: sqlite3.Connection, rows: TurnRows, settled: Sequence[Settled], now: float
) -> None:
    """Deletes or postpones outbox rows; rows that are gone (forgotten, settled) stay gone."""
    done = {one.row.seq: one for one in settled if one.done}
    # All of them at once: a statement for each was an eighth of this thread's work [M].
    seqs = encode(list(done)).decode()
    keyed = conn.execute(
        "SELECT seq, owner, version, owners.sealed FROM outbox JOIN owners USING (owner)"
        " WHERE seq IN (SELECT value FROM json_each(?))",
        (seqs,),
    ).fetchall()
    conn.execute("DELETE FROM outbox WHERE seq IN (SELECT value FROM json_each(?))", (seqs,))
    for seq, owner, version, wrapped in keyed:
        one, key = done[seq], rows.opened(owner, version, wrapped)
        if one.message_id is not None and key is not None:
            data = {"ref": one.ref, "sent": one.message_id}
            rows.put_message_ids(conn, owner, key, data, now)
    for one in settled:
        if not one.done:
            _postpone(conn, one, now)


def _postpone(conn: sqlite3.Connection, one: Settled, now: float) -> None:
    expires_at = now + SET_ASIDE_LIVE if one.aside else None
    conn.execute(
        "UPDATE outbox SET not_before = ?, attempts = ?, aside = ?,"
        " expires_at = coalesce(min(expires_at, ?), expires_at, ?) WHERE seq = ?",
        (one.not_before, one.attempts, one.aside, expires_at, expires_at, one.row.seq),
    )


def outbox(conn: sqlite3.Connection, rows: TurnRows, now: float, limit: int) -> list[OutboxRow]:
    """Rows not yet sent, in order."""
    found: list[OutboxRow] = []
    for seq, row, owner, not_before, attempts, sealed in conn.execute(
        "SELECT seq, id, owner, not_before, attempts, sealed FROM outbox"
        " WHERE NOT aside AND (expires_at IS NULL OR expires_at > ?) ORDER BY seq",
        (now,),
    ):
        if len(found) == limit:
            break
        key = rows.keyring.operator if owner is None else rows.key_of(conn, owner)
        data = None if key is None else key.read(sealed, owner or OPERATOR, b"outbox", row)
        if data is not None:
            whose = None if owner is None else Owner(owner)
            found.append(OutboxRow(row.hex(), seq, whose, data, not_before, attempts))
    return found
