"""What a row asks for, in Bot API calls, and what Telegram may refuse."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from telegram_benches import Sender
from telegram_doubles import ANNE, BEN, MemoryStore, VirtualTime, edit, say

from bot.message import Button, Message


async def test_a_refused_text_goes_out_once_more_without_tags(time: VirtualTime) -> None:
    async with Sender(time) as sender:
        sender.wire.refuse("sendMessage", 400, "Bad Request: can't parse entities")
        sender.commit(say("<b>A</b> &lt; B"))
        await sender.done()
        first, second = sender.wire.of("sendMessage")
        assert first["parse_mode"] == "HTML"
        assert second["text"] == "A < B"
        assert "parse_mode" not in second
        assert sender.store.aside == []


@pytest.mark.parametrize("code", [400, 413])
async def test_what_is_refused_for_good_is_set_aside_and_the_next_goes_on(
    time: VirtualTime, code: int
) -> None:
    async with Sender(time) as sender:
        for _ in range(2):
            sender.wire.refuse("sendMessage", 400, "Bad Request: no")
        (row, _) = sender.commit(say("a"), say("b"))
        await sender.done()
        assert sender.texts == ["a", "a", "b"]
        assert [aside.id for aside in sender.store.aside] == [row.id]


@pytest.mark.parametrize(
    "broken",
    [
        {"op": "sing", "chat": ANNE},
        {"op": "say", "chat": ANNE},
        {"op": "say", "chat": None},
        {"chat": ANNE},
        {},
        {"op": "document", "chat": ANNE, "name": "x", "content_base64": "!"},
        {"op": "pace", "chat": ANNE, "frames": []},
    ],
)
async def test_a_broken_row_is_set_aside(time: VirtualTime, broken: dict[str, Any]) -> None:
    async with Sender(time) as sender:
        sender.commit(broken, say("b"))
        await sender.done()
        assert sender.texts == ["b"]
        assert len(sender.store.aside) == 1


async def test_what_cannot_be_put_on_the_wire_is_set_aside(time: VirtualTime) -> None:
    async with Sender(time) as sender:
        data = say("a", message={"text": "a", "buttons": [[{"label": "x", "url": "\ud800"}]]})
        sender.wire.script("sendMessage", UnicodeEncodeError("utf-8", "x", 0, 1, "no"))
        sender.commit(data, say("b"))
        await sender.done()
        assert len(sender.store.aside) == 1
        assert sender.texts == ["a", "b"]


@pytest.mark.parametrize(
    "said", ["Forbidden: bot was blocked by the user", "Forbidden: user is deactivated"]
)
async def test_who_blocked_the_bot_gets_nothing_more(time: VirtualTime, said: str) -> None:
    async with Sender(time) as sender:
        sender.wire.refuse("sendMessage", 403, said)
        sender.block_error = RuntimeError()
        sender.commit(say("a1"), say("a2"), say("b", BEN))
        await sender.done()
        assert sender.texts == ["a1", "b"]
        assert sender.blocked == [(ANNE, ANNE, sender.store.owner_of(ANNE))]
        assert sender.store.aside == []
        sender.commit(say("back again"))
        await sender.done()
        assert sender.texts[-1] == "back again"


async def test_a_group_that_is_gone_is_nobodys_block(time: VirtualTime) -> None:
    async with Sender(time) as sender:
        sender.wire.refuse("leaveChat", 403, "Forbidden: bot is not a member")
        sender.commit({"op": "leave", "chat": -77})
        await sender.done()
        assert sender.wire.of("leaveChat") == [{"chat_id": -77}]
        assert sender.blocked == []
        sender.wire.refuse("sendMessage", 403, "Forbidden: bot was kicked")
        sender.commit(say("x", -77))
        await sender.done()
        assert sender.blocked == [(-77, None, sender.store.owner_of(ANNE))]


async def test_an_edit_finds_its_message_by_name(time: VirtualTime) -> None:
    store = MemoryStore()
    async with Sender(time, store) as sender:
        sender.commit(say("asked", ref="q1"), edit("answered", ref="q1"))
        await sender.done()
        assert sender.wire.of("editMessageText")[0]["message_id"] == 9001
    # Another process knows the name from the store, the latest message by it.
    store.kept.append((store.owner_of(ANNE), "q1", 777))
    async with Sender(time, store) as sender:
        sender.commit(edit("again", ref="q1"))
        sender.commit(edit("theirs", BEN, ref="q1"), owner=BEN)
        await sender.done()
        assert [p["message_id"] for p in sender.wire.of("editMessageText")] == [777]
        assert [p["chat_id"] for p in sender.wire.of("sendMessage")] == [BEN]


async def test_an_unchanged_edit_is_done(time: VirtualTime) -> None:
    async with Sender(time) as sender:
        said = "Bad Request: message is not modified: specified new message content"
        sender.wire.refuse("editMessageText", 400, said)
        sender.wire.refuse("editMessageText", 400, "Bad Request: can't parse entities")
        sender.wire.refuse("editMessageText", 400, said)
        sender.commit(edit("same", message_id=55))
        await sender.done()
        sender.commit(edit("<b>same</b>", message_id=55))
        await sender.done()
        assert sender.texts == ["same", "<b>same</b>", "same"]
        assert sender.store.aside == []


@pytest.mark.parametrize(
    "said",
    [
        "Bad Request: message can't be edited",
        "Bad Request: message to edit not found",
        "Bad Request: MESSAGE_ID_INVALID",
    ],
)
async def test_what_can_no_longer_be_edited_is_sent_anew(time: VirtualTime, said: str) -> None:
    async with Sender(time) as sender:
        sender.wire.refuse("editMessageText", 400, said)
        sender.commit(edit("new", ref="q1", message_id=55), edit("newer", ref="q1"))
        await sender.done()
        assert sender.wire.of("sendMessage")[0]["text"] == "new"
        # From then on the name stands for the new message.
        assert sender.wire.of("editMessageText")[1]["message_id"] == 9001


async def test_edits_refused_for_good_are_set_aside(time: VirtualTime) -> None:
    async with Sender(time) as sender:
        for _ in range(2):
            sender.wire.refuse("editMessageText", 400, "Bad Request: no")
        sender.commit(edit("x", message_id=55))
        await sender.done()
        assert len(sender.store.aside) == 1
        assert sender.wire.of("sendMessage") == []


async def test_queued_edits_of_one_message_become_the_last(time: VirtualTime) -> None:
    async with Sender(time) as sender:
        sender.wire.refuse("editMessageText", 500)
        sender.commit(edit("1", ref="q", message_id=55))
        await time.rest()
        sender.commit(
            edit("2", message_id=55), edit("other", message_id=66), edit("3", message_id=55)
        )
        await sender.done()
        assert sender.texts == ["1", "other", "3"]


async def test_help_goes_before_everything_that_waits(time: VirtualTime) -> None:
    async with Sender(time) as sender:
        sender.commit(*[say(f"a{n}") for n in range(6)])
        await time.advance(0.5)
        assert sender.texts == ["a0", "a1", "a2"]
        sender.commit(say("help 1", help=True), say("a6"), say("help 2", help=True))
        await time.rest()
        assert sender.texts == ["a0", "a1", "a2", "help 1", "help 2"]
        await sender.done()
        assert sender.texts[5:] == ["a3", "a4", "a5", "a6"]


async def test_help_in_the_same_commit_goes_first(time: VirtualTime) -> None:
    async with Sender(time) as sender:
        sender.commit(say("a"), say("help", help=True))
        await sender.done()
        assert sender.texts == ["help", "a"]


async def test_help_does_not_wait_for_a_message_that_keeps_failing(time: VirtualTime) -> None:
    async with Sender(time) as sender:
        for _ in range(3):
            sender.wire.refuse("sendMessage", 500)
        sender.commit(say("a"))
        await time.advance(5)
        sender.commit(say("help", help=True))
        await time.rest()
        assert sender.texts == ["a", "a", "a", "help"]
        await sender.done()


async def test_messages_are_deleted_in_hundreds_and_old_ones_let_be(time: VirtualTime) -> None:
    async with Sender(time) as sender:
        too_old = 7

        async def refuse_old(method: str, params: dict[str, Any]) -> None:
            if method == "deleteMessages" and too_old in params["message_ids"]:
                sender.wire.refuse(method, 400, "Bad Request: message can't be deleted")

        sender.wire.gate = refuse_old
        sender.commit({"op": "delete", "chat": ANNE, "message_ids": list(range(1, 251))})
        await sender.done()
        asked = [params["message_ids"] for params in sender.wire.of("deleteMessages")]
        assert all(1 <= len(ids) <= 100 for ids in asked)
        deleted = {n for ids in asked if too_old not in ids for n in ids}
        assert deleted == set(range(1, 251)) - {too_old}
        assert len(asked) < 20


async def test_files_go_up(time: VirtualTime) -> None:
    async with Sender(time) as sender:
        content = base64.b64encode(b"%PDF").decode()
        sender.wire.refuse("sendDocument", 400, "Bad Request: can't parse entities")
        sender.commit(
            {
                "op": "document",
                "chat": ANNE,
                "name": "card.pdf",
                "content_base64": content,
                "caption": "<b>Yours</b>",
            },
            {"op": "photo", "chat": ANNE, "ref": "card", "content_base64": content},
            {"op": "photo", "chat": ANNE, "picture": {"what": "heat"}, "caption": None},
        )
        await sender.done()
        assert [p.get("caption") for p in sender.wire.of("sendDocument")] == [
            "<b>Yours</b>",
            "Yours",
        ]
        files = [files for files in sender.wire.files if files]
        assert [list(one) for one in files] == [["document"], ["document"], ["photo"], ["photo"]]
        assert files[0]["document"][:2] == ("card.pdf", b"%PDF")
        assert files[3]["photo"][1] == b"picture of heat"
        assert [ref for _, ref, _ in sender.store.kept] == [None, "card", None]


async def test_typing_is_worth_one_try(time: VirtualTime) -> None:
    async with Sender(time) as sender:
        sender.wire.refuse("sendChatAction", 400, "Bad Request: no")
        sender.commit({"op": "typing", "chat": ANNE}, say("a"))
        await sender.done()
        assert [name for name, _ in sender.wire.calls] == ["sendChatAction", "sendMessage"]
        assert sender.wire.of("sendChatAction") == [{"chat_id": ANNE, "action": "typing"}]


async def test_a_long_message_goes_out_in_pieces(time: VirtualTime) -> None:
    async with Sender(time) as sender:
        message = Message("word " * 1500, ((Button("Yes", tap="y"),),)).as_data()
        sender.commit({"op": "say", "chat": ANNE, "ref": "q", "message": message})
        sender.commit({"op": "edit", "chat": ANNE, "ref": "q", "message": message})
        await sender.done()
        sent = [("reply_markup" in params) for _, params in sender.wire.calls]
        assert sent == [False, True, False, True]
        assert sender.wire.of("editMessageText")[0]["message_id"] == 9002


async def test_every_page_of_a_picture_is_sent_and_the_caption_once(time: VirtualTime) -> None:
    async with Sender(time) as sender:
        sender.pages = 3
        sender.commit(
            {"op": "photo", "chat": ANNE, "picture": {"what": "card"}, "caption": "Yours"}
        )
        await sender.done()
        assert [p.get("caption") for p in sender.wire.of("sendPhoto")] == ["Yours", None, None]


async def test_what_cannot_be_drawn_is_said_and_logged_without_content(
    time: VirtualTime, caplog: pytest.LogCaptureFixture
) -> None:
    async with Sender(time) as sender:
        secret = "what nobody may read"
        words = Message("The card in words").as_data()
        picture = {"unheard of": secret}
        sender.commit({"op": "photo", "chat": ANNE, "picture": picture, "otherwise": words})
        await sender.done()
        assert sender.texts == ["The card in words"]
        assert sender.store.aside == []
    (record,) = [r for r in caplog.records if getattr(r, "event", "") == "picture.failed"]
    assert secret not in str(vars(record))


async def test_buttons_find_their_message_by_its_name(time: VirtualTime) -> None:
    rows = [[{"label": "Helped", "tap": "~helped:1"}]]
    async with Sender(time) as sender:
        sender.commit(
            say("a", ref="q1"), {"op": "buttons", "chat": ANNE, "ref": "q1"} | {"buttons": rows}
        )
        sender.commit({"op": "buttons", "chat": ANNE, "ref": "never-sent", "buttons": rows})
        await sender.done()
        (edited,) = sender.wire.of("editMessageReplyMarkup")
        assert "~helped:1" in str(edited["reply_markup"])
        assert "message_id" in edited
        assert sender.store.aside == []
