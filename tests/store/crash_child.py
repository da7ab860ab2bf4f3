"""Commits turns of eight people until it is killed, and says each that was acknowledged."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from bot.store.base import DuePut, TurnWrite, UpdateKey
from bot.store.sqlite import SqliteStore
from tests.store.support import MASTER


async def person(store: SqliteStore, user: int) -> None:
    """Turn after turn, each with a session, a reply and a reminder that is due at once."""
    owner = store.owner_of(user)
    loaded = await store.load(owner, None)
    number = loaded.session["n"] + 1 if loaded.session else 0
    while True:
        event = {"user": user, "n": number}
        await store.commit(
            TurnWrite(
                owner,
                1000.0 + number,
                new=number == 0,
                update=UpdateKey(user, number),
                session={**event, "text": "x" * (number * 37 % 5000)},
                due_put=[DuePut(f"ask {number}", 0.0, event)],
                outbox=[event],
            )
        )
        os.write(1, b"%d %d\n" % (user, number))
        number += 1
        await store.come_due(1.0, limit=3)


async def main() -> None:
    """Eight people at once."""
    store = await SqliteStore.open(Path(sys.argv[1]), MASTER)
    await asyncio.gather(*(person(store, user) for user in range(8)))


asyncio.run(main())
