"""What somebody keeps, has drawn, rates or types as a time is found nowhere, either.

As in test_faults_canary.py, but for what goes further than the session: records, drafts, cards as
pictures, reminders. Temporary files are searched, too.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.pictures import drawing
from bot.pictures.fonts import fonts
from tests.faults.canaries import USER, files, found
from tests.turns.rig import Person, Rig

CANARIES = {
    place: f"zr{number}canary{place}"
    for number, place in enumerate(
        ("draft", "observation", "feeling", "request", "time", "promise", "limit", "thanks", "page")
    )
}


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder for temporary files; the pictures' fonts are unpacked anew, into it."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    fonts.cache_clear()
    yield folder
    fonts.cache_clear()


async def test_what_is_kept_drawn_rated_or_timed_is_found_nowhere(
    rig: Rig,
    log: Path,
    temporary: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    seen = set()
    async with rig.running():
        anne = rig.person(USER)
        await anne.begins()
        await _keeps_a_draft(anne)
        await _rates(anne)
        await _comes_to_a_card(anne)
        await _has_it_drawn(anne, monkeypatch)
        await _keeps_records(anne)
        seen |= found(files(rig.folder) + files(temporary), CANARIES)
        kept = repr(await rig.store.records(rig.owner(USER)))
        kept += repr(await rig.store.load(rig.owner(USER), None))
        assert {place for place, word in CANARIES.items() if word not in kept} == {"time"}, (
            "a time that is not understood stands nowhere; all else is there for who has the key"
        )
        assert await rig.store.ratings()
    seen |= found(files(rig.folder) + files(temporary), CANARIES)
    assert list(temporary.rglob("*.ttf")), "the fonts were unpacked where it was searched"
    logged = log.read_text(errors="replace")
    assert "picture.failed" in logged
    out, err = capfd.readouterr()
    seen |= found(f"{logged}{out}{err}".encode("utf-8", "replace"), CANARIES)
    assert seen == set()


async def _keeps_a_draft(anne: Person) -> None:
    await anne.types("/draft")
    await anne.types(f"you never listen to me about the {CANARIES['draft']}")
    await anne.chooses("done", "keep", "in-a-day")


async def _rates(anne: Person) -> None:
    prompt = (await anne.rig.session(USER))["prompt"]
    rated = [anne.button(f"~{verb}:{n}") for verb in ("helped", "missed") for n in range(prompt)]
    first = next(button for button in rated if button is not None)
    await anne.do("tap", message_id=first[0], data=first[1])
    await anne.settled()


async def _comes_to_a_card(anne: Person) -> None:
    await anne.types("/rehearse")
    await anne.chooses("sore", "5")
    await anne.types(f"You left the {CANARIES['observation']} on the table.")
    await anne.chooses("done")
    await anne.types(CANARIES["feeling"])
    await anne.chooses("done", "defensive")
    await anne.types(f"Please ask me about the {CANARIES['request']} by noon.")
    await anne.chooses("short")
    await anne.types("It sounds like you felt torn that evening. Is that right?")
    await anne.chooses("nothing")
    await anne.types(f"when the {CANARIES['time']} is over")
    await anne.types("saturday after lunch")
    await anne.chooses("meant-0", "no-reminder")


async def _has_it_drawn(anne: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    await anne.types("/card")
    await anne.chooses("~picture:card.png", "~picture:card.pdf")
    assert [m for m in anne.all if m["photo"] or m["document"]]

    def fails(picture: Any) -> Any:
        raise ValueError(repr(picture))

    with monkeypatch.context() as broken:
        broken.setitem(drawing.BY_NAME, "card", fails)
        await anne.chooses("~picture:card.png")


async def _keeps_records(anne: Person) -> None:
    await anne.types("/promise")
    await anne.chooses("me")
    await anne.types(f"I will sort the {CANARIES['promise']} on Monday.", "by next week")
    await anne.types("/boundary")
    await anne.chooses("money")
    await anne.types(f"I need to know about the {CANARIES['limit']}.")
    await anne.types("It is okay for me to talk about it on Sundays.")
    await anne.types("I will leave the room for ten minutes.")
    await anne.chooses("short", "43200")
    await anne.types("/thanks")
    await anne.types(f"You brought me the {CANARIES['thanks']} when I was tired.")
    await anne.chooses("skip", "short")
    await anne.types("/journal")
    await anne.types(f"We argued about the {CANARIES['page']}.")
