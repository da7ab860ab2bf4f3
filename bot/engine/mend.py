"""A session written by an older version of the dialogues is made to fit the present ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.engine.model import Dialogue
    from bot.engine.session import Frame
    from bot.engine.walk import Walk


def mend(walk: Walk) -> bool:
    """Renames what was renamed; an unknown state becomes the start of its stage, slots kept.

    Frames and steps of dialogues that are gone are dropped. Returns whether the open question is
    not there any more, so that nothing may be taken as its answer; the person is told. For frames
    further down that is noted, and said when they come up again.
    """
    session, dialogues = walk.session, walk.book.dialogues
    top = session.top
    for shelf in (session.frames, session.shelf):
        for frame in list(shelf):
            if frame.dialogue in dialogues:
                _fit(frame, dialogues[frame.dialogue])
            else:
                shelf.remove(frame)
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
    if top is None:
        return False
    if session.top is not top:
        if session.top is None:
            walk.note("changed")
        else:
            session.top.work["moved"] = True
    return session.top is None or bool(session.top.work.get("moved"))


def _fit(frame: Frame, dialogue: Dialogue) -> None:
    frame.slots = _renamed(frame.slots, dialogue)
    old, frame.state = frame.state, _state(frame.state, dialogue)
    if frame.state not in (old, dialogue.renamed.get(old)):
        frame.work = {"moved": True}
    elif frame.state != old:
        frame.work = {}
    if dialogue.states[frame.state].ask is None and not frame.work.get("enter"):
        frame.work = {"moved": True, "enter": True}


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
