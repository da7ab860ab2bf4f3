"""A person with a phone on the stand-in: what they see, and what they do about it.

Buttons are named by the choice behind them, not by their label, so that wording may change.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Any

import httpx

Shown = dict[str, Any]
"""A message as the phone API describes it."""

PATIENCE = 15.0
"""Seconds after which an answer counts as missing."""


class Missing(AssertionError):
    """Something that was waited for did not come; the text shows what the phone shows instead."""


class Phone:
    """One private chat with the bot."""

    def __init__(self, http: httpx.AsyncClient, user: int, patience: float = PATIENCE) -> None:
        self.http = http
        self.user = user
        self.patience = patience
        self.messages: dict[int, Shown] = {}
        self.changed_at: dict[int, int] = {}
        self.seq = 0
        self.looks = 0

    # What is seen

    async def look(self, wait: float = 0.0) -> list[Shown]:
        """What changed since the last look; `wait` seconds for something to change."""
        query = {"after": self.seq, "wait": wait}
        answer = await self.http.get(f"/phone/{self.user}/messages", params=query, timeout=40)
        body = answer.json()
        self.seq = body["next"]
        self.looks += 1
        for message in body["messages"]:
            self.messages[message["id"]] = message
            self.changed_at[message["id"]] = self.looks
        found: list[Shown] = body["messages"]
        return found

    @property
    def all(self) -> list[Shown]:
        """Every message that is still there, in order."""
        return [self.messages[i] for i in sorted(self.messages) if not self.messages[i]["deleted"]]

    @property
    def heard(self) -> list[str]:
        """The bot's texts, in order."""
        return [m["text"] for m in self.all if m["from"] == "bot"]

    def fresh(self, since: int) -> list[Shown]:
        """The bot's messages that came or changed after that look."""
        return [m for m in self.all if m["from"] == "bot" and self.changed_at[m["id"]] > since]

    async def until(
        self, there: Callable[[list[Shown]], bool], what: str, since: int | None = None
    ) -> list[Shown]:
        """Waits until what came since that look (this one, by default) is as wanted."""
        since = self.looks if since is None else since
        loop = asyncio.get_running_loop()
        end = loop.time() + self.patience
        while not there(self.fresh(since)):
            if loop.time() > end:
                raise Missing(f"{what}\n{self.transcript()}")
            await self.look(wait=0.5)
        return self.fresh(since)

    def button(self, choice: str, among: Iterable[Shown] | None = None) -> tuple[int, str] | None:
        """The newest button for a choice, as (message id, callback data)."""
        for message in sorted(among or self.all, key=lambda m: -m["id"]):
            if message["deleted"] or message["from"] != "bot":
                continue
            for row in message["buttons"]:
                for button in row:
                    data = button["data"] or ""
                    if data == choice or data.endswith(f":{choice}"):
                        return message["id"], data
        return None

    def transcript(self) -> str:
        """What the phone shows, for a failing test."""
        lines = []
        for m in self.all:
            data = [b["data"] or "·" for row in m["buttons"] for b in row]
            lines.append(f"{'B' if m['from'] == 'bot' else 'U'} {m['text']!r} {data}")
        return "\n".join(lines[-14:])

    # What is done

    async def do(self, action: str, **fields: Any) -> Shown:
        """Something a phone does: start, message, tap, edit, send, group, block, unblock."""
        answer = await self.http.post(f"/phone/{self.user}/{action}", json=fields)
        assert answer.status_code == 200, answer.text
        body: Shown = answer.json()
        return body

    async def say(self, text: str) -> None:
        """Types something."""
        await self.do("message", text=text)

    async def tap(self, choice: str) -> tuple[int, str]:
        """Taps the newest button for a choice."""
        found = self.button(choice)
        if found is None:
            raise Missing(f"no button {choice!r}\n{self.transcript()}")
        await self.do("tap", message_id=found[0], data=found[1])
        return found

    # Both

    async def answered(self, act: Any, *, count: int = 1) -> list[Shown]:
        """Does it and waits for so many messages that come or change after it."""
        await self.look()
        since = self.looks
        await act
        return await self.until(lambda fresh: len(fresh) >= count, "no answer", since)

    async def tells(self, text: str) -> list[Shown]:
        """Types something and waits for the answer."""
        return await self.answered(self.say(text))

    async def picks(self, choice: str) -> list[Shown]:
        """Taps a choice and waits until its buttons are gone, or something is said."""
        await self.look()
        since = self.looks
        tapped, _ = await self.tap(choice)
        return await self.until(
            lambda fresh: any(m["id"] != tapped or m["edited"] for m in fresh), "no answer", since
        )
