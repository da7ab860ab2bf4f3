"""What dialogues may have done on the way: reminders, records, marks, and a few acts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from bot.engine.effects import (
    Drop,
    Export,
    Forget,
    Hide,
    Picture,
    Record,
    Remind,
    Unremind,
    View,
)
from bot.engine.model import Deed, Drawn, Keep, Recall, Reminder
from bot.engine.shelf import rest, resume, shelve

if TYPE_CHECKING:
    from bot.engine.session import Session
    from bot.engine.walk import Walk

DAY = 86400.0
MINUTE = 60.0


def do(walk: Walk, deeds: Iterable[Deed]) -> None:
    """Does the deeds in order, each on the dialogue that is then on top."""
    for deed in deeds:
        if deed.remind is not None:
            _remind(walk, deed.remind)
        elif deed.unremind is not None:
            walk.effects.append(Unremind(deed.unremind))
        elif deed.keep is not None:
            _keep(walk, deed.keep)
        elif deed.recall is not None:
            _recall(walk, deed.recall)
        elif deed.drop is not None:
            _drop(walk, deed.drop)
        elif deed.picture is not None:
            draw(walk, deed.picture)
        elif deed.me is not None:
            walk.session.me.update({k: walk.frame.slots.get(v, v) for k, v in deed.me.items()})
        elif deed.mark is not None:
            walk.session.marks[deed.mark.name] = walk.now + deed.mark.days * DAY
        elif deed.unmark is not None:
            walk.session.marks.pop(deed.unmark, None)
        elif deed.act is not None:
            _act(walk, deed.act)


def _remind(walk: Walk, reminder: Reminder) -> None:
    frame = walk.frame
    if reminder.after is not None:
        at = walk.now + float(frame.slots.get(reminder.after) or 0) * MINUTE
    else:
        moment = frame.slots.get(reminder.moment or "")
        if not isinstance(moment, int | float):
            return
        at = float(moment) - reminder.early * MINUTE
        if at <= walk.now:
            return
    carried = {name: frame.slots[name] for name in reminder.carries if name in frame.slots}
    data = {"dialogue": frame.dialogue, "state": reminder.leads_to, "slots": carried}
    walk.effects.append(Remind(reminder.name, at, data))


def _keep(walk: Walk, keep: Keep) -> None:
    session = walk.session
    data = {name: walk.frame.slots[name] for name in keep.slots if name in walk.frame.slots}
    expires_at = None if keep.days is None else walk.now + keep.days * DAY
    name = None
    if keep.at_hand:
        before = session.me.get("kept", {}).get(keep.kind, {})
        name = before.get("name") if keep.again else None
        name = name or f"{keep.kind}-{session.id}-{session.prompt}"
        put_at_hand(session, keep.kind, data, name, expires_at)
    walk.effects.append(Record(keep.kind, data, expires_at, name))


def put_at_hand(
    session: Session, kind: str, data: dict[str, Any], name: str, until: float | None
) -> None:
    """Has a record at hand in every dialogue, by its name in the store, until a unix time."""
    session.me[f"last_{kind}"] = data
    session.me["kept"] = session.me.get("kept", {}) | {kind: {"name": name, "until": until}}


def put_away_old(session: Session, now: float) -> None:
    """What has had its time is at hand no longer; the store drops its row by itself."""
    for kind, about in session.me.get("kept", {}).items():
        if about["until"] is not None and about["until"] <= now:
            _put_away(session, kind)


def _put_away(session: Session, kind: str) -> str | None:
    kept: dict[str, Any] = session.me.get("kept", {})
    session.me["kept"] = {k: v for k, v in kept.items() if k != kind}
    session.me.pop(f"last_{kind}", None)
    name: str | None = kept.get(kind, {}).get("name")
    return name


def _recall(walk: Walk, recall: Recall) -> None:
    data = walk.session.me.get(f"last_{recall.kind}") or {}
    walk.frame.slots.update({name: data[name] for name in recall.slots if name in data})


def _drop(walk: Walk, kind: str) -> None:
    name = _put_away(walk.session, kind)
    if name is not None:
        walk.effects.append(Drop(name))


def draw(walk: Walk, drawn: Drawn) -> bool:
    """Has a picture drawn and sent. Is there what it draws?"""
    if drawn.of is not None and not walk.session.me.get(drawn.of):
        return False
    slots = walk.session.top.slots if walk.session.top is not None and drawn.values else {}
    values = {name: slots[name] for name in drawn.values if name in slots}
    view = View(
        template=f"pictures/{drawn.name}",
        slots=values,
        me=walk.session.me,
        variant=walk.session.seed + walk.session.prompt,
        now=walk.now,
    )
    walk.effects.append(Picture(drawn.name, drawn.form, view, values, drawn.records))
    return True


def _act(walk: Walk, act: str) -> None:
    session = walk.session
    if act == "forget":
        walk.effects.append(Forget())
    elif act == "export":
        walk.effects.append(Export())
    elif act == "tidy":
        walk.effects.append(Hide(None))
    elif act == "hide":
        walk.effects.append(Hide("h"))
    elif act == "shelve":
        shelve(walk)
    elif act == "rest":
        rest(walk)
    elif act == "resume":
        resume(walk)
    elif act == "release":
        walk.release()
    elif act == "dismiss":
        session.frames[-1].slots.pop("pending", None)
