"""What the engine and the coach say, the shipped templates have words for."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import bot.engine
from bot.coach.names import GOOD
from bot.content import Content


def noted() -> set[str]:
    """The names of all notes and shared blocks the engine asks for, from its source."""
    names: set[str] = set()
    for path in Path(str(bot.engine.__file__)).parent.glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call):
                called = getattr(call.func, "attr", getattr(call.func, "id", ""))
                strings = [c.value for a in call.args for c in ast.walk(a)
                           if isinstance(c, ast.Constant) and isinstance(c.value, str)]  # fmt: skip
                if called in ("note", "_remark"):
                    names |= set(strings)
    return names


def test_every_note_of_the_engine_has_words(content: Content) -> None:
    assert len(noted()) > 10
    blocks = set(content.phrasebook.block_names("common/notes"))
    assert noted() <= blocks, "a note without words"
    source = "".join(
        p.read_text("utf-8") for p in (Path(__file__).parents[2] / "bot").rglob("*.py")
    )
    assert [b for b in blocks if f'"{b}"' not in source] == [], "words for no note"


def test_every_rule_of_the_coach_has_words(content: Content) -> None:
    """Each rule file has a template with its name, its reason and another way to say it."""
    root = Path(__file__).parents[2]
    rules = {p.stem for p in (root / "dialogues/language/en/rules").glob("*.yaml")}
    texts = content.phrasebook.texts
    assert sorted(r for r in rules if f"coach/{r}.j2" not in texts) == []
    for rule in rules:
        blocks = set(re.findall(r"block (\w+)", texts[f"coach/{rule}.j2"]))
        assert blocks >= {"label", "reason"}, rule


def test_every_good_move_has_words(content: Content) -> None:
    blocks = set(content.phrasebook.block_names("coach/good"))
    assert {m.replace("-", "_") for m in GOOD} <= blocks


def test_every_command_has_a_description(content: Content) -> None:
    described = set(content.phrasebook.block_names("profile"))
    assert set(content.book.commands) <= described
    assert {"back", "cancel", "resume"} <= described
