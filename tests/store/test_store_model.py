"""Random histories: the store answers like the model, and nobody's words reach anybody else."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.store.base import (
    AlreadyTaken,
    DuePut,
    Forgotten,
    Owner,
    RecordPut,
    Settled,
    Store,
    TurnWrite,
    UpdateKey,
)
from tests.store.model import DAY, Model, Person
from tests.store.support import Clock, StoreFactory

PEOPLE = range(3)
people = st.sampled_from(PEOPLE)
names = st.sampled_from(["ask", "again", "card", "ähm"])
waits = st.sampled_from([None, 0.0, 3600.0, DAY, 40 * DAY])
few = {"max_size": 2}
turns = st.fixed_dictionaries(
    {
        "new": st.booleans(),
        "update": st.none() | st.integers(0, 3),
        "take": st.booleans(),
        "session": st.none() | waits.map(lambda wait: [wait]),
        "due_put": st.lists(st.tuples(names, st.sampled_from([0.0, 60.0, 2 * DAY])), **few),
        "due_drop": st.lists(names, **few),
        "records_put": st.lists(st.tuples(st.none() | names, names, waits), **few),
        "records_drop": st.lists(names, **few),
        "received": st.lists(st.integers(1, 9), **few),
        "tell": st.lists(people, **few),
        "outbox": st.integers(0, 2),
        "forget": st.integers(0, 5).map(lambda number: number == 0),
    }
)
steps = st.one_of(
    st.tuples(st.just("turn"), people, turns),
    st.tuples(st.just("turn"), people, turns),
    st.tuples(st.just("wait"), st.sampled_from([60.0, DAY, 3 * DAY, 9 * DAY]), st.none()),
    st.tuples(st.just("come due"), st.none(), st.none()),
    st.tuples(st.just("settle"), st.integers(0, 5), st.none()),
    st.tuples(st.just("expire"), st.none(), st.none()),
)


class History:
    """Does the same to a store and to the model, with words that name their owner."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store = store
        self.clock = clock
        self.model = Model()
        self.owners = [store.owner_of(5_550_000_000 + who) for who in PEOPLE]
        self.words = 0

    def said(self, who: int) -> dict[str, Any]:
        """Something only this person said."""
        self.words += 1
        return {"said": f"canary-of-{who}-{self.words}"}

    def write(self, who: int, plan: dict[str, Any]) -> TurnWrite:
        """The plan of a turn with words put in."""
        now = self.clock.now
        write = TurnWrite(
            self.owners[who],
            now,
            new=plan["new"],
            update=None if plan["update"] is None else UpdateKey(1, plan["update"]),
            due_put=[DuePut(name, now + wait, self.said(who)) for name, wait in plan["due_put"]],
            due_drop=plan["due_drop"],
            records_put=[
                RecordPut(kind, self.said(who), None if wait is None else now + wait, name)
                for name, kind, wait in plan["records_put"]
            ],
            records_drop=plan["records_drop"],
            received=plan["received"],
            outbox=[self.said(who) for _ in range(plan["outbox"])],
            forget=plan["forget"],
            farewell=[self.said(who)] if plan["forget"] else [],
        )
        if plan["session"] is not None:
            (wait,) = plan["session"]
            write.session = self.said(who)
            write.session_expires_at = None if wait is None else now + wait
        return write

    async def turn(self, who: int, plan: dict[str, Any]) -> None:
        """One turn; both refuse it for the same reason or neither does."""
        write = self.write(who, plan)
        tell = [(other, self.said(other)) for other in plan["tell"]]
        write.tell = [(self.owners[other], data) for other, data in tell]
        taken = None
        if plan["take"]:
            taken = next((i for i, row in enumerate(self.model.inbox) if row[0] == who), None)
        if taken is not None:
            write.inbox_done = (await self.store.inbox())[taken].id
        refused: list[type[Exception] | None] = [None, None]
        try:
            self.model.commit(who, write, taken, tell)
        except (Forgotten, AlreadyTaken) as error:
            refused[0] = type(error)
        try:
            await self.store.commit(write)
        except (Forgotten, AlreadyTaken) as error:
            refused[1] = type(error)
        assert refused[0] is refused[1]

    async def step(self, kind: str, first: Any, second: Any) -> None:
        """One step of either kind."""
        if kind == "turn":
            await self.turn(first, second)
        elif kind == "wait":
            self.clock.now += first
        elif kind == "come due":
            assert await self.store.come_due(self.clock.now) == self.model.come_due(self.clock.now)
        elif kind == "expire":
            await self.store.expire(self.clock.now)
            self.model.expire(self.clock.now)
        else:
            rows = await self.store.outbox(0)
            if rows:
                place = first % len(rows)
                settled = Settled(rows[place], ref="question", message_id=first + 1)
                await self.store.settle([settled])
                self.model.settle(place, "question", first + 1, self.clock.now)

    async def compare(self) -> None:
        """Everything the store can be asked, and whose words are in the answers."""
        store, model, now = self.store, self.model, self.clock.now
        for who, owner in enumerate(self.owners):
            loaded = await store.load(owner, None)
            assert (loaded.new, loaded.session) == model.load(who)
            person = model.people.get(who) or Person()
            records = await store.records(owner)
            due = await store.upcoming(owner)
            messages = await store.message_ids(owner, now - DAY)
            assert [(r.kind, r.created_at, r.expires_at, r.data) for r in records] == [
                tuple(r[1:])
                for r in (person.records if person else [])
                if r[3] is None or r[3] > now
            ]
            assert [(put.at, put.data, put.key) for put in due] == [
                (at, data, name)
                for at, _, data, name in sorted(
                    (at, count, data, name) for name, (at, count, data) in person.due.items()
                )
            ]
            assert messages == [
                message[1:] for message in person.messages if message[0] >= now - DAY
            ]
            self.alone(who, [loaded.session, [r.data for r in records], [d.data for d in due]])
        inbox, outbox = await store.inbox(), await store.outbox(0)
        assert [(self.number(row.owner), row.data) for row in inbox] == model.inbox
        assert [(self.number(row.owner), row.data) for row in outbox] == [
            (row["who"], row["data"]) for row in model.outbox
        ]
        for row in (*inbox, *outbox):
            if row.owner is not None:
                self.alone(self.owners.index(row.owner), row.data)
        for bot, update in ((1, number) for number in range(4)):
            loaded = await store.load(self.owners[0], UpdateKey(bot, update))
            assert loaded.seen == ((bot, update) in model.seen)
        assert (await store.counts())["people"] == len(model.people)

    def number(self, owner: Owner | None) -> int | None:
        """Which of the people an owner is."""
        return None if owner is None else self.owners.index(owner)

    def alone(self, who: int, answer: Any) -> None:
        """No answer given for one owner holds a word of another."""
        text = json.dumps(answer)
        assert not [other for other in PEOPLE if other != who and f"canary-of-{other}-" in text]


@settings(max_examples=30, deadline=None)
@given(st.lists(steps, max_size=14))
def test_random_histories(store_factory: StoreFactory, program: list[tuple[Any, Any, Any]]) -> None:
    async def run() -> None:
        clock = Clock()
        async with store_factory(clock) as store:
            history = History(store, clock)
            for step in program:
                await history.step(*step)
                await history.compare()

    asyncio.run(run())
