"""/draft: what becomes of a text that was about to be sent."""

from __future__ import annotations

from typing import Any

import pytest

from bot.content import Content
from bot.terminal import plain
from tests.dialogues.visitor import NOW, Visitor, assert_sendable

DAY = 86_400.0


def pasted(content: Content, *messages: str, **more: Any) -> Visitor:
    visitor = Visitor(content, **more)
    visitor.send("draft")
    for message in messages:
        visitor.type(message)
    visitor.press("done")
    assert visitor.at == "draft/read.look"
    assert_sendable(visitor.rows)
    return visitor


def copied(visitor: Visitor) -> list[str]:
    """What the copy buttons of the last message hold."""
    return [b["copy"] for row in visitor.said[-1]["buttons"] for b in row if "copy" in b]


def test_a_copy_is_the_text_as_it_was_typed(content: Content) -> None:
    text = "hey <you>,\n\n  I felt sad & alone.\n\n\nCould we talk tomorrow?  😀"
    visitor = pasted(content, "one moment:", text)
    assert copied(visitor) == [f"one moment:\n{text}".replace("\n\n\n", "\n\n")]


@pytest.mark.parametrize("length", [256, 257, 1000, 4000, 4096])
def test_every_length_can_be_copied(content: Content, length: int) -> None:
    text = ("I felt sad & alone < you. " * 200)[: length - 1] + "x"
    visitor = pasted(content, text)
    if length <= 256:
        assert copied(visitor) == [text]
        return
    assert copied(visitor) == []
    visitor.press("whole")
    assert_sendable(visitor.rows)
    shown = visitor.said[0]["text"]
    assert shown.startswith("<code>")
    assert plain(shown) == text
    assert visitor.at == "draft/read.copied"


@pytest.mark.parametrize(
    "text",
    [
        "could we find a time to talk tomorrow? I felt sad last night.",
        "I'll be home at eight.",
        "ok",
    ],
)
def test_a_text_without_a_finding_is_told_so_and_has_the_same_ways_on(
    content: Content, text: str
) -> None:
    visitor = pasted(content, text)
    assert "start a fight" in visitor.text
    assert "›" not in visitor.text
    assert visitor.choices == ["again", "keep", "rehearse"]
    assert copied(visitor) == [text]


def test_at_most_two_findings_with_their_words_in_bold(content: Content) -> None:
    text = (
        "you never listen, you always lie, you idiot. stop it or else. sorry for being so difficult"
    )
    for seed in range(4):
        visitor = pasted(content, text, seed=seed)
        assert visitor.text.count("› “<b>") == 2
        assert visitor.text.count("?") <= 1


def test_another_language_is_said_honestly(content: Content) -> None:
    visitor = pasted(content, "ich weiß nicht, was ich dir sagen soll, du hörst mir nie zu")
    assert "English" in visitor.text
    assert "Nothing in it" not in visitor.text


def test_danger_in_it_comes_first(content: Content) -> None:
    visitor = Visitor(content)
    visitor.send("draft")
    visitor.type("if you leave me there's no point in living")
    assert visitor.at.startswith("danger/")


def test_it_is_read_twice_and_then_rests(content: Content) -> None:
    visitor = pasted(content, "you never listen to me")
    visitor.press("again")
    visitor.type("you never ask me")
    assert visitor.at == "draft/read.look"
    assert "<b>" in visitor.text
    visitor.type("you never look at me")
    assert visitor.at == "draft/read.rest"
    assert "<b>" not in visitor.text
    assert "again" not in visitor.choices
    assert copied(visitor) == ["you never look at me"]


# Kept for tomorrow


def test_it_comes_back_once_without_a_word_of_it_in_the_notice(content: Content) -> None:
    visitor = pasted(content, "you never listen to me", me={"zone": "Europe/Berlin"})
    visitor.press("keep", "tomorrow-morning")
    assert visitor.session.frames == []
    assert [kind for kind, _ in visitor.kept] == ["draft"]
    visitor.come_due("draft")
    assert "listen" not in visitor.text
    visitor.press("show")
    assert "you never listen to me" in visitor.text
    assert visitor.choices == ["again", "keep", "rehearse"]
    assert visitor.due == {}
    assert "last_draft" not in visitor.session.me, "it is back, so nothing is kept any more"


@pytest.mark.parametrize("way", ["in-a-day", "tomorrow-evening"])
def test_without_a_time_zone_it_comes_back_too(content: Content, way: str) -> None:
    visitor = pasted(content, "you never listen to me")
    visitor.press("keep", way)
    if way != "in-a-day":
        assert visitor.at == "clock/time.zone"
        visitor.press("in-a-day")
    assert visitor.due["draft"].at == NOW + DAY
    assert visitor.session.me.get("zone") is None


def test_a_kept_text_can_be_had_sooner_and_is_reminded_of_no_more(content: Content) -> None:
    visitor = pasted(content, "you never listen to me")
    visitor.press("keep", "in-a-day")
    visitor.send("draft")
    assert visitor.at == "draft/read.kept"
    visitor.press("show")
    assert "you never listen to me" in visitor.text
    assert visitor.due == {}


def test_what_is_over_thirty_days_old_is_gone_and_said_so(content: Content) -> None:
    visitor = pasted(content, "you never listen to me")
    visitor.press("keep", "in-a-day")
    visitor.come_due("draft")
    visitor.press("later")
    visitor.now += 31 * DAY
    visitor.send("draft")
    assert visitor.at == "draft/read.paste"


def test_a_notice_that_was_never_answered_does_not_bring_back_what_is_gone(
    content: Content,
) -> None:
    visitor = pasted(content, "you never listen to me")
    visitor.press("keep", "in-a-day")
    visitor.come_due("draft")
    visitor.now += 31 * DAY
    visitor.press("show")
    assert "isn't here any more" in visitor.text


def test_nothing_is_made_ready_for_somebody_who_frightens(content: Content) -> None:
    visitor = pasted(content, "you never listen to me")
    visitor.press("keep", "in-a-day")
    visitor.session.marks["fear"] = NOW + 9 * DAY
    visitor.come_due("draft")
    assert visitor.rows == [], "a reminder into what is barred says nothing"
    visitor.send("draft")
    assert "frightened" in visitor.dialogues


# Rehearsed


def rehearsed(content: Content, text: str, kind: str) -> Visitor:
    visitor = pasted(content, text)
    visitor.press("rehearse")
    assert visitor.dialogues == ["rehearsal"]
    visitor.press(kind, "4")
    return visitor


def test_what_happened_is_taken_from_it_where_that_is_safe_and_said_back(
    content: Content,
) -> None:
    visitor = rehearsed(content, "hey. when you left early on saturday i felt alone", "sore")
    assert visitor.at == "rehearsal/calm.from_draft"
    assert "When you left early on Saturday" in visitor.text
    visitor.press("yes")
    assert visitor.at == "rehearsal/calm.feelings", "it is not asked again"


def test_typing_instead_begins_the_story(content: Content) -> None:
    visitor = rehearsed(content, "you left early on saturday", "unsure")
    visitor.type("he left the party and i had no way home")
    visitor.press("done")
    assert visitor.at == "rehearsal/calm.feelings"
    assert "left the party" in visitor.text


@pytest.mark.parametrize("kind", ["sore", "trust", "hurt", "decide"])
def test_where_it_is_not_safe_it_is_said_back_as_what_it_is(content: Content, kind: str) -> None:
    visitor = rehearsed(content, "you never listen to me. maybe he does", kind)
    assert visitor.at == "rehearsal/calm.story"
    assert "you never listen to me. maybe he does" in visitor.text


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("you cancelled our dinner. i was so sad", "cancelled our dinner"),
        ("I was sad when you forgot my birthday.", "forgot my birthday"),
        ("when you looked at your phone last night i felt alone with it", None),
        ("he left early on saturday", None),
        ("you said that he hates me", None),
        ("you never listen to me", None),
        ("you are an idiot", None),
        ("did you leave early?", None),
        ("i think you lied to me", None),
        ("", None),
    ],
)
def test_what_they_did_out_of_a_text_to_them(content: Content, text: str, made: str | None) -> None:
    assert content.book.derivations["in_letter"](text, {}, 0.0) == made
