"""What is kept can be looked at to the last, changed and deleted; each reminder can be put off."""

from __future__ import annotations

import pytest

from bot.content import Content
from bot.engine.records import MOST, Kept
from tests.dialogues.visitor import NOW, Visitor

LISTS = {
    "promise": ("promise", {"who": "me", "what": "tea"}),
    "boundary": ("limit", {"about": "money", "words": "I keep my money.", "act": "I leave."}),
    "journal": ("journal", {"set_off": "the phone", "feeling": ["sad"]}),
}


def keeping(content: Content, command: str, many: int) -> Visitor:
    kind, data = LISTS[command]
    visitor = Visitor(content)
    visitor.records = {
        f"r{n}": Kept(f"r{n}", kind, NOW - 1000.0 + n, dict(data)) for n in range(many)
    }
    visitor.send(command)
    if command == "journal":
        visitor.press("read")
    return visitor


@pytest.mark.parametrize("command", LISTS)
def test_every_record_can_be_reached_and_deleted(content: Content, command: str) -> None:
    many = 2 * MOST + 3
    visitor = keeping(content, command, many)
    seen: list[str] = []
    while True:
        page = [i for i in visitor.choices if i in visitor.records]
        assert 1 <= len(page) <= MOST
        seen += page
        if "older" not in visitor.choices:
            break
        visitor.press("older")
    assert seen == [f"r{n}" for n in reversed(range(many))]
    visitor.press("newer", "older", "r0", "let-go" if command == "promise" else "delete")
    assert "r0" not in visitor.records
    assert len(visitor.records) == many - 1


def test_few_records_have_no_further_pages(content: Content) -> None:
    visitor = keeping(content, "promise", MOST)
    assert not {"older", "newer"} & set(visitor.choices)


def test_a_page_of_the_journal_can_be_written_anew_in_its_place(content: Content) -> None:
    visitor = keeping(content, "journal", 2)
    visitor.press("r0", "change", "story")
    visitor.type("maybe he was tired")
    assert "maybe he was tired" in visitor.text
    assert set(visitor.records) == {"r0", "r1"}
    assert visitor.records["r0"].data["story"] == "maybe he was tired"
    assert visitor.records["r0"].data["set_off"] == "the phone"


def test_the_pause_word_can_be_another_and_stands_on_the_card(content: Content) -> None:
    card = {"kind": "sore", "words": "Would you call?"}
    visitor = Visitor(content, me={"last_card": card})
    visitor.send("card")
    assert "The word is “pause”." in visitor.text
    visitor.tap("~open:pause_word")
    visitor.type("<b>banana</b>")
    visitor.send("card")
    assert "The word is “&lt;b&gt;banana&lt;/b&gt;”." in visitor.text
    visitor.tap("~picture:card.png")
    assert visitor.rows[0]["picture"]["words"]["pause"].startswith("The word is “<b>banana</b>”.")
    visitor.tap("~open:pause_word")
    visitor.press("pause")
    visitor.send("card")
    assert "The word is “pause”." in visitor.text


def test_a_return_from_a_pause_can_be_put_off_and_stopped(content: Content) -> None:
    visitor = Visitor(content)
    visitor.send("pause")
    visitor.press("30", "none")
    visitor.come_due("return")
    visitor.press("longer")
    assert visitor.due["return"].at == visitor.now + 20 * 60
    visitor.come_due("return")
    visitor.press("not-now")
    assert visitor.due == {}


def test_a_check_in_can_be_put_off_an_hour_without_counting_as_missed(content: Content) -> None:
    visitor = Visitor(content, me={"zone": "Europe/London", "rhythm": "evening"}, now=NOW - 7200)
    visitor.enter("checkin", "rhythm.set", {"rhythm": "evening"})
    for _ in range(4):
        visitor.come_due("checkin")
        visitor.press("snooze")
        assert visitor.due["checkin"].at == visitor.now + 3600
        visitor.now += 20 * 3600
    assert visitor.session.me["rhythm"] == "evening"
