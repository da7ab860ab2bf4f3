"""Full disks, locks, killed processes: nothing acknowledged is lost, nothing half-written."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bot.store import adapter
from bot.store.base import DuePut, Owner, StoreError, TurnWrite, UpdateKey
from bot.store.migrate import DATABASE_NAME
from bot.store.sqlite import SqliteStore
from tests.store.support import MASTER, Clock

CHILD = Path(__file__).with_name("crash_child.py")


async def people(store: SqliteStore, clock: Clock, count: int) -> list[Owner]:
    """Some people with a session that says {"n": 0}."""
    owners = [store.owner_of(user) for user in range(count)]
    for owner in owners:
        await store.commit(TurnWrite(owner, clock.now, new=True, session={"n": 0}))
    return owners


def turn(owner: Owner, clock: Clock, number: int, size: int = 0) -> TurnWrite:
    """A turn that says {"n": number} and sends as much."""
    session = {"n": number, "text": "x" * size}
    return TurnWrite(owner, clock.now, session=session, outbox=[{"n": number}])


async def all_refused(store: SqliteStore, writes: list[TurnWrite]) -> set[str]:
    """Commits at once; every one of them has to be refused. What was said."""
    results = await asyncio.gather(
        *(store.commit(write) for write in writes), return_exceptions=True
    )
    assert {type(result) for result in results} == {StoreError}
    return {str(result) for result in results}


async def unchanged(store: SqliteStore, owners: list[Owner], clock: Clock) -> bool:
    """Whether nobody's turn has left a trace."""
    sessions = [(await store.load(owner, None)).session for owner in owners]
    return sessions == [{"n": 0}] * len(owners) and await store.outbox(clock.now) == []


async def recovered(store: SqliteStore, owners: list[Owner], clock: Clock) -> None:
    """The same connection takes turns again, and all of them stand."""
    rows = await asyncio.gather(*(store.commit(turn(owner, clock, 2)) for owner in owners))
    assert await store.outbox(clock.now) == sorted(
        (row for some in rows for row in some), key=lambda row: row.seq
    )
    for owner in owners:
        assert (await store.load(owner, None)).session == {"n": 2, "text": ""}


async def test_a_full_database_refuses_every_waiting_turn_and_recovers(
    sqlite_store: SqliteStore, clock: Clock
) -> None:
    store = sqlite_store
    owners = await people(store, clock, 4)
    await adapter.on_thread(
        store._conn, lambda conn: conn.execute("PRAGMA max_page_count = 1").fetchall()
    )
    writes = [turn(owner, clock, 1, 20_000 if n == 3 else 0) for n, owner in enumerate(owners)]
    assert await all_refused(store, writes) == {"OperationalError SQLITE_FULL"}
    assert await unchanged(store, owners, clock)
    await adapter.on_thread(
        store._conn, lambda conn: conn.execute("PRAGMA max_page_count = 1000000").fetchall()
    )
    await recovered(store, owners, clock)


async def test_a_disk_that_takes_no_more_bytes_fails_at_commit_and_recovers(
    sqlite_store: SqliteStore, clock: Clock, tmp_path: Path
) -> None:
    store = sqlite_store
    owners = await people(store, clock, 4)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    used = (tmp_path / f"{DATABASE_NAME}-wal").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (used + 5000, limits[1]))
    try:
        said = await all_refused(store, [turn(owner, clock, 1, 3000) for owner in owners])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert said <= {"OperationalError SQLITE_FULL", "OperationalError SQLITE_IOERR_WRITE"}
    assert await unchanged(store, owners, clock)
    await recovered(store, owners, clock)


async def test_a_locked_database_refuses_every_waiting_turn_and_recovers(
    sqlite_store: SqliteStore, clock: Clock, tmp_path: Path
) -> None:
    store = sqlite_store
    owners = await people(store, clock, 4)
    other = sqlite3.connect(tmp_path / DATABASE_NAME, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    said = await all_refused(store, [turn(owner, clock, 1) for owner in owners])
    assert said == {"OperationalError SQLITE_BUSY"}
    assert await unchanged(store, owners, clock)  # reading goes on
    other.execute("COMMIT")
    other.close()
    await recovered(store, owners, clock)


async def test_what_waits_goes_together_in_one_transaction(
    sqlite_store: SqliteStore, clock: Clock
) -> None:
    store = sqlite_store
    owners = await people(store, clock, 32)
    begun: list[str] = []
    await adapter.on_thread(
        store._conn,
        lambda conn: conn.set_trace_callback(
            lambda sql: begun.append(sql) if sql.startswith(("BEGIN", "SAVEPOINT")) else None
        ),
    )
    rows = await asyncio.gather(
        *(store.commit(turn(owner, clock, 1)) for owner in owners),
        store.settle([]),
        store.come_due(clock.now),
    )
    assert begun == ["BEGIN IMMEDIATE"]
    assert len(rows) == 34
    begun.clear()
    await asyncio.gather(*(store.load(owner, None) for owner in owners))
    assert begun == ["BEGIN"]
    begun.clear()
    await asyncio.gather(
        *(store.commit(turn(owner, clock, 2)) for owner in [*owners[:3], Owner(b"nobody")]),
        return_exceptions=True,
    )
    assert begun == ["BEGIN IMMEDIATE"] * 2 + ["SAVEPOINT turn"] * 4


async def test_who_reads_does_not_wait_for_the_disk(
    sqlite_store: SqliteStore, clock: Clock
) -> None:
    store = sqlite_store
    (owner,) = await people(store, clock, 1)
    answered: list[str] = []
    writing = asyncio.ensure_future(store.commit(turn(owner, clock, 1)))
    reading = asyncio.ensure_future(store.load(store.owner_of(77), None))
    writing.add_done_callback(lambda _: answered.append("write"))
    reading.add_done_callback(lambda _: answered.append("read"))
    await asyncio.gather(writing, reading)
    assert answered == ["read", "write"]


async def test_a_cancelled_caller_harms_nobody(sqlite_store: SqliteStore, clock: Clock) -> None:
    store = sqlite_store
    owners = await people(store, clock, 3)
    tasks = [asyncio.ensure_future(store.commit(turn(owner, clock, 1))) for owner in owners]
    await asyncio.sleep(0)
    tasks[1].cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(results[1], asyncio.CancelledError)
    assert [type(result) for result in results[::2]] == [list, list]
    assert (await store.load(owners[2], None)).session == {"n": 1, "text": ""}


async def test_closing_finishes_what_waits_and_refuses_what_comes_later(
    tmp_path: Path, clock: Clock
) -> None:
    store = await SqliteStore.open(tmp_path, MASTER, clock=clock)
    owners = await people(store, clock, 3)
    tasks = [asyncio.ensure_future(store.commit(turn(owner, clock, 1))) for owner in owners]
    await asyncio.sleep(0)
    await store.close()
    await store.close()
    assert [len(rows) for rows in await asyncio.gather(*tasks)] == [1, 1, 1]
    with pytest.raises(StoreError, match="closed"):
        await store.load(owners[0], None)
    assert not (tmp_path / f"{DATABASE_NAME}-wal").exists()
    store = await SqliteStore.open(tmp_path, MASTER, clock=clock)
    assert [row.data for row in await store.outbox(clock.now)] == [{"n": 1}] * 3
    await store.close()


async def test_order_goes_on_growing_after_a_restart(tmp_path: Path, clock: Clock) -> None:
    seqs: list[int] = []
    for _ in range(3):
        store = await SqliteStore.open(tmp_path, MASTER, clock=clock)
        write = TurnWrite(store.owner_of(1), clock.now, new=True, received=[1], outbox=[{}, {}])
        seqs += [row.seq for row in await store.commit(write)]
        await store.close()
    assert seqs == sorted(set(seqs))


async def test_a_killed_process_loses_nothing_it_acknowledged(tmp_path: Path, clock: Clock) -> None:
    """The child commits turns of eight people at once and says so; it is killed in the middle."""
    said: set[tuple[int, int]] = set()
    for kills in range(4):
        child = subprocess.Popen(
            [sys.executable, str(CHILD), str(tmp_path), str(kills)],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
            env={**os.environ, "PYTHONPATH": "."},
        )
        assert child.stdout is not None
        with child.stdout as lines:
            for count, line in enumerate(lines, start=1):
                user, number = line.split()
                said.add((int(user), int(number)))
                if count == 60 + 37 * kills:
                    child.send_signal(signal.SIGKILL)
        assert child.wait() == -signal.SIGKILL
        assert len(said) >= 60 * (kills + 1)

        conn = sqlite3.connect(tmp_path / DATABASE_NAME)
        assert conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
        conn.close()
        store = await SqliteStore.open(tmp_path, MASTER, clock=clock)
        sent = [(row.data["user"], row.data["n"]) for row in await store.outbox(0, 10**6)]
        assert len(set(sent)) == len(sent)
        assert said <= set(sent)
        reminded = [(row.data["user"], row.data["n"]) for row in await store.inbox(10**6)]
        for user in range(8):
            owner = store.owner_of(user)
            reminded += [(user, put.data["n"]) for put in await store.upcoming(owner)]
            session = (await store.load(owner, None)).session
            mine = [n for whose, n in sent if whose == user]
            assert (session or {"n": -1})["n"] == max(mine, default=-1)
        assert sorted(reminded) == sorted(sent)  # each exactly once, due or come due
        for user, number in list(said)[:20]:
            assert (await store.load(store.owner_of(user), UpdateKey(user, number))).seen
        await store.close()


async def test_a_turn_under_way_when_the_loop_ends_leaves_nobody_waiting(
    sqlite_store: SqliteStore, clock: Clock
) -> None:
    store = sqlite_store
    (owner,) = await people(store, clock, 1)
    task = asyncio.ensure_future(store.commit(turn(owner, clock, 1)))
    await asyncio.sleep(0)
    pump = store._batcher._pump
    assert pump is not None
    pump.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    write = TurnWrite(owner, clock.now, due_put=[DuePut("ask", clock.now, {})])
    assert await store.commit(write) == []
