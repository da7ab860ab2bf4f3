"""Reading a request's parameters: query, form, multipart or JSON, as the Bot API takes them."""

from __future__ import annotations

import json
from email.message import Message
from email.parser import HeaderParser
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from bot.standin.errors import Refused, bad_request
from bot.standin.params import Upload

MAX_FIELDS = 1000


async def parameters(request: Request) -> dict[str, Any]:
    """All parameters of a request, undecoded; the body's win over the query's. Raises Refused."""
    found: dict[str, Any] = dict(_pairs(request.scope["query_string"]))
    if request.method != "POST":
        return found
    body = await request.body()
    if not body:
        return found
    content_type = request.headers.get("content-type", "")
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        found.update(_pairs(body))
    elif kind == "application/json":
        found.update(_object(body))
    elif kind == "multipart/form-data":
        found.update(_attached(multipart(content_type, body)))
    return found


def _pairs(encoded: bytes) -> list[tuple[str, str]]:
    if not encoded:
        return []
    try:
        return parse_qsl(
            encoded.decode(),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=MAX_FIELDS,
        )
    except UnicodeDecodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    except ValueError:
        raise bad_request("too many parameters") from None


def _object(body: bytes) -> dict[str, Any]:
    try:
        decoded = json.loads(body)
    except (ValueError, RecursionError):
        raise bad_request("can't parse JSON object") from None
    if not isinstance(decoded, dict):
        raise bad_request("can't parse JSON object: Expected an Object")
    return decoded


def multipart(content_type: str, body: bytes) -> dict[str, str | Upload]:
    """The fields and files of a multipart/form-data body (RFC 7578). Raises Refused."""
    header = Message()
    header["Content-Type"] = content_type
    boundary = header.get_param("boundary")
    if not isinstance(boundary, str) or not boundary:
        raise bad_request("boundary of the multipart body is missing")
    mark = b"\r\n--" + boundary.encode("latin-1", "replace")
    # The line end before a boundary belongs to the boundary, so the first one gets its own.
    parts = (b"\r\n" + body).split(mark)
    if len(parts) < 2 or not parts[-1].startswith(b"--") or len(parts) > MAX_FIELDS:
        raise bad_request("multipart body is broken")
    found: dict[str, str | Upload] = {}
    for part in parts[1:-1]:
        head, separator, data = part.partition(b"\r\n\r\n")
        headers = HeaderParser().parsestr(head.decode("utf-8", "replace").lstrip())
        name = headers.get_param("name", header="content-disposition")
        if not separator or not isinstance(name, str):
            raise bad_request("multipart body is broken")
        filename = headers.get_param("filename", header="content-disposition")
        if filename is None:
            try:
                found[name] = data.decode()
            except UnicodeDecodeError:
                raise bad_request("strings must be encoded in UTF-8") from None
        else:
            shown = filename if isinstance(filename, str) else filename[2]
            found[name] = Upload(shown, headers.get_content_type(), data)
    return found


def _attached(fields: dict[str, str | Upload]) -> dict[str, Any]:
    """Puts files named by `attach://name` in their places."""
    used: set[str] = set()
    found: dict[str, Any] = dict(fields)
    for name, value in fields.items():
        if isinstance(value, str) and value.startswith("attach://"):
            target = value.removeprefix("attach://")
            if not isinstance(fields.get(target), Upload):
                raise Refused(400, f"Bad Request: wrong file attachment {target}")
            found[name] = fields[target]
            used.add(target)
    return {name: value for name, value in found.items() if name not in used}
