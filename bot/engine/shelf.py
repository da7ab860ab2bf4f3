"""Dialogues put aside, and taken up again where they were left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.engine import saying

if TYPE_CHECKING:
    from bot.engine.walk import Walk

ROOM = 5
"""How many dialogues may be put aside at a time."""


def shelve(walk: Walk) -> None:
    """Stops the dialogue on top; one that keeps its place goes to the shelf."""
    put_on_shelf(walk)
    walk.end()


def rest(walk: Walk) -> None:
    """What lies below the dialogue on top is put aside: nothing asks any more after it."""
    *below, top = walk.session.frames
    for frame in below:
        walk.session.frames = [frame]
        put_on_shelf(walk)
    walk.session.frames = [top]


def put_on_shelf(walk: Walk) -> None:
    """Keeps a copy of the dialogue on top, if it keeps its place."""
    frame, session = walk.frame, walk.session
    if walk.dialogue.keeps_place and not frame.nudge:
        others = [f for f in session.shelf if f.dialogue != frame.dialogue]
        session.shelf = [*others, frame.copy()][-ROOM:]


def resume(walk: Walk) -> bool:
    """Takes the last shelved dialogue up where it was left, or shows the open one."""
    session = walk.session
    if session.shelf:
        walk.leave_home()
        session.frames.append(session.shelf.pop())
        if walk.bar() is None:
            walk.note("resumed")
        session.prompt += 1
        walk.come_up(asked_for=True)
        return True
    if session.frames:
        saying.again(walk)
    return bool(session.frames)
