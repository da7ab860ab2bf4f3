"""Everything the stand-in remembers: chats, posts, files, the bot's profile. Memory only."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.standin.errors import bad_request
from bot.standin.inbox import Inbox
from bot.standin.keyboard import Rows
from bot.standin.profile import Profile

IDS_PER_SECOND = 10_000
"""Ids start at the clock's ten-thousandths, so a restarted stand-in never gives one out again."""

TYPING_SECONDS = 5.0
MAX_ID = 2**52


@dataclass(slots=True)
class Person:
    """A user behind a phone."""

    id: int
    first_name: str
    language: str = "en"


@dataclass(slots=True)
class Media:
    """The file of a post: its kind, its fields as the Bot API shows them, and its id."""

    kind: str
    fields: Any
    file_id: str
    name: str | None = None


@dataclass(slots=True)
class Post:
    """One message of a chat, as it stands now. `change` is when it last changed."""

    id: int
    mine: bool
    date: int
    sent_at: float
    text: str
    entities: list[dict[str, Any]]
    change: int
    keyboard: Rows | None = None
    media: Media | None = None
    reply_to: int | None = None
    edit_date: int | None = None
    deleted: bool = False


@dataclass(slots=True)
class Notice:
    """What an answered tap shows for a moment (or until closed, with `alert`)."""

    change: int
    text: str
    alert: bool


@dataclass(slots=True)
class Chat:
    """A private chat or a group, with its posts in the order they last changed."""

    id: int
    person: Person
    posts: dict[int, Post] = field(default_factory=dict)
    by_change: dict[int, Post] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    group: bool = False
    blocked: bool = False
    left: bool = False
    typing_until: float = 0.0
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def wake(self) -> None:
        """Lets everybody who waits for this chat look again."""
        self.changed.set()
        self.changed = asyncio.Event()

    def since(self, after: int) -> list[Post]:
        """Posts that changed after change number `after`, ordered by id."""
        fresh = itertools.takewhile(lambda p: p.change > after, reversed(self.by_change.values()))
        return sorted(fresh, key=lambda post: post.id)


@dataclass(slots=True)
class StoredFile:
    """A file's bytes, where the Bot API serves them, and their type."""

    data: bytes
    path: str
    mime: str


@dataclass(slots=True)
class Tap:
    """A callback query that waits for its answer."""

    chat: Chat
    at: float
    answered: bool = False


def group_id(user: int) -> int:
    """The id of the group in which `user` writes."""
    return -1_000_000_000_000 - user


class World:
    """One bot, its people and what was said. `clock` gives unix seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        first = int(clock() * IDS_PER_SECOND)
        self.first_id = first
        self._ids: Iterator[int] = itertools.count(first + 1)
        self.change = first
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.paths: dict[str, StoredFile] = {}
        self.taps: dict[str, Tap] = {}
        self.profile = Profile()
        self.inbox = Inbox(first)
        self.opened = asyncio.Event()  # a chat that was not there before
        self.bot_id = 1  # until a token names it
        self.closing = False

    def next_id(self) -> int:
        """A message id nobody had before."""
        return next(self._ids)

    def next_change(self) -> int:
        """The next change number."""
        self.change += 1
        return self.change

    def person(self, user: int) -> Person:
        """The person behind phone `user`, made on first sight."""
        known = self.people.get(user)
        if known is None:
            # The page's two phones are users 1001 and 1002 unless its address says otherwise.
            number = user - 1000 if user in (1001, 1002) else user
            known = self.people[user] = Person(user, f"Phone {number}")
        return known

    def private_chat(self, user: int) -> Chat:
        """The chat between `user` and the bot, made on first sight."""
        return self.chats.get(user) or self._open(Chat(user, self.person(user)))

    def group_chat(self, user: int) -> Chat:
        """A group in which `user` writes, made on first sight."""
        number = group_id(user)
        return self.chats.get(number) or self._open(Chat(number, self.person(user), group=True))

    def _open(self, chat: Chat) -> Chat:
        self.chats[chat.id] = chat
        self.opened.set()
        self.opened = asyncio.Event()
        return chat

    def chat(self, chat_id: int | str) -> Chat:
        """The chat a bot names. Raises Refused: a bot cannot write to who never wrote to it."""
        found = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if found is None:
            raise bad_request("chat not found")
        return found

    def add(self, chat: Chat, *, mine: bool, text: str = "", **rest: Any) -> Post:
        """A new post at the end of `chat`."""
        now = self.clock()
        entities = rest.pop("entities", [])
        post = Post(self.next_id(), mine, int(now), now, text, entities, 0, **rest)
        chat.posts[post.id] = post
        if not mine:
            chat.typing_until = 0.0
        self.touch(chat, post)
        return post

    def touch(self, chat: Chat, post: Post) -> None:
        """Marks `post` as changed now."""
        post.change = self.next_change()
        chat.by_change.pop(post.id, None)
        chat.by_change[post.id] = post
        chat.wake()

    def delete(self, chat: Chat, post: Post) -> None:
        """Takes the post and what it held out of the chat; that it was there stays known."""
        post.deleted = True
        post.text, post.entities, post.keyboard, post.media = "", [], None, None
        self.touch(chat, post)

    def keep_file(self, data: bytes, folder: str, suffix: str, mime: str) -> str:
        """Keeps `data` and returns its file_id."""
        number = self.next_id()
        stored = StoredFile(data, f"{folder}/file_{number}{suffix}", mime)
        file_id = f"standin-{number}"
        self.files[file_id] = stored
        self.paths[stored.path] = stored
        return file_id

    def close(self) -> None:
        """Ends every wait, so that a server can stop."""
        self.closing = True
        self.inbox.close()
        self.opened.set()
        for chat in self.chats.values():
            chat.wake()
