"""The one place that reaches past aiosqlite's public surface.

aiosqlite runs one statement a call; a turn needs several in a row on the connection's own thread,
for the price of one hop. It has no public way to run a function there, nor to let the process end
while that thread waits, so its private ones are used here and nowhere else, and
`tests/store/test_store_adapter.py` holds them against the installed version.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import aiosqlite

T = TypeVar("T")


async def connect(path: Path, busy_timeout: float) -> aiosqlite.Connection:
    """A connection without implicit transactions. `busy_timeout` in seconds. Raises sqlite3.Error.

    Its thread does not keep the process alive: whoever fails without closing the store still ends.
    What was acknowledged is on the disk by then.
    """
    conn = aiosqlite.connect(
        path, isolation_level=None, timeout=busy_timeout, cached_statements=256
    )
    conn._thread.daemon = True
    return await conn


async def on_thread(conn: aiosqlite.Connection, work: Callable[[sqlite3.Connection], T]) -> T:
    """Runs `work` on the connection's thread with the plain connection; raises what it raises."""
    result: T = await conn._execute(work, conn._conn)  # type: ignore[no-untyped-call]
    return result
