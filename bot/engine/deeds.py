"""What dialogues may have done on the way: reminders, records, marks, and a few acts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.engine.effects import Export, Forget, Hide, Record, Remind, Unremind
from bot.engine.model import Deed, Keep, Reminder

if TYPE_CHECKING:
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
    data = {name: walk.frame.slots[name] for name in keep.slots if name in walk.frame.slots}
    if keep.at_hand:
        walk.session.me[f"last_{keep.kind}"] = data
    expires_at = None if keep.days is None else walk.now + keep.days * DAY
    walk.effects.append(Record(keep.kind, data, expires_at))


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
        walk.shelve()
    elif act == "rest":
        walk.rest()
    elif act == "resume":
        walk.resume()
    elif act == "release":
        walk.release()
    elif act == "dismiss":
        session.frames[-1].slots.pop("pending", None)
