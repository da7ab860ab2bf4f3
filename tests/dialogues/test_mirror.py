"""Listening practice: it replays, its lines get harder, it stops in time and minds safety marks."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from bot.cli import cli
from bot.content import Content
from bot.partner import BANDS, TOPICS
from tests.dialogues.visitor import NOW, Visitor

TYPED = """money
so you are worried about it and want us to be careful. is that it?
but i told you already
[Show me one way]
[Use this]
it sounds like you feel alone with it. did i get that?
hm
[Leave it, go on]
i can see why you're angry
"""
WARM = "it sounds like you feel hurt. is that it?"


def listening(content: Content, topic: str = "mixed", **more: object) -> Visitor:
    visitor = Visitor(content, **more)  # type: ignore[arg-type]
    visitor.send("mirror")
    visitor.press(topic)
    return visitor


def lines(visitor: Visitor) -> list[str]:
    assert visitor.session.top is not None
    assert visitor.session.top.partner is not None
    return list(visitor.session.top.partner["used"])


def test_the_same_seed_and_lines_replay_identically() -> None:
    def said(seed: str) -> str:
        result = CliRunner().invoke(cli, ["chat", "mirror", "--seed", seed], input=TYPED)
        assert result.exit_code == 0
        return result.stdout

    once = said("7")
    assert once == said("7")
    assert "5 of 5" in once
    assert "That's it for today" in once
    assert once != said("8")


@pytest.mark.parametrize("topic", ["mixed", *(t for t in TOPICS if t != "other")])
def test_five_lines_each_as_hard_as_the_one_before_or_harder(content: Content, topic: str) -> None:
    visitor = listening(content, topic, seed=5)
    for _ in range(4):
        visitor.answer(WARM)
    heard = lines(visitor)
    assert len(set(heard)) == 5
    known = content.lines.partner.line_bands()
    hardest = [max(BANDS.index(band) for band in known[line]) for line in heard]
    assert hardest == sorted(hardest)
    assert hardest[0] < hardest[-1]
    visitor.answer(WARM)
    assert "That's it for today" in visitor.text


def test_a_second_time_brings_other_lines_and_what_went_well_before(content: Content) -> None:
    visitor = listening(content)
    visitor.answer(WARM)
    for _ in range(4):
        first = lines(visitor)
        visitor.answer("i can see why you're angry")
    assert [kind for kind, _ in visitor.kept] == ["practised", "mirror"]
    assert set(visitor.kept[0][1]) <= {"skills", "to_try", "topic"}, "no words of the person"
    visitor.send("mirror")
    assert "Last time you" in visitor.text
    visitor.press("mixed")
    for _ in range(4):
        visitor.answer(WARM)
    assert not set(first) & set(lines(visitor))


def test_one_can_stop_at_any_time_also_under_feedback(content: Content) -> None:
    visitor = listening(content)
    visitor.press("enough")
    assert "That's fine" in visitor.text
    assert visitor.kept == [], "nothing went well or badly yet"
    visitor = listening(content)
    visitor.type("but you never told me")
    assert "retry" in visitor.choices
    visitor.press("enough")
    assert "That's fine" in visitor.text
    assert visitor.session.frames == []


def test_no_try_is_left_without_an_answer(content: Content) -> None:
    visitor = listening(content)
    visitor.answer("it sounds like you feel purple. is that it?")
    assert "“It sounds like you feel" in visitor.text


def test_after_ten_minutes_it_offers_to_stop_once(content: Content) -> None:
    visitor = listening(content)
    visitor.now = NOW + 599
    visitor.answer(WARM)
    assert visitor.at == "mirror/listen.line"
    visitor.now = NOW + 600
    visitor.answer(WARM)
    assert visitor.at == "mirror/listen.longer"
    visitor.press("go-on")
    assert "4 of 5" not in visitor.text
    assert "3 of 5" in visitor.text
    visitor.answer(WARM)
    assert visitor.at == "mirror/listen.line"


@pytest.mark.parametrize("mark", ["self-harm", "violence", "fear"])
def test_while_a_safety_mark_stands_no_line_is_played(content: Content, mark: str) -> None:
    visitor = Visitor(content)
    visitor.session.marks[mark] = NOW + 1000
    visitor.send("mirror")
    assert "Not now" in visitor.text
    visitor = listening(content)
    visitor.type("i want to kill myself")
    visitor.press("no")
    while visitor.at.startswith("danger"):
        visitor.press(visitor.choices[-1])
    assert "blockquote" not in visitor.text
