"""How fast it writes, and the breathing counts that are edited in place."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from telegram_benches import Sender
from telegram_doubles import ANNE, BEN, MemoryStore, VirtualTime, edit, say

from bot.message import Button, Message
from bot.telegram.pacing import KEEP, Pacer

THEN = Message("How hot is it now?", ((Button("Less", tap="s:2:less"),),)).as_data()


async def test_a_chat_gets_three_at_once_and_then_one_a_second(time: VirtualTime) -> None:
    async with Sender(time) as sender:
        began = time.now
        sender.commit(*[say(str(n)) for n in range(6)])
        await sender.done()
        assert [at - began for at, _, _ in sender.sent_at] == [0, 0, 0, 1, 2, 3]
        await time.advance(60)
        began = time.now
        sender.commit(*[say(str(n)) for n in range(4)])
        await sender.done()
        assert [at - began for at, _, _ in sender.sent_at[6:]] == [0, 0, 0, 1]


async def test_thirty_a_second_to_everybody_together(time: VirtualTime) -> None:
    async with Sender(time) as sender:
        began = time.now
        for n in range(100):
            sender.commit(say("x", chat=n + 1))
        await sender.done()
        moments = [at - began for at, _, _ in sender.sent_at]
        assert moments == [0] * 30 + [1] * 30 + [2] * 30 + [3] * 10
        # Nobody is overtaken.
        assert [params["chat_id"] for _, _, params in sender.sent_at] == list(range(1, 101))


async def test_the_pace_can_be_switched_off(time: VirtualTime) -> None:
    async with Sender(time, pace=False) as sender:
        began = time.now
        sender.commit(*[say(str(n)) for n in range(100)])
        await sender.done()
        assert time.now == began


async def test_help_does_not_wait_but_counts(time: VirtualTime) -> None:
    async with Sender(time) as sender:
        began = time.now
        sender.commit(*[say("help", help=True) for _ in range(4)], say("a"))
        await sender.done()
        assert [at - began for at, _, _ in sender.sent_at] == [0, 0, 0, 0, 2]


async def test_what_shows_nothing_new_does_not_count(time: VirtualTime) -> None:
    async with Sender(time) as sender:
        began = time.now
        sender.commit(*[{"op": "typing", "chat": ANNE} for _ in range(5)])
        sender.commit(say("1"), say("2"), say("3"))
        await sender.done()
        assert time.now == began


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 6), st.floats(0, 2, allow_subnormal=False)),
        min_size=1,
        max_size=200,
    )
)
def test_the_limits_hold_whoever_asks_when(asks: list[tuple[int, float]]) -> None:
    pacer = Pacer()
    now = 1000.0
    granted: list[tuple[float, int]] = []
    for chat, pause in asks:
        now += pause / 10
        at = pacer.reserve(chat, now)
        assert at >= now
        granted.append((at, chat))
    granted.sort()
    moments = [at for at, _ in granted]
    for first, after in zip(moments, moments[30:], strict=False):
        assert after - first > 1 - 1e-6
    for chat in range(1, 7):
        mine = [at for at, whose in granted if whose == chat]
        for n, (first, after) in enumerate(zip(mine, mine[3:], strict=False)):
            assert after - first > 1 - 1e-6, n


def test_the_pacer_forgets_chats_at_rest() -> None:
    pacer = Pacer()
    for chat in range(3 * KEEP):
        pacer.reserve(chat, float(chat))
    assert len(pacer._chats) <= KEEP


def breathing(**more: Any) -> dict[str, Any]:
    frames = [{"text": f"{n}", "seconds": 4.0} for n in (1, 2, 3)]
    return {"op": "pace", "chat": ANNE, "ref": "breath", "frames": frames, "then": THEN} | more


async def test_a_count_is_one_message_edited_in_place(time: VirtualTime) -> None:
    async with Sender(time) as sender:
        began = time.now
        sender.commit(breathing())
        await sender.done()
        assert [(at - began, method) for at, method, _ in sender.sent_at] == [
            (0, "sendMessage"),
            (4, "editMessageText"),
            (8, "editMessageText"),
            (12, "editMessageText"),
        ]
        assert sender.texts == ["1", "2", "3", "How hot is it now?"]
        assert {p["message_id"] for p in sender.wire.of("editMessageText")} == {9001}
        assert "reply_markup" in sender.wire.of("editMessageText")[-1]
        assert [ref for _, ref, _ in sender.store.kept] == ["breath"]


async def test_the_next_event_ends_the_count(time: VirtualTime) -> None:
    async with Sender(time) as sender:
        sender.commit(breathing())
        await time.advance(5)
        sender.outbox.cancel_pace(BEN)
        sender.outbox.cancel_pace(ANNE)
        sender.commit(say("I hear you."))
        await sender.done()
        await time.advance(60)
        assert sender.texts == ["1", "2", "I hear you."]
        assert [(ref, number) for _, ref, number in sender.store.kept] == [
            ("breath", 9001),
            (None, 9003),
        ]


async def test_a_count_still_queued_or_just_being_sent_is_dropped(time: VirtualTime) -> None:
    async with Sender(time) as sender:
        sender.commit(say("a"), breathing())
        sender.outbox.cancel_pace(ANNE)
        await sender.done()
        assert sender.texts == ["a"]
        sender.commit(breathing())
        # One step on, its first frame is under way.
        while not sender.wire.of("sendMessage")[1:]:
            await time.sleep_a_step()
        sender.outbox.cancel_pace(ANNE)
        await sender.done()
        await time.advance(60)
        assert sender.texts == ["a", "1"]


async def test_other_messages_do_not_wait_for_a_count(time: VirtualTime) -> None:
    async with Sender(time) as sender:
        sender.commit(breathing(), say("reminder"))
        await time.rest()
        assert sender.texts == ["1", "reminder"]
        await sender.done()


async def test_a_frame_that_cannot_be_shown_is_missed_and_the_last_word_is_not(
    time: VirtualTime,
) -> None:
    async with Sender(time) as sender:
        sender.wire.refuse("editMessageText", 500)
        sender.wire.refuse("editMessageText", 429, "Too Many", retry_after=2)
        sender.wire.refuse("editMessageText", 500)
        sender.commit(breathing())
        await sender.done()
        assert sender.texts == ["1", "2", "3", "How hot is it now?", "How hot is it now?"]


async def test_a_new_count_replaces_the_old(time: VirtualTime) -> None:
    async with Sender(time) as sender:
        sender.commit(breathing())
        await time.advance(1)
        sender.commit(breathing(frames=[{"text": "in", "seconds": 1.0}], then=None))
        await sender.done()
        assert sender.texts == ["1", "in"]


async def test_after_a_restart_only_the_last_word_is_said(time: VirtualTime) -> None:
    store = MemoryStore()
    async with Sender(time, store) as sender:
        sender.commit(breathing())
        await time.advance(5)
    assert len(store.rows) == 1
    async with Sender(time, store) as sender:
        await sender.done()
        await time.advance(60)
        assert [method for _, method, _ in sender.sent_at] == ["sendMessage"]
        assert sender.texts == ["How hot is it now?"]


async def test_frames_of_a_count_count_for_the_pace(time: VirtualTime) -> None:
    async with Sender(time) as sender:
        frames = [{"text": str(n), "seconds": 0.1} for n in range(5)]
        sender.commit(breathing(frames=frames, then=None))
        await time.advance(0.45)
        began = time.now
        sender.commit(edit("x", message_id=5))
        await sender.done()
        assert time.now - began > 2
