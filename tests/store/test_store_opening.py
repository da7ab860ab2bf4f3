"""Opening: one process, the right key, the right version, and what is said when it is not so."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bot.store.base import (
    DatabaseTooNew,
    RecordPut,
    StoreError,
    StoreInUse,
    StoreRefused,
    TurnWrite,
    WrongKey,
)
from bot.store.keys import load_or_create_master_key
from bot.store.lock import LOCK_NAME
from bot.store.migrate import DATABASE_NAME, apply, migrate, scripts
from bot.store.rotation import forget_again, rotate
from bot.store.sqlite import SqliteStore, database_exists
from tests.store.support import MASTER, OTHER_MASTER, Clock, bytes_on_disk, rows_of


async def test_a_second_store_is_told_that_the_directory_is_in_use(
    sqlite_store: SqliteStore, tmp_path: Path
) -> None:
    with pytest.raises(StoreInUse) as caught:
        await SqliteStore.open(tmp_path, MASTER)
    said = str(caught.value)
    assert said.startswith(str(tmp_path / LOCK_NAME))
    assert "BOT_DATA_DIR" in said
    for at_rest in (
        lambda: rotate(tmp_path, MASTER, OTHER_MASTER),
        lambda: migrate(tmp_path / DATABASE_NAME),
    ):
        with pytest.raises(StoreInUse):
            at_rest()
    await sqlite_store.close()
    again = await SqliteStore.open(tmp_path, MASTER)
    await again.close()


async def test_the_lock_holds_against_another_process_and_ends_with_it(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from bot.store.lock import DirectoryLock;"
        "lock = DirectoryLock(pathlib.Path(sys.argv[1])); print('held', flush=True);"
        "sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(StoreInUse):
            await SqliteStore.open(tmp_path, MASTER)
        other.kill()
    store = await SqliteStore.open(tmp_path, MASTER)
    await store.close()


async def test_files_are_for_their_owner_alone(clock: Clock, tmp_path: Path) -> None:
    data_dir = tmp_path / "new" / "data"
    before = os.umask(0)
    try:
        assert not database_exists(data_dir)
        store = await SqliteStore.open(data_dir, MASTER, clock=clock)
        await store.commit(TurnWrite(store.owner_of(1), clock.now, new=True))
        assert database_exists(data_dir)
    finally:
        os.umask(before)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in data_dir.iterdir()}
    assert stat.S_IMODE(data_dir.stat().st_mode) == 0o700
    assert modes == dict.fromkeys(
        (LOCK_NAME, DATABASE_NAME, f"{DATABASE_NAME}-wal", f"{DATABASE_NAME}-shm"), 0o600
    )
    await store.close()


async def test_the_database_is_as_durable_and_as_clean_as_promised(
    sqlite_store: SqliteStore,
) -> None:
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "secure_delete": 1,
        "foreign_keys": 1,
        "busy_timeout": 10,
    }
    found = await sqlite_store._batcher.read(
        lambda conn: {name: conn.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted}
    )
    assert found == wanted


async def test_a_wrong_key_is_noticed_at_once_and_changes_nothing(
    tmp_path: Path, clock: Clock
) -> None:
    store = await SqliteStore.open(tmp_path, MASTER, clock=clock)
    owner = store.owner_of(1)
    await store.commit(TurnWrite(owner, clock.now, new=True, session={"n": 1}))
    await store.close()
    kept = rows_of(tmp_path, owner.hash)
    with pytest.raises(WrongKey) as caught:
        await SqliteStore.open(tmp_path, OTHER_MASTER)
    assert str(caught.value).startswith(str(tmp_path / DATABASE_NAME))
    assert "Restore the key" in str(caught.value)
    with pytest.raises(WrongKey):
        rotate(tmp_path, OTHER_MASTER, MASTER)
    # Under it every owner's key would seem damaged and give way to a fresh one, their rows with it.
    assert rows_of(tmp_path, owner.hash) == kept
    store = await SqliteStore.open(tmp_path, MASTER, clock=clock)
    assert (await store.load(store.owner_of(1), None)).session == {"n": 1}
    await store.close()


async def test_what_is_no_database_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / DATABASE_NAME).write_bytes(b"this is a letter, not a database. " * 99)
    for _ in range(2):
        with pytest.raises(StoreRefused, match="SQLITE_NOTADB"):
            await SqliteStore.open(tmp_path, MASTER)
    with pytest.raises(StoreRefused, match="SQLITE_NOTADB"):
        migrate(tmp_path / DATABASE_NAME)
    with pytest.raises(StoreRefused, match=r"NotADirectoryError|FileExistsError"):
        await SqliteStore.open(tmp_path / DATABASE_NAME, MASTER)


async def test_rotation_rewraps_the_keys_and_nothing_else(tmp_path: Path, clock: Clock) -> None:
    store = await SqliteStore.open(tmp_path, MASTER, clock=clock)
    for user in range(5):
        await store.commit(
            TurnWrite(
                store.owner_of(user),
                clock.now,
                new=True,
                session={"n": user},
                records_put=[RecordPut("card", {}, id="card")],
            )
        )
    farewell = await store.commit(
        TurnWrite(store.owner_of(4), clock.now, forget=True, farewell=[{"n": 4}])
    )
    await store.close()

    def cells(table: str) -> list[tuple[object, ...]]:
        conn = sqlite3.connect(tmp_path / DATABASE_NAME)
        found = conn.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()
        conn.close()
        return found

    before = {table: cells(table) for table in ("sessions", "records", "outbox", "owners")}
    assert rotate(tmp_path, MASTER, OTHER_MASTER) == 4
    after = {table: cells(table) for table in before}
    assert {row[1] for row in cells("keyring")} | {row[1] for row in after["owners"]} == {2}
    old = [row[2] for row in before.pop("owners")]
    after.pop("owners")
    assert after == before
    content = bytes_on_disk(tmp_path)
    assert not [wrapped for wrapped in old if isinstance(wrapped, bytes) and wrapped in content]
    with pytest.raises(WrongKey):
        await SqliteStore.open(tmp_path, MASTER)
    store = await SqliteStore.open(tmp_path, OTHER_MASTER, clock=clock)
    for user in range(4):
        assert (await store.load(store.owner_of(user), None)).session == {"n": user}
        await store.commit(TurnWrite(store.owner_of(user), clock.now, records_drop=["card"]))
        assert await store.records(store.owner_of(user)) == []
    assert await store.outbox(clock.now) == farewell
    await store.commit(TurnWrite(store.owner_of(9), clock.now, new=True, session={"n": 9}))
    await store.close()
    assert rotate(tmp_path, OTHER_MASTER, MASTER) == 5
    store = await SqliteStore.open(tmp_path, MASTER, clock=clock)
    assert (await store.load(store.owner_of(9), None)).session == {"n": 9}
    await store.close()


async def test_a_rotation_that_meets_a_damaged_key_changes_nothing(
    tmp_path: Path, clock: Clock
) -> None:
    store = await SqliteStore.open(tmp_path, MASTER, clock=clock)
    for user in range(3):
        await store.commit(TurnWrite(store.owner_of(user), clock.now, new=True, session={}))
    await store.close()
    conn = sqlite3.connect(tmp_path / DATABASE_NAME)
    conn.execute(
        "UPDATE owners SET sealed = zeroblob(60) WHERE owner = (SELECT max(owner) FROM owners)"
    )
    conn.commit()
    conn.close()
    with pytest.raises(StoreRefused, match="damaged"):
        rotate(tmp_path, MASTER, OTHER_MASTER)
    store = await SqliteStore.open(tmp_path, MASTER, clock=clock)
    await store.close()


async def test_a_restored_backup_forgets_again_whom_it_did_not_know_as_forgotten(
    tmp_path: Path, clock: Clock
) -> None:
    restored, replaced = tmp_path / "restored", tmp_path / "replaced"
    store = await SqliteStore.open(replaced, MASTER, clock=clock)
    early, late, never = (store.owner_of(user) for user in range(3))
    for owner in (early, late, never):
        await store.commit(TurnWrite(owner, clock.now, new=True, session={"n": 1}))
    await store.commit(TurnWrite(early, clock.now, forget=True))
    await store.commit(TurnWrite(early, clock.now, new=True, session={"n": 2}))
    await store.close()
    restored.mkdir()
    (restored / DATABASE_NAME).write_bytes((replaced / DATABASE_NAME).read_bytes())
    store = await SqliteStore.open(replaced, MASTER, clock=clock)
    await store.commit(TurnWrite(late, clock.now, forget=True))
    await store.close()

    assert forget_again(restored, replaced / DATABASE_NAME) == 1
    assert forget_again(restored, replaced / DATABASE_NAME) == 0
    store = await SqliteStore.open(restored, MASTER, clock=clock)
    sessions = [(await store.load(owner, None)).session for owner in (early, late, never)]
    assert sessions == [{"n": 2}, None, {"n": 1}]
    await store.close()
    with pytest.raises(StoreRefused, match="nowhere"):
        forget_again(restored, tmp_path / "nowhere.db")
    with pytest.raises(StoreRefused, match="no database"):
        forget_again(tmp_path / "nowhere", replaced / DATABASE_NAME)


async def test_migrations_are_applied_once_and_a_newer_database_is_refused(
    tmp_path: Path, clock: Clock
) -> None:
    path = tmp_path / DATABASE_NAME
    with pytest.raises(StoreRefused, match="no database"):
        migrate(path)
    store = await SqliteStore.open(tmp_path, MASTER, clock=clock)
    await store.close()
    newest = scripts()[-1][0]
    assert [number for number, _ in scripts()] == list(range(1, newest + 1))
    assert migrate(path) == newest
    conn = sqlite3.connect(path)
    conn.execute(f"PRAGMA user_version = {newest + 1}")
    conn.close()
    with pytest.raises(DatabaseTooNew) as caught:
        migrate(path)
    assert str(caught.value).startswith(str(path))
    with pytest.raises(DatabaseTooNew):
        await SqliteStore.open(tmp_path, MASTER)


def test_a_migration_that_fails_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "0001_one.sql").write_text("CREATE TABLE one (n); INSERT INTO one VALUES (1);")
    (tmp_path / "0002_two.sql").write_text("CREATE TABLE two (n);")
    (tmp_path / "0010_bad.sql").write_text("CREATE TABLE ten (n); INSERT INTO nothing VALUES (1);")
    conn = sqlite3.connect(":memory:", isolation_level=None)
    with pytest.raises(sqlite3.OperationalError):
        apply(conn, tmp_path, tmp_path)
    assert not conn.in_transaction
    assert conn.execute("PRAGMA user_version").fetchone() == (2,)
    assert conn.execute("SELECT name FROM sqlite_schema").fetchall() == [("one",), ("two",)]
    (tmp_path / "0010_bad.sql").write_text("INSERT INTO one VALUES (2);")
    assert apply(conn, tmp_path, tmp_path) == 10
    assert conn.execute("SELECT n FROM one").fetchall() == [(1,), (2,)]
    conn.close()


async def test_a_store_that_was_refused_leaves_no_lock_and_no_thread(tmp_path: Path) -> None:
    (tmp_path / DATABASE_NAME).mkdir()
    for _ in range(2):
        with pytest.raises(StoreRefused):
            await SqliteStore.open(tmp_path, MASTER)
    (tmp_path / DATABASE_NAME).rmdir()
    key = load_or_create_master_key(tmp_path / "key", database_exists=False)
    store = await SqliteStore.open(tmp_path, key)
    await store.close()
    with pytest.raises(StoreError):
        await store.counts()
