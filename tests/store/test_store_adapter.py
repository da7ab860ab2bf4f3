"""The one place that reaches into aiosqlite, against the version that is installed."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from bot.store import adapter


def daemon() -> bool:
    """Whether the thread this runs on lets the process end."""
    return threading.current_thread().daemon


async def test_work_runs_on_the_connections_own_thread(
    tmp_path: Path,
) -> None:
    conn = await adapter.connect(tmp_path / "file.db", busy_timeout=0.05)
    try:
        seen: list[tuple[int, bool, type, object]] = []

        def look(raw: sqlite3.Connection) -> int:
            seen.append((threading.get_ident(), daemon(), type(raw), raw.isolation_level))
            raw.execute("BEGIN")
            raw.execute("CREATE TABLE t (n)")
            raw.execute("COMMIT")
            return raw.execute("PRAGMA busy_timeout").fetchone()[0]

        def fail(raw: sqlite3.Connection) -> None:
            seen.append((threading.get_ident(), daemon(), type(raw), raw.isolation_level))
            raw.execute("SELECT nothing")

        assert await adapter.on_thread(conn, look) == 50
        with pytest.raises(sqlite3.OperationalError):
            await adapter.on_thread(conn, fail)
        assert seen[0] == seen[1]
        assert seen[0][0] != threading.get_ident()
        assert seen[0][1:] == (True, sqlite3.Connection, None)
        cursor = await conn.execute("SELECT count(*) FROM t")  # its own calls share that thread
        assert await cursor.fetchone() == (0,)
        await cursor.close()
    finally:
        await conn.close()
    with pytest.raises(ValueError, match=r"closed|no active"):
        await adapter.on_thread(conn, look)
