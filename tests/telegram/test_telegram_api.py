"""The Bot API underneath: raw, sorted errors, two pools, a token nobody gets to see."""

from __future__ import annotations

import json
import logging
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
from telegram import InputFile
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram_doubles import TOKEN, Scripted, scripted_api, text_update

from bot.telegram.api import Api, QuietRequest, seconds_of


def httpx_api(answer: Any) -> tuple[Api, list[httpx.Request]]:
    """The real API over the real httpx client, whose transport is a function."""
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, httpx.Response) else httpx.Response(200, json=answer)

    transport = httpx.MockTransport(handle)
    requests = [QuietRequest(httpx_kwargs={"transport": transport}) for _ in range(2)]
    return Api(TOKEN, "http://127.0.0.1:1", request=requests[0], polling=requests[1]), seen


async def test_a_call_on_the_wire() -> None:
    api, seen = httpx_api({"ok": True, "result": {"message_id": 7}})
    async with api:
        answer = await api.call(
            "sendMessage",
            {"chat_id": 5, "text": "Ruhig, 2 € & ~", "reply_markup": {"a": [1]}, "left_out": None},
        )
    assert answer == {"message_id": 7}
    assert str(seen[0].url) == f"http://127.0.0.1:1/bot{TOKEN}/sendMessage"
    assert parse_qs(seen[0].content.decode()) == {
        "chat_id": ["5"],
        "text": ["Ruhig, 2 € & ~"],
        "reply_markup": ['{"a": [1]}'],
    }


async def test_a_file_goes_up_as_multipart() -> None:
    api, seen = httpx_api({"ok": True, "result": {"message_id": 7}})
    async with api:
        file = InputFile(b"%PDF card", filename="card.pdf")
        await api.call("sendDocument", {"chat_id": 5}, files={"document": file})
    body = seen[0].content
    assert b'name="document"; filename="card.pdf"' in body
    assert b"%PDF card" in body
    assert b'name="chat_id"' in body


@pytest.mark.parametrize(
    ("code", "body", "expected"),
    [
        (400, {"description": "Bad Request: no"}, BadRequest),
        (401, {"description": "Unauthorized"}, InvalidToken),
        (403, {"description": "Forbidden: bot was blocked by the user"}, Forbidden),
        (404, {"description": "Not Found"}, InvalidToken),
        (409, {"description": "Conflict"}, Conflict),
        (413, {"description": "Request Entity Too Large"}, BadRequest),
        (429, {"description": "Too Many", "parameters": {"retry_after": 3}}, RetryAfter),
        (500, {"description": "oops"}, NetworkError),
        (502, {"description": "oops"}, NetworkError),
    ],
)
async def test_refusals_are_sorted(code: int, body: Any, expected: type[TelegramError]) -> None:
    api, _ = httpx_api(httpx.Response(code, json={"ok": False, **body}))
    async with api:
        with pytest.raises(TelegramError) as caught:
            await api.call("sendMessage", {})
    assert type(caught.value) is expected
    if isinstance(caught.value, RetryAfter):
        assert seconds_of(caught.value) == 3.0


async def test_timeouts_and_lost_connections() -> None:
    for problem, expected in (
        (httpx.ReadTimeout("late"), TimedOut),
        (httpx.ConnectError("gone"), NetworkError),
    ):
        api, _ = httpx_api(problem)
        async with api:
            with pytest.raises(TelegramError) as caught:
                await api.call("sendMessage", {})
        assert type(caught.value) is expected


async def test_an_answer_that_is_no_json_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for content in (b"<html>my secret</html>", b"[" * 100_000):
        api, _ = httpx_api(httpx.Response(200, content=content))
        async with api:
            with pytest.raises(TelegramError):
                await api.call("getMe", {})
    assert "secret" not in caplog.text


async def test_updates_come_raw() -> None:
    updates = [text_update(5, "hello"), {"update_id": 6, "message": "broken"}]
    api, seen = httpx_api({"ok": True, "result": updates})
    async with api:
        assert await api.get_updates_raw(5, 30, 100, ["message"]) == updates
    assert parse_qs(seen[0].content.decode()) == {
        "offset": ["5"],
        "timeout": ["30"],
        "limit": ["100"],
        "allowed_updates": ['["message"]'],
    }
    assert seen[0].extensions["timeout"]["read"] > 30


async def test_an_answer_without_a_list_is_an_error() -> None:
    api, _ = httpx_api({"ok": True, "result": True})
    async with api:
        with pytest.raises(TelegramError):
            await api.get_updates_raw(0, 0)


async def test_polling_has_its_own_request() -> None:
    calls, polling = Scripted(), Scripted()
    api = Api(TOKEN, request=calls, polling=polling)
    await api.get_updates_raw(0, 0)
    await api.call("getMe", {})
    assert [name for name, _ in calls.calls] == ["getMe"]
    assert [name for name, _ in polling.calls] == ["getUpdates"]


def test_the_base_may_be_ones_own_server() -> None:
    assert Api(TOKEN)._url == f"https://api.telegram.org/bot{TOKEN}/"
    assert Api(TOKEN, "http://127.0.0.1:8081/")._url == f"http://127.0.0.1:8081/bot{TOKEN}/"


@pytest.mark.parametrize("token", ["", "123", "abc:" + "t" * 35, "123:short", TOKEN + "\n"])
def test_what_is_no_token_is_refused_without_repeating_it(token: str) -> None:
    with pytest.raises(ValueError, match="bot token") as caught:
        Api(token)
    assert not token or token not in str(caught.value)


def test_the_bot_id_is_in_the_token() -> None:
    assert Api(TOKEN).bot_id == 4242


async def test_the_token_is_never_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    api, seen = httpx_api({"ok": True, "result": []})
    async with api:
        await api.call("getMe", {})
        await api.get_updates_raw(0, 0)
    assert len(seen) == 2
    assert TOKEN not in caplog.text
    assert TOKEN not in repr(api)


async def test_proxies_of_the_environment_are_not_used_towards_this_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example:3128")
    local, far = Api(TOKEN, "http://127.0.0.1:8081"), Api(TOKEN, "http://bots.example")
    assert not proxied(local)
    assert proxied(far)
    for api in (local, far):
        await api.stop()


def proxied(api: Api) -> bool:
    request = api._request
    assert isinstance(request, QuietRequest)
    return any(transport is not None for transport in request._client._mounts.values())


async def test_scripted_requests_speak_json() -> None:
    api, request = scripted_api()
    request.script("sendMessage", {"message_id": 3})
    assert await api.call("sendMessage", {"chat_id": 1}) == {"message_id": 3}
    assert json.dumps(request.of("sendMessage")) == '[{"chat_id": 1}]'
