"""How fast Telegram may be written to: 30 messages in any second, and 1 a second in one chat.

Slots are reserved ahead, so that waiting chats are served in the order they came.
"""

from __future__ import annotations

from collections import deque

OVERALL = 30
"""Messages in any one second."""
EVERY = 1.0
"""Seconds between messages of one chat, after a burst."""
BURST = 3
"""Messages a chat may get at once after a quiet time."""
KEEP = 4096
"""Chats remembered before those at rest are dropped."""


class Pacer:
    """Reserves the moments at which messages may be sent, in the seconds of the caller's clock.

    Source of method: the generic cell rate algorithm for a chat, a sliding window for all.
    """

    def __init__(self) -> None:
        self._window: deque[float] = deque(maxlen=OVERALL)
        self._chats: dict[int, float] = {}

    def reserve(self, chat: int, now: float) -> float:
        """The earliest moment for one more message to this chat; it is taken by asking."""
        due = max(self._chats.get(chat, now), now)
        at = max(now, due - (BURST - 1) * EVERY)
        if len(self._window) == OVERALL:
            at = max(at, self._window[0] + 1.0)
        self._take(chat, at)
        return at

    def count(self, chat: int, now: float) -> None:
        """Counts a message that is sent without waiting."""
        self._take(chat, now)

    def _take(self, chat: int, at: float) -> None:
        self._window.append(max(at, self._window[-1]) if self._window else at)
        if len(self._chats) >= KEEP and chat not in self._chats:
            self._chats = {one: due for one, due in self._chats.items() if due > at}
        self._chats[chat] = max(self._chats.get(chat, at), at) + EVERY
