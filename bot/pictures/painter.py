"""Draws what an outbox row describes, off the event loop, one picture at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

Drawing = Callable[[Mapping[str, Any]], Sequence[bytes]]


def drawings() -> Mapping[str, Drawing]:
    """What can be drawn, by name: from a row's `picture` to its pages."""
    from bot.pictures import drawing

    return drawing.BY_NAME


class Painter:
    """Draws in a thread of its own: neither typst nor matplotlib is asked for two at once."""

    def __init__(self, known: Callable[[], Mapping[str, Drawing]] = drawings) -> None:
        """`known` gives what can be drawn; it is asked in the thread, since loading takes time."""
        self._known = known
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="pictures")

    async def paint(self, picture: Mapping[str, Any]) -> Sequence[bytes]:
        """The pages of a picture.

        Raises:
            KeyError: there is no picture of that name.
            Exception: whatever drawing raises.
        """
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._draw, picture)

    def _draw(self, picture: Mapping[str, Any]) -> Sequence[bytes]:
        return self._known()[picture["name"]](picture)

    def close(self) -> None:
        """Lets the thread end."""
        self._thread.shutdown(wait=False, cancel_futures=True)
