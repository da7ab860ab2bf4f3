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
from bot.engine.model import Deed, Drawn, Keep, Listed, Recall, Reminder
from bot.engine.records import Kept
from bot.engine.session import Frame

if TYPE_CHECKING:
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
        elif deed.picture is not None:
            draw(walk, deed.picture)
        elif deed.recall is not None:
            _recall(walk, deed.recall)
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
    data = {name: walk.frame.slots[name] for name in keep.slots if name in walk.frame.slots}
    if keep.at_hand:
        walk.session.me[f"last_{keep.kind}"] = data
    expires_at = None if keep.days is None else walk.now + keep.days * DAY
    if walk.frame.record is None or not keep.again:
        walk.session.recorded += 1
        walk.frame.record = f"{walk.session.id}-{walk.session.recorded}"
    walk.records.put(Kept(walk.frame.record, keep.kind, walk.now, data))
    walk.effects.append(Record(keep.kind, data, expires_at, walk.frame.record))


def _recall(walk: Walk, recall: Recall) -> None:
    frame = walk.frame
    same = {slot: frame.slots.get(slot) for slot in recall.same}
    _come_in(frame, walk.records.newest(recall.kind, same, recall.slots), recall.slots)


def open_record(frame: Frame, record: Kept | None, listed: Listed) -> None:
    """Opens the record that was tapped in a list; tapping something else closes the one before."""
    frame.record = None if record is None else record.id
    _come_in(frame, record, listed.slots)


def _come_in(frame: Frame, record: Kept | None, slots: Iterable[str]) -> None:
    data = {} if record is None else record.data
    frame.slots.update({slot: data.get(slot, "") for slot in slots})


def _drop(walk: Walk) -> None:
    record, walk.frame.record = walk.frame.record, None
    if record is not None:
        walk.records.drop(record)
        walk.effects.append(Drop(record))


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
    elif act == "drop":
        _drop(walk)
    elif act == "shelve":
        walk.shelve()
    elif act == "resume":
        walk.resume()
    elif act == "release":
        walk.release()
    elif act == "dismiss":
        session.frames[-1].slots.pop("pending", None)
