"""A session written by an older version of the dialogues is made to fit the present ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.engine.model import Dialogue
    from bot.engine.walk import Walk


def mend(walk: Walk) -> None:
    """Renames what was renamed; an unknown state becomes the start of its stage, slots kept.

    Frames and steps of dialogues that are gone are dropped. The person is told when the place
    they were at is not there any more.
    """
    session, dialogues = walk.session, walk.book.dialogues
    moved = False
    for shelf in (session.frames, session.shelf):
        for frame in list(shelf):
            dialogue = dialogues.get(frame.dialogue)
            if dialogue is None:
                shelf.remove(frame)
                moved = True
                continue
            frame.slots = _renamed(frame.slots, dialogue)
            state = _state(frame.state, dialogue)
            if state != frame.state:
                moved |= state != dialogue.renamed.get(frame.state)
                frame.state, frame.work = state, {}
    steps = [s for s in session.trail if s.dialogue in dialogues]
    for i, step in enumerate(steps):
        dialogue = dialogues[step.dialogue]
        if step.state not in dialogue.states or dialogue.renamed:
            fitted = step.copy()
            fitted.state = _state(step.state, dialogue)
            fitted.undo = _renamed(step.undo, dialogue)
            fitted.added = [dialogue.renamed.get(slot, slot) for slot in step.added]
            steps[i] = fitted
    session.trail = steps
    if moved:
        session.prompt += 1
        walk.note("changed")


def _state(name: str, dialogue: Dialogue) -> str:
    name = dialogue.renamed.get(name, name)
    if name in dialogue.states:
        return name
    stage = dialogue.stage_of(name)
    same = (s for s in dialogue.states if dialogue.stage_of(s) == stage)
    asks = (s for s in same if dialogue.states[s].ask is not None)
    return next(asks, dialogue.start)


def _renamed(slots: dict[str, Any], dialogue: Dialogue) -> dict[str, Any]:
    if not dialogue.renamed:
        return slots
    return {dialogue.renamed.get(slot, slot): value for slot, value in slots.items()}
