"""One event in, one new session and its effects out. Pure, synchronous, total."""

from __future__ import annotations

from collections.abc import Sequence

from bot.engine import answers, deeds, saying
from bot.engine.book import Book
from bot.engine.danger import meet_danger
from bot.engine.deeds import put_away_old
from bot.engine.due import come_due
from bot.engine.effects import Turn
from bot.engine.events import (
    Choice,
    Command,
    Due,
    Event,
    FromPartner,
    Skipped,
    Standing,
    Text,
    Unsupported,
)
from bot.engine.feedback import rate
from bot.engine.hearing import hear
from bot.engine.mend import mend
from bot.engine.records import Kept
from bot.engine.session import Session
from bot.engine.shelf import resume, shelve
from bot.engine.trail import back, forget_ended, remember
from bot.engine.walk import Walk
from bot.safety.risk import NO_RISK


def advance(
    book: Book, session: Session, event: Event, now: float, kept: Sequence[Kept] | None = None
) -> Turn:
    """What one event makes of a session.

    Args:
        book: all dialogues and the pure tools.
        session: where the person is; it is not changed.
        event: what happened.
        now: unix seconds.
        kept: the person's records, oldest first, where they were loaded.

    Returns:
        The new session and the effects, in the order in which they are to happen.

    Raises:
        RecordsWanted: the event needs `kept`; nothing happened yet, call again with it.
    """
    walk = Walk(book, session.copy(), now, kept)
    put_away_old(walk.session, now)
    moved = mend(walk)
    newcomer = not walk.session.me.get("consented")
    if moved:
        _show_anew(walk, event)
    else:
        _step(walk, event)
    while walk.refed is not None:
        waiting, walk.refed = walk.refed, None
        _step(walk, waiting)
    if newcomer and walk.session.me.get("consented") and not walk.session.frames:
        _after_consent(walk)
    return Turn(walk.session, tuple(walk.effects))


def _show_anew(walk: Walk, event: Event) -> None:
    """The question was changed since it was shown: an answer to it is none to the one now there."""
    if isinstance(event, Text | Choice) and getattr(event, "risk", NO_RISK).risk == "none":
        if not _at_home(walk):
            walk.come_up()
        return
    if walk.session.frames and walk.frame.work.get("enter"):
        walk.come_up()
    elif walk.session.frames and walk.frame.work.pop("moved", False):
        walk.session.prompt += 1
        walk.note("changed")
    _step(walk, event)


def _step(walk: Walk, event: Event) -> None:
    """Takes an event, and notes the way back from what it led to."""
    depth = len(walk.session.frames)
    before = walk.frame.copy() if depth else None
    _take(walk, event)
    if isinstance(event, Text):
        hear(walk, event)
    forget_ended(walk.session)
    if before is not None and not _goes_back(event):
        remember(walk, before, depth)


def _take(walk: Walk, event: Event) -> None:
    """Safety first, then consent, then what the event says."""
    if isinstance(event, Text | Command) and event.risk.risk != "none":
        meet_danger(walk, event)
    elif isinstance(event, Command):
        _command(walk, event)
    elif isinstance(event, Standing):
        _standing(walk, event)
    elif isinstance(event, Due):
        come_due(walk, event)
    elif isinstance(event, Choice):
        if not _at_home(walk):
            answers.take_tap(walk, event)
    elif isinstance(event, Text):
        _typed(walk, event)
    elif isinstance(event, Unsupported):
        _remark(walk, "only_text")
    elif isinstance(event, Skipped):
        _remark(walk, "stumbled")
    elif isinstance(event, FromPartner):
        pass


def _typed(walk: Walk, event: Text) -> None:
    if event.foreign and not walk.session.me.get("foreign"):
        walk.session.me["foreign"] = True
        walk.note("not_english")
    if event.edited:
        _remark(walk, "edited")
    elif not _at_home(walk):
        answers.take_text(walk, event)


def _at_home(walk: Walk) -> bool:
    """Where nothing is under way, the welcome or the home question is asked. Did that happen?"""
    if walk.session.frames:
        return False
    consented = walk.session.me.get("consented")
    walk.push(walk.book.roles["home" if consented else "welcome"])
    return True


def _remark(walk: Walk, note: str) -> None:
    walk.note(note)
    if not _at_home(walk):
        saying.again(walk)


def _goes_back(event: Event) -> bool:
    return isinstance(event, Command) and event.name == "back"


# Commands


def _command(walk: Walk, event: Command) -> None:
    name, session = event.name, walk.session
    dialogue = walk.book.commands.get(name)
    open_to_all = name in ("back", "cancel") or (
        dialogue is not None and walk.book.dialogues[dialogue].before_consent
    )
    if not session.me.get("consented") and not open_to_all:
        if dialogue is not None:
            session.waiting = name
        if not session.frames:
            _at_home(walk)
        else:
            saying.again(walk)
    elif name == "back":
        _back(walk)
    elif name == "cancel":
        _cancel(walk)
    elif name == "resume":
        if not resume(walk):
            _remark(walk, "nothing_kept")
    elif dialogue is not None:
        _open(walk, dialogue)
    elif name == "start":
        if not _at_home(walk):
            saying.again(walk)
    else:
        _remark(walk, "unknown_command")


def _open(walk: Walk, dialogue: str) -> None:
    """Starts a dialogue, or returns to it where it is already under way."""
    frames = walk.session.frames
    same = (i for i, f in enumerate(frames) if f.dialogue == dialogue and not f.nudge)
    under_way = next(same, None)
    if under_way is None:
        left = walk.leave_home()
        walk.push(dialogue)
        if left and not walk.session.frames:
            walk.session.frames = left
            saying.again(walk)
        return
    del frames[under_way + 1 :]
    if walk.dialogue.keeps_place:
        # One that waits for a dialogue it called may have nothing left to ask; then it begins anew.
        waits = bool(walk.frame.work.get("enter"))
        barred = walk.bar() is not None
        if not waits and not barred:
            walk.note("already_here")
        walk.come_up(asked_for=True)
        if waits and not barred and all(f.dialogue != dialogue for f in frames):
            walk.push(dialogue)
    else:
        frames.pop()
        walk.push(dialogue)


def _back(walk: Walk) -> None:
    frame = walk.session.top
    if frame is not None and (frame.work.get("findings") or frame.work.get("meant")):
        frame.work = {}
        saying.ask(walk)
    elif not back(walk):
        _remark(walk, "nothing_back")
    elif not walk.session.frames:
        _at_home(walk)


def _cancel(walk: Walk) -> None:
    if not walk.session.frames:
        _remark(walk, "nothing_open")
        return
    walk.note("kept" if walk.dialogue.keeps_place else "stopped")
    shelve(walk)
    if not walk.session.frames:
        _at_home(walk)


def _after_consent(walk: Walk) -> None:
    waiting, walk.session.waiting = walk.session.waiting, None
    if waiting is not None:
        _command(walk, Command(waiting))
    else:
        _at_home(walk)


# Standing buttons


def _standing(walk: Walk, event: Standing) -> None:
    if event.verb == "help":
        _open(walk, walk.book.roles["help"])
    elif event.verb == "picture":
        drawn = walk.book.drawn.get(event.id)
        if drawn is None or not deeds.draw(walk, drawn):
            _remark(walk, "stale")
    elif event.verb in ("helped", "missed"):
        rate(walk, event.id, event.verb == "helped", event.message_id)
    elif event.verb == "open" and event.id in walk.book.opened:
        if walk.session.me.get("consented"):
            _open(walk, event.id)
        else:
            _at_home(walk)
