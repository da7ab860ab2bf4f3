"""Whatever finishes when and fails how: the server is told of finished updates only."""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st
from telegram_benches import Bench
from telegram_doubles import VirtualTime, text_update

from bot.store.base import StoreError

FATES = st.sampled_from(["good", "slow", "store", "fails", "lost", "nobody", "broken"])


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 4), FATES, st.integers(0, 3)), min_size=1, max_size=25),
    st.lists(st.integers(1, 25), max_size=3),
    st.integers(0, 2**32),
)
def test_nothing_unfinished_is_ever_confirmed(
    plan: list[tuple[int, str, int]], poll_errors: list[int], seed: int
) -> None:
    asyncio.run(run_plan(plan, poll_errors, random.Random(seed)))


async def run_plan(
    plan: list[tuple[int, str, int]], poll_errors: list[int], luck: random.Random
) -> None:
    time = VirtualTime()
    bench = Bench(time, in_flight=luck.randint(1, 5))
    turns, store = bench.turns, bench.store
    expected: dict[int, list[int]] = defaultdict(list)
    ours: dict[int, str] = {}

    def finished(update_id: int) -> bool:
        fate = ours[update_id]
        if fate == "nobody":
            return True
        if fate == "broken":
            return any(key.update_id == update_id for key, _, _ in store.quarantined)
        if fate == "lost":
            return turns.begun.count(update_id) == 3
        return update_id in (turns.skipped if fate == "fails" else turns.taken)

    def check(update_id: int) -> None:
        assert finished(update_id), "an unfinished update was confirmed"

    async def dawdle(update_id: int) -> None:
        if ours[update_id] == "slow":
            await time.sleep(luck.random() * 5)
        for _ in range(luck.randint(0, 3)):
            await asyncio.sleep(0)

    bench.server.on_confirm = check
    turns.gate = dawdle
    async with bench:
        update_id = 0
        for number, (user, fate, gap) in enumerate(plan):
            update_id += 1 + gap
            ours[update_id] = fate
            update = text_update(update_id, "x", user)
            if fate == "nobody":
                update = {"update_id": update_id, "poll": {}}
            elif fate == "broken":
                update["message"]["from"] = 7
            elif fate == "store":
                turns.outcomes[update_id] = [StoreError()] * luck.randint(1, 4)
            elif fate in ("fails", "lost"):
                turns.outcomes[update_id] = [KeyError()] * 3
            if fate == "lost":
                turns.skip_outcomes[update_id] = [KeyError()]
            if fate not in ("nobody", "broken", "lost", "fails"):
                expected[user].append(update_id)
            if number in poll_errors:
                bench.server.refuse("getUpdates", 500, "oops")
            bench.server.deliver(update)
            if luck.random() < 0.3:
                await time.advance(luck.random())
        await bench.confirmed(*ours)
        for user, updates in expected.items():
            mine = set(updates)
            assert [n for n in turns.taken if n in mine] == updates, user
