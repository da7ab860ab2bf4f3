"""Content that is really broken: who needs help is answered, all else waits until it is mended."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.content import ROOT, Content, ContentBroken, usable
from bot.helping import helping
from bot.last_resort import LAST_RESORT
from bot.remains import Remains
from bot.telegram.api import Api, QuietRequest
from tests.faults.phone import Phone
from tests.faults.processes import READY, bot_program, standin_process
from tests.turns.rig import BASE, PATIENCE, TOKEN, Rig

WAITING = "only help is answered"
NOT_YAML = "\n]\n"
NO_TEMPLATE = "{% block text %}{{ here_is_no_end"
NO_TEXT = b"\xff\xfe\xff"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The content, to break something in."""
    root = tmp_path / "content"
    for folder in ("dialogues", "templates"):
        shutil.copytree(ROOT / folder, root / folder)
    return root


BROKEN: dict[str, tuple[str | bytes, bool, bool]] = {
    # What is broken: how, whether the numbers of the country are still told, whether danger that
    # somebody writes of is still heard.
    "dialogues/rehearsal.yaml": (NO_TEXT, True, True),
    "templates/en/danger/ask.safe.j2": (NO_TEMPLATE, True, True),
    "templates/en/common/macros/card.j2": (NO_TEMPLATE, True, True),
    "templates/en/help_now/now.lines.j2": (NO_TEMPLATE, False, True),
    "templates/en/common/macros/helplines.j2": (NO_TEMPLATE, False, True),
    "dialogues/helplines.yaml": (NOT_YAML, False, True),
    "dialogues/language/en/rules/blame.yaml": (NOT_YAML, True, True),
    "dialogues/language/en/screening/words.yaml": (NOT_YAML, True, False),
}


@pytest.mark.parametrize("name", BROKEN)
def test_whatever_file_is_broken_it_is_named_and_the_rest_still_helps(
    copy: Path, name: str
) -> None:
    how, numbers, heard = BROKEN[name]
    spoil(copy / name, how)
    with pytest.raises(ContentBroken, match=rf"(?m)^{name}:\d+: "), usable():
        Content.read(copy).warm()
    remains = Remains.read(copy)
    assert ("988" in remains.help_texts.get("US", "")) is numbers
    assert remains.grave("he hit me last night") is heard
    assert not remains.grave("you cancelled our dinner again")


@pytest.mark.parametrize("name", ["dialogues/helplines.yaml", "dialogues/language/en/times.yaml"])
def test_a_file_that_is_missing_is_named(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(ContentBroken, match=f"^{name}:1: is missing"), usable():
        Content.read(copy)


async def test_a_profile_that_cannot_be_shown_is_a_fault_of_the_content(
    rig: Rig, copy: Path
) -> None:
    (copy / "templates/en/profile.j2").unlink()
    with pytest.raises(ContentBroken, match=r"profile\.j2"):
        async with rig.running(content=Content.read(copy)):
            pass


async def test_nothing_left_at_all_the_last_resort_answers(rig: Rig, tmp_path: Path) -> None:
    async with only_help(rig, tmp_path / "nowhere"):
        anne = rig.person()
        await anne.answered(anne.say("/help_now"))
        assert anne.heard == [LAST_RESORT]


async def test_help_that_could_not_be_sent_is_sent_again_and_then_is_done(
    rig: Rig, copy: Path
) -> None:
    spoil(copy / "dialogues/rehearsal.yaml", NOT_YAML)
    await rig.faults({"method": "sendMessage", "kind": "502"})
    async with only_help(rig, copy):
        anne = rig.person()
        await anne.answered(anne.say("/help_now"))
        async with asyncio.timeout(PATIENCE):
            while rig.world.inbox.waiting:
                await asyncio.sleep(0.001)
    assert len(anne.heard) == 1
    assert "988" in anne.heard[0]


async def test_mended_everything_else_is_answered_in_order(rig: Rig, copy: Path) -> None:
    async with rig.running():
        anne = rig.person()
        await anne.is_asked_for_words()
    told = len(anne.heard)
    spoil(copy / "dialogues/rehearsal.yaml", NOT_YAML)
    async with only_help(rig, copy):
        await anne.say("Please tell me by lunch")
        await anne.say("he hit me last night")
        await anne.answered(anne.say("/help_now"), count=2)
        helped = anne.heard[told:]
        assert len(helped) == 2, "the disclosure and the command; the request waits"
        assert all("988" in text for text in helped)
    async with rig.running():
        await anne.settled()
        frames: list[dict[str, Any]] = (await rig.session())["frames"]
        assert [frame["dialogue"] for frame in frames] == ["rehearsal", "danger"]
        assert frames[0]["slots"]["request"] == "Please tell me by lunch"


@pytest.mark.loopback
async def test_run_itself_names_the_fault_helps_and_goes_on_once_mended(
    copy: Path, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "bot", copy / "bot", ignore=shutil.ignore_patterns("__pycache__"))
    dialogue = copy / "dialogues/rehearsal.yaml"
    whole = dialogue.read_bytes()
    spoil(dialogue, NOT_YAML)
    async with standin_process(tmp_path) as base, httpx.AsyncClient(base_url=base) as http:
        bot = bot_program(tmp_path, base, PYTHONPATH=str(copy))
        anne = Phone(http, 1001)
        try:
            await bot.start("run")
            await bot.says(WAITING)
            assert "dialogues/rehearsal.yaml:" in bot.err.read_text()
            await anne.do("start", payload="")
            await anne.tells("/help_now")
            assert len(anne.heard) == 1
            assert await bot.stop() == 1, "it never did its work"
            dialogue.write_bytes(whole)
            await bot.start("run")
            await bot.says(READY)
            await anne.until(lambda _: anne.button("agree") is not None, "no welcome")
            assert await bot.stop() == 0
        finally:
            await bot.kill()


def spoil(path: Path, how: str | bytes) -> None:
    """Breaks a file at its end, or all of it."""
    extra = how if isinstance(how, bytes) else how.encode()
    path.write_bytes(path.read_bytes() + extra)


@contextlib.asynccontextmanager
async def only_help(rig: Rig, root: Path) -> AsyncIterator[None]:
    """The bot with that content, polling the rig's stand-in."""
    transport = httpx.ASGITransport(rig.app)
    request = [QuietRequest(httpx_kwargs={"transport": transport}) for _ in range(2)]
    api = Api(TOKEN, BASE, request=request[0], polling=request[1])
    async with helping(rig.settings, root, rig.clock, api) as ingress:
        polling = asyncio.create_task(ingress.run())
        try:
            yield
        finally:
            ingress.stop()
            await polling
