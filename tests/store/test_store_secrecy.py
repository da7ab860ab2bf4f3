"""Whoever takes the files learns neither who uses the bot nor what they wrote."""

from __future__ import annotations

import asyncio
import hashlib
import sqlite3
from pathlib import Path

import pytest

from bot.store import adapter
from bot.store.base import (
    Damaged,
    DuePut,
    Forgotten,
    Loaded,
    Owner,
    RecordPut,
    Settled,
    StoreError,
    TurnWrite,
    UpdateKey,
)
from bot.store.migrate import DATABASE_NAME
from bot.store.sqlite import SqliteStore
from tests.store.canaries import CANARIES, FRIEND, PLAIN, USER, talk
from tests.store.support import ANNA, BEN, Clock, bytes_on_disk, damage, rows_of, start


def traces(content: bytes) -> list[str]:
    """Which canaries, and which forms of the users' ids, stand in these bytes."""
    forms = {word: word.encode() for word in CANARIES}
    for user in (USER, FRIEND):
        forms[f"{user} as text"] = str(user).encode()
        for size in (5, 6, 8):
            forms[f"{user} in {size} bytes"] = user.to_bytes(size, "big")
            forms[f"{user} in {size} bytes, reversed"] = user.to_bytes(size, "little")
        forms[f"{user} hashed"] = hashlib.sha256(str(user).encode()).digest()
    return [name for name, form in forms.items() if form in content]


async def test_a_stolen_database_tells_nothing(
    sqlite_store: SqliteStore, clock: Clock, tmp_path: Path
) -> None:
    store = sqlite_store
    await talk(store, USER, clock.now)
    await store.quarantine(UpdateKey(1, 3), clock.now, "canary-error: text")
    await talk(store, USER + 1, clock.now)
    await store.commit(
        TurnWrite(
            store.owner_of(USER + 1),
            clock.now,
            forget=True,
            farewell=[{"chat": USER, "text": "canary-farewell"}],
        )
    )
    await talk(store, USER + 2, clock.now)  # so that the write-ahead log has something again
    assert (tmp_path / f"{DATABASE_NAME}-wal").stat().st_size > 0
    assert traces(bytes_on_disk(tmp_path)) == []
    await store.close()
    assert traces(bytes_on_disk(tmp_path)) == []
    assert traces(b"...canary-said..." + (USER).to_bytes(6, "big")) != []


async def test_only_what_may_be_plain_is_a_column_and_sealed_looks_random(
    sqlite_store: SqliteStore, clock: Clock, tmp_path: Path
) -> None:
    await talk(sqlite_store, USER, clock.now)
    with sqlite3.connect(tmp_path / DATABASE_NAME) as conn:
        names = {row[0] for row in conn.execute("SELECT name FROM sqlite_schema WHERE sql <> ''")}
        tables = {
            name: {row[1] for row in conn.execute(f"PRAGMA table_info({name})")}
            for name in names
            if conn.execute("SELECT type FROM sqlite_schema WHERE name = ?", (name,)).fetchone()[0]
            == "table"
        }
        assert tables == PLAIN
        cells = [
            value
            for name in tables.keys() - {"ratings"}
            for row in conn.execute(f"SELECT * FROM {name}")
            for value in row
        ]
        rated = conn.execute("SELECT * FROM ratings").fetchall()
    conn.close()
    assert rated == [("vague", 1, 0)], "the name of a rule of ours, and two numbers"
    assert not [value for value in cells if isinstance(value, str)]
    blobs = [value for value in cells if isinstance(value, bytes)]
    assert all(value not in (USER, FRIEND) for value in cells)
    assert min(len(blob) for blob in blobs) == 16
    assert len({blob[:12] for blob in blobs}) > 10


async def with_a_row_of_each_kind(
    store: SqliteStore, user: int, clock: Clock, **more: object
) -> Owner:
    """Somebody's first turn, which leaves something in every table; one is due at once."""
    return await start(
        store,
        user,
        clock.now,
        session={"n": 1},
        outbox=[{}],
        due_put=[DuePut("ask", clock.now, {}), DuePut("more", clock.now + 5, {"n": 1})],
        records_put=[RecordPut("card", {}, id="c"), RecordPut("card", {})],
        received=[1],
        **more,
    )


async def test_rows_do_not_open_in_another_place(
    sqlite_store: SqliteStore, clock: Clock, tmp_path: Path
) -> None:
    """Somebody who can write the file cannot make one row pass for another, of any owner."""
    store = sqlite_store
    records = [RecordPut("a", {"n": 1}), RecordPut("b", {"n": 2})]
    anna, ben = [
        await start(store, user, clock.now, session={"n": 1}, records_put=records)
        for user in (ANNA, BEN)
    ]
    swaps = (
        "UPDATE sessions SET sealed = (SELECT sealed FROM records WHERE records.owner = ?1 LIMIT 1)"
        " WHERE owner = ?1",
        "UPDATE sessions SET sealed = (SELECT sealed FROM sessions WHERE owner <> ?1)"
        " WHERE owner = ?1",
        "UPDATE owners SET sealed = (SELECT sealed FROM owners WHERE owner <> ?1) WHERE owner = ?1",
        "UPDATE owners SET version = version + 1, sealed = zeroblob(60) WHERE owner = ?1",
    )
    for swap in swaps:
        conn = sqlite3.connect(tmp_path / DATABASE_NAME)
        before = {
            table: conn.execute(f"SELECT * FROM {table}").fetchall()
            for table in ("owners", "sessions")
        }
        assert conn.execute(swap, (anna.hash,)).rowcount == 1
        conn.commit()
        found = await store.load(anna, None)
        assert found.lost
        assert found.session is None
        assert (await store.load(ben, None)).session == {"n": 1}
        conn.execute("PRAGMA foreign_keys = OFF")
        for table, rows in before.items():
            conn.execute(f"DELETE FROM {table}")
            conn.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(rows[0]))})", rows)
        conn.commit()
        conn.close()
        assert (await store.load(anna, None)).session == {"n": 1}
    conn = sqlite3.connect(tmp_path / DATABASE_NAME)
    (one, two) = conn.execute(
        "SELECT seq, sealed FROM records WHERE owner = ? ORDER BY seq", (anna.hash,)
    ).fetchall()
    conn.execute("UPDATE records SET sealed = ? WHERE seq = ?", (two[1], one[0]))
    conn.commit()
    conn.close()
    assert [record.data for record in await store.records(anna)] == [{"n": 2}]


@pytest.mark.parametrize("key_too", [False, True])
async def test_damage_to_one_person_stops_nobody_else_and_can_be_forgotten(
    sqlite_store: SqliteStore, clock: Clock, tmp_path: Path, key_too: bool
) -> None:
    store = sqlite_store
    anna = await with_a_row_of_each_kind(store, ANNA, clock)
    ben = await with_a_row_of_each_kind(store, BEN, clock)
    await store.come_due(clock.now)
    tables = ["sessions", "outbox", "inbox", "due", "records", "message_ids"]
    damage(tmp_path, anna.hash, *tables, *(["owners"] if key_too else []))
    assert await store.load(anna, None) == Loaded(seen=False, new=key_too, session=None, lost=True)
    assert await store.records(anna) == []
    assert await store.upcoming(anna) == []
    assert await store.message_ids(anna, 0) == []
    assert await store.come_due(clock.now + 5) == 1
    assert [row.owner for row in await store.inbox(2)] == [ben, ben]
    rows = await store.outbox(clock.now, 1)
    assert [row.owner for row in rows] == [ben]
    await store.settle([Settled(row, message_id=2) for row in rows])
    write = TurnWrite(anna, clock.now, session={"n": 2}, records_put=[RecordPut("a", {}, id="c")])
    results = await asyncio.gather(
        store.commit(TurnWrite(ben, clock.now, session={"n": 2}, tell=[(anna, {})])),
        store.commit(write),
        return_exceptions=True,
    )
    assert (await store.load(ben, None)).session == {"n": 2}
    if key_too:
        assert [type(result) for result in results] == [list, Damaged]
    else:
        assert (await store.load(anna, None)).session == {"n": 2}
        assert [(r.kind, r.created_at) for r in await store.records(anna)] == [("a", clock.now)]
    await store.commit(TurnWrite(anna, clock.now, forget=True))
    assert (await store.load(anna, None)).new


@pytest.mark.parametrize("expired", [False, True])
async def test_a_key_that_does_not_open_gives_way_to_a_fresh_one_and_takes_its_rows_along(
    sqlite_store: SqliteStore, clock: Clock, tmp_path: Path, expired: bool
) -> None:
    store = sqlite_store
    update = UpdateKey(7, 1)
    end = clock.now + 1
    anna = await with_a_row_of_each_kind(store, ANNA, clock, session_expires_at=end, update=update)
    ben = await with_a_row_of_each_kind(store, BEN, clock, session_expires_at=end)
    await store.come_due(clock.now)
    if expired:
        await store.expire(clock.now + 1)
    damage(tmp_path, anna.hash, "owners")
    bens = rows_of(tmp_path, ben.hash)
    assert await store.load(anna, update) == Loaded(seen=True, new=True, session=None, lost=True)
    with pytest.raises(Damaged):  # whoever did not see that it is lost must not write over it
        await store.commit(TurnWrite(anna, clock.now, session={"n": 2}))
    assert len(rows_of(tmp_path, anna.hash)) == len(bens)
    (sent,) = await store.commit(
        TurnWrite(anna, clock.now, new=True, session={"n": 2}, outbox=[{"n": 3}])
    )
    assert await store.load(anna, None) == Loaded(seen=False, new=False, session={"n": 2})
    assert sorted(table for table, *_ in rows_of(tmp_path, anna.hash)) == [
        "outbox",
        "owners",
        "sessions",
    ]
    assert sent in await store.outbox(clock.now)
    assert rows_of(tmp_path, ben.hash) == bens
    # They did not ask to be forgotten: a restored backup may bring back what is lost here.
    conn = sqlite3.connect(tmp_path / DATABASE_NAME)
    assert conn.execute("SELECT count(*) FROM forgotten").fetchone() == (0,)
    conn.close()


async def test_errors_say_what_failed_and_nothing_of_what_it_was_about(
    sqlite_store: SqliteStore, clock: Clock
) -> None:
    store = sqlite_store
    await talk(store, USER, clock.now)
    await adapter.on_thread(store._conn, lambda conn: conn.execute("DROP TABLE due"))
    write = TurnWrite(
        store.owner_of(USER), clock.now, due_put=[DuePut("canary", clock.now, {"a": "canary"})]
    )
    with pytest.raises(StoreError) as caught:
        await store.commit(write)
    assert str(caught.value) == "OperationalError SQLITE_ERROR"
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    with pytest.raises(Forgotten) as refused:
        await store.commit(TurnWrite(store.owner_of(77), clock.now, session={"a": "canary"}))
    assert refused.value.args == ()
