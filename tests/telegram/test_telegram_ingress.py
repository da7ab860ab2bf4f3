"""Updates are taken in order per person and acknowledged only once they are finished."""

from __future__ import annotations

import asyncio

from telegram_benches import Bench
from telegram_doubles import BEN, VirtualTime, tap_update, text_update

from bot.store.base import AlreadyTaken, Data, StoreError


async def test_updates_are_taken_and_then_confirmed(time: VirtualTime) -> None:
    async with Bench(time) as bench:
        bench.server.deliver(text_update(5, "a"), text_update(6, "b", BEN))
        await bench.confirmed(5, 6)
        assert sorted(bench.turns.taken) == [5, 6]


async def test_an_update_delivered_again_while_it_runs_is_taken_once(time: VirtualTime) -> None:
    gate = asyncio.Event()
    async with Bench(time) as bench:
        bench.turns.gate = lambda _: gate.wait()
        bench.server.deliver(text_update(5, "a"))
        await time.until(lambda: len(bench.server.of("getUpdates")) > 5)
        assert bench.server.confirmed == []
        gate.set()
        await bench.confirmed(5)
        assert bench.turns.begun == [5]


async def test_an_update_that_finishes_during_a_poll_is_not_taken_from_its_answer(
    time: VirtualTime,
) -> None:
    turn, answer = asyncio.Event(), asyncio.Event()

    async def hold_the_second(method: str, params: Data) -> None:
        if method == "getUpdates" and len(bench.server.of(method)) == 2:
            await answer.wait()

    async with Bench(time) as bench:
        bench.server.gate = hold_the_second
        bench.turns.gate = lambda _: turn.wait()
        bench.server.deliver(text_update(5, "a"))
        await time.until(lambda: len(bench.server.of("getUpdates")) == 2)
        turn.set()
        await time.rest()
        answer.set()
        await bench.confirmed(5)
        assert bench.turns.begun == [5]


async def test_a_malformed_update_between_two_good_ones(time: VirtualTime) -> None:
    async with Bench(time) as bench:
        bench.server.deliver(
            text_update(5, "a"), {"update_id": 6, "message": "broken"}, text_update(7, "b")
        )
        await bench.confirmed(5, 6, 7)
        assert bench.turns.taken == [5, 7]
        ((key, at, error),) = bench.store.quarantined
        assert (key.bot, key.update_id, error) == (4242, 6, "AttributeError")
        assert at >= 1_700_000_000


async def test_a_quarantine_the_store_refuses_is_tried_again(time: VirtualTime) -> None:
    async with Bench(time) as bench:
        bench.store.down = True
        bench.server.deliver({"update_id": 6, "message": "broken"}, text_update(7, "b"))
        await time.until(lambda: bench.turns.taken == [7])
        await time.advance(60)
        assert bench.server.confirmed == []
        bench.store.down = False
        await bench.confirmed(6, 7)


async def test_an_update_without_an_id_holds_nothing_up(time: VirtualTime) -> None:
    async with Bench(time) as bench:
        bench.server.deliver(text_update(5, "a"), {"message": "nameless"})
        await time.until(lambda: bench.turns.taken == [5])
        await time.advance(10)
        # It comes back with every poll, so polls keep their distance.
        assert 10 < len(bench.server.of("getUpdates")) < 30
        bench.server.deliver(text_update(7, "b"))
        await bench.confirmed(5, 6, 7)
        assert bench.turns.taken == [5, 7]


async def test_what_concerns_nobody_is_confirmed(time: VirtualTime) -> None:
    async with Bench(time) as bench:
        bench.server.deliver({"update_id": 5, "poll": {}}, text_update(6, "x"))
        await bench.confirmed(5, 6)
        assert bench.turns.taken == [6]


async def test_order_is_kept_for_one_person_and_others_do_not_wait(time: VirtualTime) -> None:
    gate = asyncio.Event()

    async def hold_anne(update_id: int) -> None:
        if update_id == 5:
            await gate.wait()

    async with Bench(time) as bench:
        bench.turns.gate = hold_anne
        bench.server.deliver(
            text_update(5, "1"), text_update(6, "2"), text_update(7, "x", BEN), text_update(8, "3")
        )
        await time.until(lambda: bench.turns.taken == [7])
        assert bench.server.confirmed == []
        gate.set()
        await bench.confirmed(5, 6, 7, 8)
        assert bench.turns.taken == [7, 5, 6, 8]


async def test_no_more_turns_than_allowed_run_at_once(time: VirtualTime) -> None:
    async with Bench(time, in_flight=3) as bench:
        bench.turns.gate = lambda _: asyncio.sleep(0)
        bench.server.deliver(*(text_update(n, "x", user=n) for n in range(1, 21)))
        await bench.confirmed(*range(1, 21))
        assert bench.turns.most == 3


async def test_the_stores_failure_is_waited_out(time: VirtualTime) -> None:
    async with Bench(time) as bench:
        bench.turns.outcomes[5] = [StoreError() for _ in range(10)]
        bench.server.deliver(text_update(5, "a"), text_update(6, "b"), text_update(7, "c", BEN))
        await time.until(lambda: 7 in bench.turns.taken)
        assert bench.server.confirmed == []
        await bench.confirmed(5, 6, 7)
        assert bench.turns.taken == [7, 5, 6]
        assert bench.turns.skipped == []


async def test_a_turn_an_earlier_process_committed_is_finished(time: VirtualTime) -> None:
    async with Bench(time) as bench:
        bench.turns.outcomes[5] = [AlreadyTaken()]
        bench.server.deliver(text_update(5, "a"))
        await bench.confirmed(5)
        assert bench.turns.begun == [5]


async def test_a_turn_that_fails_three_times_is_skipped_once(time: VirtualTime) -> None:
    async with Bench(time) as bench:
        # The store's failures in between do not count.
        bench.turns.outcomes[5] = [KeyError(), StoreError(), KeyError(), ValueError()]
        bench.server.deliver(text_update(5, "a"), text_update(6, "b"))
        await bench.confirmed(5, 6)
        assert bench.turns.skipped == [5]
        assert bench.turns.taken == [6]
        assert bench.turns.begun == [5, 5, 5, 5, 6]


async def test_a_turn_that_fails_twice_is_not_skipped(time: VirtualTime) -> None:
    async with Bench(time) as bench:
        bench.turns.outcomes[5] = [KeyError(), KeyError()]
        bench.server.deliver(text_update(5, "a"))
        await bench.confirmed(5)
        assert (bench.turns.taken, bench.turns.skipped) == ([5], [])


async def test_a_skip_waits_for_the_store_and_survives_its_own_failure(time: VirtualTime) -> None:
    async with Bench(time) as bench:
        for update_id in (5, 6):
            bench.turns.outcomes[update_id] = [KeyError() for _ in range(3)]
        bench.turns.skip_outcomes[5] = [StoreError(), StoreError()]
        bench.turns.skip_outcomes[6] = [RuntimeError()]
        bench.server.deliver(text_update(5, "a"), text_update(6, "b"), text_update(7, "c"))
        await bench.confirmed(5, 6, 7)
        assert bench.turns.skipped == [5]
        assert bench.turns.taken == [7]


async def test_a_tap_is_acknowledged_before_its_turn_ends(time: VirtualTime) -> None:
    gate = asyncio.Event()
    async with Bench(time) as bench:
        bench.turns.gate = lambda _: gate.wait()
        bench.server.refuse("answerCallbackQuery", 400, "Bad Request: query is too old")
        bench.server.deliver(tap_update(5, "a:1:b"), tap_update(6, "a:1:c", BEN))
        await time.until(lambda: len(bench.server.of("answerCallbackQuery")) == 2)
        assert bench.server.of("answerCallbackQuery")[0] == {"callback_query_id": "query-5"}
        gate.set()
        await bench.confirmed(5, 6)
        assert len(bench.server.of("answerCallbackQuery")) == 2
