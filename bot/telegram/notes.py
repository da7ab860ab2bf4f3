"""What this package writes to the log: an event, an error class and a place in the code.

Never a text, an id, a token or an exception's message: any of them may hold what somebody wrote.
"""

from __future__ import annotations

import logging
from pathlib import PurePath
from traceback import walk_tb

from bot.logs import named

LOG = logging.getLogger("bot.telegram")


def place_of(error: BaseException) -> str:
    """Where an error was raised, as `file.py:line`, without anything from its message."""
    place = "unknown"
    for frame, line in walk_tb(error.__traceback__):
        place = f"{PurePath(frame.f_code.co_filename).name}:{line}"
    return place


def note(level: int, event: str, message: str, error: BaseException | None = None) -> None:
    """Logs a fixed sentence. `event` is a name like "outbox.held"; the error gives class and place.

    Source of method: the allow-list of the design's section 11.
    """
    extra = {"event": event}
    if error is not None:
        extra |= {"error": named(error), "place": place_of(error)}
    LOG.log(level, message, extra=extra)
