"""The diagrams in docs/diagrams are those of the dialogues as they are."""

from __future__ import annotations

import re

import pytest

from bot.content import ROOT, Content
from bot.diagrams import diagrams
from bot.engine.machine import branches_of

FOLDER = ROOT / "docs" / "diagrams"


def test_no_diagram_is_missing_or_left_over(content: Content) -> None:
    assert {p.stem for p in FOLDER.glob("*.md")} == set(diagrams(content.book))


WHOLE = re.compile(r"^dialogue: (\w+)$", re.MULTILINE)
"""How a dialogue's own file says its name; its parts and the helplines do not."""

NAMES = [n for p in (ROOT / "dialogues").glob("*.yaml") for n in WHOLE.findall(p.read_text())]


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_diagram_is_drawn_as_the_dialogue_is(name: str, content: Content) -> None:
    path = FOLDER / f"{name}.md"
    assert path.exists(), "missing: run python -m bot draw"
    assert path.read_text("utf-8") == diagrams(content.book)[name], "stale: run python -m bot draw"


def test_a_diagram_shows_every_state_and_every_way(content: Content) -> None:
    for name, page in diagrams(content.book).items():
        dialogue = content.book.dialogues[name]
        for state in dialogue.states:
            assert f": {state} (" in page
        ways = sum(len(list(branches_of(s))) for s in dialogue.states.values())
        reminders = sum(
            d.remind is not None and d.remind.leads_to is not None
            for s in dialogue.states.values()
            for d in [*s.do, *(d for b in (*s.next, *s.choices) for d in b.do)]
        )
        assert len(re.findall("-->", page)) == 1 + ways + reminders, name
