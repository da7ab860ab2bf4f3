"""Logging by allow-list: an event, an error class, a place in the code. Never anybody's words.

Third-party loggers pass only from WARNING up, and of their records only the logger's name and the
error class are written, since libraries put tokens, addresses and whole updates in their messages.
"""

from __future__ import annotations

import asyncio
import logging
import re
import sys
import threading
from types import TracebackType
from typing import Any, TextIO

OURS = "bot"
SQLITE_CODE = re.compile(r"\bSQLITE_[A-Z_]{1,40}\b")


class Discreet(logging.Formatter):
    """Writes what is on the allow-list and nothing else."""

    def format(self, record: logging.LogRecord) -> str:
        """One line: time, level, logger, our own fixed message, error class and place."""
        parts = [self.formatTime(record), record.levelname, record.name]
        ours = record.name == OURS or record.name.startswith(OURS + ".")
        if ours and not record.args:
            parts.append(str(record.msg))
        for name in ("event", "error", "place"):
            value = getattr(record, name, None)
            if ours and value is not None:
                parts.append(f"{name}={value}")
        if record.exc_info and record.exc_info[0] is not None:
            parts.append(f"error={record.exc_info[0].__name__}")
        return " ".join(parts)


def named(error: BaseException) -> str:
    """The error's class, and SQLite's code where its text has one ("the disk is full").

    Such a code is the only part of an error's text that is sure to hold nobody's words.
    """
    code = SQLITE_CODE.search(str(error))
    return f"{type(error).__name__} {code[0]}" if code else type(error).__name__


class Silent(logging.StreamHandler[TextIO]):
    """A handler that does not print a record's arguments when it cannot write the record."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Nothing: a line that cannot be written is lost."""


def set_up(level: int = logging.INFO, stream: TextIO | None = None) -> None:
    """Sends everything through the allow-list to standard error, unhandled errors too.

    `stream` is where it goes instead.
    """
    handler = Silent(stream or sys.stderr)
    handler.setFormatter(Discreet())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(level)
    # Warnings quote the line of code and whatever its author put into them.
    logging.captureWarnings(True)
    sys.excepthook = _unhandled
    threading.excepthook = lambda args: _say(args.exc_type)
    sys.unraisablehook = lambda args: _say(args.exc_type)


def watch(loop: asyncio.AbstractEventLoop) -> None:
    """Keeps the event loop's own reports of lost errors on the allow-list."""
    loop.set_exception_handler(_lost)


def _lost(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    error = context.get("exception")
    _say(type(error) if error is not None else None)


def _unhandled(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    _say(kind)


def _say(kind: type[BaseException] | None) -> None:
    name = kind.__name__ if kind is not None else "unknown"
    logging.getLogger(OURS).critical("An error was not handled", extra={"error": name})
