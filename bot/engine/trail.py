"""The way somebody came, so that it can be taken back step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.engine.session import TRAIL_LENGTH, Frame, Session, Step

if TYPE_CHECKING:
    from bot.engine.walk import Walk


def remember(walk: Walk, before: Frame, depth: int) -> None:
    """Notes the step from `before` to what the frame at that depth holds now, for /back."""
    frames = walk.session.frames
    after = frames[depth - 1] if len(frames) >= depth else None
    if after is None or after.dialogue != before.dialogue:
        return
    undo = {k: v for k, v in before.slots.items() if after.slots.get(k) != v}
    added = [k for k in after.slots if k not in before.slots]
    moved = after.state != before.state or after.partner != before.partner
    if not (moved or undo or added):
        return
    step = Step(depth, before.dialogue, before.state, undo, added, before.partner)
    walk.session.trail.append(step)
    del walk.session.trail[:-TRAIL_LENGTH]


def back(walk: Walk) -> bool:
    """Takes the last step back, or leaves a dialogue just called. False where there is none."""
    session = walk.session
    depth = len(session.frames)
    if depth > 1 and not any(step.depth == depth for step in session.trail):
        if not (session.trail and session.frames[-2].work.get("enter")):
            walk.end()
            return True
        # The caller has moved on already; the step to take back is the one that called.
        session.frames.pop()
    while session.trail:
        step = session.trail.pop()
        frames = session.frames
        if len(frames) < step.depth or frames[step.depth - 1].dialogue != step.dialogue:
            continue
        del frames[step.depth :]
        frame = frames[-1]
        frame.slots = {k: v for k, v in frame.slots.items() if k not in step.added}
        frame.slots.update(step.undo)
        frame.partner = step.partner
        frame.state = step.state
        # What was renamed since may only lead on to where it is asked now.
        frame.work = {} if walk.state.ask is not None else {"enter": True}
        walk.session.prompt += 1
        walk.come_up()
        return True
    return False


def forget_ended(session: Session) -> None:
    """Steps of dialogues that are no longer under way cannot be taken back."""
    here = [f.dialogue for f in session.frames]
    session.trail = [
        s for s in session.trail if s.depth <= len(here) and here[s.depth - 1] == s.dialogue
    ]


def drop_second(session: Session) -> None:
    """Makes room: the oldest interruption goes, what was interrupted first stays."""
    del session.frames[1]
    steps = [s.copy() for s in session.trail if s.depth != 2]
    for step in steps:
        step.depth -= step.depth > 2
    session.trail = steps
