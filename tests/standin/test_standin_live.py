"""The real library over a real socket, as the product uses it."""

from __future__ import annotations

import asyncio
import io

import httpx
import pytest
import telegram
from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, Conflict, Forbidden

from bot.standin import images
from tests.standin.driver import ANNA, TOKEN, Driver, served

pytestmark = pytest.mark.loopback


def bot_for(live: Driver) -> telegram.Bot:
    url = str(live.http.base_url)
    return telegram.Bot(TOKEN, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot")


async def test_a_conversation(live: Driver) -> None:
    async with bot_for(live) as bot:
        await live.do("start", payload="abc")
        (first,) = await bot.get_updates(timeout=5)
        assert first.effective_message.text == "/start abc"
        keys = InlineKeyboardMarkup(
            [
                [InlineKeyboardButton("Yes", callback_data="y")],
                [InlineKeyboardButton("Copy", copy_text=CopyTextButton("words"))],
                [InlineKeyboardButton("Page", url="https://example.org")],
            ]
        )
        sent = await bot.send_message(
            ANNA, "<b>Ready?</b> 🙂", parse_mode=ParseMode.HTML, reply_markup=keys
        )
        assert sent.text_html == "<b>Ready?</b> 🙂"
        assert sent.reply_markup == keys
        await live.do("tap", message_id=sent.message_id, data="y")
        (tapped,) = await bot.get_updates(offset=first.update_id + 1, timeout=5)
        await tapped.callback_query.answer("Good")
        with pytest.raises(BadRequest, match="Query is too old"):
            await tapped.callback_query.answer()
        edited = await tapped.callback_query.edit_message_text("Then let's go")
        assert edited.text == "Then let's go"
        with pytest.raises(BadRequest, match="essage is not modified"):
            await edited.edit_text("Then let's go")
        await bot.send_chat_action(ANNA, ChatAction.TYPING)
        assert (await live.see())["typing"] is True
        assert await edited.delete()
        assert await bot.delete_messages(ANNA, [first.effective_message.message_id])
    shown = (await live.see())["messages"]
    assert [m["deleted"] for m in shown] == [True, True]


async def test_pictures_and_files(live: Driver) -> None:
    await live.start()
    async with bot_for(live) as bot:
        sent = await bot.send_photo(ANNA, images.sample_photo(), caption="Your card")
        loaded = await (await sent.photo[-1].get_file()).download_as_bytearray()
        assert bytes(loaded) == images.sample_photo()
        data = bytes(range(256)) * 1000
        document = await bot.send_document(ANNA, io.BytesIO(data), filename="export ü.bin")
        assert document.document.file_name == "export ü.bin"
        assert bytes(await (await document.document.get_file()).download_as_bytearray()) == data


async def test_profile_and_commands(live: Driver) -> None:
    async with bot_for(live) as bot:
        assert await bot.set_my_commands([("help", "Help"), ("pause", "Pause")])
        assert [c.command for c in await bot.get_my_commands()] == ["help", "pause"]
        assert await bot.set_my_description("Long")
        assert await bot.set_my_short_description("Short")
        assert (await bot.get_my_description()).description == "Long"
        assert await bot.delete_webhook(drop_pending_updates=True)
        assert (await bot.get_webhook_info()).url == ""
        await live.start()
        assert (await bot.get_chat(ANNA)).type == "private"


async def test_a_blocked_bot(live: Driver) -> None:
    await live.start()
    await live.do("block")
    async with bot_for(live) as bot:
        with pytest.raises(Forbidden, match="bot was blocked by the user"):
            await bot.send_message(ANNA, "x")
        (update,) = await bot.get_updates(timeout=5)
        assert update.my_chat_member.new_chat_member.status == "kicked"


async def test_two_bots_on_one_token(live: Driver) -> None:
    async with bot_for(live) as older, bot_for(live) as newer:
        waiting = asyncio.create_task(older.get_updates(timeout=30))
        while not waiting.done():
            assert await newer.get_updates(timeout=0) == ()
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await waiting


async def test_stopping_does_not_wait_for_polls() -> None:
    loop = asyncio.get_running_loop()
    async with served() as url, httpx.AsyncClient(base_url=url) as client:
        port = int(url.rpartition(":")[2])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        path = f"/bot{TOKEN}/getUpdates?timeout=50"
        writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        await writer.drain()
        for _ in range(3):  # by then the server has read the line above
            await client.get("/commands")
        began = loop.time()
    assert loop.time() - began < 1.5
    assert b'"result":[]' in await reader.read()
    writer.close()
    await writer.wait_closed()
