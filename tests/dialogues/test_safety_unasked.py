"""What comes by itself is silent while there is danger, and tells nothing on a locked screen."""

from __future__ import annotations

import re

import pytest

from bot.content import Content
from bot.terminal import plain
from tests.dialogues.in_danger import DYING, LOCKED, rehearsing
from tests.dialogues.visitor import Visitor, at_the_landing


def nudged(content: Content) -> Visitor:
    """Somebody who rehearsed, and has a nudge before the talk to come."""
    visitor = at_the_landing(content)
    visitor.press("night")
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
    visitor.press("unsafe", "enough")
    visitor.come_due("talk")
    assert visitor.rows == []


def test_a_reminder_waits_until_help_is_closed(content: Content) -> None:
    visitor = Visitor(content)
    visitor.send("pause")
    visitor.press("20", "none")
    visitor.type(DYING)
    visitor.come_due("return")
    assert (visitor.at, visitor.rows) == ("danger/ask.dying", [])
    assert visitor.due["return"].at == visitor.now + 900
    visitor.press("no", "enough")
    visitor.come_due("return")
    assert visitor.at == "pause/back.heat"


# Discretion


def test_after_leave_nothing_is_said_and_nothing_comes_by_itself(content: Content) -> None:
    """A question asked again would bring back what was just taken away."""
    visitor = rehearsing(content, "words.request")
    visitor.send("pause")
    visitor.press("20", "none")
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
