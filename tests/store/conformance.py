"""What every store has to do with turns, written against the protocol alone.

A test class for a kind of store inherits from `Turns` and from `Lasting` in conformance_lasting.py;
its tests get the fixtures `store` and `clock` of this directory's conftest.
"""

from __future__ import annotations

import asyncio

import pytest

from bot.store.base import (
    AlreadyTaken,
    DuePut,
    Forgotten,
    RecordPut,
    Settled,
    Store,
    TurnWrite,
    UpdateKey,
)
from tests.store.support import ANNA, AWKWARD, BEN, DAY, Clock, start


class Turns:
    """What a turn reads and writes."""

    async def test_ratings_are_counted_by_rule_for_everybody_together(
        self, store: Store, clock: Clock
    ) -> None:
        assert await store.ratings() == {}
        anna = await start(
            store, ANNA, clock.now, ratings=[("blame", True), ("vague", False), ("blame", True)]
        )
        ben = await start(store, BEN, clock.now, ratings=[("blame", False)])
        await store.commit(TurnWrite(anna, clock.now))
        counted = {"blame": (2, 1), "vague": (0, 1)}
        assert await store.ratings() == counted
        once = TurnWrite(ben, clock.now, update=UpdateKey(1, 1), ratings=[("label", True)])
        await store.commit(once)
        with pytest.raises(AlreadyTaken):
            await store.commit(once)
        assert await store.ratings() == counted | {"label": (1, 0)}, (
            "a turn taken twice counts once"
        )
        await store.commit(TurnWrite(anna, clock.now, forget=True))
        await store.commit(TurnWrite(ben, clock.now, forget=True))
        await store.expire(clock.now + 999 * DAY)
        assert await store.ratings() == counted | {"label": (1, 0)}, "they belong to nobody"

    async def test_a_stranger_is_new_and_asking_stores_nothing(self, store: Store) -> None:
        owner = store.owner_of(ANNA)
        loaded = await store.load(owner, UpdateKey(1, 1))
        assert (loaded.seen, loaded.new, loaded.session) == (False, True, None)
        assert (await store.counts())["people"] == 0
        assert owner == store.owner_of(ANNA) != store.owner_of(BEN)

    async def test_a_turn_is_read_back_as_it_was_written(self, store: Store, clock: Clock) -> None:
        owner = await start(
            store,
            ANNA,
            clock.now,
            update=UpdateKey(1, 7),
            session=AWKWARD,
            due_put=[DuePut("late", clock.now + 20, AWKWARD), DuePut("soon", clock.now + 10, {})],
            records_put=[RecordPut("card", AWKWARD), RecordPut("promise", {"n": 2})],
            received=[11, 12],
        )
        loaded = await store.load(owner, UpdateKey(1, 7))
        assert (loaded.seen, loaded.new, loaded.session) == (True, False, AWKWARD)
        assert not (await store.load(owner, UpdateKey(2, 7))).seen
        assert not (await store.load(owner, None)).seen
        records = await store.records(owner)
        assert [(r.kind, r.data, r.created_at, r.expires_at) for r in records] == [
            ("card", AWKWARD, clock.now, None),
            ("promise", {"n": 2}, clock.now, None),
        ]
        assert await store.records(owner, "promise") == records[1:]
        assert await store.upcoming(owner) == [
            DuePut("soon", clock.now + 10, {}),
            DuePut("late", clock.now + 20, AWKWARD),
        ]
        assert await store.message_ids(owner, clock.now) == [(None, 11), (None, 12)]
        assert await store.message_ids(owner, clock.now + 1) == []

    async def test_a_turn_without_a_session_leaves_the_stored_one(
        self, store: Store, clock: Clock
    ) -> None:
        owner = await start(store, ANNA, clock.now, session={"n": 1})
        await store.commit(TurnWrite(owner, clock.now, received=[1]))
        assert (await store.load(owner, None)).session == {"n": 1}

    async def test_an_update_is_taken_once(self, store: Store, clock: Clock) -> None:
        update = UpdateKey(1, 7)
        owner = await start(store, ANNA, clock.now, update=update, session={"n": 1})
        again = TurnWrite(
            owner,
            clock.now,
            update=update,
            session={"n": 2},
            outbox=[{}],
            received=[1],
            records_put=[RecordPut("card", {})],
        )
        with pytest.raises(AlreadyTaken):
            await store.commit(again)
        assert (await store.load(owner, None)).session == {"n": 1}
        assert await store.outbox(clock.now) == []
        assert await store.records(owner) == []
        again.update = UpdateKey(2, 7)
        await store.commit(again)
        assert (await store.load(owner, None)).session == {"n": 2}

    async def test_an_update_taken_by_two_turns_at_once_counts_once(
        self, store: Store, clock: Clock
    ) -> None:
        owner = await start(store, ANNA, clock.now)
        results = await asyncio.gather(
            *(
                store.commit(
                    TurnWrite(owner, clock.now, update=UpdateKey(1, 1), outbox=[{"n": number}])
                )
                for number in range(3)
            ),
            return_exceptions=True,
        )
        assert [type(result) for result in results] == [list, AlreadyTaken, AlreadyTaken]
        assert len(await store.outbox(clock.now)) == 1

    async def test_a_due_row_is_replaced_by_its_name_and_dropped_by_it(
        self, store: Store, clock: Clock
    ) -> None:
        owner = await start(
            store, ANNA, clock.now, due_put=[DuePut("ask", clock.now + 5, {"n": 1})]
        )
        other = await start(store, BEN, clock.now, due_put=[DuePut("ask", clock.now + 6, {"n": 2})])
        await store.commit(
            TurnWrite(owner, clock.now, due_put=[DuePut("ask", clock.now + 9, {"n": 3})])
        )
        assert await store.upcoming(owner) == [DuePut("ask", clock.now + 9, {"n": 3})]
        assert await store.next_due() == clock.now + 6
        await store.commit(
            TurnWrite(other, clock.now, due_drop=["ask", "nothing", "also"], due_put=[])
        )
        assert await store.next_due() == clock.now + 9
        await store.commit(
            TurnWrite(owner, clock.now, due_drop=["ask"], due_put=[DuePut("ask", 1.5, {})])
        )
        assert await store.upcoming(owner) == [DuePut("ask", 1.5, {})]

    async def test_what_comes_due_together_keeps_the_order_it_was_last_put_in(
        self, store: Store, clock: Clock
    ) -> None:
        puts = [DuePut(name, clock.now, {"n": name}) for name in ("a", "b", "c")]
        owner = await start(store, ANNA, clock.now, due_put=puts)
        await store.commit(TurnWrite(owner, clock.now, due_put=puts[:1]))
        assert [put.key for put in await store.upcoming(owner)] == ["b", "c", "a"]
        await store.come_due(clock.now)
        assert [row.data["n"] for row in await store.inbox()] == ["b", "c", "a"]

    async def test_what_comes_due_waits_in_the_inbox_until_a_turn_takes_it(
        self, store: Store, clock: Clock
    ) -> None:
        anna = await start(
            store,
            ANNA,
            clock.now,
            due_put=[DuePut("second", clock.now + 2, {"n": 2}), DuePut("later", clock.now + 9, {})],
        )
        ben = await start(
            store,
            BEN,
            clock.now,
            due_put=[DuePut("first", clock.now + 1, {"n": 1}), DuePut("third", clock.now + 2, {})],
        )
        assert await store.come_due(clock.now) == 0
        assert await store.come_due(clock.now + 3, limit=2) == 2
        assert await store.come_due(clock.now + 3) == 1
        assert await store.come_due(clock.now + 3) == 0
        rows = await store.inbox()
        assert [(row.owner, row.data) for row in rows] == [
            (ben, {"n": 1, "due_at": clock.now + 1}),
            (anna, {"n": 2, "due_at": clock.now + 2}),
            (ben, {"due_at": clock.now + 2}),
        ]
        assert rows == sorted(rows, key=lambda row: row.seq)
        assert await store.inbox(1) == rows[:1]
        assert await store.inbox() == rows
        await store.commit(TurnWrite(ben, clock.now, inbox_done=rows[0].id, session={"n": 1}))
        assert await store.inbox() == rows[1:]
        with pytest.raises(AlreadyTaken):
            await store.commit(TurnWrite(ben, clock.now, inbox_done=rows[0].id, session={"n": 2}))
        assert (await store.load(ben, None)).session == {"n": 1}
        assert await store.next_due() == clock.now + 9

    async def test_one_owner_tells_another_through_the_inbox(
        self, store: Store, clock: Clock
    ) -> None:
        anna, ben = await start(store, ANNA, clock.now), await start(store, BEN, clock.now)
        stranger = store.owner_of(1)
        await store.commit(
            TurnWrite(
                anna, clock.now, tell=[(ben, {"n": 1}), (stranger, {"n": 2}), (anna, AWKWARD)]
            )
        )
        assert [(row.owner, row.data) for row in await store.inbox()] == [
            (ben, {"n": 1}),
            (anna, AWKWARD),
        ]
        assert (await store.load(stranger, None)).new

    async def test_an_inbox_row_is_done_only_by_its_owner(self, store: Store, clock: Clock) -> None:
        anna, ben = await start(store, ANNA, clock.now), await start(store, BEN, clock.now)
        await store.commit(TurnWrite(anna, clock.now, tell=[(anna, {"n": 1})]))
        (row,) = await store.inbox()
        with pytest.raises(AlreadyTaken):
            await store.commit(TurnWrite(ben, clock.now, inbox_done=row.id))
        assert await store.inbox() == [row]

    async def test_a_record_keeps_its_place_when_it_is_replaced(
        self, store: Store, clock: Clock
    ) -> None:
        at = clock.now
        owner = await start(
            store,
            ANNA,
            at,
            records_put=[RecordPut("promise", {"n": 1}), RecordPut("card", {}, id="mine")],
        )
        other = await start(store, BEN, at, records_put=[RecordPut("card", {"b": 1}, id="mine")])
        (promise, _) = await store.records(owner)
        await store.commit(
            TurnWrite(
                owner,
                at + 5,
                records_put=[
                    RecordPut("promise", {"n": 2}, expires_at=at + DAY, id=promise.id),
                    RecordPut("card", {"n": 3}, id="mine"),
                ],
            )
        )
        assert [(r.id, r.kind, r.data, r.created_at) for r in await store.records(owner)] == [
            (promise.id, "promise", {"n": 2}, at),
            ("mine", "card", {"n": 3}, at),
        ]
        assert [r.data for r in await store.records(other)] == [{"b": 1}]
        await store.commit(TurnWrite(other, at, records_drop=[promise.id, "mine", "nothing"]))
        assert await store.records(other) == []
        assert len(await store.records(owner)) == 2

    async def test_outbox_rows_are_in_order_until_they_are_settled(
        self, store: Store, clock: Clock
    ) -> None:
        anna, ben = store.owner_of(ANNA), store.owner_of(BEN)
        one, two = await store.commit(
            TurnWrite(anna, clock.now, new=True, outbox=[AWKWARD, {"n": 2}])
        )
        (three,) = await store.commit(TurnWrite(ben, clock.now, new=True, outbox=[{"n": 3}]))
        assert one.seq < two.seq < three.seq
        assert len({one.id, two.id, three.id}) == 3
        assert (one.owner, one.data, three.owner) == (anna, AWKWARD, ben)
        assert await store.outbox(clock.now) == [one, two, three]
        assert await store.outbox(clock.now, limit=2) == [one, two]
        await store.settle(
            [
                Settled(one, ref="question", message_id=77),
                Settled(two, done=False, not_before=clock.now + 30, attempts=2),
                Settled(three, done=False, aside=True, attempts=1),
            ]
        )
        (left,) = await store.outbox(clock.now)
        assert (left.id, left.not_before, left.attempts) == (two.id, clock.now + 30, 2)
        assert await store.message_ids(anna, clock.now) == [("question", 77)]
        assert await store.message_ids(ben, 0) == []
        counts = await store.counts()
        assert (counts["people"], counts["outbox"], counts["aside"]) == (2, 1, 1)
        await store.settle([Settled(one, ref="question", message_id=78), Settled(left)])
        assert await store.outbox(clock.now) == []
        assert await store.message_ids(anna, clock.now) == [("question", 77)]
        assert await store.settle([]) is None

    async def test_one_failing_turn_does_not_harm_those_beside_it(
        self, store: Store, clock: Clock
    ) -> None:
        owners = [await start(store, user, clock.now) for user in range(6)]
        await store.commit(TurnWrite(owners[1], clock.now, forget=True))
        taken = UpdateKey(1, 1)
        await store.commit(TurnWrite(owners[5], clock.now, update=taken))
        writes = [
            TurnWrite(owner, clock.now, session={"n": number}, outbox=[{"n": number}])
            for number, owner in enumerate(owners)
        ]
        writes[3].outbox = [{}, {"not json": object()}]
        writes[5].update = taken
        results = await asyncio.gather(
            *(store.commit(write) for write in writes), return_exceptions=True
        )
        assert [type(result) for result in results] == [
            list,
            Forgotten,
            list,
            TypeError,
            list,
            AlreadyTaken,
        ]
        sessions = [(await store.load(owner, None)).session for owner in owners]
        assert sessions == [{"n": 0}, None, {"n": 2}, None, {"n": 4}, None]
        assert [row.data["n"] for row in await store.outbox(clock.now)] == [0, 2, 4]
        assert [result[0] for result in results if isinstance(result, list)] == (
            await store.outbox(clock.now)
        )
