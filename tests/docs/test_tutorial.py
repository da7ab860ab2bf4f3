"""The tutorial of docs/WRITING-DIALOGUES.md, followed to the letter."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from reading_docs import ROOT, Block, blocks

from bot.content import Content, problems
from bot.terminal import CLOCK, Terminal

PAGE = ROOT / "docs" / "WRITING-DIALOGUES.md"
CHECK = ".venv/bin/python -m bot check"
CHAT = re.compile(r"\$ \.venv/bin/python -m bot chat (\w+)")


def _follow(root: Path, block: Block) -> None:
    """Does what the paragraph above a block says to do with it."""
    if found := re.search(r"\bWrite\s+`([^`]+)`", block.above):
        path = root / found[1]
        assert not path.exists(), f"{found[1]} is there already"
        path.parent.mkdir(exist_ok=True)
        path.write_text(block.text)
    elif found := re.search(r"\bIn `([^`]+)`,\s+below `([^`]+)`,\s+add:$", block.above):
        path = root / found[1]
        before, line, after = path.read_text().partition(found[2] + "\n")
        assert line, f"{found[1]} has no line {found[2]}"
        path.write_text(before + line + block.text + after)
    elif found := re.search(r"\bAdd to\s+`([^`]+)`:$", block.above):
        path = root / found[1]
        path.write_text(path.read_text() + block.text)
    else:
        pytest.fail(f"the tutorial does not say what to do with:\n{block.text}")


@pytest.fixture(scope="module")
def tutorial() -> list[Block]:
    return blocks(PAGE)


@pytest.fixture(scope="module")
def root(tutorial: list[Block], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the content in which the tutorial was followed."""
    root = tmp_path_factory.mktemp("content")
    for folder in ("dialogues", "templates"):
        shutil.copytree(ROOT / folder, root / folder)
    steps = [b for b in tutorial if b.language in ("yaml", "jinja")]
    assert len(steps) == 9
    for step in steps:
        _follow(root, step)
    return root


def test_nothing_is_wrong_with_what_it_makes(root: Path, tutorial: list[Block]) -> None:
    shown = next(b.text for b in tutorial if CHECK in b.text)
    assert shown == f"$ {CHECK}\nNothing wrong.\n"
    assert problems(root) == []


def test_it_talks_as_the_page_shows(root: Path, tutorial: list[Block]) -> None:
    shown = next(b.text for b in tutorial if CHAT.match(b.text))
    first, *rest = shown.splitlines()
    name = CHAT.fullmatch(first)
    assert name is not None
    said = [first]
    terminal = Terminal(
        Content.read(root), lambda text: said.extend(text.split("\n")), 0, lambda: CLOCK
    )
    terminal.begin(name[1])
    for line in rest:
        if line and not line.startswith(" "):
            said.append(line)
            terminal.take(line)
    assert "\n".join(line.rstrip() for line in said).rstrip() == shown.rstrip()


def test_a_fault_in_it_is_named_with_its_line(root: Path, tmp_path: Path) -> None:
    """What the page promises of `make check`, on the practice it makes."""
    copy = tmp_path / "content"
    shutil.copytree(root, copy)
    path = copy / "dialogues" / "glad.yaml"
    path.write_text(path.read_text().replace("next: glad.wish", "next: glad.wsh"))
    assert "dialogues/glad.yaml:19: unknown target `glad.wsh`" in problems(copy)
