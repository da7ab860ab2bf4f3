"""Whatever Telegram refuses is refused, in Telegram's words where it has any."""

from __future__ import annotations

from typing import Any

import pytest

from bot.standin import images
from tests.standin.driver import ANNA, TOKEN, Clock, Driver

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the"
    " same as a current content and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


async def post(driver: Driver, path: str, **kwargs: Any) -> tuple[int, dict[str, Any]]:
    answer = await driver.http.post(path, **kwargs)
    return answer.status_code, answer.json()


@pytest.mark.parametrize(
    "token", ["123", "abc:" + "A" * 35, "123:short", "123:" + "A" * 34 + "!", "0:" + "A" * 35]
)
async def test_odd_tokens(api: Driver, token: str) -> None:
    status, body = await post(api, f"/bot{token}/getMe")
    assert (status, body["description"]) == (401, "Unauthorized: invalid token specified")
    assert (await api.http.get(f"/file/bot{token}/x")).status_code == 401


async def test_unknown_method(api: Driver) -> None:
    status, body = await post(api, f"/bot{TOKEN}/sendTelepathy")
    assert status == 404
    assert body == {
        "ok": False,
        "error_code": 404,
        "description": "Not Found: method not found",
    }


async def test_unknown_file(api: Driver) -> None:
    assert (await api.http.get(f"/file/bot{TOKEN}/photos/none.png")).status_code == 404
    assert await api.no("getFile", file_id="nothing") == "invalid file_id"


@pytest.mark.parametrize(
    ("method", "params", "says"),
    [
        ("sendMessage", {"text": "x", "txet": "y"}, "unknown parameter txet in sendMessage"),
        ("sendMessage", {"text": "x", "message_thread_id": 3}, "message_thread_id is not played"),
        ("sendMessage", {"text": "x", "disable_notification": "?"}, "must be true or false"),
        ("getMe", {"extra": 1}, "unknown parameter extra"),
        ("getUpdates", {"limit": "ten"}, "limit must be an integer"),
        ("getUpdates", {"offset": 2**70}, "offset is out of range"),
        ("getUpdates", {"timeout": -1}, "timeout must be non-negative"),
        ("getUpdates", {"allowed_updates": [1]}, "can't parse allowed updates"),
        ("getUpdates", {"allowed_updates": "message"}, "can't parse allowed_updates JSON object"),
    ],
)
async def test_strict_parameters(
    chat: Driver, method: str, params: dict[str, Any], says: str
) -> None:
    if method.startswith("send"):
        params = {"chat_id": ANNA, **params}
    assert says in await chat.no(method, **params)


@pytest.mark.parametrize(
    ("method", "params", "says"),
    [
        ("sendMessage", {"text": "x"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": ANNA}, "message text is empty"),
        ("sendMessage", {"chat_id": ANNA, "text": ""}, "message text is empty"),
        ("sendMessage", {"chat_id": ANNA, "text": " \n "}, "text must be non-empty"),
        (
            "sendMessage",
            {"chat_id": ANNA, "text": "<b> </b>", "parse_mode": "HTML"},
            "text must be non-empty",
        ),
        ("sendPhoto", {"chat_id": ANNA}, "there is no photo in the request"),
        ("sendDocument", {"chat_id": ANNA}, "there is no document in the request"),
        ("editMessageText", {"chat_id": ANNA, "text": "x"}, "message identifier is not specified"),
        ("deleteMessages", {"chat_id": ANNA}, "message identifiers are not specified"),
        ("sendChatAction", {"chat_id": ANNA}, "wrong parameter action in request"),
        (
            "sendChatAction",
            {"chat_id": ANNA, "action": "dancing"},
            "wrong parameter action in request",
        ),
    ],
)
async def test_missing_parameters(
    chat: Driver, method: str, params: dict[str, Any], says: str
) -> None:
    assert await chat.no(method, **params) == says


@pytest.mark.parametrize("chat_id", [77, -5, "nobody", "@somebody", 2**60])
async def test_unknown_chats(chat: Driver, chat_id: int | str) -> None:
    assert await chat.no("sendMessage", chat_id=chat_id, text="x") == "chat not found"
    assert await chat.no("getChat", chat_id=chat_id) == "chat not found"


async def test_looking_at_a_phone_does_not_open_a_chat(api: Driver) -> None:
    assert (await api.see(55))["messages"] == []
    assert (await api.http.get("/phone/55/profile")).status_code == 200
    assert await api.no("sendMessage", chat_id=55, text="x") == "chat not found"


async def test_blocked(chat: Driver) -> None:
    sent = await chat.say("x")
    await chat.do("block")
    for method, params in [
        ("sendMessage", {"text": "y"}),
        ("editMessageText", {"message_id": sent["message_id"], "text": "y"}),
        ("sendChatAction", {"action": "typing"}),
        ("sendPhoto", {"photo": "x"}),
    ]:
        body = await chat.raw(method, chat_id=ANNA, **params)
        assert (body["error_code"], body["description"]) == (
            403,
            "Forbidden: bot was blocked by the user",
        )
    await chat.do("start")
    await chat.say("hello again")


async def test_lengths_count_utf16_units_after_parsing(chat: Driver) -> None:
    await chat.say("<b>" + "a" * 4096 + "</b>", parse_mode="HTML")
    await chat.say("🙂" * 2048)
    assert await chat.no("sendMessage", chat_id=ANNA, text="a" * 4097) == "message is too long"
    text = "🙂" * 2048 + "a"
    assert await chat.no("sendMessage", chat_id=ANNA, text=text) == "message is too long"
    sent = await chat.say("x")
    where = {"chat_id": ANNA, "message_id": sent["message_id"]}
    assert await chat.no("editMessageText", **where, text="a" * 4097) == "message is too long"


async def test_captions(chat: Driver) -> None:
    photo = (await chat.do("send", kind="photo"))["message_id"]
    (update,) = await chat.fresh()
    file_id = update["message"]["photo"][-1]["file_id"]
    assert photo == update["message"]["message_id"]
    await chat.ok("sendPhoto", chat_id=ANNA, photo=file_id, caption="a" * 1024)
    for method, name in (("sendPhoto", "photo"), ("sendDocument", "document")):
        params = {name: file_id, "caption": "a" * 1025}
        assert await chat.no(method, chat_id=ANNA, **params) == "message caption is too long"


async def test_edits(chat: Driver) -> None:
    keys = {"inline_keyboard": [[{"text": "x", "callback_data": "a"}]]}
    sent = await chat.say("<b>x</b>", parse_mode="HTML", reply_markup=keys)
    where = {"chat_id": ANNA, "message_id": sent["message_id"]}
    same = {"text": "<b>x</b>", "parse_mode": "HTML", "reply_markup": keys}
    assert await chat.no("editMessageText", **where, **same) == NOT_MODIFIED
    assert await chat.no("editMessageReplyMarkup", **where, reply_markup=keys) == NOT_MODIFIED
    await chat.ok("editMessageText", **where, text="x", reply_markup=keys)
    unknown = {"chat_id": ANNA, "message_id": 5}
    assert await chat.no("editMessageText", **unknown, text="y") == "message to edit not found"
    own = (await chat.do("message", text="mine"))["message_id"]
    mine = {"chat_id": ANNA, "message_id": own}
    assert await chat.no("editMessageText", **mine, text="y") == "message can't be edited"
    await chat.ok("deleteMessage", **where)
    assert await chat.no("editMessageText", **where, text="z") == "message to edit not found"


async def test_a_photo_has_no_text_to_edit(chat: Driver) -> None:
    answer = await chat.http.post(
        f"/bot{TOKEN}/sendPhoto",
        data={"chat_id": ANNA},
        files={"photo": ("a.png", images.sample_photo())},
    )
    where = {"chat_id": ANNA, "message_id": answer.json()["result"]["message_id"]}
    says = await chat.no("editMessageText", **where, text="x")
    assert says == "there is no text in the message to edit"


async def test_deletes(chat: Driver, clock: Clock) -> None:
    sent = await chat.say("x")
    where = {"chat_id": ANNA, "message_id": sent["message_id"]}
    assert (
        await chat.no("deleteMessage", chat_id=ANNA, message_id=5) == "message to delete not found"
    )
    clock.now += 48 * 3600 + 1
    assert await chat.no("deleteMessage", **where) == "message can't be deleted for everyone"
    fresh = await chat.say("y")
    where["message_id"] = fresh["message_id"]
    await chat.ok("deleteMessage", **where)
    assert await chat.no("deleteMessage", **where) == "message to delete not found"
    assert "too many" in await chat.no(
        "deleteMessages", chat_id=ANNA, message_ids=list(range(1, 102))
    )
    assert "not specified" in await chat.no("deleteMessages", chat_id=ANNA, message_ids=[])


async def test_callback_answers(chat: Driver, clock: Clock) -> None:
    first, second = [(await chat.do("tap", message_id=1, data="x"))["query"] for _ in range(2)]
    assert await chat.no("answerCallbackQuery", callback_query_id="1") == TOO_OLD
    long = await chat.no("answerCallbackQuery", callback_query_id=first, text="a" * 201)
    assert long == "MESSAGE_TOO_LONG"
    await chat.ok("answerCallbackQuery", callback_query_id=first)
    assert await chat.no("answerCallbackQuery", callback_query_id=first) == TOO_OLD
    clock.now += 61
    assert await chat.no("answerCallbackQuery", callback_query_id=second) == TOO_OLD


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"not a picture", "IMAGE_PROCESS_FAILED"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (9000).to_bytes(4) * 2, "PHOTO_INVALID_DIMENSIONS"),
        (
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (2100).to_bytes(4) + (100).to_bytes(4),
            "PHOTO_INVALID_DIMENSIONS",
        ),
    ],
)
async def test_photos(chat: Driver, data: bytes, says: str) -> None:
    status, body = await post(
        chat, f"/bot{TOKEN}/sendPhoto", data={"chat_id": ANNA}, files={"photo": ("a.png", data)}
    )
    assert (status, body["description"]) == (400, f"Bad Request: {says}")


async def test_files(chat: Driver) -> None:
    says = await chat.no("sendPhoto", chat_id=ANNA, photo="nothing")
    assert says == "wrong file identifier/HTTP URL specified"
    assert "not fetched" in await chat.no("sendPhoto", chat_id=ANNA, photo="https://a.bc/d.png")
    status, body = await post(
        chat, f"/bot{TOKEN}/sendDocument", data={"chat_id": ANNA}, files={"document": ("a", b"")}
    )
    assert (status, body["description"]) == (400, "Bad Request: file must be non-empty")


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"{"),
        ("application/json", b"[]"),
        ("application/json", b"[" * 100_000),
        ("application/x-www-form-urlencoded", b"text=%ff"),
        ("application/x-www-form-urlencoded", b"\xff"),
        ("application/x-www-form-urlencoded", b"a=1&" * 2000),
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=y", b"x"),
        ("multipart/form-data; boundary=y", b"--y\r\nx\r\n--y--"),
        ("multipart/form-data; boundary=y", b'--y\r\nContent-Disposition: form-data; name="a"'),
    ],
)
async def test_broken_bodies(chat: Driver, content_type: str, body: bytes) -> None:
    status, answer = await post(
        chat, f"/bot{TOKEN}/sendMessage", content=body, headers={"content-type": content_type}
    )
    assert status == 400
    assert answer["description"].startswith("Bad Request: ")


async def test_lone_surrogates_are_no_text(chat: Driver) -> None:
    content = b'{"chat_id": 1001, "text": "\\ud800"}'
    status, body = await post(
        chat,
        f"/bot{TOKEN}/sendMessage",
        content=content,
        headers={"content-type": "application/json"},
    )
    assert (status, body["description"]) == (
        400,
        "Bad Request: strings must be encoded in UTF-8",
    )


@pytest.mark.parametrize(
    ("params", "says"),
    [
        ({"commands": [{"command": "Pause", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "a" * 33, "description": "x"}]}, "BOT_COMMAND_INVALID"),
        (
            {"commands": [{"command": "a", "description": "x" * 257}]},
            "BOT_COMMAND_DESCRIPTION_INVALID",
        ),
        ({"commands": [{"command": "a"}]}, "can't parse BotCommand"),
        ({"commands": [{"command": "a", "description": "x"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": [], "language_code": "deutsch"}, "LANGUAGE_CODE_INVALID"),
        ({"commands": [], "scope": {"type": "moon"}}, "can't parse BotCommandScope"),
        ({"commands": [], "scope": {"type": "chat"}}, "can't parse BotCommandScope"),
    ],
)
async def test_commands(chat: Driver, params: dict[str, Any], says: str) -> None:
    assert says in await chat.no("setMyCommands", **params)


async def test_profile_limits(chat: Driver) -> None:
    assert "too long" in await chat.no("setMyName", name="a" * 65)
    assert "too long" in await chat.no("setMyDescription", description="a" * 513)
    assert "too long" in await chat.no("setMyShortDescription", short_description="a" * 121)


async def test_replies_and_previews(chat: Driver) -> None:
    says = await chat.no("sendMessage", chat_id=ANNA, text="x", reply_parameters={"message_id": 5})
    assert says == "message to be replied not found"
    assert "unknown field" in await chat.no(
        "sendMessage", chat_id=ANNA, text="x", reply_parameters={"message_id": 5, "odd": 1}
    )
    assert "unknown field" in await chat.no(
        "sendMessage", chat_id=ANNA, text="x", link_preview_options={"odd": 1}
    )


async def test_a_private_chat_cannot_be_left(chat: Driver) -> None:
    assert "private chats" in await chat.no("leaveChat", chat_id=ANNA)


async def test_webhooks_only_on_this_machine(chat: Driver) -> None:
    for url in ("https://example.org/hook", "http://10.0.0.1/", "http://[::2]/"):
        assert "on this machine" in await chat.no("setWebhook", url=url)
    for url in ("ftp://localhost/", "http://localhost:x/", "nonsense"):
        assert "invalid URL" in await chat.no("setWebhook", url=url)
    says = await chat.no("setWebhook", url="http://localhost:1/", secret_token="a b")
    assert says == "secret token contains unallowed characters"
