"""What it takes to search everything the bot wrote for words that were typed."""

from __future__ import annotations

import contextlib
import logging
import struct
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TextIO

from bot import logs
from tests.turns.rig import TOKEN

USER = 0x5A6B7C8D
OTHER = 0x6B5C4D3E


def found(written: bytes, canaries: Mapping[str, str]) -> set[str]:
    """What of these (place → word), of the token and of the Telegram ids stands in the bytes."""
    return {name for name, form in _secrets(canaries) if form in written}


def files(folder: Path) -> bytes:
    """The content of every file below a folder."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def _secrets(canaries: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    for place, word in canaries.items():
        for form in _forms(word):
            yield place, form
    yield "token", TOKEN.partition(":")[2].encode()
    for user in (USER, OTHER):
        yield "telegram id", str(user).encode()
        yield "telegram id", struct.pack(">I", user)
        yield "telegram id", struct.pack("<I", user)
    yield "a group's id", str(1_000_000_000_000 + USER).encode()


def _forms(word: str) -> Iterator[bytes]:
    yield word.encode()
    yield word.encode("utf-16-le")
    yield word.encode("utf-16-be")
    yield word[::-1].encode()
    yield word.encode().hex().encode()


@contextlib.contextmanager
def loud(stream: TextIO) -> Iterator[None]:
    """The program's own logging into a stream, with every logger there is at its loudest."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level, sys.excepthook, threading.excepthook)
    unraisable = sys.unraisablehook
    logs.set_up(logging.DEBUG, stream)
    root.setLevel(logging.DEBUG)
    names = ["httpx", "httpcore", "aiosqlite", "asyncio", "telegram", "telegram.ext", "transitions"]
    levels = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield
    logging.captureWarnings(False)
    root.handlers[:], level, sys.excepthook, threading.excepthook = before
    sys.unraisablehook = unraisable
    root.setLevel(level)
    for name, old in levels.items():
        logging.getLogger(name).setLevel(old)
