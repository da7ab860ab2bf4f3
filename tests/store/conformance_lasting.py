"""How long every store keeps things, and what forgetting means, against the protocol alone."""

from __future__ import annotations

import pytest

from bot.store.base import (
    DuePut,
    Forgotten,
    RecordPut,
    Settled,
    Store,
    TurnWrite,
    UpdateKey,
)
from tests.store.support import ANNA, BEN, DAY, HOUR, Clock, start


class Lasting:
    """What expires when, and what is forgotten."""

    async def test_update_ids_are_remembered_for_eight_days(
        self, store: Store, clock: Clock
    ) -> None:
        owner = await start(store, ANNA, clock.now, update=UpdateKey(1, 7), session={})
        await store.expire(clock.now + 8 * DAY - 1)
        assert (await store.load(owner, UpdateKey(1, 7))).seen
        await store.expire(clock.now + 8 * DAY)
        assert not (await store.load(owner, UpdateKey(1, 7))).seen

    async def test_expired_records_are_left_out_and_then_dropped(
        self, store: Store, clock: Clock
    ) -> None:
        owner = await start(
            store,
            ANNA,
            clock.now,
            records_put=[RecordPut("line", {"n": 1}, clock.now + 10), RecordPut("card", {})],
        )
        assert len(await store.records(owner)) == 2
        clock.now += 10
        assert [record.kind for record in await store.records(owner)] == ["card"]
        await store.expire(clock.now)
        clock.now -= 10
        assert [record.kind for record in await store.records(owner)] == ["card"]

    async def test_message_ids_of_both_directions_live_48_hours(
        self, store: Store, clock: Clock
    ) -> None:
        owner = await start(store, ANNA, clock.now, session={}, received=[1])
        clock.now += 60
        (row,) = await store.commit(TurnWrite(owner, clock.now, outbox=[{}], received=[2]))
        await store.settle([Settled(row, message_id=3)])
        everything = [(None, 1), (None, 2), (None, 3)]
        assert await store.message_ids(owner, 0) == everything
        assert await store.message_ids(owner, clock.now) == everything[1:]
        await store.expire(clock.now - 60 + 48 * HOUR)
        assert await store.message_ids(owner, 0) == everything[1:]
        await store.expire(clock.now + 48 * HOUR)
        assert await store.message_ids(owner, 0) == []

    async def test_an_idle_session_expires_and_takes_the_key_a_day_later(
        self, store: Store, clock: Clock
    ) -> None:
        owner = await start(store, ANNA, clock.now, session={"n": 1}, session_expires_at=clock.now)
        await store.commit(TurnWrite(owner, clock.now, received=[1]))
        await store.expire(clock.now - 1)
        assert (await store.load(owner, None)).session == {"n": 1}
        await store.expire(clock.now + 3 * DAY)
        loaded = await store.load(owner, None)
        assert (loaded.new, loaded.session) == (True, None)
        assert (await store.counts())["people"] == 1
        await store.commit(TurnWrite(owner, clock.now))  # a turn under way loses nothing
        assert not (await store.load(owner, None)).new
        await store.commit(
            TurnWrite(owner, clock.now, session={"n": 2}, session_expires_at=clock.now)
        )
        await store.expire(clock.now + 3 * DAY)
        await store.expire(clock.now + 4 * DAY)
        assert (await store.counts())["people"] == 0

    async def test_a_key_stays_while_anything_is_left(self, store: Store, clock: Clock) -> None:
        for user, kept in enumerate(
            (
                {"due_put": [DuePut("ask", clock.now + 99 * DAY, {})]},
                {"records_put": [RecordPut("card", {})]},
                {"outbox": [{}]},
                {"session": {}},
                {},
            )
        ):
            fields = {"session": {}, "session_expires_at": clock.now} | kept
            if "session" in kept:
                fields["session_expires_at"] = None
            await start(store, user, clock.now, **fields)
        await store.commit(
            TurnWrite(store.owner_of(0), clock.now, tell=[(store.owner_of(4), {"n": 1})])
        )
        for day in range(9):
            await store.expire(clock.now + day * DAY)
        assert (await store.counts())["people"] == 5
        assert [row.data for row in await store.inbox()] == [{"n": 1}]

    async def test_a_key_about_to_go_stays_for_what_others_tell_its_owner(
        self, store: Store, clock: Clock
    ) -> None:
        anna = await start(store, ANNA, clock.now, session={}, session_expires_at=clock.now)
        await store.expire(clock.now)
        ben = await start(store, BEN, clock.now, session={}, tell=[(anna, {"n": 1})])
        await store.expire(clock.now + DAY)
        assert [(row.owner, row.data) for row in await store.inbox()] == [(anna, {"n": 1})]
        assert (await store.load(anna, None)).new
        assert not (await store.load(ben, None)).new

    async def test_much_that_is_old_is_dropped_in_one_call(
        self, store: Store, clock: Clock
    ) -> None:
        owner = await start(store, ANNA, clock.now, session={})
        lines = [RecordPut("line", {"n": number}, clock.now) for number in range(4500)]
        await store.commit(TurnWrite(owner, clock.now, records_put=lines))
        await store.expire(clock.now)
        clock.now -= 1
        assert await store.records(owner) == []

    async def test_forgetting_removes_everything_at_once(self, store: Store, clock: Clock) -> None:
        anna, ben = await start(store, ANNA, clock.now), await start(store, BEN, clock.now)
        (old,) = await store.commit(
            TurnWrite(
                anna,
                clock.now,
                session={"n": 1},
                due_put=[DuePut("ask", clock.now, {})],
                records_put=[RecordPut("card", {})],
                tell=[(anna, {}), (ben, {"n": 2})],
                outbox=[{"n": 3}],
                received=[4],
            )
        )
        (waiting, _) = await store.inbox()
        farewell = await store.commit(
            TurnWrite(
                anna,
                clock.now,
                update=UpdateKey(1, 1),
                inbox_done=waiting.id,
                forget=True,
                session={"never": "written"},
                records_put=[RecordPut("card", {"never": "written"})],
                outbox=[{"n": 5}],
                farewell=[{"n": 6}],
            )
        )
        assert [(row.owner, row.data) for row in farewell] == [(None, {"n": 5}), (None, {"n": 6})]
        loaded = await store.load(anna, UpdateKey(1, 1))
        assert (loaded.seen, loaded.new, loaded.session) == (True, True, None)
        assert await store.records(anna) == []
        assert await store.upcoming(anna) == []
        assert await store.message_ids(anna, 0) == []
        assert await store.come_due(clock.now + 1) == 0
        assert [row.owner for row in await store.inbox()] == [ben]
        assert await store.outbox(clock.now) == farewell
        await store.settle([Settled(old, ref="r", message_id=9)])  # it was on its way meanwhile
        assert await store.message_ids(anna, 0) == []
        await store.settle([Settled(farewell[0], message_id=10)])
        assert await store.outbox(clock.now) == farewell[1:]
        assert await store.outbox(clock.now + 48 * HOUR) == []
        await store.expire(clock.now + 48 * HOUR)
        assert await store.outbox(clock.now) == []
        assert (await store.counts())["people"] == 1

    async def test_after_forgetting_a_stale_turn_is_refused_and_a_new_start_is_fresh(
        self, store: Store, clock: Clock
    ) -> None:
        owner = await start(store, ANNA, clock.now, records_put=[RecordPut("card", {}, id="c")])
        await store.commit(TurnWrite(owner, clock.now, forget=True))
        for stale in (
            TurnWrite(owner, clock.now, session={"n": 1}),
            TurnWrite(owner, clock.now),
            TurnWrite(owner, clock.now, forget=True, farewell=[{}]),
        ):
            with pytest.raises(Forgotten):
                await store.commit(stale)
        assert await store.outbox(clock.now) == []
        await store.commit(TurnWrite(owner, clock.now, new=True, session={"n": 2}))
        assert (await store.load(owner, None)).session == {"n": 2}
        assert await store.records(owner) == []
        await store.commit(TurnWrite(owner, clock.now, new=True, received=[1]))
        assert (await store.load(owner, None)).session == {"n": 2}

    async def test_a_stranger_who_asks_to_be_forgotten_leaves_nothing(
        self, store: Store, clock: Clock
    ) -> None:
        write = TurnWrite(store.owner_of(ANNA), clock.now, new=True, forget=True, farewell=[{}])
        (row,) = await store.commit(write)
        assert row.owner is None
        assert (await store.counts())["people"] == 0

    async def test_quarantine_keeps_no_text_and_thirty_days(
        self, store: Store, clock: Clock
    ) -> None:
        await store.quarantine(UpdateKey(1, 1), clock.now, "KeyError")
        await store.quarantine(UpdateKey(1, 1), clock.now, "KeyError")
        await store.quarantine(UpdateKey(1, 2), clock.now, "he said: it's over")
        assert (await store.counts())["quarantined"] == 2
        await store.expire(clock.now + 30 * DAY)
        assert (await store.counts())["quarantined"] == 0

    async def test_rows_set_aside_are_dropped_after_thirty_days(
        self, store: Store, clock: Clock
    ) -> None:
        owner = store.owner_of(ANNA)
        rows = await store.commit(TurnWrite(owner, clock.now, new=True, outbox=[{"n": 1}]))
        await store.settle([Settled(row, done=False, aside=True) for row in rows])
        await store.expire(clock.now + 30 * DAY - 1)
        assert (await store.counts())["aside"] == 1
        await store.expire(clock.now + 30 * DAY)
        assert (await store.counts())["aside"] == 0

    async def test_a_farewell_lives_48_hours_also_when_it_is_postponed_or_set_aside(
        self, store: Store, clock: Clock
    ) -> None:
        owner = await start(store, ANNA, clock.now)
        one, two = await store.commit(
            TurnWrite(owner, clock.now, forget=True, farewell=[{"n": 1}, {"n": 2}])
        )
        await store.settle(
            [
                Settled(one, done=False, attempts=1, not_before=clock.now + 9),
                Settled(two, done=False, aside=True),
            ]
        )
        (left,) = await store.outbox(clock.now)
        assert (left.data, left.owner, left.attempts) == ({"n": 1}, None, 1)
        await store.expire(clock.now + 48 * HOUR)
        counts = await store.counts()
        assert (counts["outbox"], counts["aside"]) == (0, 0)
