"""What dialogues may have done on the way: reminders, records, marks, and a few acts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
from bot.engine.model_deeds import Deed, Drawn, Keep, Listed, Recall, Reminder
from bot.engine.records import Kept
from bot.engine.session import Frame
from bot.engine.shelf import rest, resume, shelve

if TYPE_CHECKING:
    from bot.engine.session import Session
    from bot.engine.walk import Walk

DAY = 86400.0
MINUTE = 60.0

EVERY = "all"
"""What `unremind` names when every reminder is meant."""


def do(walk: Walk, deeds: Iterable[Deed]) -> None:
    """Does the deeds in order, each on the dialogue that is then on top."""
    for deed in deeds:
        if deed.remind is not None:
            _remind(walk, deed.remind)
        elif deed.unremind is not None:
            _unremind(walk, deed.unremind)
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
        minutes = _number(frame.slots.get(reminder.after))
        if minutes is None:
            return
        at = walk.now + minutes * MINUTE
    else:
        moment = frame.slots.get(reminder.moment or "")
        if not isinstance(moment, int | float):
            return
        at = float(moment) - reminder.early * MINUTE
        if at <= walk.now:
            return
    carried = {name: frame.slots[name] for name in reminder.carries if name in frame.slots}
    dialogue = reminder.call or frame.dialogue
    state = reminder.leads_to or walk.book.dialogues[dialogue].start
    data: dict[str, Any] = {"dialogue": dialogue, "state": state, "slots": carried}
    if reminder.exact:
        data["exact"] = True
    name = reminder.name
    if reminder.each and frame.record is not None:
        name, data["record"] = _of_record(name, frame.record), frame.record
    walk.effects.append(Remind(name, at, data))


def _number(value: Any) -> float | None:
    """A number, or the id of a choice that is one."""
    if isinstance(value, int | float):
        return float(value)
    return float(value) if isinstance(value, str) and value.isdecimal() else None


def _of_record(name: str, record: str) -> str:
    return f"{name} {record}"


def _unremind(walk: Walk, name: str) -> None:
    """Takes back the reminder of that name, and the open record's of that name."""
    record = walk.frame.record
    walk.effects.append(Unremind(None if name == EVERY else name))
    if record is not None and name != EVERY:
        walk.effects.append(Unremind(_of_record(name, record)))


def _keep(walk: Walk, keep: Keep) -> None:
    session = walk.session
    slots = walk.frame.slots
    data = {name: slots[name] for name in keep.slots if slots.get(name) not in (None, "", [])}
    expires_at = None if keep.days is None else walk.now + keep.days * DAY
    if keep.once:
        _keep_once(walk, keep.kind, data, expires_at)
        return
    name = None
    if keep.again:
        name = walk.frame.record or (_at_hand(session, keep.kind) if keep.at_hand else None)
    if name is None:
        session.recorded += 1
        name = f"{session.id}-{session.recorded}"
    walk.frame.record = name
    if keep.at_hand:
        put_at_hand(session, keep.kind, data, name, expires_at)
    _put(walk, keep.kind, data, name, expires_at)


def _keep_once(walk: Walk, kind: str, data: dict[str, Any], until: float | None) -> None:
    name = f"{walk.session.id}-{kind}-{walk.frame.began:.3f}"
    if data:
        _put(walk, kind, data, name, until)
    else:
        _let_go(walk, name)


def _put(walk: Walk, kind: str, data: dict[str, Any], name: str, until: float | None) -> None:
    walk.records.put(Kept(name, kind, walk.now, data))
    walk.effects.append(Record(kind, data, until, name))


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


def _at_hand(session: Session, kind: str) -> str | None:
    """The name of the record of a kind that is at hand."""
    name: str | None = session.me.get("kept", {}).get(kind, {}).get("name")
    return name


def _put_away(session: Session, kind: str) -> None:
    session.me["kept"] = {k: v for k, v in session.me.get("kept", {}).items() if k != kind}
    session.me.pop(f"last_{kind}", None)


def _recall(walk: Walk, recall: Recall) -> None:
    frame = walk.frame
    if recall.same:
        same = {slot: frame.slots.get(slot) for slot in recall.same}
        record = walk.records.newest(recall.kind, same, recall.slots)
        data = {} if record is None else record.data
    else:
        data = walk.session.me.get(f"last_{recall.kind}") or {}
    _come_in(frame, data, recall.slots)


def open_record(frame: Frame, record: Kept | None, listed: Listed) -> None:
    """Opens the record that was tapped in a list; tapping something else closes the one before."""
    frame.record = None if record is None else record.id
    _come_in(frame, {} if record is None else record.data, listed.slots)


def _come_in(frame: Frame, data: Mapping[str, Any], slots: Iterable[str]) -> None:
    frame.slots.update({slot: data.get(slot, "") for slot in slots})


def _drop(walk: Walk, kind: str) -> None:
    """Lets go of the open record, or else of the one of that kind at hand."""
    session = walk.session
    name, walk.frame.record = walk.frame.record or _at_hand(session, kind), None
    if name is None:
        return
    for each, about in session.me.get("kept", {}).items():
        if about["name"] == name:
            _put_away(session, each)
    _let_go(walk, name)


def _let_go(walk: Walk, name: str) -> None:
    walk.records.drop(name)
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
