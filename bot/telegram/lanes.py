"""What waits for one chat, and what may be left out of it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from bot.store.base import OutboxRow


@dataclass(slots=True)
class Lane:
    """What waits for one chat; help first, else in order. Times are unix seconds.

    `hold`: Telegram asked to wait until then. `slot`: when the pace allows the next message.
    """

    rows: deque[OutboxRow] = field(default_factory=deque)
    help: deque[OutboxRow] = field(default_factory=deque)
    busy: bool = False
    sending: OutboxRow | None = None
    hold: float = 0.0
    slot: float | None = None
    timer: asyncio.Task[None] | None = None


def stale_edits(queue: deque[OutboxRow]) -> Iterator[OutboxRow]:
    """Takes edits off the front of the queue while a later edit of the same message follows."""
    while queue and (key := _edited(queue[0])) is not None:
        if not any(_edited(later) == key for later in islice(queue, 1, None)):
            return
        yield queue.popleft()


def last_word(row: OutboxRow, message_id: int | None = None) -> OutboxRow:
    """What a breathing count ends with: as an edit of its message, or, without one, anew."""
    data = {"op": "say" if message_id is None else "edit", "message": row.data["then"]}
    data |= {name: row.data[name] for name in ("chat", "ref") if name in row.data}
    if message_id is not None:
        data["message_id"] = message_id
    return replace(row, data=data, not_before=0.0, attempts=0)


def resumed(row: OutboxRow) -> OutboxRow:
    """A breathing count begun before a restart is not begun again: only its last word is said."""
    begun = row.data.get("op") == "pace" and row.attempts > 0
    return last_word(row) if begun and row.data.get("then") is not None else row


def _edited(row: OutboxRow) -> object:
    """What the row edits: a message id or a logical name; None when it is no such edit."""
    if row.data.get("op") != "edit":
        return None
    return row.data.get("message_id") or row.data.get("ref")
