"""The ways through help that are written for each kind of danger."""

from __future__ import annotations

import pytest

from bot.content import Content
from bot.terminal import plain
from tests.dialogues.in_danger import DYING, LOCKED, typed
from tests.dialogues.visitor import Visitor

DAY = 86400.0


# A path for each kind


@pytest.mark.parametrize(
    ("text", "at", "marks"),
    [
        (DYING, "danger/ask.dying", {"self-harm"}),
        (LOCKED, "danger/ask.safe", {"violence"}),
        ("he won't let me see my friends", "danger/ask.safe", {"violence"}),
        ("he forced me to have sex", "danger/ask.safe", {"violence"}),
        ("he hits our son", "danger/ask.safe", {"violence"}),
        ("he says he'll kill himself if i leave", "danger/ask.their_life", {"violence"}),
        ("i hit her", "danger/ask.done", {"harm"}),
        ("i slapped my son", "danger/ask.done", {"harm"}),
    ],
)
def test_each_kind_is_met_in_its_own_words(
    content: Content, text: str, at: str, marks: set[str]
) -> None:
    visitor = typed(content, text)
    assert visitor.at == at
    assert set(visitor.session.marks) == marks
    said = {visitor.text}
    for other in (DYING, LOCKED, "he hits our son", "i hit her", "he forced me to have sex"):
        if other != text:
            said.add(typed(content, other).text)
    assert len(said) >= 5, "no two kinds are met with the same words"


@pytest.mark.parametrize(
    ("text", "answers"),
    [(DYING, ("yes", "no", "unsaid")), (LOCKED, ("yes", "no", "unsaid")),
     ("i hit her", ("yes", "no", "unsaid")),
     ("he says he'll kill himself if i leave", ("yes", "no", "unsaid"))],
)  # fmt: skip
def test_each_answer_has_words_of_its_own_and_leads_on(
    content: Content, text: str, answers: tuple[str, ...]
) -> None:
    for answer in answers:
        visitor = typed(content, text)
        visitor.press(answer)
        assert visitor.at.startswith("danger/stay.")
        assert {"people", "calm", "enough"} & set(visitor.choices)


def test_who_did_harm_is_met_without_contempt_and_pointed_to_help_for_that(
    content: Content,
) -> None:
    visitor = Visitor(content, me={"country": "GB"})
    visitor.type("i hit her")
    lines = content.helplines.for_country("GB", "harm-done")
    assert "harm-done" in lines[0].kinds
    assert lines[0].number in plain(visitor.text)
    visitor.press("no", "enough")
    visitor.send("rehearse")
    assert visitor.at == "harm/harm.help", "and not told that somebody frightens them"
    assert lines[0].number in plain(visitor.text)


@pytest.mark.parametrize("country", ["US", "GB", "DE", "ZA", "ZZ", "SE"])
def test_helplines_are_of_their_country_shown_and_changeable(
    content: Content, country: str
) -> None:
    visitor = Visitor(content, me={"country": country})
    visitor.type(LOCKED)
    line = content.helplines.for_country(country, "partner-violence")[0]
    assert line.number in plain(visitor.text)
    assert line.hours in plain(visitor.text)
    buttons = [b for row in visitor.said[-1]["buttons"] for b in row]
    assert line.number in [b.get("copy") for b in buttons]
    assert line.page in [b.get("url") for b in buttons]
    visitor.press("country", "NZ")
    assert visitor.at == "danger/ask.safe"
    assert content.helplines.for_country("NZ", "partner-violence")[0].number in plain(visitor.text)


def test_something_to_hold_on_to_comes_back_to_help(content: Content) -> None:
    visitor = typed(content, DYING)
    visitor.press("yes", "calm", "feet", "another", "breathe", "enough")
    assert visitor.at == "danger/stay.dying"


def test_hide_this_takes_every_help_message_away_and_says_nothing(content: Content) -> None:
    visitor = typed(content, LOCKED)
    visitor.press("yes", "hide")
    assert visitor.text == ""
    assert [row["message_ids"] for row in visitor.rows if row["op"] == "delete"] == [[5]]


# Marks: who clears them, and how


def test_thoughts_of_dying_are_asked_about_again_and_cleared_by_the_person(
    content: Content,
) -> None:
    visitor = typed(content, DYING)
    visitor.press("yes", "enough")
    visitor.now += DAY
    visitor.send("rehearse")
    assert visitor.at == "since/since.ask"
    visitor.press("better")
    assert visitor.at == "rehearsal/calm.kind"
    assert visitor.session.marks == {}


def test_still_heavy_goes_on_gently_without_the_partner(content: Content) -> None:
    visitor = typed(content, DYING)
    visitor.press("yes", "enough")
    visitor.send("rehearse")
    visitor.press("still")
    assert "988" in visitor.text
    visitor.press("go-on")
    assert visitor.at == "rehearsal/calm.kind"
    assert set(visitor.session.marks) == {"self-harm"}


def test_a_mark_of_violence_is_not_cleared_by_a_slip_but_after_a_question(
    content: Content,
) -> None:
    visitor = typed(content, LOCKED)
    visitor.press("hide")
    visitor.now += DAY
    visitor.send("rehearse")
    assert "slip" not in visitor.choices
    visitor.press("misread", "unsaid")
    assert set(visitor.session.marks) == {"violence"}
    visitor.press("misread", "yes")
    assert visitor.session.marks == {}
    visitor.send("resume")
    assert visitor.dialogues == ["rehearsal"]


def test_coming_by_again_makes_no_mark_last_longer(content: Content) -> None:
    visitor = typed(content, LOCKED)
    visitor.press("hide")
    before = dict(visitor.session.marks)
    visitor.now += DAY
    visitor.send("rehearse")
    assert visitor.session.marks == before
