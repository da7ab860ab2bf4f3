"""The phone API: what people do and see."""

from __future__ import annotations

import asyncio

import pytest

from tests.standin.driver import ANNA, BEN, Driver


async def test_a_phone_nobody_used_shows_an_empty_list(api: Driver) -> None:
    shown = await api.see(4711)
    assert shown["messages"] == []
    assert isinstance(shown["next"], int)


async def test_the_shape_of_a_message(chat: Driver) -> None:
    keys = [
        [{"text": "Tap", "callback_data": "t"}],
        [{"text": "Copy", "copy_text": {"text": "words"}}, {"text": "Go", "url": "https://a.bc"}],
    ]
    await chat.say("<b>b</b>", parse_mode="HTML", reply_markup={"inline_keyboard": keys})
    own, theirs = (await chat.see())["messages"]
    assert own["from"] == "me"
    assert own["buttons"] == []
    wanted = {
        "from": "bot",
        "text": "b",
        "entities": [{"type": "bold", "offset": 0, "length": 1}],
        "buttons": [
            [{"text": "Tap", "data": "t", "copy": None, "url": None}],
            [
                {"text": "Copy", "data": None, "copy": "words", "url": None},
                {"text": "Go", "data": None, "copy": None, "url": "https://a.bc"},
            ],
        ],
        "photo": False,
        "document": None,
        "edited": False,
        "deleted": False,
    }
    assert {name: theirs[name] for name in wanted} == wanted


async def test_after_gives_only_changes_edits_too(chat: Driver) -> None:
    first = await chat.say("one")
    await chat.say("two")
    seen = await chat.see()
    assert (await chat.see(after=seen["next"]))["messages"] == []
    await chat.ok("editMessageText", chat_id=ANNA, message_id=first["message_id"], text="ONE")
    third = await chat.say("three")
    news = await chat.see(after=seen["next"])
    assert [m["id"] for m in news["messages"]] == [first["message_id"], third["message_id"]]
    assert [m["text"] for m in news["messages"]] == ["ONE", "three"]
    assert news["next"] > seen["next"]


async def test_waiting_ends_with_the_first_change(chat: Driver) -> None:
    seen = await chat.see()
    look = asyncio.create_task(chat.see(after=seen["next"], wait=30))
    other = asyncio.create_task(chat.see(BEN, after=seen["next"], wait=30))
    await asyncio.sleep(0)
    await chat.say("now")
    assert [m["text"] for m in (await look)["messages"]] == ["now"]
    assert not other.done()
    await chat.do("message", BEN, text="me too")
    assert [m["text"] for m in (await other)["messages"]] == ["me too"]


async def test_long_texts_arrive_in_pieces_as_from_an_app(chat: Driver) -> None:
    done = await chat.do("message", text="🙂" * 2049)
    found = await chat.fresh()
    assert [len(u["message"]["text"]) for u in found] == [2048, 1]
    assert done["message_ids"] == [u["message"]["message_id"] for u in found]
    words = ("word " * 1700).strip()
    await chat.do("message", text=words)
    pieces = [u["message"]["text"] for u in await chat.fresh()]
    assert len(pieces) == 3
    assert " ".join(pieces) == words


async def test_what_a_person_types_is_trimmed(chat: Driver) -> None:
    await chat.do("message", text="  hi\n")
    (update,) = await chat.fresh()
    assert update["message"]["text"] == "hi"


async def test_a_forged_tap_arrives_as_it_is(chat: Driver) -> None:
    data = "x" * 200 + "\u0000ü"
    await chat.do("tap", message_id=999, data=data)
    (update,) = await chat.fresh()
    query = update["callback_query"]
    assert query["data"] == data
    assert query["message"] == {
        "chat": {"id": ANNA, "first_name": "Phone 1", "type": "private"},
        "message_id": 999,
        "date": 0,
    }


async def test_a_tap_under_a_deleted_message_is_inaccessible(chat: Driver) -> None:
    sent = await chat.say("x")
    await chat.ok("deleteMessage", chat_id=ANNA, message_id=sent["message_id"])
    await chat.do("tap", message_id=sent["message_id"], data="x")
    (update,) = await chat.fresh()
    assert update["callback_query"]["message"]["date"] == 0


async def test_hostile_texts_reach_the_bot_as_they_are(chat: Driver) -> None:
    answer = await chat.http.post(
        f"/phone/{ANNA}/message",
        content=b'{"text": "a\\u0000b\\ud800"}',
        headers={"content-type": "application/json"},
    )
    assert answer.status_code == 200
    (update,) = (await chat.raw("getUpdates"))["result"]
    assert update["message"]["text"] == "a\x00b\ud800"
    assert (await chat.see())["messages"][-1]["text"] == "a\x00b\ud800"


async def test_a_name_and_a_language_stay_with_the_phone(chat: Driver) -> None:
    await chat.do("profile", name="Anna", language="fr")
    await chat.do("message", text="x")
    (update,) = await chat.fresh()
    sender = update["message"]["from"]
    assert (sender["first_name"], sender["language_code"]) == ("Anna", "fr")


async def test_blocking_keeps_the_phone_from_writing(chat: Driver) -> None:
    await chat.do("block")
    await chat.do("block")
    assert len(await chat.fresh()) == 1
    assert (await chat.see())["blocked"] is True
    assert (await chat.cannot("message", text="x"))[0] == 409
    assert (await chat.cannot("send", kind="photo"))[0] == 409
    await chat.do("unblock")
    await chat.do("message", text="x")


@pytest.mark.parametrize(
    ("action", "fields", "status", "says"),
    [
        ("message", {}, 400, "text is missing"),
        ("message", {"text": 5}, 400, "text must be a text"),
        ("message", {"text": " \n"}, 400, "needs some text"),
        ("message", {"text": "a" * 100_001}, 413, "at most 100000"),
        ("tap", {"data": "x"}, 400, "message_id is missing"),
        ("tap", {"data": "x", "message_id": "5"}, 400, "message_id must be a number"),
        ("tap", {"data": "x", "message_id": True}, 400, "message_id must be a number"),
        ("start", {"payload": "a b"}, 400, "a payload has"),
        ("start", {"payload": "a" * 65}, 400, "a payload has"),
        ("send", {"kind": "poll"}, 400, "kind must be"),
        ("send", {"kind": "sticker", "caption": "x"}, 400, "no caption"),
        ("send", {"kind": "photo", "caption": "a" * 1025}, 400, "at most 1024"),
        ("edit", {"message_id": 5, "text": "x"}, 404, "no such message"),
        ("dance", {}, 404, "a phone can"),
    ],
)
async def test_what_a_phone_cannot_do(
    chat: Driver, action: str, fields: dict[str, object], status: int, says: str
) -> None:
    code, reason = await chat.cannot(action, **fields)
    assert code == status
    assert says in reason
    assert await chat.updates() == []


async def test_edits_of_a_phone_are_its_own(chat: Driver) -> None:
    theirs = await chat.say("from the bot")
    assert (await chat.cannot("edit", message_id=theirs["message_id"], text="x"))[0] == 404
    own = (await chat.do("message", text="one"))["message_id"]
    assert (await chat.cannot("edit", message_id=own, text="one"))[0] == 400
    assert (await chat.cannot("edit", message_id=own, text=" "))[0] == 400
    await chat.do("edit", message_id=own, text="two")
    shown = (await chat.see())["messages"][-1]
    assert (shown["text"], shown["edited"]) == ("two", True)


@pytest.mark.parametrize(
    "query", ["after=x", "after=-1", "wait=x", "wait=nan", "after=" + "9" * 20]
)
async def test_odd_queries(api: Driver, query: str) -> None:
    assert (await api.http.get(f"/phone/1/messages?{query}")).status_code == 400


@pytest.mark.parametrize("user", ["0", str(2**60)])
async def test_odd_phones(api: Driver, user: str) -> None:
    assert (await api.http.get(f"/phone/{user}/messages")).status_code == 400
    answer = await api.http.post(f"/phone/{user}/start", json={})
    assert answer.status_code == 400


async def test_files_are_only_where_a_message_has_one(chat: Driver) -> None:
    sent = await chat.say("x")
    for number in (sent["message_id"], 5):
        assert (await chat.http.get(f"/phone/{ANNA}/file/{number}")).status_code == 404
    photo = (await chat.do("send", kind="photo"))["message_id"]
    assert (await chat.http.get(f"/phone/{ANNA}/file/{photo}")).status_code == 200
    assert (await chat.http.get(f"/phone/{BEN}/file/{photo}")).status_code == 404
    await chat.ok("deleteMessage", chat_id=ANNA, message_id=photo)
    assert (await chat.http.get(f"/phone/{ANNA}/file/{photo}")).status_code == 404
