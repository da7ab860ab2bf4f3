"""Updates: their order, confirmation, the one long poll, and what is in them."""

from __future__ import annotations

import asyncio
from typing import Any

import aiogram.types
import httpx
import pytest
import telegram

from tests.standin.driver import Driver, assert_known

REPLACED = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance"
    " is running"
)


async def settle() -> None:
    """Lets everything that can run, run."""
    for _ in range(20):
        await asyncio.sleep(0)


async def waiting(api: Driver, **params: Any) -> asyncio.Task[dict[str, Any]]:
    task = asyncio.create_task(api.raw("getUpdates", timeout=50, **params))
    await settle()
    assert not task.done()
    return task


async def test_updates_stay_until_an_offset_confirms_them(api: Driver) -> None:
    await api.do("start", payload="abc")
    for text in ("one", "two", "three"):
        await api.do("message", text=text)
    found = await api.updates()
    assert [u["message"]["text"] for u in found] == ["/start abc", "one", "two", "three"]
    assert await api.updates() == found
    ids = [u["update_id"] for u in found]
    assert ids == list(range(ids[0], ids[0] + 4))
    assert await api.updates(offset=ids[1], limit=2) == found[1:3]
    assert await api.updates(offset=ids[3] + 1) == []
    assert await api.updates(offset=ids[0]) == []


async def test_a_negative_offset_keeps_the_last_ones_only(api: Driver) -> None:
    for text in ("one", "two", "three"):
        await api.do("message", text=text)
    assert [u["message"]["text"] for u in await api.updates(offset=-2)] == ["two", "three"]
    assert len(await api.updates()) == 2


async def test_a_long_poll_answers_when_something_comes(api: Driver) -> None:
    poll = await waiting(api)
    await api.do("message", text="hello")
    body = await poll
    assert [u["message"]["text"] for u in body["result"]] == ["hello"]


async def test_a_newer_poll_wins_and_the_older_gets_409(api: Driver) -> None:
    older = await waiting(api)
    newer = await waiting(api)
    body = await older
    assert (body["error_code"], body["description"]) == (409, REPLACED)
    await api.do("message", text="hello")
    assert len((await newer)["result"]) == 1


async def test_a_quick_poll_ends_a_waiting_one_too(api: Driver) -> None:
    older = await waiting(api)
    assert await api.updates() == []
    assert (await older)["error_code"] == 409


async def test_a_webhook_and_polling_exclude_each_other(api: Driver) -> None:
    older = await waiting(api)
    await api.ok("setWebhook", url="http://127.0.0.1:9/hook", secret_token="s", max_connections=1)
    assert (await older)["description"] == "Conflict: terminated by setWebhook request"
    body = await api.raw("getUpdates")
    assert body["error_code"] == 409
    assert "webhook is active" in body["description"]
    await api.do("message", text="x")
    info = await api.ok("getWebhookInfo")
    assert (info["url"], info["pending_update_count"]) == ("http://127.0.0.1:9/hook", 1)
    await api.ok("deleteWebhook", drop_pending_updates=True)
    assert await api.updates() == []
    await api.ok("setWebhook", url="http://localhost:9/")
    await api.ok("setWebhook", url="")
    assert (await api.ok("getWebhookInfo"))["url"] == ""


async def test_allowed_updates_hold_for_what_comes_after(api: Driver) -> None:
    await api.updates(allowed_updates=["callback_query"])
    await api.do("message", text="unseen")
    await api.do("tap", message_id=5, data="x")
    (update,) = await api.fresh()
    assert "callback_query" in update
    assert (await api.ok("getWebhookInfo"))["allowed_updates"] == ["callback_query"]
    await api.updates(allowed_updates=[])
    await api.do("message", text="seen")
    assert len(await api.fresh()) == 1


async def test_both_libraries_take_every_kind_of_update(api: Driver) -> None:
    await api.do("start", payload="abc", language="de")
    own = await api.do("message", text="see https://example.org @someone #tag /help")
    await api.do("edit", message_id=own["message_id"], text="changed")
    for kind in ("photo", "voice", "document"):
        await api.do("send", kind=kind, caption="look")
    await api.do("send", kind="sticker")
    sent = await api.say(
        "<b>?</b>",
        parse_mode="HTML",
        reply_markup={
            "inline_keyboard": [
                [{"text": "Yes", "callback_data": "y"}, {"text": "c", "copy_text": {"text": "d"}}]
            ]
        },
    )
    await api.do("tap", message_id=sent["message_id"], data="y")
    await api.do("tap", message_id=1, data="forged")
    await api.do("group", text="hi")
    await api.do("block")
    await api.do("unblock")
    found = await api.updates()
    kinds = [next(k for k in u if k != "update_id") for u in found]
    assert kinds == [
        "message",
        "message",
        "edited_message",
        "message",
        "message",
        "message",
        "message",
        "callback_query",
        "callback_query",
        "my_chat_member",
        "message",
        "my_chat_member",
        "my_chat_member",
    ]
    for raw in found:
        assert_known(aiogram.types.Update.model_validate(raw))
        parsed = telegram.Update.de_json(raw, None)
        assert not parsed.api_kwargs
        assert not parsed.effective_user.api_kwargs
        if parsed.effective_message is not None:
            assert not parsed.effective_message.api_kwargs
    assert found[0]["message"]["from"]["language_code"] == "de"
    assert found[0]["message"]["entities"][0]["type"] == "bot_command"
    assert [e["type"] for e in found[1]["message"]["entities"]] == [
        "url",
        "mention",
        "hashtag",
        "bot_command",
    ]
    assert found[3]["message"]["caption"] == "look"
    forged = telegram.Update.de_json(found[8], None).callback_query
    assert not forged.message.is_accessible
    assert found[9]["my_chat_member"]["chat"]["id"] < 0
    assert [u["my_chat_member"]["new_chat_member"]["status"] for u in found[11:]] == [
        "kicked",
        "member",
    ]


@pytest.mark.loopback
async def test_a_webhook_gets_updates_in_order_until_it_takes_them(live: Driver) -> None:
    got: list[tuple[str, bytes]] = []
    done = asyncio.Event()

    async def hook(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.split("content-length: ")[1].split("\r\n")[0])
        got.append((head, await reader.readexactly(length)))
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        await writer.drain()
        writer.close()
        if len(got) == 2:
            done.set()

    server = await asyncio.start_server(hook, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        await live.ok("setWebhook", url=f"http://127.0.0.1:{port}/hook", secret_token="s3cret")
        await live.do("message", text="one")
        await live.do("message", text="two")
        await asyncio.wait_for(done.wait(), 5)
    assert all("x-telegram-bot-api-secret-token: s3cret" in head for head, _ in got)
    assert [b'"one"' in got[0][1], b'"two"' in got[1][1]] == [True, True]


async def test_closing_ends_every_wait(api: Driver) -> None:
    transport = api.http._transport
    assert isinstance(transport, httpx.ASGITransport)
    world = transport.app.state.world  # type: ignore[attr-defined]
    poll = await waiting(api)
    look = asyncio.create_task(api.see(wait=30))
    await settle()
    world.close()
    assert (await poll)["result"] == []
    assert (await look)["messages"] == []
