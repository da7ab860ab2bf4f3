"""/forget, /export and /leave, from the command to what is left on disk and in the chat."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

from bot.store.migrate import DATABASE_NAME
from tests.faults.rehearsing import REHEARSAL
from tests.turns.rig import ANNE, BEN, Person, Rig

OWN_ROWS = ("owners", "sessions", "due", "inbox", "records", "message_ids", "outbox")


async def _to_the_card(person: Person) -> None:
    for step in REHEARSAL:
        await (person.types(step.text) if step.text else person.chooses(step.choice))


def _rows(folder: Path, owner: bytes) -> dict[str, int]:
    """How many rows of each table belong to the owner."""
    conn = sqlite3.connect(f"file:{folder / DATABASE_NAME}?mode=ro", uri=True)
    try:
        return {
            table: conn.execute(
                f"SELECT count(*) FROM {table} WHERE owner = ?", (owner,)
            ).fetchone()[0]
            for table in OWN_ROWS
        }
    finally:
        conn.close()


def _bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


def _sealed(folder: Path, owner: bytes) -> list[bytes]:
    """What stands sealed in the owner's rows, key included."""
    conn = sqlite3.connect(f"file:{folder / DATABASE_NAME}?mode=ro", uri=True)
    try:
        return [
            row[0]
            for table in OWN_ROWS
            for row in conn.execute(f"SELECT sealed FROM {table} WHERE owner = ?", (owner,))
        ]
    finally:
        conn.close()


async def test_forget_leaves_nothing_of_them_in_any_file(anne: Person, rig: Rig) -> None:
    ben = rig.person(BEN)
    await _to_the_card(anne)
    await ben.begins()
    await anne.types("/pause")
    await anne.chooses("20", "none")
    owner, other = rig.owner(ANNE).hash, rig.owner(BEN).hash
    before = _rows(rig.folder, owner)
    assert before["owners"] == before["sessions"] == before["due"] == 1
    assert before["records"]
    assert before["message_ids"]
    sealed = _sealed(rig.folder, owner)
    await anne.types("/forget")
    sealed += _sealed(rig.folder, owner)
    shown = await anne.chooses("yes")
    assert "Nothing of you is left" in "\n".join(m["text"] for m in shown)
    assert not any(_rows(rig.folder, owner).values())
    left = _bytes(rig.folder)
    assert not any(piece in left for piece in sealed), "not in the write-ahead log either"
    assert _rows(rig.folder, other)["sessions"] == 1
    assert (await rig.store.counts())["outbox"] == 0, "the farewell was sent and is gone"
    # And they begin as strangers, with buttons that are no longer theirs.
    old = anne.button("agree") or anne.button("rehearse")
    await anne.types("hello")
    assert anne.button("agree", [anne.all[-1]])
    assert (await rig.session())["prompt"] == 1
    if old is not None:
        await anne.do("tap", message_id=old[0], data=old[1])
        await anne.settled()
        assert not (await rig.session())["me"].get("consented")


async def test_forget_by_somebody_unknown_is_answered(anne: Person, rig: Rig) -> None:
    await anne.types("/forget")
    await anne.chooses("yes")
    assert "Nothing of you is left" in anne.heard[-1]
    assert (await rig.store.counts())["people"] == 0


async def test_forget_can_be_thought_better_of(anne: Person, rig: Rig) -> None:
    await anne.is_asked_for_words()
    before = (await rig.session())["frames"]
    await anne.types("/forget")
    await anne.chooses("no")
    assert (await rig.session())["frames"] == before


async def test_a_forget_that_comes_twice_forgets_once(anne: Person, rig: Rig) -> None:
    await anne.begins()
    await anne.types("/forget")
    found = anne.button("yes")
    assert found
    for _ in range(2):
        await anne.do("tap", message_id=found[0], data=found[1])
    shown = await anne.settled()
    texts = [m["text"] for m in shown]
    assert sum("Nothing of you is left" in text for text in texts) == 1


async def test_export_brings_everything_typed_as_page_and_data(anne: Person, rig: Rig) -> None:
    await _to_the_card(anne)
    await anne.types("/rehearse")
    files = await _exported(anne, rig)
    assert set(files) == {"before-we-talk.json", "before-we-talk.html"}
    data = json.loads(files["before-we-talk.json"])
    typed = [step.text for step in REHEARSAL if step.text and not step.text.startswith("/")]
    for text in typed[:2]:
        assert text in data["under_way"]["frames"][0]["slots"]["story"]
        assert text in files["before-we-talk.html"]
    kept = json.dumps(data["kept"])
    assert "Work was a lot last week." in kept
    assert data["under_way"]["me"]["consented"] == "yes"


async def test_export_holds_what_is_typed_in_an_answer_under_way(anne: Person, rig: Rig) -> None:
    await anne.begins()
    await anne.chooses("rehearse", "sore", "5")
    await anne.types("An answer that is not done <yet>.")
    files = await _exported(anne, rig)
    assert "An answer that is not done <yet>." in files["before-we-talk.json"]


async def test_export_shows_no_safety_mark_nor_what_was_said_of_danger(
    anne: Person, rig: Rig
) -> None:
    await anne.is_asked_for_words()
    await anne.types("He hit me and I am scared of him.")
    session = await rig.session()
    assert session["marks"], "it set a mark"
    assert session["frames"][-1]["dialogue"] == "danger"
    files = await _exported(anne, rig)
    for text in files.values():
        for word in ("violence", "mark", "danger", "hit me"):
            assert word not in text.replace("marks that keep you safe", "")


async def _exported(person: Person, rig: Rig) -> dict[str, str]:
    await person.types("/export")
    files: dict[str, str] = {}
    for message in person.all:
        if message["document"]:
            answer = await rig.http.get(f"/phone/{person.user}/file/{message['id']}")
            files[message["document"]] = answer.text
    return files


async def test_leave_takes_away_both_sides_of_the_chat(anne: Person, rig: Rig) -> None:
    await anne.is_asked_for_words()
    before: list[dict[str, Any]] = anne.all
    assert {m["from"] for m in before} == {"me", "bot"}
    await anne.types("/leave")
    await anne.chooses("tidy")
    there = {m["id"] for m in anne.all}
    assert not there & {m["id"] for m in before}
    assert there == set(), "and nothing is said in their place"
    assert (await rig.session())["shelf"], "the place is kept"


async def test_leave_can_be_thought_better_of(anne: Person, rig: Rig) -> None:
    await anne.is_asked_for_words()
    before = {m["id"] for m in anne.all}
    await anne.types("/leave")
    await anne.chooses("no")
    assert before <= {m["id"] for m in anne.all}


async def test_hide_takes_away_the_help_and_nothing_else(anne: Person, rig: Rig) -> None:
    await anne.is_asked_for_words()
    before = {m["id"] for m in anne.all}
    shown = await anne.types("He hit me and I am scared of him.")
    typed = [m["id"] for m in anne.all if m["text"].startswith("He hit me")]
    await anne.chooses("hide")
    there = {m["id"] for m in anne.all}
    assert not there & {m["id"] for m in shown}
    assert before <= there
    assert set(typed) <= there, "what they wrote is theirs to delete"
