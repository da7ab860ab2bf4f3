"""What was practised is kept by the names of the moves, and shown in the picture of the weeks."""

from __future__ import annotations

import re
from typing import Any

from bot.coach.names import GOOD
from bot.content import Content
from bot.pictures.drawing import BY_NAME
from tests.dialogues.visitor import Visitor


def answer(visitor: Visitor) -> None:
    """Gives back what the line that stands holds."""
    top = visitor.session.top
    assert top is not None
    assert top.partner is not None
    feeling = visitor.content.lines.annotation(top.partner).feelings[0]
    visitor.type(f"It sounds like you feel {feeling}. Is that it?")


def rehearsed(content: Content) -> Visitor:
    visitor = Visitor(content, me={"zone": "Europe/London"})
    rehearse(visitor)
    return visitor


def rehearse(visitor: Visitor) -> None:
    visitor.send("rehearse")
    visitor.press("sore", "3")
    visitor.type("he cancelled our anniversary dinner")
    visitor.press("done", "hurt", "plain", "done", "defensive")
    visitor.type("tell me by lunch if dinner is at risk")
    visitor.press("short")
    answer(visitor)
    visitor.press("nothing", "tomorrow-evening")


def practised(visitor: Visitor) -> list[dict[str, Any]]:
    return [dict(r.data) for r in visitor.records.values() if r.kind == "practised"]


def test_a_rehearsal_keeps_the_names_of_its_moves_and_no_words(content: Content) -> None:
    (record,) = practised(rehearsed(content))
    assert set(record) == {"skills"}
    assert record["skills"]
    assert set(record["skills"]) <= set(GOOD)


def test_each_rehearsal_counts_once_however_often_its_card_is_shown(content: Content) -> None:
    visitor = rehearsed(content)
    assert len(practised(visitor)) == 1
    visitor.send("back")
    visitor.press("saturday-morning")
    assert len(practised(visitor)) == 1
    visitor.now += 3600.0
    visitor.send("cancel")
    rehearse(visitor)
    assert len(practised(visitor)) == 2


def test_a_rehearsal_without_a_move_keeps_nothing(content: Content) -> None:
    visitor = Visitor(content)
    visitor.enter("rehearsal", "take.card", {"kind": "sore", "words": "Would you call?"})
    assert practised(visitor) == []
    assert [kind for kind, _ in visitor.kept] == ["card"]


def test_a_drill_keeps_them_too(content: Content) -> None:
    visitor = Visitor(content)
    visitor.send("mirror")
    visitor.press("money")
    answer(visitor)
    visitor.press("enough")
    assert [set(record) for record in practised(visitor)] == [{"skills"}]


def test_every_good_move_has_a_name_in_the_picture_and_the_sentence(content: Content) -> None:
    blocks = content.phrasebook.block_names("pictures/progress")
    assert {f"move_{move.replace('-', '_')}" for move in GOOD} <= set(blocks)
    spoken = content.phrasebook.texts["common/macros/moves.j2"]
    for move in GOOD:
        assert re.search(rf"'{move}': '", spoken), move


def test_the_picture_shows_them_and_one_sentence_says_it(content: Content) -> None:
    visitor = rehearsed(content)
    visitor.send("progress")
    (row,) = [row for row in visitor.rows if row["op"] == "photo"]
    told = row["picture"]["values"]["progress"]
    assert [(talk["before"], talk["after"]) for talk in told["talks"]] == [(3, None)]
    assert set(told["moves"]) == set(practised(visitor)[0]["skills"])
    assert "When you practised, you" in visitor.text
    (page,) = BY_NAME["progress"](row["picture"])
    assert page.startswith(b"\x89PNG")
