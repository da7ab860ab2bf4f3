"""Rows go out in order, at least once, and leave the store once they are sent."""

from __future__ import annotations

import asyncio
import itertools
import logging
from dataclasses import replace
from typing import Any

import pytest
from telegram.error import NetworkError, TimedOut
from telegram_benches import Sender
from telegram_doubles import ANNE, BEN, MemoryStore, VirtualTime, edit, say

from bot.message import Button, Message


async def test_a_message_goes_out_and_its_row_leaves_the_store(time: VirtualTime) -> None:
    async with Sender(time) as sender:
        message = Message("<b>Hello</b>", ((Button("Yes", tap="s:1:yes"),),)).as_data()
        sender.commit({"op": "say", "chat": ANNE, "ref": "q1", "message": message, "silent": True})
        await sender.done()
        assert sender.wire.of("sendMessage") == [
            {
                "chat_id": ANNE,
                "disable_notification": True,
                "text": "<b>Hello</b>",
                "parse_mode": "HTML",
                "link_preview_options": '{"is_disabled":true}',
                "reply_markup": {
                    "inline_keyboard": [[{"text": "Yes", "callback_data": "s:1:yes"}]]
                },
            }
        ]
        assert sender.store.kept == [(sender.store.owner_of(ANNE), "q1", 9001)]


async def test_one_chat_keeps_its_order(time: VirtualTime) -> None:
    async with Sender(time) as sender:
        for n in range(8):
            sender.commit(say(f"a{n}"), say(f"b{n}", BEN))
        await sender.done()
        for name, chat in (("a", ANNE), ("b", BEN)):
            texts = [p["text"] for p in sender.wire.of("sendMessage") if p["chat_id"] == chat]
            assert texts == [f"{name}{n}" for n in range(8)]


async def test_a_stuck_chat_holds_up_nobody_else(time: VirtualTime) -> None:
    async with Sender(time) as sender:
        sender.wire.refuse("sendMessage", 429, "Too Many Requests", retry_after=600)
        sender.commit(say("a1"), say("a2"))
        sender.commit(say("b1", BEN))
        await time.advance(1)
        assert sender.texts == ["a1", "b1"]
        await sender.done()
        assert sender.texts == ["a1", "b1", "a1", "a2"]


async def test_a_row_is_sent_once_however_often_it_is_added(time: VirtualTime) -> None:
    async with Sender(time) as sender:
        rows = sender.commit(say("once"))
        sender.outbox.add(rows)
        await sender.done()
        assert sender.texts == ["once"]


async def test_flood_control_is_obeyed_and_stored(time: VirtualTime) -> None:
    async with Sender(time) as sender:
        began = time.now
        sender.wire.refuse("sendMessage", 429, "Too Many Requests", retry_after=17)
        (row,) = sender.commit(say("a"))
        await time.advance(16.9)
        assert sender.texts == ["a"]
        assert sender.store.rows[row.id].not_before == began + 17
        assert sender.store.rows[row.id].attempts == 1
        await sender.done()
        assert sender.texts == ["a", "a"]
        assert time.now == began + 17


async def test_after_a_restart_flood_control_still_holds_and_order_is_kept(
    time: VirtualTime,
) -> None:
    store = MemoryStore()
    async with Sender(time, store) as sender:
        sender.wire.refuse("sendMessage", 429, "Too Many Requests", retry_after=100)
        sender.commit(say("a1"), say("a2"))
        await time.advance(10)
    assert len(store.rows) == 2
    async with Sender(time, store) as sender:
        await time.advance(89)
        assert sender.texts == []
        await sender.done()
        assert sender.texts == ["a1", "a2"]


@pytest.mark.parametrize(
    "trouble",
    [TimedOut(), NetworkError("gone"), OSError("no route"), (500, {}), (502, {}), (401, {})],
)
async def test_what_may_pass_is_tried_again_ever_later(time: VirtualTime, trouble: Any) -> None:
    async with Sender(time) as sender:
        sender.wire.script("sendMessage", *[trouble] * 9)
        (row,) = sender.commit(say("a"))
        await time.advance(20)
        assert sender.store.rows[row.id].attempts == 5
        await sender.done()
        assert sender.texts == ["a"] * 10
        moments = [at for at, _, _ in sender.sent_at]
        gaps = [later - one for one, later in itertools.pairwise(moments)]
        assert gaps == [1, 2, 4, 8, 16, 32, 60, 60, 60]


async def test_a_message_id_wins_over_a_name(time: VirtualTime) -> None:
    async with Sender(time) as sender:
        sender.commit(edit("new", ref="q1", message_id=55))
        await sender.done()
        assert sender.wire.of("editMessageText")[0]["message_id"] == 55


async def test_what_an_earlier_process_left_is_sent_in_order_and_before_the_new(
    time: VirtualTime, store: MemoryStore
) -> None:
    left = [store.put(say(f"old {n}")) for n in range(3)]
    sender = Sender(time, store)
    store.down = True
    starting = asyncio.ensure_future(sender.outbox.start())
    await time.rest()
    # Committed while the old rows are still being read, one of them read as well.
    sender.outbox.add([left[2]])
    sender.commit(say("new"))
    await time.advance(0.5)
    assert sender.texts == []
    store.down = False
    await time.until(starting.done)
    await sender.done()
    assert sender.texts == ["old 0", "old 1", "old 2", "new"]
    await sender.outbox.stop()


async def test_more_rows_than_a_page_are_all_taken_up(time: VirtualTime) -> None:
    store = MemoryStore()
    for n in range(2500):
        store.put(say(str(n), chat=n + 1))
    async with Sender(time, store, pace=False) as sender:
        await sender.done()
        assert len(sender.texts) == 2500


async def test_a_crash_between_sending_and_settling_sends_again(time: VirtualTime) -> None:
    store = MemoryStore()
    crashed = Sender(time, store)
    await crashed.outbox.start()
    crashed.commit(say("a", ref="q"))
    store.down = True
    await time.advance(5)
    assert crashed.texts == ["a"]
    await crashed.outbox.stop()
    store.down = False
    async with Sender(time, store) as sender:
        await sender.done()
        assert sender.texts == ["a"]


async def test_outcomes_wait_for_the_store(time: VirtualTime) -> None:
    async with Sender(time) as sender:
        sender.store.down = True
        sender.commit(say("a"), say("b"))
        await time.advance(10)
        # Sending goes on meanwhile, each row once.
        assert sender.texts == ["a", "b"]
        sender.store.down = False
        await sender.done()
        assert sender.texts == ["a", "b"]


async def test_the_last_outcome_of_a_row_counts(time: VirtualTime) -> None:
    async with Sender(time) as sender:
        sender.store.down = True
        sender.wire.refuse("sendMessage", 429, "Too Many Requests", retry_after=1)
        sender.commit(say("a"))
        await time.advance(5)
        assert sender.texts == ["a", "a"]
        sender.store.down = False
        await sender.done()
        assert [outcome.done for outcome in sender.store.outcomes] == [True]


async def test_stopping_ends_what_is_under_way_and_leaves_the_rest(time: VirtualTime) -> None:
    sender = Sender(time)
    await sender.outbox.start()
    gate = asyncio.Event()

    async def wait(method: str, params: dict[str, Any]) -> None:
        await gate.wait()

    sender.wire.gate = wait
    sender.commit(say("a"), say("b"))
    await time.rest()
    stopping = asyncio.ensure_future(sender.outbox.stop())
    await time.rest()
    assert not stopping.done()
    gate.set()
    await stopping
    assert sender.texts == ["a"]
    assert [row.data["message"]["text"] for row in sender.store.rows.values()] == ["b"]


async def test_rows_of_the_forgotten_are_sent_too(time: VirtualTime) -> None:
    async with Sender(time) as sender:
        row = replace(sender.store.put(say("farewell", ref="bye")), owner=None)
        later = replace(sender.store.put(edit("farewell!", ref="bye")), owner=None)
        sender.store.rows |= {row.id: row, later.id: later}
        sender.outbox.add([row, later])
        await sender.done()
        assert sender.texts == ["farewell", "farewell!"]
        assert sender.wire.of("editMessageText")[0]["message_id"] == 9001


async def test_nothing_of_a_row_is_logged(
    time: VirtualTime, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with Sender(time) as sender:
        sender.block_error = ValueError("canary")
        sender.wire.script("sendMessage", ValueError("canary"))
        sender.wire.refuse("sendMessage", 429, "canary", retry_after=3)
        sender.wire.refuse("sendMessage", 400, "canary")
        sender.wire.refuse("sendMessage", 400, "canary")
        sender.commit(say("canary"), {"op": "canary", "chat": ANNE})
        await sender.done()
        sender.wire.refuse("sendMessage", 403, "canary")
        sender.commit(say("canary"))
        await sender.done()
    everything = "".join(f"{r.getMessage()} {vars(r)}" for r in caplog.records)
    for event in ("outbox.postponed", "outbox.set_aside", "outbox.blocked", "outbox.block_lost"):
        assert event in everything
    assert "canary" not in everything


async def test_a_quiet_outbox_remembers_no_chats(time: VirtualTime) -> None:
    async with Sender(time, pace=False) as sender:
        for n in range(500):
            sender.commit(say("x", chat=n + 1))
        await sender.done()
        await time.rest()
        assert sender.outbox._lanes == {}
        assert sender.outbox._known == set()
