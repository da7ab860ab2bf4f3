"""Polling in bad weather, stopping, and help while the store is down."""

from __future__ import annotations

import asyncio
import logging

import pytest
from telegram_benches import Bench
from telegram_doubles import ANNE, TOKEN, VirtualTime, tap_update, text_update

from bot.store.base import StoreError
from bot.telegram.ingress import TokenRefused


async def test_help_answers_while_the_store_is_down_once_per_update(time: VirtualTime) -> None:
    async with Bench(time, help_texts={"de": "<b>Hilfe</b>", "en": "Help"}) as bench:
        bench.turns.outcomes[5] = [StoreError() for _ in range(6)]
        bench.turns.outcomes[6] = [StoreError() for _ in range(6)]
        # The command stands behind another message of hers that cannot be taken.
        bench.server.deliver(text_update(5, "it hurts"), text_update(6, "/help_now"))
        await time.until(lambda: bool(bench.server.texts()))
        assert bench.turns.taken == []
        bench.server.deliver(text_update(7, "/Help_Now@some_bot please"))
        await time.until(lambda: len(bench.server.texts()) == 2)
        assert bench.turns.taken == []
        await bench.confirmed(5, 6, 7)
        assert bench.server.texts() == ["<b>Hilfe</b>", "<b>Hilfe</b>"]
        assert [sent["chat_id"] for sent in bench.server.of("sendMessage")] == [ANNE, ANNE]


async def test_help_does_not_wait_for_the_next_look_at_the_store(time: VirtualTime) -> None:
    async with Bench(time, help_texts={}) as bench:
        bench.turns.outcomes[5] = [StoreError() for _ in range(50)]
        bench.server.deliver(text_update(5, "it hurts"))
        await time.advance(120)
        tries, began = len(bench.turns.begun), time.now
        bench.server.deliver(text_update(6, "/help_now"))
        await time.until(lambda: bool(bench.server.texts()))
        assert time.now - began < 1
        assert len(bench.turns.begun) <= tries + 1


async def test_help_answers_where_its_turn_is_broken(time: VirtualTime) -> None:
    async with Bench(time, help_texts={"en": "Help"}) as bench:
        bench.turns.outcomes[5] = [KeyError() for _ in range(3)]
        bench.server.deliver(text_update(5, "/help_now"))
        await bench.confirmed(5)
        assert bench.server.texts() == ["last resort"]


async def test_help_is_not_sent_past_a_store_that_works(time: VirtualTime) -> None:
    async with Bench(time, help_texts={"en": "Help"}) as bench:
        bench.server.deliver(text_update(5, "/help_now"))
        await bench.confirmed(5)
        assert bench.server.texts() == []


async def test_another_poller_is_said_once_and_waited_for(
    time: VirtualTime, caplog: pytest.LogCaptureFixture
) -> None:
    async with Bench(time) as bench:
        for _ in range(3):
            bench.server.refuse("getUpdates", 409, "Conflict: terminated by other getUpdates")
        bench.server.deliver(text_update(5, "a"))
        began = time.now
        await bench.confirmed(5)
        assert time.now - began >= 90
    said = [r for r in caplog.records if getattr(r, "event", "") == "poll.conflict"]
    assert [r.getMessage() for r in said] == [
        "Another program polls with the same bot token: stop one of the two"
    ]


async def test_a_refused_token_ends_it_with_what_to_do(time: VirtualTime) -> None:
    bench = Bench(time)
    bench.server.refuse("getUpdates", 401, "Unauthorized")
    with pytest.raises(TokenRefused, match="BOT_TOKEN") as caught:
        await bench.ingress.run()
    assert TOKEN not in str(caught.value)


async def test_a_broken_network_is_waited_out_longer_and_longer(time: VirtualTime) -> None:
    async with Bench(time) as bench:
        for _ in range(4):
            bench.server.refuse("getUpdates", 500, "oops")
        bench.server.script("getUpdates", OSError("no route"))
        bench.server.script("getUpdates", (200, {"ok": True, "result": "not a list"}))
        bench.server.deliver(text_update(5, "a"))
        began = time.now
        await bench.confirmed(5)
        assert 1 + 2 + 4 + 8 + 16 + 30 <= time.now - began < 62


async def test_flood_control_of_polls_is_obeyed(time: VirtualTime) -> None:
    async with Bench(time) as bench:
        bench.server.refuse("getUpdates", 429, "Too Many Requests", retry_after=17)
        bench.server.deliver(text_update(5, "a"))
        began = time.now
        await bench.confirmed(5)
        assert 17 <= time.now - began < 20


async def test_a_webhook_is_removed_and_waiting_updates_are_kept(time: VirtualTime) -> None:
    async with Bench(time) as bench:
        bench.server.refuse("deleteWebhook", 500)
        await time.until(lambda: bool(bench.server.of("getUpdates")))
        assert bench.server.calls[0] == ("deleteWebhook", {"drop_pending_updates": False})


async def test_stopping_lets_turns_finish_and_confirms_them(time: VirtualTime) -> None:
    gate = asyncio.Event()
    bench = Bench(time)
    async with bench:
        bench.turns.gate = lambda _: gate.wait()
        bench.server.deliver(text_update(5, "a"))
        await time.until(lambda: bench.turns.begun == [5])
        bench.ingress.stop()
        await time.rest()
        assert bench.running is not None
        assert not bench.running.done()
        gate.set()
    assert bench.turns.taken == [5]
    assert bench.server.confirmed == [5]


async def test_stopping_interrupts_a_long_poll(time: VirtualTime) -> None:
    bench = Bench(time)
    async with bench:
        await time.until(lambda: bool(time.sleepers))
        began = time.now
        bench.ingress.stop()
        await time.rest()
        assert bench.running is not None
        assert bench.running.done()
        assert time.now == began


async def test_stopping_gives_up_what_waits_for_the_store(time: VirtualTime) -> None:
    bench = Bench(time)
    async with bench:
        bench.turns.outcomes[6] = [StoreError() for _ in range(1000)]
        bench.server.deliver(text_update(5, "a"), text_update(6, "b"), text_update(7, "c"))
        await time.until(lambda: bench.turns.begun.count(6) > 2)
    assert bench.turns.taken == [5]
    assert bench.server.confirmed == [5]


async def test_after_a_quiet_time_numbers_may_start_anew(time: VirtualTime) -> None:
    async with Bench(time) as bench:
        bench.server.deliver(text_update(900, "a"))
        await bench.confirmed(900)
        await time.advance(70)
        # It arrives while no poll is open, and the next one must not refuse it.
        bench.server.refuse("getUpdates", 500)
        polls = len(bench.server.of("getUpdates"))
        await time.until(lambda: len(bench.server.of("getUpdates")) > polls)
        bench.server.deliver(text_update(3, "b"))
        await bench.confirmed(3)
        assert bench.turns.taken == [900, 3]


async def test_nothing_of_an_update_is_logged(
    time: VirtualTime, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with Bench(time, help_texts={}) as bench:
        bench.turns.outcomes[5] = [ValueError("canary")] * 3
        bench.turns.skip_outcomes[5] = [ValueError("canary")]
        bench.turns.outcomes[6] = [StoreError("canary")]
        bench.server.refuse("answerCallbackQuery", 400, "canary")
        bench.server.refuse("sendMessage", 500, "canary")
        bench.server.refuse("getUpdates", 500, "canary")
        bench.server.deliver(
            text_update(5, "canary"),
            text_update(6, "/help_now canary"),
            text_update(7, "canary", date="canary"),
            tap_update(8, "canary"),
            {"update_id": 9, "message": "canary"},
        )
        await bench.confirmed(5, 6, 7, 8, 9)
    everything = "".join(f"{r.getMessage()} {vars(r)}" for r in caplog.records if ours(r))
    assert "turn.failed" in everything
    assert "update.quarantined" in everything
    assert "canary" not in everything
    assert TOKEN not in everything
    assert all(r.exc_info is None for r in caplog.records)


def ours(record: logging.LogRecord) -> bool:
    return record.name.startswith("bot")
