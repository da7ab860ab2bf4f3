"""The ways through help that are written for each kind of danger, and for weak signs."""

from __future__ import annotations

import base64
import re

import pytest

from bot.content import Content
from bot.terminal import plain
from tests.dialogues.test_safety_marks import DYING, LOCKED, rehearsing
from tests.dialogues.visitor import Visitor

GRIP = "ask me before you buy clothes"
AFRAID = "i'm afraid of how she will react"
EGGSHELLS = "i walk on eggshells every evening"
HEAVY = "i feel hopeless about all of it"
DAY = 86400.0


def typed(content: Content, text: str) -> Visitor:
    """Somebody who typed that as their story."""
    visitor = rehearsing(content, "calm.story")
    visitor.type(text)
    return visitor


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
    visitor.press("no")
    visitor.press("enough")
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
    visitor.press("country")
    visitor.press("NZ")
    assert visitor.at == "danger/ask.safe"
    assert content.helplines.for_country("NZ", "partner-violence")[0].number in plain(visitor.text)


def test_something_to_hold_on_to_comes_back_to_help(content: Content) -> None:
    visitor = typed(content, DYING)
    for act in ("yes", "calm", "feet", "another", "breathe", "enough"):
        visitor.press(act)
    assert visitor.at == "danger/stay.dying"


def test_hide_this_takes_every_help_message_away_and_says_nothing(content: Content) -> None:
    visitor = typed(content, LOCKED)
    visitor.press("yes")
    visitor.press("hide")
    assert visitor.text == ""
    assert [row["message_ids"] for row in visitor.rows if row["op"] == "delete"] == [[5]]


# Marks: who clears them, and how


def test_thoughts_of_dying_are_asked_about_again_and_cleared_by_the_person(
    content: Content,
) -> None:
    visitor = typed(content, DYING)
    visitor.press("yes")
    visitor.press("enough")
    visitor.now += DAY
    visitor.send("rehearse")
    assert visitor.at == "since/since.ask"
    visitor.press("better")
    assert visitor.at == "rehearsal/calm.kind"
    assert visitor.session.marks == {}


def test_still_heavy_goes_on_gently_without_the_partner(content: Content) -> None:
    visitor = typed(content, DYING)
    visitor.press("yes")
    visitor.press("enough")
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
    visitor.press("misread")
    visitor.press("unsaid")
    assert set(visitor.session.marks) == {"violence"}
    visitor.press("misread")
    visitor.press("yes")
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


# Weak signs


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


# What comes due


def nudged(content: Content) -> Visitor:
    """Somebody who rehearsed, and asked for a nudge before the talk."""
    visitor = Visitor(content, me={"zone": "Europe/Berlin"})
    visitor.send("rehearse")
    for act in ("quiet", "3", "open"):
        visitor.press(act)
    visitor.type("when you raise your voice")
    visitor.type("that i dont care")
    for act in ("in-hour", "short"):
        visitor.press(act)
    visitor.type("i'm back in an hour")
    if visitor.choices[-1:] == ["keep"]:
        visitor.press("keep")
    visitor.press("tomorrow-evening")
    visitor.press("night")
    assert "talk" in visitor.due
    return visitor


@pytest.mark.parametrize("text", [LOCKED, "i hit her"])
def test_the_nudge_before_a_talk_is_silent_while_there_is_danger(
    content: Content, text: str
) -> None:
    visitor = nudged(content)
    visitor.type(text)
    visitor.send("cancel")
    for reminder in ("talk", "debrief"):
        visitor.come_due(reminder)
        assert visitor.rows == []
    assert visitor.due == {}


def test_the_nudge_is_silent_after_it_can_get_frightening(content: Content) -> None:
    visitor = nudged(content)
    visitor.send("pause")
    visitor.press("unsafe")
    visitor.press("enough")
    visitor.come_due("talk")
    assert visitor.rows == []


def test_a_reminder_waits_until_help_is_closed(content: Content) -> None:
    visitor = Visitor(content)
    visitor.send("pause")
    visitor.press("20")
    visitor.press("none")
    visitor.type(DYING)
    visitor.come_due("return")
    assert (visitor.at, visitor.rows) == ("danger/ask.dying", [])
    assert visitor.due["return"].at == visitor.now + 900
    visitor.press("no")
    visitor.press("enough")
    visitor.come_due("return")
    assert visitor.at == "pause/back.heat"


# Discretion


def test_after_leave_nothing_is_said_and_nothing_comes_by_itself(content: Content) -> None:
    """A question asked again would bring back what was just taken away."""
    visitor = rehearsing(content, "words.request")
    visitor.send("pause")
    visitor.press("20")
    visitor.press("none")
    visitor.send("leave")
    visitor.press("tidy")
    assert [row["op"] for row in visitor.rows if row["op"] != "buttons"] == ["delete"]
    assert (visitor.dialogues, visitor.due) == ([], {})
    visitor.send("resume")
    assert visitor.at == "rehearsal/words.request"


TELLING = re.compile(
    r"kill|suicid|die\b|dying|hurt|harm|violen|danger|afraid|fear|frighten|abus|police|safe\b|child"
    r"|partner|talk about|rape|sex|threat|emergency|crisis|hotline|\d{3}",
    re.IGNORECASE,
)


def test_the_first_line_of_what_comes_about_safety_tells_nothing(content: Content) -> None:
    """It is what a lock screen shows first."""
    from tests.phrasing.gallery import everything

    found = {}
    for shown in everything(content):
        declared = content.book.dialogues[shown.template.partition("/")[0]]
        if not declared.about_safety or shown.template in NOT_UNASKED:
            continue
        first = plain(shown.text).split("\n")[0]
        if TELLING.search(first):
            found[shown.template] = first
    assert found == {}


NOT_UNASKED = {"danger/stay.unsafe", "frightened/fear.now", "danger/stay.done_now"}
"""Shown only right after a tap that says there is danger: there the way out comes first."""


def test_reminders_tell_nothing_in_their_first_line(content: Content) -> None:
    for name in ("pause/back.heat", "rehearsal/nudge.talk"):
        body = content.phrasebook.texts[f"{name}.j2"]
        assert not TELLING.search(re.sub(r"{%.*?%}", "", body).strip().split("\n")[0]), name


def test_every_screen_has_help_once_a_text_is_not_english(content: Content) -> None:
    visitor = rehearsing(content, "calm.story")
    visitor.type("ich weiß nicht, was ich ihm nach all dem noch sagen soll")
    assert visitor.session.me["foreign"]
    for act in ("done", "done", "defensive"):
        visitor.press(act)
        taps = [b.get("tap") for row in visitor.said[-1]["buttons"] for b in row]
        assert "~help:now" in taps, visitor.at
    visitor.tap("~help:now")
    assert "988" in visitor.text


def test_the_phone_that_may_be_read_is_spoken_of_before_anything_is_asked(
    content: Content,
) -> None:
    for dialogue, state in (("fear", "fear.ask"), ("unease", "ask.gently"),
                            ("danger", "ask.safe"), ("solo", "write.ask"),
                            ("frightened", "fear.help")):  # fmt: skip
        body = content.phrasebook.texts[f"{dialogue}/{state}.j2"]
        assert "may read this phone" in body, state
