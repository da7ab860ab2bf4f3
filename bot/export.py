"""Everything that is kept about a person, as data and as a page to read."""

from __future__ import annotations

import json
from typing import Any

from bot.content import Content
from bot.engine.machine import branches_of
from bot.life import Life
from bot.store.base import Owner, Store

SECRET = ("marks", "signs", "offers", "id", "seed", "prompt")
"""Left out: safety marks and signs (nobody who reads along may see them), and inner workings."""


async def exported(
    owner: Owner, life: Life, content: Content, store: Store, now: float
) -> list[tuple[str, str]]:
    """The files of an export as (name, text). Raises StoreError."""
    session = {k: v for k, v in life.session.as_data().items() if k not in SECRET}
    for place in ("frames", "shelf"):
        ordinary = [f for f in session[place] if not _about_safety(f, content)]
        session[place] = [{**f, "slots": _without_secrets(f, content)} for f in ordinary]
    session.pop("trail")
    everything: dict[str, Any] = {
        "exported_at": now,
        "language": life.language,
        "under_way": session,
        "kept": [
            {"kind": r.kind, "at": r.created_at, "until": r.expires_at, "data": r.data}
            for r in await store.records(owner)
        ],
        "to_come": [{"at": due.at, "data": due.data} for due in await store.upcoming(owner)],
    }
    data = json.dumps(everything, ensure_ascii=False, indent=2)
    page = content.phrasebook.shared("export/page", "text", everything=everything)
    return [("before-we-talk.json", data), ("before-we-talk.html", page)]


def _without_secrets(frame: dict[str, Any], content: Content) -> dict[str, Any]:
    """A dialogue's answers without those that it took from one about somebody's safety."""
    dialogues = content.book.dialogues
    ways = (b for s in dialogues[frame["dialogue"]].states.values() for _, b in branches_of(s))
    secret = {n for b in ways if b.call and dialogues[b.call].about_safety for n in b.takes}
    return {name: value for name, value in frame["slots"].items() if name not in secret}


def _about_safety(frame: dict[str, Any], content: Content) -> bool:
    dialogue = content.book.dialogues.get(frame["dialogue"])
    return dialogue is None or dialogue.about_safety
