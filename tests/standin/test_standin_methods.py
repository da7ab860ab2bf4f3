"""What the Bot API side does when all is well."""

from __future__ import annotations

import json

import aiogram.methods
import httpx
import pytest
import telegram

from bot.standin import images
from bot.standin.botapi import HANDLERS
from bot.standin.params import SPECS
from tests.standin.driver import ANNA, BEN, TOKEN, Clock, Driver

KEYS = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
# Fields aiogram adds for older Bot API versions, or that came after the version played here.
NOT_OURS = {
    "allow_sending_without_reply",
    "reply_to_message_id",
    "disable_web_page_preview",
    "ephemeral_message_parameters",
    "receiver_user_id",
    "rich_message",
}


@pytest.mark.parametrize("method", SPECS)
def test_every_method_knows_the_parameters_aiogram_knows(method: str) -> None:
    theirs = getattr(aiogram.methods, method[0].upper() + method[1:]).model_fields
    ours = set(SPECS[method])
    later = {"callback_query_id"} if method.startswith("send") else set()
    assert ours - NOT_OURS == set(theirs) - NOT_OURS - later


def test_every_method_is_played() -> None:
    assert set(HANDLERS) | {"getUpdates"} == set(SPECS)


async def test_get_me_names_the_bot_of_the_token(api: Driver) -> None:
    me = await api.ok("getMe")
    assert me["id"] == 123456
    assert me["is_bot"] is True
    assert telegram.User.de_json(me, None).is_bot


async def test_a_message_comes_back_as_it_was_kept(chat: Driver, clock: Clock) -> None:
    sent = await chat.say("<b>Hi</b> there", parse_mode="HTML", reply_markup=KEYS)
    assert sent["text"] == "Hi there"
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 2}]
    assert sent["reply_markup"] == KEYS
    assert sent["date"] == int(clock.now)
    assert sent["from"]["is_bot"] is True
    parsed = telegram.Message.de_json(sent, None)
    assert parsed.text == "Hi there"
    assert not parsed.api_kwargs


@pytest.mark.parametrize("how", ["json", "json-strings", "form", "query", "multipart"])
async def test_parameters_come_in_every_way_telegram_takes_them(chat: Driver, how: str) -> None:
    url = f"/bot{TOKEN}/sendMessage"
    fields = {"chat_id": str(ANNA), "text": "ä 🙂 & =", "reply_markup": json.dumps(KEYS)}
    if how == "json":
        answer = await chat.http.post(
            url, json={"chat_id": ANNA, "text": fields["text"], "reply_markup": KEYS}
        )
    elif how == "json-strings":
        answer = await chat.http.post(url, json=fields)
    elif how == "form":
        answer = await chat.http.post(url, data=fields)
    elif how == "query":
        answer = await chat.http.get(url, params=fields)
    else:
        parts = {name: (None, value.encode()) for name, value in fields.items()}
        answer = await chat.http.post(url, files=parts)
    result = answer.json()["result"]
    assert result["text"] == "ä 🙂 & ="
    assert result["reply_markup"] == KEYS


async def test_the_body_wins_over_the_query(chat: Driver) -> None:
    url = f"/bot{TOKEN}/sendMessage?text=query&chat_id={ANNA}"
    answer = await chat.http.post(url, data={"text": "body"})
    assert answer.json()["result"]["text"] == "body"


async def test_method_names_are_case_insensitive(chat: Driver) -> None:
    answer = await chat.http.get(f"/bot{TOKEN}/GETME")
    assert answer.json()["ok"]


async def test_an_edit_replaces_text_and_takes_missing_buttons_away(chat: Driver) -> None:
    sent = await chat.say("one", reply_markup=KEYS)
    edited = await chat.ok(
        "editMessageText", chat_id=ANNA, message_id=sent["message_id"], text="two"
    )
    assert edited["text"] == "two"
    assert "reply_markup" not in edited
    assert edited["edit_date"] >= sent["date"]
    (shown,) = [m for m in (await chat.see())["messages"] if m["from"] == "bot"]
    assert (shown["text"], shown["edited"], shown["buttons"]) == ("two", True, [])


async def test_new_buttons_alone_do_not_mark_a_message_as_edited(chat: Driver) -> None:
    sent = await chat.say("one")
    edited = await chat.ok(
        "editMessageReplyMarkup", chat_id=ANNA, message_id=sent["message_id"], reply_markup=KEYS
    )
    assert edited["reply_markup"] == KEYS
    shown = (await chat.see())["messages"][-1]
    assert not shown["edited"]
    assert shown["buttons"] == [[{"text": "Yes", "data": "y", "copy": None, "url": None}]]


async def test_deleted_messages_vanish_with_what_they_said(chat: Driver) -> None:
    own = (await chat.do("message", text="a secret"))["message_id"]
    sent = [await chat.say(f"m{n}") for n in range(3)]
    seen = (await chat.see())["next"]
    await chat.ok("deleteMessage", chat_id=ANNA, message_id=own)
    ids = [m["message_id"] for m in sent[:2]]
    await chat.ok("deleteMessages", chat_id=ANNA, message_ids=[*ids, 5])
    news = (await chat.see(after=seen))["messages"]
    assert [(m["id"], m["deleted"], m["text"]) for m in news] == [
        (number, True, "") for number in sorted([own, *ids])
    ]


async def test_an_answered_tap_shows_its_text_once(chat: Driver) -> None:
    sent = await chat.say("?", reply_markup=KEYS)
    seen = (await chat.see())["next"]
    await chat.do("tap", message_id=sent["message_id"], data="y")
    (update,) = await chat.fresh()
    query = update["callback_query"]
    assert query["data"] == "y"
    assert query["message"]["message_id"] == sent["message_id"]
    await chat.ok(
        "answerCallbackQuery", callback_query_id=query["id"], text="Saved", show_alert=True
    )
    shown = await chat.see(after=seen)
    assert shown["notices"] == [{"text": "Saved", "alert": True}]
    assert (await chat.see(after=shown["next"]))["notices"] == []


async def test_typing_shows_until_a_message_or_five_seconds(chat: Driver, clock: Clock) -> None:
    await chat.ok("sendChatAction", chat_id=ANNA, action="typing")
    assert (await chat.see())["typing"] is True
    clock.now += 5.1
    assert (await chat.see())["typing"] is False
    await chat.ok("sendChatAction", chat_id=ANNA, action="typing")
    await chat.say("done")
    assert (await chat.see())["typing"] is False


async def test_a_photo_reaches_the_phone_and_can_be_sent_again(chat: Driver) -> None:
    data = images.sample_photo()
    answer = await chat.http.post(
        f"/bot{TOKEN}/sendPhoto",
        data={"chat_id": ANNA, "caption": "<i>card</i>", "parse_mode": "HTML"},
        files={"photo": ("card.png", data, "image/png")},
    )
    sent = answer.json()["result"]
    size = sent["photo"][-1]
    assert (size["width"], size["height"], size["file_size"]) == (320, 200, len(data))
    assert sent["caption_entities"] == [{"type": "italic", "offset": 0, "length": 4}]
    seen = await chat.http.get(f"/phone/{ANNA}/file/{sent['message_id']}")
    assert (seen.content, seen.headers["content-type"]) == (data, "image/png")
    named = await chat.ok("getFile", file_id=size["file_id"])
    loaded = await chat.http.get(f"/file/bot{TOKEN}/{named['file_path']}")
    assert loaded.content == data
    again = await chat.ok("sendPhoto", chat_id=ANNA, photo=size["file_id"])
    assert again["photo"] == sent["photo"]
    shown = (await chat.see())["messages"][-2]
    assert (shown["photo"], shown["text"], shown["document"]) == (True, "card", None)


async def test_a_document_keeps_its_name_and_is_a_download(chat: Driver) -> None:
    answer = await chat.http.post(
        f"/bot{TOKEN}/sendDocument",
        data={"chat_id": ANNA, "document": "attach://part"},
        files={"part": ("export.html", b"<script>alert(1)</script>", "text/html")},
    )
    sent = answer.json()["result"]
    assert sent["document"]["file_name"] == "export.html"
    seen = await chat.http.get(f"/phone/{ANNA}/file/{sent['message_id']}")
    assert seen.content == b"<script>alert(1)</script>"
    assert seen.headers["content-type"] == "application/octet-stream"
    assert seen.headers["content-disposition"] == "attachment"
    shown = (await chat.see())["messages"][-1]
    assert (shown["document"], shown["photo"], shown["text"]) == ("export.html", False, "")


async def test_a_binary_file_survives_multipart_byte_for_byte(chat: Driver) -> None:
    data = bytes(range(256)) * 40 + b"\r\n--\r\n\r\n"
    answer = await chat.http.post(
        f"/bot{TOKEN}/sendDocument", data={"chat_id": ANNA}, files={"document": ("a.bin", data)}
    )
    seen = await chat.http.get(f"/phone/{ANNA}/file/{answer.json()['result']['message_id']}")
    assert seen.content == data


async def test_a_reply_shows_what_it_replies_to(chat: Driver) -> None:
    own = (await chat.do("message", text="first"))["message_id"]
    sent = await chat.say("second", reply_parameters={"message_id": own})
    assert sent["reply_to_message"]["text"] == "first"
    lost = {"message_id": 1, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await chat.say("third", reply_parameters=lost)


async def test_commands_by_scope_and_language(chat: Driver) -> None:
    private = {"type": "all_private_chats"}
    english = [{"command": "pause", "description": "It is too much"}]
    german = [{"command": "pause", "description": "Es ist zu viel"}]
    await chat.ok("setMyCommands", commands=english)
    await chat.ok("setMyCommands", commands=german, scope=private, language_code="de")
    assert await chat.ok("getMyCommands") == english
    assert await chat.ok("getMyCommands", scope=private, language_code="de") == german
    assert await chat.ok("getMyCommands", scope=private) == []
    assert (await chat.http.get("/commands?language=de")).json() == {"commands": german}
    assert (await chat.http.get("/commands?language=fr")).json() == {"commands": english}
    await chat.ok("deleteMyCommands")
    assert await chat.ok("getMyCommands") == []


async def test_name_and_descriptions(chat: Driver) -> None:
    await chat.ok("setMyName", name="Before")
    await chat.ok("setMyDescription", description="long")
    await chat.ok("setMyShortDescription", short_description="short", language_code="de")
    assert await chat.ok("getMyName") == {"name": "Before"}
    assert await chat.ok("getMyDescription", language_code="de") == {"description": "long"}
    assert await chat.ok("getMyShortDescription") == {"short_description": ""}
    assert (await chat.ok("getMe"))["first_name"] == "Before"
    profile = (await chat.http.get(f"/phone/{ANNA}/profile")).json()
    assert (profile["bot"]["name"], profile["bot"]["description"]) == ("Before", "long")
    await chat.ok("setMyDescription")
    assert await chat.ok("getMyDescription") == {"description": ""}


async def test_get_chat_of_a_person_and_a_group(chat: Driver) -> None:
    assert (await chat.ok("getChat", chat_id=ANNA))["type"] == "private"
    await chat.do("group", text="hello all")
    member, message = await chat.fresh()
    assert member["my_chat_member"]["new_chat_member"]["status"] == "member"
    group = message["message"]["chat"]["id"]
    assert (await chat.ok("getChat", chat_id=group))["type"] == "supergroup"
    await chat.say("not here", user=group)
    shown = await chat.see(chat="group")
    assert [m["text"] for m in shown["messages"]] == ["hello all", "not here"]
    await chat.ok("leaveChat", chat_id=group)
    body = await chat.raw("sendMessage", chat_id=group, text="x")
    assert body["description"] == "Forbidden: bot is not a member of the supergroup chat"


async def test_ids_never_come_back_after_a_restart(clock: Clock) -> None:
    seen: list[int] = []
    for _ in range(2):
        from bot.standin import create_app

        transport = httpx.ASGITransport(create_app(clock=clock))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            driver = Driver(client)
            await driver.do("start")
            (update,) = await driver.updates()
            sent = [(await driver.say("x"))["message_id"] for _ in range(50)]
            assert not seen or min(update["update_id"], *sent) > max(seen)
            seen += [update["update_id"], *sent]
        clock.now += 0.1


async def test_two_phones_share_nothing(chat: Driver) -> None:
    await chat.start(BEN)
    await chat.say("for Anna")
    await chat.say("for Ben", user=BEN)
    texts = [[m["text"] for m in (await chat.see(u))["messages"]] for u in (ANNA, BEN)]
    assert texts == [["/start", "for Anna"], ["/start", "for Ben"]]
