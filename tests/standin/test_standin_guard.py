"""The stand-in answers this machine and its own page, and nobody else."""

from __future__ import annotations

import socket

import httpx
import pytest

from bot.standin import serve
from bot.standin.guard import CSP, MAX_JSON
from tests.standin.driver import ANNA, TOKEN, Driver

PATHS = ["/", "/page/main.js", "/phone/1/messages", "/commands", f"/bot{TOKEN}/getMe"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8081",
        "127.0.0.1.evil.example",
        "10.0.0.1",
        "",
        "[",
        "a@localhost",
    ],
)
async def test_other_hosts_are_refused(api: Driver, path: str, host: str) -> None:
    answer = await api.http.get(path, headers={"host": host})
    assert answer.status_code == 403


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "host", ["localhost", "localhost:1", "127.0.0.1", "127.0.0.1:65535", "[::1]:8081"]
)
async def test_this_machine_by_any_port_is_fine(api: Driver, path: str, host: str) -> None:
    answer = await api.http.get(path, headers={"host": host})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "http://localhost:9999",
        "https://127.0.0.1:8081",
        "http://127.0.0.1.evil.example:8081",
        "",
    ],
)
@pytest.mark.parametrize("path", [f"/phone/{ANNA}/start", f"/bot{TOKEN}/getMe", "/faults"])
async def test_foreign_origins_are_refused(api: Driver, origin: str, path: str) -> None:
    answer = await api.http.post(path, json={}, headers={"origin": origin})
    assert answer.status_code == 403
    assert await api.updates() == []


@pytest.mark.parametrize("origin", ["http://127.0.0.1:8081", "http://localhost:8081", None])
async def test_the_own_origin_and_none_are_fine(api: Driver, origin: str | None) -> None:
    headers = {"origin": origin} if origin else {}
    answer = await api.http.post(f"/phone/{ANNA}/start", json={}, headers=headers)
    assert answer.status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_other_sites_cannot_even_look(api: Driver, site: str) -> None:
    headers = {"sec-fetch-site": site}
    for path in PATHS[1:]:
        assert (await api.http.get(path, headers=headers)).status_code == 403
    assert (await api.http.get("/", headers=headers)).status_code == 200


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
async def test_phones_take_json_only(api: Driver, kind: str) -> None:
    for action in ("start", "message", "tap", "block"):
        answer = await api.http.post(
            f"/phone/{ANNA}/{action}", content=b"{}", headers={"content-type": kind}
        )
        assert answer.status_code == 415


@pytest.mark.parametrize("body", [b"{", b"[]", b'"x"', b"[" * 100_000])
async def test_phones_refuse_what_is_no_object(api: Driver, body: bytes) -> None:
    headers = {"content-type": "application/json; charset=utf-8"}
    answer = await api.http.post(f"/phone/{ANNA}/message", content=body, headers=headers)
    assert answer.status_code == 400


async def test_bodies_have_a_limit(api: Driver) -> None:
    headers = {"content-type": "application/json"}
    declared = await api.http.post(
        f"/phone/{ANNA}/message", content=b" " * (MAX_JSON + 1), headers=headers
    )
    assert declared.status_code == 413

    async def stream():  # type: ignore[no-untyped-def]
        for _ in range(20):
            yield b" " * 100_000

    chunked = await api.http.post(f"/phone/{ANNA}/message", content=stream(), headers=headers)
    assert chunked.status_code == 413


@pytest.mark.parametrize("path", ["/", "/page/main.js", "/phone/1/messages", "/nothing"])
async def test_headers_of_everything_a_browser_sees(api: Driver, path: str) -> None:
    headers = (await api.http.get(path)).headers
    assert headers["content-security-policy"] == CSP
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-cache"


def test_the_policy_allows_nothing_from_elsewhere() -> None:
    assert CSP.startswith("default-src 'none';")
    assert "unsafe" not in CSP
    assert "http" not in CSP


async def test_the_page_loads_nothing_from_elsewhere(api: Driver) -> None:
    page = (await api.http.get("/")).text
    assert "//" not in page.replace("<!doctype html>", "")
    assert "innerHTML" not in page
    assert " style=" not in page
    assert " on" + "click" not in page


async def test_no_way_out_of_the_page_folder(api: Driver) -> None:
    for path in ("/page/../app.py", "/page/%2e%2e/app.py", "/page/..%2fapp.py"):
        assert (await api.http.get(path)).status_code == 404


async def test_faults_are_not_there_without_the_flag(api: Driver) -> None:
    assert (await api.http.post("/faults", json={"kind": "500"})).status_code == 404
    assert (await api.http.post("/faults/clear", json={})).status_code == 404


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org", ""])
async def test_only_loopback_is_served(host: str) -> None:
    with pytest.raises(ValueError, match="loopback only"):
        await serve(host, 0)


@pytest.mark.loopback
async def test_a_taken_port_is_an_error() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(OSError, match="in use"),
    ):
        await serve(port=taken.getsockname()[1])


@pytest.mark.loopback
async def test_a_port_is_found_and_given_back(live: Driver) -> None:
    assert live.http.base_url.host == "127.0.0.1"
    assert (await live.http.get("/")).status_code == 200
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"http://localhost:{live.http.base_url.port}/commands")
    assert answer.json() == {"commands": []}
