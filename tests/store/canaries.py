"""A turn with a canary in every place, and which columns may be plain."""

from __future__ import annotations

from bot.store.base import DuePut, OutboxRow, RecordPut, Settled, TurnWrite, UpdateKey
from bot.store.sqlite import SqliteStore

USER, FRIEND = 5_550_001_234, 5_550_009_876
CANARIES = (
    "canary-said",
    "canary-state.ask",
    "canary-slot",
    "canary-kind",
    "canary-record-name",
    "canary-due-name",
    "canary-due-text",
    "canary-reply",
    "canary-ref",
    "canary-event",
    "canary-farewell",
    "canary-error",
)
PLAIN = {
    "openings": {"count"},
    "keyring": {"id", "version", "sealed"},
    "owners": {"owner", "version", "sealed", "expires_at"},
    "sessions": {"owner", "expires_at", "sealed"},
    "due": {"seq", "owner", "id", "due_at", "sealed"},
    "records": {"seq", "owner", "id", "expires_at", "sealed"},
    "message_ids": {"owner", "seq", "expires_at", "sealed"},
    "inbox": {"seq", "id", "owner", "sealed"},
    "outbox": {"seq", "id", "owner", "not_before", "attempts", "aside", "expires_at", "sealed"},
    "seen": {"bot", "update_id", "at"},
    "quarantine": {"bot", "update_id", "at", "error"},
    "forgotten": {"owner", "at"},
    "ratings": {"rule", "helped", "missed"},
}


async def talk(store: SqliteStore, user: int, at: float) -> list[OutboxRow]:
    """A turn with a canary in every place, then a settled reply with another."""
    owner, friend = store.owner_of(user), store.owner_of(FRIEND)
    await store.commit(TurnWrite(friend, at, new=True))
    rows = await store.commit(
        TurnWrite(
            owner,
            at,
            new=True,
            update=UpdateKey(1, user % 1000),
            session={"state": "canary-state.ask", "slots": {"canary-slot": "canary-said"}},
            session_expires_at=at + 99,
            due_put=[
                DuePut("canary-due-name", at + 9, {"text": "canary-due-text"}),
                DuePut("canary-due-name-2", at, {"text": "canary-due-text"}),
            ],
            records_put=[
                RecordPut("canary-kind", {"chat": user}, at + 99, "canary-record-name"),
                RecordPut("canary-kind", {"chat": user}),
            ],
            outbox=[{"chat": user, "text": "canary-reply"}, {"chat": user}],
            ratings=[("vague", True)],
            tell=[(owner, {"text": "canary-event"}), (friend, {"text": "canary-event"})],
            received=[user],
        )
    )
    await store.settle([Settled(rows[0], ref="canary-ref", message_id=user)])
    await store.come_due(at)
    return rows
