"""What a person does on a phone, and the updates a bot gets of it."""

from __future__ import annotations

from typing import Any

from bot.standin import images
from bot.standin.errors import PhoneError
from bot.standin.sending import MAX_CAPTION, MAX_TEXT, file_fields
from bot.standin.shapes import bot_json, chat_json, membership_json, message_json, user_json
from bot.standin.utf16 import pieces, units
from bot.standin.world import Chat, Media, Post, Tap, World, group_id

MAX_PAYLOAD = 64
MAX_TYPED = 100_000


def start(world: World, user: int, payload: str) -> list[Post]:
    """Presses Start, which unblocks too; `payload` comes from a deep link."""
    unblock(world, user)
    return [_say(world, world.private_chat(user), f"/start {payload}".strip())]


def write(world: World, chat: Chat, text: str) -> list[Post]:
    """Sends `text`, in pieces when it is long. Raises PhoneError."""
    if chat.blocked:
        raise PhoneError(409, "this phone blocked the bot; unblock or start first")
    if units(text) > MAX_TYPED:
        raise PhoneError(413, f"a text has at most {MAX_TYPED} characters")
    parts = pieces(text, MAX_TEXT)
    if not parts:
        raise PhoneError(400, "a message needs some text")
    return [_say(world, chat, part) for part in parts]


def write_in_group(world: World, user: int, text: str) -> list[Post]:
    """Sends `text` in a group the bot is in; it is added first if need be."""
    known = group_id(user) in world.chats
    chat = world.group_chat(user)
    if chat.left or not known:
        chat.left = False
        _member(world, chat, "left", "member")
    return write(world, chat, text)


def edit(world: World, user: int, message_id: int, text: str) -> Post:
    """Changes an own message. Raises PhoneError."""
    chat = world.private_chat(user)
    post = chat.posts.get(message_id)
    if post is None or post.deleted or not post.mine:
        raise PhoneError(404, "there is no such message of this phone")
    text = text.strip()
    limit = MAX_CAPTION if post.media else MAX_TEXT
    if units(text) > limit or not (text or post.media):
        raise PhoneError(400, f"an edited text has 1 to {limit} characters")
    if text == post.text:
        raise PhoneError(400, "the text is the same as before")
    post.text, post.edit_date = text, int(world.clock())
    world.touch(chat, post)
    world.inbox.put("edited_message", message_json(world, chat, post))
    return post


def send(world: World, user: int, kind: str, caption: str) -> Post:
    """Sends something that is not a text: photo, voice, sticker or document."""
    chat = world.private_chat(user)
    if chat.blocked:
        raise PhoneError(409, "this phone blocked the bot; unblock or start first")
    if units(caption) > MAX_CAPTION:
        raise PhoneError(400, f"a caption has at most {MAX_CAPTION} characters")
    if caption and kind == "sticker":
        raise PhoneError(400, "a sticker has no caption")
    media = _media(world, kind)
    post = world.add(chat, mine=True, text=caption.strip(), media=media)
    world.inbox.put("message", message_json(world, chat, post))
    return post


def tap(world: World, user: int, message_id: int, data: str) -> str:
    """Taps a button, also one that is on no message: forged taps reach real bots too.

    Returns the callback query's id.
    """
    chat = world.private_chat(user)
    post = chat.posts.get(message_id)
    message: dict[str, Any] = {"chat": chat_json(chat), "message_id": message_id, "date": 0}
    if post is not None and not post.deleted:
        message = message_json(world, chat, post)
    query = str(world.next_id())
    world.taps[query] = Tap(chat, world.clock())
    world.inbox.put(
        "callback_query",
        {
            "id": query,
            "from": user_json(chat.person),
            "message": message,
            "chat_instance": str(chat.id),
            "data": data,
        },
    )
    return query


def block(world: World, user: int) -> None:
    """Blocks the bot."""
    chat = world.private_chat(user)
    if not chat.blocked:
        chat.blocked = True
        _member(world, chat, "member", "kicked")
        chat.wake()


def unblock(world: World, user: int) -> None:
    """Unblocks the bot."""
    chat = world.private_chat(user)
    if chat.blocked:
        chat.blocked = False
        _member(world, chat, "kicked", "member")
        chat.wake()


def _say(world: World, chat: Chat, text: str) -> Post:
    post = world.add(chat, mine=True, text=text)
    world.inbox.put("message", message_json(world, chat, post))
    return post


def _member(world: World, chat: Chat, old: str, new: str) -> None:
    world.inbox.put("my_chat_member", membership_json(world, chat, old, new))


def _media(world: World, kind: str) -> Media:
    if kind == "photo":
        data = images.sample_photo()
        file_id = world.keep_file(data, "photos", ".png", "image/png")
        fields: Any = [{**file_fields(file_id, data), "width": 320, "height": 200}]
        return Media("photo", fields, file_id)
    if kind == "voice":
        data = b"OggS stand-in voice"
        file_id = world.keep_file(data, "voice", ".oga", "audio/ogg")
        fields = {**file_fields(file_id, data), "duration": 3, "mime_type": "audio/ogg"}
        return Media("voice", fields, file_id)
    if kind == "sticker":
        data = b"stand-in sticker"
        file_id = world.keep_file(data, "stickers", ".webp", "image/webp")
        sticker = {"type": "regular", "width": 512, "height": 512, "emoji": "🙂"}
        fields = {**file_fields(file_id, data), **sticker, "is_animated": False, "is_video": False}
        return Media("sticker", fields, file_id)
    if kind == "document":
        data, name = b"A note from the stand-in.\n", "note.txt"
        file_id = world.keep_file(data, "documents", ".txt", "text/plain")
        fields = {**file_fields(file_id, data), "file_name": name, "mime_type": "text/plain"}
        return Media("document", fields, file_id, name)
    raise PhoneError(400, "kind must be photo, voice, sticker or document")


def bot_of(world: World) -> dict[str, Any]:
    """The bot as its people see it."""
    return bot_json(world, world.bot_id)
