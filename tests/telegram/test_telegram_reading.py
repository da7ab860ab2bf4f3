"""Raw updates become arrivals, or say clearly that they are none."""

from __future__ import annotations

import copy
import json
import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram_doubles import ANNE, person, tap_update, text_update

from bot.arrival import Arrival
from bot.telegram.reading import Unreadable, clean, read, update_id_of

BOT = 4242
NOW = 1_700_000_100.0
GROUP = {"id": -77, "type": "group", "title": "Us"}


def got(raw: object) -> Arrival | None:
    return read(raw, BOT, NOW)


def without_text(**more: Any) -> dict[str, Any]:
    update = text_update(7, "", **more)
    del update["message"]["text"]
    return update


def test_a_text_with_all_that_comes_with_it() -> None:
    assert got(text_update(7, "He forgot again.")) == Arrival(
        bot=BOT,
        update_id=7,
        user=ANNE,
        chat=ANNE,
        kind="text",
        sent_at=1_700_000_000.0,
        text="He forgot again.",
        message_id=1007,
        language="de",
    )


def test_a_tap_names_the_message_it_was_tapped_under() -> None:
    assert got(tap_update(8, "a1:4:yes")) == Arrival(
        bot=BOT,
        update_id=8,
        user=ANNE,
        chat=ANNE,
        kind="tap",
        sent_at=NOW,
        tap="a1:4:yes",
        message_id=1001,
        callback_id="query-8",
        language="de",
    )


def test_a_tap_whose_message_telegram_no_longer_shows() -> None:
    update = tap_update(8, "a1:4:yes")
    update["callback_query"]["message"] = {
        "message_id": 5,
        "date": 0,
        "chat": {"id": ANNE, "type": "private"},
    }
    arrival = got(update)
    assert arrival is not None
    assert (arrival.message_id, arrival.chat) == (5, ANNE)
    del update["callback_query"]["message"]
    arrival = got(update)
    assert arrival is not None
    assert (arrival.message_id, arrival.chat) == (None, ANNE)


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("/Help_Now@some_bot", "/help_now"),
        ("/START abc-DEF", "/start abc-DEF"),
        ("/draft@some_bot You NEVER call", "/draft You NEVER call"),
        ("/pause\nnow", "/pause\nnow"),
        ("/ not a command", "/ not a command"),
        ("/half-command", "/half-command"),
        ("mail me@home", "mail me@home"),
        ("see /Help", "see /Help"),
    ],
)
def test_commands_lose_case_and_bot_name(typed: str, read_as: str) -> None:
    arrival = got(text_update(7, typed))
    assert arrival is not None
    assert arrival.kind == "text"
    assert arrival.text == read_as


def test_a_caption_is_kept_for_screening() -> None:
    photo = {"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}
    arrival = got(without_text(photo=[photo], caption="Look what\r\nhe wrote"))
    assert arrival is not None
    assert (arrival.kind, arrival.text) == ("unsupported", "Look what\nhe wrote")


@pytest.mark.parametrize("what", ["sticker", "voice", "location", "something_new"])
def test_what_we_cannot_use_is_still_an_arrival(what: str) -> None:
    # Not even read: a sticker without its fields is as good as any.
    arrival = got(without_text(**{what: {}}))
    assert arrival is not None
    assert (arrival.kind, arrival.text, arrival.message_id) == ("unsupported", "", 1007)


def test_an_edited_text_is_its_own_kind() -> None:
    update = {"update_id": 9, "edited_message": text_update(7, "I meant this")["message"]}
    update["edited_message"]["edit_date"] = 1_700_000_050
    arrival = got(update)
    assert arrival is not None
    assert (arrival.kind, arrival.text) == ("edited", "I meant this")
    assert (arrival.sent_at, arrival.message_id) == (1_700_000_050.0, 1007)


@pytest.mark.parametrize(("status", "kind"), [("kicked", "blocked"), ("member", "unblocked")])
def test_blocking_and_unblocking(status: str, kind: str) -> None:
    assert getattr(got(membership({"id": ANNE, "type": "private"}, status)), "kind", None) == kind


def test_being_put_into_a_group() -> None:
    arrival = got(membership(GROUP, "member"))
    assert arrival is not None
    assert (arrival.kind, arrival.chat, arrival.user) == ("group", -77, ANNE)
    assert got(membership(GROUP, "left")) is None


def membership(chat: dict[str, Any], status: str) -> dict[str, Any]:
    bot = person(BOT, is_bot=True)
    new: dict[str, Any] = {"user": bot, "status": status}
    if status == "kicked":
        new["until_date"] = 0
    change = {
        "chat": chat,
        "from": person(),
        "date": 1_700_000_000,
        "old_chat_member": {"user": bot, "status": "left"},
        "new_chat_member": new,
    }
    return {"update_id": 11, "my_chat_member": change}


def test_a_text_in_a_group_brings_no_words() -> None:
    arrival = got(text_update(7, "hello all", chat=GROUP))
    assert arrival is not None
    assert (arrival.kind, arrival.text, arrival.chat) == ("group", "", -77)


@pytest.mark.parametrize(
    "raw",
    [
        {"update_id": 5, "poll": {"id": "1"}},
        {"update_id": 5, "channel_post": {"message_id": 1}},
        {"update_id": 5},
        text_update(5, "beep", ANNE, **{"from": person(77, is_bot=True)}),
        without_text(pinned_message={}),
        without_text(new_chat_members=[], chat=GROUP),
        {"update_id": 5, "edited_message": without_text(location={})["message"]},
    ],
)
def test_what_concerns_nobody(raw: dict[str, Any]) -> None:
    assert got(raw) is None


@pytest.mark.parametrize(
    "raw",
    [
        None,
        "text",
        [],
        {},
        {"update_id": "5"},
        {"update_id": True},
        {"update_id": 2**70},
        {"update_id": 5, "message": "secret"},
        {"update_id": 5, "message": {"text": "secret"}},
        {"update_id": 5, "callback_query": {"id": "1"}},
        {"update_id": 5, "my_chat_member": []},
        text_update(5, "secret", date="yesterday"),
        text_update(5, "secret", date=10**20),
        text_update(5, ["secret"]),
        text_update(5, "secret", message_id="secret"),
        text_update(5, "secret", chat={"id": "secret", "type": "private"}),
        text_update(5, "secret", chat={"id": 2**80, "type": "private"}),
        text_update(
            5, "secret", ANNE, **{"from": {"id": None, "is_bot": False, "first_name": "A"}}
        ),
    ],
)
def test_malformed_updates_say_so_and_nothing_of_what_they_held(raw: object) -> None:
    with pytest.raises(Unreadable) as caught:
        got(raw)
    assert caught.value.error.isidentifier()
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_a_broken_part_nobody_reads_does_no_harm() -> None:
    arrival = got(text_update(7, "still here", reply_to_message="broken", entities=7))
    assert arrival is not None
    assert arrival.text == "still here"
    update = tap_update(8, "a:1:b")
    update["callback_query"]["message"] |= {"date": "broken", "entities": 7, "reply_markup": 7}
    arrival = got(update)
    assert arrival is not None
    assert arrival.message_id == 1001


def test_reading_changes_nothing_in_the_update() -> None:
    for raw in (text_update(7, "a"), tap_update(8, "b"), membership(GROUP, "member")):
        before = copy.deepcopy(raw)
        got(raw)
        assert raw == before


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=())))
def test_cleaned_texts_can_always_be_stored(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode()
    assert "\0" not in cleaned
    assert "\r" not in cleaned
    assert cleaned == unicodedata.normalize("NFC", cleaned)
    assert clean(cleaned) == cleaned


def test_cleaning_keeps_the_rest() -> None:
    assert clean("caf\u0065\u0301\r\nx\ry\0z \ud800 \U0001f600") == "café\nx\nyz \ufffd \U0001f600"


KEYS = [
    *("message", "callback_query", "my_chat_member", "from", "chat", "id", "type", "date", "text"),
    *("data", "message_id", "new_chat_member", "old_chat_member", "user", "status", "is_bot"),
]
junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=5,
        )
    ),
    max_leaves=15,
)


@settings(deadline=None)
@given(junk, st.sampled_from(["message", "edited_message", "callback_query", "my_chat_member"]))
def test_no_update_can_raise_anything_else(content: object, kind: str) -> None:
    raw = json.loads(json.dumps({"update_id": 5, kind: content}))
    assert update_id_of(raw) == 5
    try:
        arrival = got(raw)
    except Unreadable:
        return
    assert arrival is None or isinstance(arrival.user, int)
