"""From the engine's effects to what a turn writes: outbox rows, due rows, records."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from typing import Any

from bot.content import Content
from bot.engine.effects import (
    Chosen,
    Drop,
    Edit,
    Effect,
    Export,
    Forget,
    Hide,
    Pace,
    Picture,
    Rated,
    Record,
    Remind,
    Say,
    Unremind,
)
from bot.export import exported
from bot.life import Life
from bot.message import Button, Message
from bot.store.base import DuePut, RecordPut, Store, TurnWrite

KEPT_SECONDS = 48 * 3600.0
"""How long Telegram lets a bot delete messages, and we keep their ids."""

SEEN = "~seen:1"
"""What the button of an answered question sends: nothing that needs an answer."""


async def written(
    write: TurnWrite, life: Life, effects: Iterable[Effect], content: Content, store: Store
) -> None:
    """Adds to the write what the effects ask for, phrased.

    Raises:
        StoreError: what an export or a tidying needs could not be read.
    """
    session, chat = life.session, life.chat
    for effect in effects:
        match effect:
            case Say():
                _say(write, life, effect, content)
            case Edit():
                message = content.phrasebook.message(effect.view, session.id)
                session.offers = dict(message.offers)
                write.outbox.append(
                    _row("edit", chat, effect.ref, message, message_id=effect.message_id)
                )
            case Chosen():
                write.outbox.append(_chosen(chat, effect, content))
            case Pace():
                write.outbox.append(_pace(chat, effect, content))
            case Picture():
                write.outbox.append(await _picture(write, chat, effect, content, store))
            case Remind():
                data = {"name": effect.name, "data": dict(effect.data)}
                write.due_put.append(DuePut(effect.name, effect.at, data))
            case Unremind(None):
                write.due_put.clear()
                write.due_drop += [due.key for due in await store.upcoming(write.owner)]
            case Unremind(str(name)):
                write.due_put = [put for put in write.due_put if put.key != name]
                write.due_drop.append(name)
            case Record():
                write.records_put.append(
                    RecordPut(effect.kind, dict(effect.data), effect.expires_at, effect.name)
                )
            case Drop():
                write.records_put = [put for put in write.records_put if put.id != effect.name]
                write.records_drop.append(effect.name)
            case Rated():
                write.ratings += [(rule, effect.helped) for rule in effect.rules]
                if effect.message_id is not None:
                    write.outbox.append(_rated(chat, effect, content))
            case Hide():
                write.outbox += await _hidden(write, chat, effect.refs, store)
            case Export():
                for name, text in await exported(write.owner, life, content, store, write.at):
                    write.outbox.append(_document(chat, name, text))
            case Forget():
                await _forget(write, chat, content, store)


def _say(write: TurnWrite, life: Life, effect: Say, content: Content) -> None:
    message = content.phrasebook.message(effect.view, life.session.id)
    if effect.asks:
        life.session.offers = dict(message.offers)
    if effect.instead_of is not None:
        write.outbox.append({"op": "delete", "chat": life.chat, "ref": effect.instead_of})
    write.outbox.append(_row("say", life.chat, effect.ref, message, help=effect.urgent))


def _row(op: str, chat: int, ref: str, message: Message, **more: Any) -> dict[str, Any]:
    return {"op": op, "chat": chat, "ref": ref, "message": message.as_data(), **more}


def _chosen(chat: int, effect: Chosen, content: Content) -> dict[str, Any]:
    labels = [content.phrasebook.label(effect.view, shown) for shown in effect.choices]
    ticked = [
        label if shown.ticked else content.phrasebook.ticked(label)
        for label, shown in zip(labels, effect.choices, strict=True)
    ]
    rows = [[Button(label, tap=SEEN).as_data()] for label in ticked]
    if effect.rate is not None:
        asked = [(verb, _rating(verb, content)) for verb in ("helped", "missed")]
        rows.append([Button(w, tap=f"~{verb}:{effect.rate}").as_data() for verb, w in asked])
    name = {"message_id": effect.message_id} if effect.message_id else {"ref": effect.ref}
    return {"op": "buttons", "chat": chat, **name, "buttons": rows}


def _rating(verb: str, content: Content) -> str:
    return content.phrasebook.shared_plain("common/labels", f"label_{verb}")


def _rated(chat: int, effect: Rated, content: Content) -> dict[str, Any]:
    """The two buttons give way to the one that was tapped."""
    label = _rating("helped" if effect.helped else "missed", content)
    rows = [[Button(content.phrasebook.ticked(label), tap=SEEN).as_data()]]
    return {"op": "buttons", "chat": chat, "message_id": effect.message_id, "buttons": rows}


def _pace(chat: int, effect: Pace, content: Content) -> dict[str, Any]:
    frames = content.phrasebook.frames(effect.view)
    last = Message(frames[-1][1])
    return {
        "op": "pace",
        "chat": chat,
        "ref": effect.ref,
        "frames": [{"seconds": seconds, "text": text} for seconds, text in frames],
        "then": last.as_data(),
    }


async def _picture(
    write: TurnWrite, chat: int, effect: Picture, content: Content, store: Store
) -> dict[str, Any]:
    """A row that only describes the picture; it is drawn when it is sent, and kept nowhere."""
    words = content.phrasebook.drawn_words(effect.view)
    records = {
        kind: [{"at": r.created_at, **r.data} for r in await store.records(write.owner, kind)]
        for kind in effect.records
    }
    return {
        "op": "document" if effect.form == "pdf" else "photo",
        "chat": chat,
        "name": f"{words.pop('file')}.{effect.form}",
        "otherwise": Message(words.pop("otherwise")).as_data(),
        "caption": words.pop("caption", None),
        "picture": {
            "name": effect.name,
            "form": effect.form,
            "words": words,
            "values": dict(effect.values),
            "records": records,
        },
    }


async def _hidden(
    write: TurnWrite, chat: int, refs: str | None, store: Store
) -> list[dict[str, Any]]:
    known = await store.message_ids(write.owner, write.at - KEPT_SECONDS)
    ids = [i for ref, i in known if refs is None or (ref is not None and ref.startswith(refs))]
    return [{"op": "delete", "chat": chat, "message_ids": ids}] if ids else []


def _document(chat: int, name: str, text: str) -> dict[str, Any]:
    content = base64.b64encode(text.encode("utf-8", "replace")).decode()
    return {"op": "document", "chat": chat, "name": name, "content_base64": content}


async def _forget(write: TurnWrite, chat: int, content: Content, store: Store) -> None:
    """Erases the person; the messages of two days go with them as far as Telegram permits."""
    farewell = Message(content.phrasebook.shared("forget/farewell", "text"))
    write.forget = True
    write.farewell += await _hidden(write, chat, None, store)
    write.farewell.append({"op": "say", "chat": chat, "ref": None, "message": farewell.as_data()})
