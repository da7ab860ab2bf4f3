"""Faults on demand, each as a bot would meet it."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
import telegram
from telegram.error import Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut
from telegram.request import HTTPXRequest

from tests.standin.driver import ANNA, BEN, TOKEN, Driver


async def ask(driver: Driver, *faults: dict[str, Any]) -> None:
    answer = await driver.http.post("/faults", json={"faults": list(faults)})
    assert answer.status_code == 200, answer.text


async def test_429_comes_as_often_as_asked(faulty: Driver) -> None:
    await ask(faulty, {"method": "sendMessage", "kind": "429", "retry_after": 7, "count": 2})
    assert (await faulty.raw("getMe"))["ok"]
    for _ in range(2):
        body = await faulty.raw("sendMessage", chat_id=ANNA, text="x")
        assert body["error_code"] == 429
        assert body["description"] == "Too Many Requests: retry after 7"
        assert body["parameters"] == {"retry_after": 7}
    await faulty.say("x")
    assert [m["text"] for m in (await faulty.see())["messages"]] == ["/start", "x"]


@pytest.mark.parametrize("code", [400, 401, 403, 409, 500, 502, 503, 504])
async def test_every_code(faulty: Driver, code: int) -> None:
    await ask(faulty, {"kind": code})
    assert (await faulty.raw("getMe"))["error_code"] == code
    assert (await faulty.raw("getMe"))["ok"]


async def test_a_fault_can_wait_name_a_chat_and_speak(faulty: Driver) -> None:
    await faulty.start(BEN)
    await ask(faulty, {"kind": "403", "chat_id": BEN, "after": 1, "description": "Forbidden: no"})
    await faulty.say("1")
    await faulty.say("2", user=BEN)
    await faulty.say("3")
    body = await faulty.raw("sendMessage", chat_id=BEN, text="4")
    assert body["description"] == "Forbidden: no"


async def test_a_fault_may_come_after_the_deed(faulty: Driver) -> None:
    await ask(faulty, {"kind": "500", "performed": True})
    assert (await faulty.raw("sendMessage", chat_id=ANNA, text="done"))["error_code"] == 500
    assert (await faulty.see())["messages"][-1]["text"] == "done"


async def test_malformed_updates_between_good_ones(faulty: Driver) -> None:
    await faulty.do("message", text="one")
    await ask(faulty, {"kind": "update", "update": {"message": {"message_id": "x"}}})
    await ask(faulty, {"kind": "update", "update": ["odd"]})
    await ask(faulty, {"kind": "update", "update": {"message": 5}, "numbered": False})
    await faulty.do("message", text="two")
    found = (await faulty.raw("getUpdates"))["result"]
    ids = [u["update_id"] for u in (found[0], found[1], found[4])]
    assert ids == [ids[0], ids[0] + 1, ids[0] + 4]
    assert found[2:4] == [["odd"], {"message": 5}]
    rest = (await faulty.raw("getUpdates", offset=ids[2]))["result"]
    assert [u["message"]["text"] for u in rest] == ["two"]


async def test_clearing(faulty: Driver) -> None:
    await ask(faulty, {"kind": "500", "count": 5})
    await faulty.http.post("/faults/clear", json={})
    assert (await faulty.raw("getMe"))["ok"]


@pytest.mark.parametrize(
    "fault",
    [
        {},
        {"kind": "418"},
        {"kind": "500", "colour": "red"},
        {"kind": "500", "count": "two"},
        {"kind": "update"},
        "500",
        5,
    ],
)
async def test_what_is_no_fault(faulty: Driver, fault: Any) -> None:
    answer = await faulty.http.post("/faults", json=fault)
    assert answer.status_code == 400
    assert answer.json()["error"]


@pytest.mark.loopback
async def test_the_library_meets_them_as_its_own_errors(
    live: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # its way to be silent about a coming change
    await live.start()
    url = str(live.http.base_url)
    async with telegram.Bot(
        TOKEN, base_url=f"{url}/bot", request=HTTPXRequest(read_timeout=0.2)
    ) as bot:
        for kind, error in [
            ("429", RetryAfter),
            ("403", Forbidden),
            ("401", InvalidToken),
            ("409", Conflict),
            ("502", NetworkError),
            ("drop", NetworkError),
        ]:
            await ask(live, {"kind": kind, "method": "sendMessage"})
            with pytest.raises(error):
                await bot.send_message(ANNA, "x")
        for performed in (False, True):
            await ask(live, {"kind": "timeout", "performed": performed, "seconds": 0.4})
            with pytest.raises(TimedOut):
                await bot.send_message(ANNA, f"performed {performed}")
    texts = [m["text"] for m in (await live.see())["messages"]]
    assert texts == ["/start", "performed True"]


@pytest.mark.loopback
async def test_a_dropped_connection_may_have_done_its_deed(live: Driver) -> None:
    await live.start()
    await ask(live, {"kind": "drop", "performed": True})
    with pytest.raises(httpx.RemoteProtocolError):
        await live.http.post(f"/bot{TOKEN}/sendMessage", json={"chat_id": ANNA, "text": "done"})
    await asyncio.sleep(0)
    assert (await live.see())["messages"][-1]["text"] == "done"
