"""Where in its file a branch or a deed of a dialogue is written, for naming faults there."""

from __future__ import annotations

from collections.abc import Iterator

from bot.engine.model import Branch, Dialogue
from bot.engine.model_deeds import Deed

Place = tuple[str | int, ...]
"""The keys and numbers that lead to it."""


def branches(dialogue: Dialogue, name: str) -> Iterator[tuple[Place, Branch]]:
    """Every way out of a state."""
    state = dialogue.states[name]
    for i, choice in enumerate(state.choices):
        yield ("states", name, "choices", i), choice
    for i, branch in enumerate(state.next):
        yield ("states", name, "next", i), branch


def deeds(dialogue: Dialogue, name: str) -> Iterator[tuple[Place, Deed]]:
    """Everything that is done in a state or on a way out of it."""
    for i, deed in enumerate(dialogue.states[name].do):
        yield ("states", name, "do", i), deed
    for place, branch in branches(dialogue, name):
        for i, deed in enumerate(branch.do):
            yield (*place, "do", i), deed
