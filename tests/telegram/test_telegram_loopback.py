"""The whole path over real sockets: stand-in, ingress, real store, outbox."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from telegram_doubles import TOKEN
from telegram_world import Phone, World, message

from bot.message import Message
from bot.standin import serve
from bot.store.base import TurnWrite
from bot.telegram import api as api_module
from bot.telegram.api import Api
from bot.telegram.profile import Profile, set_profile

pytestmark = pytest.mark.loopback


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    serving = asyncio.ensure_future(serve(port=0, allow_faults=True, ready=ready.set_result))
    base = await ready
    async with httpx.AsyncClient(base_url=base, trust_env=False) as client:
        yield World(base, client, tmp_path)
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)


async def test_a_talk_there_and_back(world: World) -> None:
    async with world.bot() as turns:
        phone = Phone(world.client)
        await phone.post("start", payload="abc")
        (asked,) = await phone.sees("/start abc")
        assert asked["buttons"][0][0]["data"] == "s:1:yes"
        await phone.post("tap", message_id=asked["id"], data="s:1:yes")
        (answered,) = await phone.sees("You chose s:1:yes.")
        assert answered["id"] == asked["id"]
        assert answered["edited"]
        assert [arrival.kind for arrival in turns.arrivals] == ["text", "tap"]


async def test_every_kind_of_arrival(world: World) -> None:
    async with world.bot() as turns:
        phone = Phone(world.client)
        sent = await phone.post("message", text="one")
        await phone.sees("one")
        await phone.post("edit", message_id=sent["message_id"], text="two")
        await phone.sees("one", "two")
        await phone.post("send", kind="photo", caption="look")
        await phone.sees("one", "two", "look")
        turns.answer = lambda arrival: []
        await phone.post("block")
        await phone.post("unblock")
        await phone.post("group", text="hello")
        async with asyncio.timeout(10):
            while len(turns.arrivals) < 7:
                await asyncio.sleep(0.001)
        assert [arrival.kind for arrival in turns.arrivals] == [
            "text",
            "edited",
            "unsupported",
            "blocked",
            "unblocked",
            "group",  # the bot was added to it
            "group",
        ]


async def test_malformed_updates_are_quarantined_and_passed(world: World) -> None:
    async with world.bot() as turns:
        phone = Phone(world.client)
        await phone.write("before")
        await world.faults(
            {"kind": "update", "update": {"message": {"text": "broken"}}},
            {"kind": "update", "update": "not even an object"},
        )
        await phone.write("after")
        await phone.sees("before", "after")
        assert (await turns.store.counts())["quarantined"] == 1


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "429", "retry_after": 7},
        {"kind": "500"},
        {"kind": "503", "count": 3},
        {"kind": "drop"},
        {"kind": "401"},
    ],
)
async def test_a_message_survives_what_passes(world: World, fault: dict[str, Any]) -> None:
    async with world.bot():
        phone = Phone(world.client)
        await world.faults(fault | {"method": "sendMessage"})
        await phone.write("one")
        await phone.write("two")
        await phone.sees("one", "two")
    if fault["kind"] == "429":
        assert any(6 < seconds <= 7 for seconds in world.time.slept)


async def test_a_read_timeout_is_perhaps_sent_so_it_is_sent_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api_module, "READ_TIMEOUT", 0.05)
    async with world.bot():
        phone = Phone(world.client)
        fault = {"kind": "timeout", "method": "sendMessage", "performed": True, "seconds": 0.3}
        await world.faults(fault)
        await phone.write("one")
        await phone.sees("one", "one")


async def test_a_refusal_for_good_is_set_aside(world: World) -> None:
    async with world.bot() as turns:
        phone = Phone(world.client)
        await phone.write("zero")
        await phone.sees("zero")
        await world.faults({"kind": "400", "method": "sendMessage", "count": 2})
        await phone.write("one")
        await phone.write("two")
        await phone.sees("zero", "two")
        await turns.outbox.idle()
        assert (await turns.store.counts())["aside"] == 1


async def test_broken_markup_goes_out_plain(world: World) -> None:
    async with world.bot() as turns:
        turns.answer = lambda arrival: [message("<b>never closed", arrival.chat)]
        phone = Phone(world.client)
        await phone.write("one")
        await phone.sees("never closed")


async def test_a_person_who_blocked_the_bot_is_told_of(world: World) -> None:
    async with world.bot() as turns:
        phone = Phone(world.client)
        await phone.write("one")
        await phone.sees("one")
        await world.faults({"kind": "403", "method": "sendMessage"})
        await phone.write("two")
        await phone.write("three")
        async with asyncio.timeout(10):
            while not world.blocked:
                await asyncio.sleep(0.001)
        owner = turns.store.owner_of(phone.user)
        assert world.blocked == [(phone.user, phone.user, owner)]
        async with asyncio.timeout(10):
            while len(turns.arrivals) < 3 or (await turns.store.counts())["outbox"]:
                await asyncio.sleep(0.001)


async def test_polling_survives_faults(world: World) -> None:
    await world.faults(
        {"kind": "409", "method": "getUpdates"},
        {"kind": "502", "method": "getUpdates", "count": 2},
        {"kind": "drop", "method": "getUpdates"},
        {"kind": "429", "method": "getUpdates", "retry_after": 3},
    )
    async with world.bot():
        phone = Phone(world.client)
        await phone.write("one")
        await phone.sees("one")


async def test_a_broken_turn_is_skipped_kindly(world: World) -> None:
    async with world.bot() as turns:
        turns.broken = {"two"}
        phone = Phone(world.client)
        for text in ("one", "two", "three"):
            await phone.write(text)
        await phone.sees("one", "I lost my thread.", "three")
        assert [arrival.text for arrival in turns.arrivals].count("two") == 3


async def test_a_bot_that_dies_loses_and_doubles_no_turn(world: World) -> None:
    phone = Phone(world.client)
    async with world.bot() as turns:
        await phone.write("one")
        await phone.sees("one")
        first = turns.arrivals[0]
    async with world.bot() as turns:
        # Whatever comes twice was committed once.
        await turns.take(first)
        await phone.write("two")
        await phone.sees("one", "two")
        assert [arrival.text for arrival in turns.arrivals] == ["one", "two"]


async def test_rows_left_by_a_dead_process_are_sent_at_the_next_start(world: World) -> None:
    phone = Phone(world.client)
    async with world.bot() as turns:
        await phone.write("one")
        await phone.sees("one")
        owner = turns.store.owner_of(phone.user)
        rows = [message("left 1", phone.user, ref="q"), message("left 2", phone.user)]
        await turns.store.commit(TurnWrite(owner, world.time.now, outbox=rows))
    async with world.bot() as turns:
        await phone.sees("one", "left 1", "left 2")
        await turns.outbox.idle()
    async with world.bot() as turns:
        # A third process knows the message by its name from the store.
        last = message("edited", phone.user, ref="q") | {"op": "edit"}
        turns.outbox.add(await turns.store.commit(TurnWrite(owner, world.time.now, outbox=[last])))
        await phone.sees("one", "edited", "left 2")


async def test_deleting_tidies_what_is_there(world: World) -> None:
    async with world.bot() as turns:
        phone = Phone(world.client)
        await phone.write("one")
        (shown,) = await phone.sees("one")
        ids = [shown["id"], shown["id"] + 50, 1]
        turns.answer = lambda arrival: [
            {"op": "delete", "chat": arrival.chat, "message_ids": ids},
            message("Tidied.", arrival.chat),
        ]
        await phone.write("/leave")
        await phone.sees("Tidied.")


async def test_the_profile_is_taken_by_a_strict_server(world: World) -> None:
    async with Api(TOKEN, world.base) as api:
        await set_profile(api, [Profile({"rehearse": "Practise a talk"}, "Long", "Short")])
    menu = (await world.client.get("/commands")).json()["commands"]
    assert menu == [{"command": "rehearse", "description": "Practise a talk"}]


async def test_a_count_and_files_are_taken_by_a_strict_server(world: World) -> None:
    async with world.bot() as turns:
        turns.answer = lambda arrival: [
            {"op": "typing", "chat": arrival.chat},
            {
                "op": "document",
                "chat": arrival.chat,
                "name": "card.txt",
                "content_base64": "aGVsbG8=",
                "caption": "<b>Yours</b>",
            },
            {
                "op": "pace",
                "chat": arrival.chat,
                "ref": "breath",
                "frames": [{"text": "<i>in</i>", "seconds": 4}, {"text": "out", "seconds": 6}],
                "then": Message("Well done.").as_data(),
            },
        ]
        phone = Phone(world.client)
        await phone.write("one")
        shown = await phone.sees("Yours", "Well done.")
        assert shown[0]["document"] == "card.txt"
        assert shown[1]["edited"]
