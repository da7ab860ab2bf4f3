"""Keeps the stand-in to this machine and its own page: host, origin, body size, headers."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOSTS = {"localhost", "127.0.0.1", "::1"}
MAX_UPLOAD = 52 * 1024 * 1024
MAX_JSON = 1024 * 1024

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
    " connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'"
)
_HEADERS = [
    (b"content-security-policy", CSP.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
]


class TooLarge(Exception):
    """The body grew over the limit while it was read."""


class Guard:
    """ASGI middleware. A page elsewhere can make a browser call loopback; it gets nothing here."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or refuses it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers: dict[bytes, bytes] = dict(scope["headers"])
        bot_side = scope["path"].startswith(("/bot", "/file/"))
        problem = _problem(scope, headers)
        limit = MAX_UPLOAD if bot_side else MAX_JSON
        if problem is None and _declared(headers) > limit:
            problem = (413, "Request Entity Too Large")
        if problem is not None:
            await _refuse(send, *problem)
            return

        async def finish(message: Message) -> None:
            if message["type"] == "http.response.start" and not bot_side:
                own = list(message["headers"])
                if all(name != b"cache-control" for name, _ in own):
                    own.append((b"cache-control", b"no-cache"))
                message["headers"] = [*own, *_HEADERS]
            await send(message)

        read = receive if b"content-length" in headers else _limited(receive, limit)
        try:
            await self.app(scope, read, finish)
        except TooLarge:
            await _refuse(send, 413, "Request Entity Too Large")


def _problem(scope: Scope, headers: dict[bytes, bytes]) -> tuple[int, str] | None:
    host = headers.get(b"host", b"").decode("latin-1")
    name, port = _host(host)
    if name not in HOSTS:
        return 403, "Forbidden: open this by localhost or 127.0.0.1"
    origin = headers.get(b"origin")
    if origin is not None and not _own(origin.decode("latin-1"), port):
        return 403, "Forbidden: foreign origin"
    # Requests without an Origin (images, plain links) still say where they come from; only
    # opening the page itself may come from elsewhere.
    site = headers.get(b"sec-fetch-site", b"none")
    if site not in (b"none", b"same-origin") and scope["path"] != "/":
        return 403, "Forbidden: foreign origin"
    return None


def _host(host: str) -> tuple[str, int | None]:
    try:
        parts = urlsplit(f"//{host}")
        return (parts.hostname or "" if "@" not in host else ""), parts.port
    except ValueError:
        return "", None


def _own(origin: str, port: int | None) -> bool:
    if not origin.startswith("http://"):
        return False
    name, origin_port = _host(origin.removeprefix("http://"))
    return name in HOSTS and (origin_port or 80) == (port or 80)


def _declared(headers: dict[bytes, bytes]) -> int:
    length = headers.get(b"content-length", b"0")
    return int(length) if length.isdigit() else 0


def _limited(receive: Receive, limit: int) -> Receive:
    seen = 0

    async def read() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise TooLarge
        return message

    return read


async def _refuse(send: Send, status: int, reason: str) -> None:
    body = json.dumps({"ok": False, "error_code": status, "description": reason}).encode()
    headers = [(b"content-type", b"application/json"), *_HEADERS]
    headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
