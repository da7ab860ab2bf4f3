"""What the Bot API may answer: the person gets their answer all the same, and keeps their place."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.content import Content
from bot.settings import Settings
from bot.telegram import api as api_module
from tests.faults.phone import Phone
from tests.faults.processes import bot_program, standin_process
from tests.standin.driver import served
from tests.turns.rig import Person, Rig


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The waits between tries are held elsewhere; here they would only take time."""
    for module in ("outbox", "ingress", "settling"):
        monkeypatch.setattr(f"bot.telegram.{module}.FIRST_WAIT", 0.01)
    monkeypatch.setattr("bot.telegram.ingress.CONFLICT_WAIT", 0.01)


SENDING: dict[str, list[dict[str, Any]]] = {
    "429": [{"kind": "429", "retry_after": 1}],
    "500": [{"kind": "500", "count": 3}],
    "502": [{"kind": "502"}],
    "400, and then plain": [{"kind": "400"}],
    "500 for every method": [{"kind": "500", "method": "*", "count": 4}],
}


@pytest.mark.parametrize("faults", SENDING.values(), ids=SENDING.keys())
async def test_an_answer_that_is_refused_for_now_comes_later(
    anne: Person, rig: Rig, faults: list[dict[str, Any]]
) -> None:
    await anne.is_asked_for_words()
    await rig.faults(*({"method": "sendMessage", **fault} for fault in faults))
    shown = await anne.types("Please call me by six.")
    assert anne.button("own", shown)
    assert (await rig.store.counts())["outbox"] == 0
    shown = await anne.chooses("own")
    assert shown


async def test_an_answer_that_is_refused_for_good_is_set_aside_and_the_talk_goes_on(
    anne: Person, rig: Rig
) -> None:
    await anne.is_asked_for_words()
    await rig.faults({"kind": "400", "method": "sendMessage", "count": 2})
    await anne.types("Please call me by six.")
    assert (await rig.store.counts())["aside"] == 1
    assert anne.button("own", await anne.types("/help")), "the question is there again"


async def test_a_button_that_cannot_be_changed_or_acknowledged_stops_nothing(
    anne: Person, rig: Rig
) -> None:
    await anne.begins()
    await rig.faults(
        {"kind": "400", "method": "answerCallbackQuery"},
        {"kind": "400", "method": "editMessageReplyMarkup"},
    )
    assert anne.button("sore", await anne.chooses("rehearse"))


async def test_who_blocked_the_bot_and_comes_back_is_where_they_were(
    anne: Person, rig: Rig
) -> None:
    await anne.is_asked_for_words()
    before = (await rig.session())["frames"]
    await anne.do("block")
    await rig.quiet()
    await anne.do("unblock")
    await anne.settled()
    assert (await rig.session())["frames"] == before
    assert anne.button("own", await anne.types("Please call me by six."))


POLLING = [
    {"kind": "409", "count": 3},
    {"kind": "500", "count": 3},
    {"kind": "429", "retry_after": 1},
    {"kind": "403"},
    {"kind": "400"},
]


@pytest.mark.parametrize("fault", POLLING, ids=lambda fault: fault["kind"])
async def test_polling_goes_on_after_a_refusal(
    anne: Person, rig: Rig, fault: dict[str, Any]
) -> None:
    await anne.begins()
    await rig.faults({"method": "getUpdates", **fault})
    assert anne.button("sore", await anne.chooses("rehearse"))


# Over a real connection


@contextlib.asynccontextmanager
async def _over_loopback(folder: Path, content: Content) -> AsyncIterator[tuple[Rig, Phone]]:
    """The bot on a real socket, where answers can be late or cut off."""
    async with served(allow_faults=True) as base, httpx.AsyncClient(base_url=base) as http:
        folder.mkdir(mode=0o700)
        rig = Rig(folder, content)
        async with rig.http, rig.running(base=base):
            yield rig, Phone(http, 1001)


@pytest.mark.loopback
@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "timeout", "seconds": 0.6, "performed": True},
        {"kind": "timeout", "seconds": 0.6},
        {"kind": "drop"},
    ],
    ids=["late", "never", "cut off"],
)
async def test_an_answer_that_may_have_arrived_is_sent_again(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch, fault: dict[str, Any]
) -> None:
    monkeypatch.setattr(api_module, "READ_TIMEOUT", 0.2)
    async with _over_loopback(tmp_path / "data", content) as (rig, phone):
        await phone.tells("/start")
        await phone.picks("agree")
        answer = await phone.http.post("/faults", json={"method": "sendMessage", **fault})
        assert answer.is_success
        await phone.picks("rehearse")
        times = 2 if fault.get("performed") else 1
        await phone.until(
            lambda _: sum(1 for m in phone.all if phone.button("sore", [m])) == times,
            "questions",
            0,
        )
        async with asyncio.timeout(10):
            await rig.parts.outbox.idle()
        assert (await rig.session())["frames"][-1]["state"] == "calm.kind"


@pytest.mark.loopback
async def test_a_refused_token_is_said_and_ends_the_run(tmp_path: Path) -> None:
    async with standin_process(tmp_path) as base, httpx.AsyncClient(base_url=base) as http:
        bot = bot_program(tmp_path, base)
        await http.post("/faults", json={"kind": "401", "count": 100})
        await bot.start("run")
        assert await bot.stop(patience=30, ask=False) == 1
    assert "BOT_TOKEN" in bot.err.read_text()
    assert "Traceback" not in bot.err.read_text()
    assert "Q" * 35 not in bot.err.read_text() + bot.out.read_text()


async def test_what_is_no_token_is_said(tmp_path: Path) -> None:
    bot = bot_program(tmp_path, "http://127.0.0.1:9", BOT_TOKEN="Q" * 35)
    await bot.start("run")
    assert await bot.stop(patience=30, ask=False) == 1
    assert "BOT_TOKEN" in bot.err.read_text()
    assert "Traceback" not in bot.err.read_text()
    assert "Q" * 35 not in bot.err.read_text()


def test_settings_keep_the_token_to_themselves() -> None:
    settings = Settings(bot_token="1:" + "Q" * 35, _env_file=None)  # type: ignore[arg-type]
    assert "Q" * 35 not in f"{settings!r} {settings}"
