"""A typed time from message to reminder, and the card's pictures from tap to row."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.content import Content
from bot.pictures.drawing import BY_NAME
from tests.dialogues.visitor import Visitor

BERLIN = "Europe/Berlin"
CARD = {"kind": "sore", "words": "Would you tell me by lunch?", "when": "saturday-morning"}


def asked_when(content: Content, zone: str | None = BERLIN) -> Visitor:
    visitor = Visitor(content, me={"zone": zone} if zone else {})
    visitor.enter("rehearsal", "take.when", {"kind": "sore", "words": "Would you call?"})
    return visitor


def test_a_typed_time_is_shown_back_then_stands_in_the_invitation_and_reminds(
    content: Content,
) -> None:
    visitor = asked_when(content)
    visitor.type("saturday after lunch")
    assert "On Saturday after lunch. Is that right?" in visitor.text
    assert not visitor.due
    visitor.press("meant-0")
    assert "Could we talk on Saturday after lunch" in visitor.text
    there = datetime.fromtimestamp(visitor.due["talk"].at, ZoneInfo(BERLIN))
    assert f"{there:%a %H:%M}" == "Sat 13:00"


def test_of_several_meanings_one_is_chosen(content: Content) -> None:
    visitor = asked_when(content)
    visitor.type("tomorrow 8")
    assert "Which one do you mean?" in visitor.text
    assert visitor.choices == ["meant-0", "meant-1", "another"]
    visitor.press("meant-1")
    assert "tomorrow at 8 in the morning" in visitor.text


def test_another_time_asks_again_and_a_new_text_is_read_anew(content: Content) -> None:
    visitor = asked_when(content)
    visitor.type("tomorrow evening")
    visitor.press("another")
    assert "this-evening" in visitor.choices
    visitor.type("friday evening")
    visitor.type("sunday noon")
    assert "On Sunday at noon. Is that right?" in visitor.text
    visitor.send("back")
    assert "this-evening" in visitor.choices


@pytest.mark.parametrize("typed", ["when he is sober", "<b>soon</b> maybe", "after the wedding"])
def test_what_was_not_understood_is_asked_and_stands_nowhere(typed: str, content: Content) -> None:
    visitor = asked_when(content)
    visitor.type(typed)
    assert visitor.at == "rehearsal/take.when"
    assert "this-evening" in visitor.choices
    visitor.press("unknown")
    assert typed not in visitor.text
    assert "Could we talk, about twenty minutes" in visitor.text


def test_without_a_zone_the_time_is_worked_out_once_it_is_known(content: Content) -> None:
    visitor = asked_when(content, zone=None)
    visitor.type("tomorrow at 7pm")
    visitor.press("meant-0")
    assert visitor.at == "rehearsal/take.zone"
    visitor.press(BERLIN)
    there = datetime.fromtimestamp(visitor.due["talk"].at, ZoneInfo(BERLIN))
    assert there.hour == 18


def test_a_tap_after_a_typed_time_takes_its_place(content: Content) -> None:
    visitor = asked_when(content)
    visitor.type("tomorrow at 7pm")
    visitor.press("another", "saturday-morning")
    assert "on Saturday morning" in visitor.text
    assert "7pm" not in visitor.text


def test_a_pause_returns_at_the_time_that_was_typed(content: Content) -> None:
    visitor = Visitor(content)
    visitor.send("pause")
    visitor.type("until 9pm")
    assert "In how many minutes, or hours?" in visitor.text
    visitor.type("45")
    visitor.press("meant-0")
    assert "come back in 45 minutes." in visitor.text
    assert visitor.due["return"].at == visitor.now + 45 * 60


def test_a_text_that_is_screened_first_is_still_read_as_a_time(content: Content) -> None:
    visitor = asked_when(content)
    visitor.type("tomorrow evening, he locked me in the bathroom")
    assert visitor.dialogues[-1] == "danger"


@pytest.mark.parametrize(("form", "op"), [("png", "photo"), ("pdf", "document")])
def test_the_cards_buttons_send_it_as_a_picture_whenever_they_are_tapped(
    form: str, op: str, content: Content
) -> None:
    visitor = Visitor(content, me={"last_card": CARD})
    visitor.send("card")
    buttons = [b for m in visitor.said for row in m["buttons"] for b in row]
    assert f"~picture:card.{form}" in {b.get("tap") for b in buttons}
    visitor.send("rehearse")
    before = visitor.session.as_data()
    visitor.tap(f"~picture:card.{form}")
    (row,) = visitor.rows
    assert (row["op"], row["name"]) == (op, f"card.{form}")
    assert row["picture"]["words"]["say"] == CARD["words"]
    assert CARD["words"] in row["otherwise"]["text"]
    assert visitor.session.as_data() == before
    pages = BY_NAME["card"](row["picture"])
    assert pages[0].startswith(b"%PDF" if form == "pdf" else b"\x89PNG")


@pytest.mark.parametrize(
    "tap", ["~picture:card.png", "~picture:other.png", "~picture:", "~picture"]
)
def test_without_a_card_or_forged_no_picture_is_sent(tap: str, content: Content) -> None:
    visitor = Visitor(content)
    visitor.send("rehearse")
    visitor.tap(tap)
    assert [row["op"] for row in visitor.rows] == ["say"]
    assert "from earlier" in visitor.text
