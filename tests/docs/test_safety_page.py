"""What docs/SAFETY.md says of marks, files and figures is what there is."""

from __future__ import annotations

import re

from reading_docs import ROOT

from bot.content import Content
from bot.engine.filled import deeds_of
from bot.safety.helplines import FRESH_FOR

TEXT = (ROOT / "docs" / "SAFETY.md").read_text("utf-8")
PAGE = " ".join(TEXT.split())


def test_the_marks_and_how_long_they_stand(content: Content) -> None:
    deeds = (
        deed
        for dialogue in content.book.dialogues.values()
        for state in dialogue.states.values()
        for deed in deeds_of(state)
    )
    marks = {(d.mark.name, d.mark.days) for d in deeds if d.mark is not None}
    table = TEXT.partition("| mark |")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| ([\w-]+) \|.*?\| (\d+) days \|", table, re.MULTILINE)
    assert {(name, int(days)) for name, days in rows} == marks


def test_every_dialogue_about_safety_is_among_what_is_to_be_read(content: Content) -> None:
    to_read = PAGE.partition("Read every sentence")[2].partition("Try to break it")[0]
    for name, dialogue in content.book.dialogues.items():
        if dialogue.about_safety:
            assert re.search(rf"\b{name}`", to_read), name


def test_the_figures_of_the_page() -> None:
    assert re.findall(r"due again after (\d+) days", PAGE) == [str(FRESH_FOR.days)]


def test_weak_signs_are_asked_about_as_often_as_it_says(content: Content) -> None:
    days = {d.hears.days for d in content.book.hearing if d.hears is not None}
    assert re.findall(r"once in (\d+) days", PAGE) == [str(d) for d in days]
