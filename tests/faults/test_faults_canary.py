"""Nothing that somebody typed, no token and no Telegram id is ever found where it should not be.

Canaries are typed in every kind of place, every failure that can be made is made, at the highest
log level; then everything the bot wrote is searched: log, standard output and error, every file
of the data directory, while it runs and after it ended.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import io
import logging
import threading
import warnings
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot import logs
from bot.content import Content
from tests.faults.canaries import OTHER, USER, files, found, loud
from tests.faults.test_faults_storage import full_disk, locked
from tests.turns.rig import Person, Rig
from tests.turns.test_turns_again import Tripping

CANARIES = {
    place: f"zq{number}canary{place}"
    for number, place in enumerate(
        (
            "story",
            "feeling",
            "request",
            "command",
            "payload",
            "caption",
            "edited",
            "callback",
            "name",
            "group",
            "malformed",
            "crash",
            "phrasing",
            "danger",
            "outage",
            "lost",
            "thread",
            "warning",
            "thirdparty",
            "refused",
        )
    )
}

EVENTS = (
    "update.quarantined",
    "update.nameless",
    "turn.failed",
    "turn.store_failed",
    "outbox.set_aside",
    "outbox.postponed",
    "outbox.blocked",
    "poll.failed",
    "tap.not_acknowledged",
)


class Stumbling:
    """A phrasebook that cannot word a view holding the canary."""

    def __init__(self, phrasebook: Any, word: str) -> None:
        self._phrasebook = phrasebook
        self._word = word

    def message(self, view: Any, session: str) -> Any:
        if self._word in repr(view.slots):
            raise KeyError(repr(view.slots))
        return self._phrasebook.message(view, session)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._phrasebook, name)


async def test_nothing_typed_is_found_anywhere(
    rig: Rig, content: Content, log: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    broken = dataclasses.replace(
        content,
        coach=Tripping(content.coach, CANARIES["crash"]),
        phrasebook=Stumbling(content.phrasebook, CANARIES["phrasing"]),
    )
    seen = set()
    async with rig.running(broken), _watched():
        anne = rig.person(USER)
        await _types_everywhere(anne)
        await _fails_everywhere(anne, rig)
        seen |= found(files(rig.folder), CANARIES)
        written = await _typed_words(rig)
    assert written >= {CANARIES[place] for place in ("story", "request")}, (
        "they were taken, and are there for who has the key"
    )
    seen |= found(files(rig.folder), CANARIES)
    logged = log.read_text(errors="replace")
    for event in EVENTS:
        assert event in logged, "it was made to happen, and is noted"
    assert logged.count("An error was not handled") == 2
    out, err = capfd.readouterr()
    seen |= found(f"{logged}{out}{err}".encode("utf-8", "replace"), CANARIES)
    assert seen == set()


@contextlib.asynccontextmanager
async def _watched() -> AsyncIterator[None]:
    loop = asyncio.get_running_loop()
    logs.watch(loop)
    yield
    loop.set_exception_handler(None)


async def _types_everywhere(anne: Person) -> None:
    await anne.do("profile", name=CANARIES["name"])
    await anne.do("start", payload=CANARIES["payload"])
    await anne.settled()
    await anne.chooses("agree")
    await anne.chooses("rehearse", "sore", "5")
    await anne.types(f"You {CANARIES['story']} again.", f"/help {CANARIES['command']}")
    await anne.chooses("done")
    await anne.types(CANARIES["feeling"])
    await anne.chooses("done", "defensive")
    await anne.sends("photo", caption=CANARIES["caption"])
    typed = next(m for m in anne.all if m["from"] == "me" and CANARIES["story"] in m["text"])
    await anne.do("edit", message_id=typed["id"], text=f"You {CANARIES['edited']}.")
    await anne.do("tap", message_id=typed["id"], data=CANARIES["callback"])
    await anne.do("tap", message_id=typed["id"], data=f"~{CANARIES['callback']}:1")
    await anne.do("group", text=CANARIES["group"])
    await anne.settled()


async def _fails_everywhere(anne: Person, rig: Rig) -> None:
    word = CANARIES["malformed"]
    await rig.faults(
        *({"kind": "update", "update": update} for update in _malformed(word)),
        {"kind": "update", "update": word},
        {"kind": "update", "update": {"message": {"text": word}}, "numbered": False},
    )
    await anne.types(f"Please {CANARIES['crash']}.")
    for fault in (
        {"kind": "400", "count": 2, "description": f"Bad Request: {CANARIES['refused']}"},
        {"kind": "429", "retry_after": 1},
        {"kind": "500", "description": CANARIES["refused"]},
    ):
        await rig.faults({"method": "sendMessage", **fault})
        await anne.types(f"/help {CANARIES['command']}")
    await rig.faults(
        {"kind": "500", "method": "getUpdates", "description": CANARIES["refused"]},
        {"kind": "400", "method": "answerCallbackQuery", "description": CANARIES["refused"]},
    )
    await anne.do("tap", message_id=1, data=CANARIES["callback"])
    await anne.types(f"Please {CANARIES['phrasing']}.")
    await anne.types(f"Please call me {CANARIES['request']}.")
    await anne.types(f"He hit me {CANARIES['danger']}.")
    for outage in (full_disk, locked):
        async with outage(rig):
            await anne.say(f"{CANARIES['outage']} " * 200)
            await anne.say(f"/help_now {CANARIES['command']}")
            await anne.until(lambda fresh: bool(fresh), "help")
        await anne.settled()
    await rig.faults({"kind": "403", "method": "sendMessage", "chat_id": USER})
    await anne.types("/export")
    await anne.types("/settings")
    ben = rig.person(OTHER)
    await ben.types(f"/start {CANARIES['payload']}")
    _lets_errors_go()
    await asyncio.sleep(0)


def _malformed(word: str) -> list[dict[str, Any]]:
    person = {"id": USER, "is_bot": False, "first_name": word}
    chat = {"id": USER, "type": "private", "first_name": word}
    return [
        {"message": word},
        {"message": {"message_id": word, "date": word, "chat": word, "text": word}},
        {"message": {"message_id": 1, "date": 1, "chat": chat, "from": person, "text": [word]}},
        {"message": {"message_id": 1, "date": 1, "chat": {word: word}, "from": person}},
        {"callback_query": {"id": "1", "from": person, "data": {word: word}}},
        {"callback_query": {"id": word, "from": word}},
        {"edited_message": {"text": word, "edit_date": word}},
        {"my_chat_member": {"chat": chat, "from": person, "date": word}},
        {word: {word: word}},
    ]


def _lets_errors_go() -> None:
    """Errors nobody catches, warnings, and libraries that log what they should not."""
    loop = asyncio.get_running_loop()
    loop.call_soon(lambda: (_ for _ in ()).throw(ValueError(CANARIES["lost"])))
    thread = threading.Thread(target=_raises, args=(CANARIES["thread"],))
    thread.start()
    thread.join()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(CANARIES["warning"], stacklevel=1)
    for name in ("httpx", "telegram.Bot", "some.library"):
        logging.getLogger(name).critical("Update %s", CANARIES["thirdparty"])
        logging.getLogger(name).debug(CANARIES["thirdparty"], extra={"event": "x"})
        try:
            _raises(CANARIES["thirdparty"])
        except ValueError:
            logging.getLogger(name).exception(CANARIES["thirdparty"])
    try:
        _raises(CANARIES["thirdparty"])
    except ValueError:
        logging.getLogger("bot.part").exception("A fixed sentence")
    logging.getLogger("bot.part").error("Not fixed: %s", CANARIES["thirdparty"])


def _raises(text: str) -> None:
    raise ValueError(text)


async def _typed_words(rig: Rig) -> set[str]:
    """The canaries that the store gives to who asks with the key."""
    loaded = await rig.store.load(rig.owner(USER), None)
    return {word for word in CANARIES.values() if word in repr(loaded.session)}


def test_a_line_that_cannot_be_written_shows_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    class Broken(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    with loud(Broken()):
        logging.getLogger("bot.part").error("%s", CANARIES["thirdparty"])
        logging.getLogger("httpx").error("%s", CANARIES["thirdparty"])
    assert capfd.readouterr() == ("", "")
