"""The phone API: what the page, tests and benchmarks use to be a person with a phone."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.standin import people
from bot.standin.entities import automatic
from bot.standin.errors import PhoneError
from bot.standin.faults import Faults
from bot.standin.world import MAX_ID, Chat, Post, World, group_id

MAX_WAIT = 30.0
_SHOWN_INLINE = ("image/png", "image/jpeg", "image/gif", "image/webp")
_FIELDS: dict[str, dict[str, type]] = {
    "start": {"payload": str, "language": str},
    "message": {"text": str, "language": str},
    "tap": {"message_id": int, "data": str},
    "edit": {"message_id": int, "text": str},
    "send": {"kind": str, "caption": str},
    "group": {"text": str},
    "block": {},
    "unblock": {},
    "profile": {"name": str, "language": str},
}
_OPTIONAL = {"payload", "language", "caption", "name"}


def answer(content: dict[str, Any], status: int = 200) -> Response:
    """JSON in ASCII, so that even half a character (a lone surrogate) gets through."""
    return Response(json.dumps(content), status, media_type="application/json")


class Phones:
    """The endpoints under `/phone`, `/commands` and `/faults` over one world."""

    def __init__(self, world: World, faults: Faults | None) -> None:
        self.world = world
        self._faults = faults

    async def act(self, request: Request) -> Response:
        """`POST /phone/{user}/{action}`: answers once the update is queued."""
        action = request.path_params["action"]
        user = _user(request)
        fields = _FIELDS.get(action)
        if fields is None:
            raise PhoneError(404, f"a phone can {', '.join(_FIELDS)}")
        given = await _json_body(request)
        if not isinstance(given, dict):
            raise PhoneError(400, "send a JSON object")
        given = {name: value for name, value in given.items() if value is not None}
        for name, kind in fields.items():
            if name not in given and name not in _OPTIONAL:
                raise PhoneError(400, f"{name} is missing")
            value = given.get(name)
            if name in given and (not isinstance(value, kind) or isinstance(value, bool)):
                raise PhoneError(400, f"{name} must be {'a number' if kind is int else 'a text'}")
        self._settle(user, given)
        return answer({"ok": True, **self._done(action, user, given)})

    def _settle(self, user: int, given: dict[str, Any]) -> None:
        person = self.world.person(user)
        if language := given.get("language"):
            person.language = language
        if name := given.get("name"):
            person.first_name = name[:64]

    def _done(self, action: str, user: int, given: dict[str, Any]) -> dict[str, Any]:
        world = self.world
        if action == "tap":
            return {"query": people.tap(world, user, given["message_id"], given["data"])}
        if action in ("block", "unblock"):
            (people.block if action == "block" else people.unblock)(world, user)
            return {}
        if action == "profile":
            return {}
        posts = self._posts(action, user, given)
        return {"message_id": posts[0].id, "message_ids": [post.id for post in posts]}

    def _posts(self, action: str, user: int, given: dict[str, Any]) -> list[Post]:
        world = self.world
        if action == "start":
            payload = given.get("payload", "")
            if payload and not (len(payload) <= people.MAX_PAYLOAD and _plain(payload)):
                raise PhoneError(400, "a payload has at most 64 of A-Z a-z 0-9 _ -")
            return people.start(world, user, payload)
        if action == "message":
            return people.write(world, world.private_chat(user), given["text"])
        if action == "group":
            return people.write_in_group(world, user, given["text"])
        if action == "edit":
            return [people.edit(world, user, given["message_id"], given["text"])]
        return [people.send(world, user, given["kind"], given.get("caption", ""))]

    async def messages(self, request: Request) -> Response:
        """`GET /phone/{user}/messages?after=SEQ`; `wait` waits for a change, in seconds.

        `chat=group` shows the group of that phone instead of its private chat.
        """
        user = _user(request)
        after = _number(request, "after", int)
        wait = _number(request, "wait", float)
        grouped = request.query_params.get("chat") == "group"
        number = group_id(user) if grouped else user
        if wait > 0 and not self.world.closing:
            await self._changed(number, after, min(wait, MAX_WAIT))
        return answer(self._shown(self.world.chats.get(number), after))

    async def _changed(self, number: int, after: int, wait: float) -> None:
        # A look must not open a chat: the bot may write only where somebody wrote first.
        chat = self.world.chats.get(number)
        if chat is None:
            event = self.world.opened
        elif chat.since(after) or any(n.change > after for n in chat.notices):
            return
        else:
            event = chat.changed
        try:
            async with asyncio.timeout(wait):
                await event.wait()
        except TimeoutError:
            return

    def _shown(self, chat: Chat | None, after: int) -> dict[str, Any]:
        posts = chat.since(after) if chat else []
        notices = [n for n in chat.notices if n.change > after] if chat else []
        return {
            "next": max(after, self.world.change),
            "messages": [_post_json(post) for post in posts],
            "typing": bool(chat and chat.typing_until > self.world.clock()),
            "blocked": bool(chat and chat.blocked),
            "notices": [{"text": n.text, "alert": n.alert} for n in notices],
            "world": self.world.first_id,
        }

    async def file(self, request: Request) -> Response:
        """`GET /phone/{user}/file/{message_id}`: pictures inline, all else as a download."""
        chat = self.world.chats.get(_user(request))
        post = chat.posts.get(request.path_params["message_id"]) if chat else None
        if post is None or post.media is None:
            raise PhoneError(404, "there is no such file")
        stored = self.world.files[post.media.file_id]
        inline = post.media.kind == "photo" and stored.mime in _SHOWN_INLINE
        headers = {"Cache-Control": "private, max-age=3600, immutable"}
        if not inline:
            headers["Content-Disposition"] = "attachment"
        mime = stored.mime if inline else "application/octet-stream"
        return Response(stored.data, media_type=mime, headers=headers)

    async def profile(self, request: Request) -> Response:
        """`GET /phone/{user}/profile`: this person, and the bot as they see it."""
        user = _user(request)
        person = self.world.people.get(user)
        language = person.language if person else "en"
        bot = people.bot_of(self.world)
        profile = self.world.profile
        return answer(
            {
                "id": user,
                "name": person.first_name if person else None,
                "language": language,
                "bot": {
                    "name": profile.text("name", language) or bot["first_name"],
                    "username": bot["username"],
                    "description": profile.text("description", language),
                    "commands": profile.menu(language),
                },
            }
        )

    async def commands(self, request: Request) -> Response:
        """`GET /commands?language=en`: the commands a private chat shows."""
        language = request.query_params.get("language", "")
        return answer({"commands": self.world.profile.menu(language)})

    async def faults(self, request: Request) -> Response:
        """`POST /faults` queues faults (see faults.py)."""
        if self._faults is None:
            raise PhoneError(404, "not found")
        return answer({"ok": True, "waiting": self._faults.add(await _json_body(request))})

    async def clear_faults(self, request: Request) -> Response:
        """`POST /faults/clear`."""
        if self._faults is None:
            raise PhoneError(404, "not found")
        self._faults.clear()
        return answer({"ok": True, "waiting": 0})


def _post_json(post: Post) -> dict[str, Any]:
    media = post.media
    return {
        "id": post.id,
        "from": "me" if post.mine else "bot",
        "text": post.text,
        "entities": automatic(post.text, []) if post.mine else post.entities,
        "buttons": [[_button_json(button) for button in row] for row in post.keyboard or []],
        "photo": media is not None and media.kind == "photo",
        "document": media.name if media else None,
        "media": media.kind if media else None,
        "size": _size(media.fields) if media and media.kind == "photo" else None,
        "reply_to": post.reply_to,
        "edited": post.edit_date is not None,
        "deleted": post.deleted,
        "sent_at": post.sent_at,
    }


def _size(fields: Any) -> list[int]:
    return [fields[-1]["width"], fields[-1]["height"]]


def _button_json(button: dict[str, Any]) -> dict[str, Any]:
    copied = button.get("copy_text")
    return {
        "text": button["text"],
        "data": button.get("callback_data"),
        "copy": copied["text"] if copied else None,
        "url": button.get("url"),
    }


def _plain(payload: str) -> bool:
    return payload.isascii() and payload.replace("_", "a").replace("-", "a").isalnum()


def _user(request: Request) -> int:
    user: int = request.path_params["user"]
    if not 0 < user < MAX_ID:
        raise PhoneError(400, "a phone has a positive number")
    return user


def _number(request: Request, name: str, kind: type[int] | type[float]) -> Any:
    try:
        number = kind(request.query_params.get(name) or 0)
    except ValueError:
        raise PhoneError(400, f"{name} must be a number") from None
    if not 0 <= number < 2**63:
        raise PhoneError(400, f"{name} is out of range")
    return number


async def _json_body(request: Request) -> Any:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise PhoneError(415, "send application/json")
    try:
        return json.loads(await request.body() or b"{}")
    except (ValueError, RecursionError):
        raise PhoneError(400, "the body is no JSON") from None
