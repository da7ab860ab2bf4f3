"""While a safety mark stands: no partner simulation, no words for confronting anybody."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable

import pytest

from bot.content import Content
from tests.dialogues.in_danger import DYING, LOCKED, STEPS, STORY, rehearsing
from tests.dialogues.visitor import NOW, Visitor


def leave_by(*ids: str) -> Callable[[Visitor], None]:
    def leave(visitor: Visitor) -> None:
        for id_ in ids:
            visitor.press(id_)

    return leave


LEAVES: dict[str, Callable[[Visitor], None]] = {
    "hide": leave_by("hide"),
    "safe, enough": leave_by("yes", "enough"),
    "unsafe, enough": leave_by("no", "enough"),
    "unsaid, hide": leave_by("unsaid", "hide"),
    "people, enough": leave_by("yes", "people", "enough"),
    "cancel": lambda v: v.send("cancel"),
    "back": lambda v: v.send("back"),
    "rehearse": lambda v: v.send("rehearse"),
}


@pytest.mark.parametrize("state", STEPS)
@pytest.mark.parametrize("leave", LEAVES)
def test_after_violence_the_rehearsal_does_not_go_on(
    content: Content, state: str, leave: str
) -> None:
    visitor = rehearsing(content, state)
    visitor.type(LOCKED)
    assert visitor.at == "danger/ask.safe"
    LEAVES[leave](visitor)
    assert "rehearsal" not in visitor.dialogues
    assert "Step" not in visitor.text
    for command in ("rehearse", "resume"):
        visitor.send(command)
        assert visitor.at == "frightened/fear.help"
        visitor.press("enough")
    assert [f.slots.get("story") for f in visitor.session.shelf] == [
        STORY if "..." + STORY in STEPS[state][:-1] else None
    ], "what was written is kept"


def test_it_goes_on_once_the_mark_has_ended(content: Content) -> None:
    visitor = rehearsing(content, "words.request")
    visitor.type(LOCKED)
    visitor.press("hide")
    visitor.now = NOW + 31 * 86400
    visitor.send("resume")
    assert visitor.at == "rehearsal/words.request"


def test_it_goes_on_when_it_was_not_meant(content: Content) -> None:
    visitor = rehearsing(content, "words.request")
    visitor.type(LOCKED)
    visitor.press("meant-otherwise")
    assert visitor.dialogues == ["rehearsal"]
    assert visitor.session.marks == {}


def test_a_pause_called_from_help_does_not_lead_back_into_the_rehearsal(content: Content) -> None:
    visitor = rehearsing(content, "answer.line")
    visitor.send("pause")
    visitor.press("unsafe", "enough")
    assert visitor.dialogues == []
    visitor.send("resume")
    assert visitor.at == "frightened/fear.help"


def test_fear_tapped_by_mistake_loses_nothing(content: Content) -> None:
    visitor = rehearsing(content, "answer.line")
    visitor.send("pause")
    visitor.press("unsafe", "slip")
    assert visitor.session.marks == {}
    visitor.send("resume")
    assert visitor.at == "rehearsal/answer.line"


@pytest.mark.parametrize("answer", ["yes", "unsaid"])
def test_after_thoughts_of_dying_no_partner_answers(content: Content, answer: str) -> None:
    visitor = rehearsing(content, "answer.line")
    visitor.type(DYING)
    assert visitor.at == "danger/ask.dying"
    visitor.press(answer, "go-on")
    assert visitor.at == "rehearsal/take.when"
    assert DYING not in str(visitor.session.frames[0].slots)
    visitor.send("back")
    visitor.press(visitor.choices[0])
    assert visitor.at == "rehearsal/take.when"


def test_back_does_not_lead_to_the_partner_while_a_mark_stands(content: Content) -> None:
    visitor = rehearsing(content, "forward.step")
    visitor.type(DYING)
    visitor.press("yes", "go-on")
    visitor.send("back")
    assert "<blockquote>" not in visitor.text
    assert visitor.at == "rehearsal/take.when"


def test_the_partner_answers_again_once_the_person_has_cleared_it(content: Content) -> None:
    visitor = rehearsing(content, "answer.line")
    visitor.type(DYING)
    visitor.press("no", "go-on")
    assert visitor.session.marks == {}
    assert re.search("<blockquote>", visitor.text)


def test_marks_are_told_to_nobody(content: Content) -> None:
    visitor = rehearsing(content, "words.request")
    visitor.type(LOCKED)
    visitor.press("hide")
    assert set(visitor.session.marks) == {"violence"}
    visitor.send("export")
    documents = [row for row in visitor.rows if row["op"] == "document"]
    assert len(documents) == 2
    for row in documents:
        text = base64.b64decode(row["content_base64"]).decode()
        assert LOCKED not in text
        assert "violence" not in text
        assert "danger" not in text


@pytest.mark.parametrize("state", ["calm.story", "forward.step", "words.request"])
@pytest.mark.parametrize("answer", ["yes", "no", "unsaid"])
def test_what_was_meant_is_not_taken_as_an_answer(
    content: Content, state: str, answer: str
) -> None:
    """Only [That's not what I meant] feeds the text again."""
    visitor = rehearsing(content, state)
    visitor.type(DYING)
    visitor.press(answer, "go-on")
    assert visitor.at == f"rehearsal/{state}"
    assert DYING not in str(visitor.session.as_data()), "no answer, and not under feedback"


def test_a_misread_text_does_not_clear_a_mark_from_an_earlier_day(content: Content) -> None:
    visitor = rehearsing(content, "words.request")
    visitor.type(LOCKED)
    visitor.press("hide")
    visitor.now += 86400
    visitor.send("pause")
    visitor.type(LOCKED)
    visitor.press("meant-otherwise")
    assert set(visitor.session.marks) == {"violence"}
    assert visitor.at == "pause/storm.duration"
