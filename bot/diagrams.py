"""Mermaid diagrams of the dialogues, from the same data that the machine is built of."""

from __future__ import annotations

from collections.abc import Iterator

from bot.engine.book import Book
from bot.engine.filled import deeds_of
from bot.engine.machine import branches_of
from bot.engine.model import END, Branch, Choice, Dialogue


def diagrams(book: Book) -> dict[str, str]:
    """A Markdown page with a state diagram for each dialogue, by its name."""
    return {name: "\n".join(_page(dialogue)) + "\n" for name, dialogue in book.dialogues.items()}


def _page(dialogue: Dialogue) -> Iterator[str]:
    yield f"# {dialogue.dialogue}"
    yield ""
    yield "Drawn by `python -m bot draw`; a test fails when it is stale."
    yield ""
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield f"    [*] --> {_name(dialogue.start)}"
    for name, state in dialogue.states.items():
        kind = state.ask or ("silent" if state.silent else "says")
        yield f"    {_name(name)}: {name} ({kind})"
        for _, branch in branches_of(state):
            to = "[*]" if branch.to == END else _name(branch.to or name)
            yield f"    {_name(name)} --> {to}{_label(branch)}"
        for deed in deeds_of(state):
            if deed.remind is not None and deed.remind.leads_to is not None:
                yield f"    {_name(name)} --> {_name(deed.remind.leads_to)}: reminder"
    yield "```"


def _name(state: str) -> str:
    return state.replace(".", "_").replace("-", "_")


def _label(branch: Branch) -> str:
    parts = []
    if isinstance(branch, Choice):
        parts.append(f"[{branch.id}]")
    if branch.when is not None:
        parts.append(f"when {branch.when}")
    if branch.call is not None:
        parts.append(f"by way of {branch.call}")
    return f": {', '.join(parts)}" if parts else ""
