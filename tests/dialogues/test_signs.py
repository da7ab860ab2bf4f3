"""Weak signs: asked about once and gently, and what comes of the answers; the fear check."""

from __future__ import annotations

import base64

import pytest

from bot.content import ROOT, Content
from tests.dialogues.in_danger import rehearsing, typed
from tests.dialogues.visitor import Visitor

GRIP = "ask me before you buy clothes"
AFRAID = "i'm afraid of how she will react"
EGGSHELLS = "i walk on eggshells every evening"
HEAVY = "i feel hopeless about all of it"


def test_one_weak_sign_asks_once_and_the_rehearsal_goes_on(content: Content) -> None:
    visitor = typed(content, AFRAID)
    assert visitor.at == "unease/ask.gently"
    visitor.press("yes")
    assert visitor.at == "rehearsal/calm.story"
    visitor.type(AFRAID + " tomorrow")
    assert visitor.at == "rehearsal/calm.story"
    visitor.press("done")
    assert AFRAID in visitor.session.frames[0].slots["story"]
    assert visitor.session.marks == {}


def near(content: Content, risk: str) -> str:
    """What somebody once wrote whose words come near to that risk, and no more."""
    return next(
        text
        for file in sorted((ROOT / "tests" / "safety" / "learn").rglob("*.txt"))
        for text in file.read_text(encoding="utf-8").splitlines()
        if content.screen.risk(text).near == risk and not content.screen.signals(text)
    )


@pytest.mark.parametrize(
    ("risk", "where"), [("violence", "unease/ask.gently"), ("self-harm", "heavy/ask.gently")]
)
def test_words_that_come_near_to_danger_are_asked_about_once(
    content: Content, risk: str, where: str
) -> None:
    text = near(content, risk)
    visitor = typed(content, text)
    assert visitor.at == where
    visitor.press("yes" if risk == "violence" else "no")
    assert visitor.at == "rehearsal/calm.story"
    visitor.type(text)
    assert visitor.at == "rehearsal/calm.story"
    assert visitor.session.marks == {}
    visitor.press("done")
    assert visitor.session.frames[0].slots["story"] == f"{text}\n{text}"


def test_a_no_leads_to_help(content: Content) -> None:
    visitor = typed(content, AFRAID)
    visitor.press("no")
    assert visitor.at == "frightened/fear.help"
    assert set(visitor.session.marks) == {"fear"}


def test_two_weak_signs_lead_to_help(content: Content) -> None:
    visitor = typed(content, AFRAID)
    visitor.press("yes")
    visitor.type(EGGSHELLS)
    assert visitor.at == "unease/ask.safe"
    assert "1-800-799-7233" in visitor.text
    visitor.press("yes")
    visitor.press("go-on")
    assert visitor.at == "rehearsal/calm.story"


def test_not_saying_is_respected_and_help_is_offered(content: Content) -> None:
    visitor = typed(content, AFRAID)
    visitor.press("unsaid")
    assert "/help_now" in visitor.text
    assert "people" in visitor.choices
    visitor.press("go-on")
    assert visitor.at == "rehearsal/calm.story"
    assert visitor.session.marks == {}


def test_too_heavy_is_asked_in_its_own_words(content: Content) -> None:
    visitor = typed(content, HEAVY)
    assert visitor.at == "heavy/ask.gently"
    visitor.press("yes")
    assert "988" in visitor.text
    assert set(visitor.session.marks) == {"self-harm"}


def test_the_coachs_finding_of_control_weighs_in(content: Content) -> None:
    visitor = rehearsing(content, "words.request")
    visitor.type(GRIP)
    assert visitor.at == "grip/ask.start"
    visitor.press("yes")
    assert visitor.at == "rehearsal/words.request"
    assert "findings" in visitor.session.frames[-1].work, "the feedback stands as it was"
    visitor = rehearsing(content, "words.request")
    visitor.type(GRIP)
    visitor.press("no")
    assert visitor.at == "harm/harm.help"
    assert set(visitor.session.marks) == {"harm"}


def test_somebody_who_fears_for_the_other_is_not_left_alone_with_it(content: Content) -> None:
    visitor = typed(content, "my wife is suicidal and i am alone with it")
    assert visitor.at == "their_life/ask.start"
    assert "911" in visitor.text
    assert visitor.session.marks == {}
    visitor.press("go-on")
    assert visitor.at == "rehearsal/calm.story"


def test_signs_and_marks_are_told_to_nobody(content: Content) -> None:
    visitor = typed(content, AFRAID)
    visitor.press("no")
    visitor.send("export")
    documents = [row for row in visitor.rows if row["op"] == "document"]
    for row in documents:
        told = base64.b64decode(row["content_base64"]).decode()
        assert "afraid-of-reaction" not in told
        assert "frightened" not in told
        assert '"fear"' not in told


# The fear check, for dialogues to call


@pytest.mark.parametrize(("answer", "marks"), [("yes", {"fear"}), ("no", set()), ("unsaid", set())])
def test_the_fear_check(content: Content, answer: str, marks: set[str]) -> None:
    visitor = Visitor(content)
    visitor.begin("fear")
    visitor.press(answer)
    assert set(visitor.session.marks) == marks
    if answer == "yes":
        assert visitor.at == "frightened/fear.help"
        return
    visitor.send("rehearse")
    assert visitor.at == "rehearsal/calm.kind", "the solo path stays open"
