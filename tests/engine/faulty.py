"""Dialogues with a fault, put into the sound small book; a fault's line ends in `# <-`."""

from __future__ import annotations

from bot.engine.lint import lint
from bot.engine.loader import Broken, load_all
from tests.engine.small_book import ALL, DERIVATIONS, SOURCES

PATH = "dialogues/broken.yaml"
HEAD = "dialogue: broken\ncommand: broken\nstart: a.one\n"
OK = "a.one: {ask: choice, choices: [go], next: end}"


def problems(text: str, **others: str) -> list[str]:
    """What is wrong in the sound small book with this dialogue added."""
    files = {f"dialogues/{name}.yaml": t for name, t in {**ALL, **others}.items()}
    try:
        written = load_all({**files, PATH: text})
    except Broken as broken:
        return [str(p) for p in broken.problems]
    return [str(p) for p in lint(written, DERIVATIONS, SOURCES)]


def states(*lines: str, head: str = HEAD) -> str:
    return head + "states:\n" + "".join(f"  {line}\n" for line in lines)


def is_named_where_it_stands(text: str, message: str) -> None:
    """Is the one fault of this dialogue named, with its file and line?"""
    (line,) = [n for n, each in enumerate(text.splitlines(), 1) if each.endswith("# <-")]
    found = problems(text)
    assert len(found) == 1, found
    assert found[0].startswith(f"{PATH}:{line}: {message}"), found
