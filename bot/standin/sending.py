"""The Bot API methods that put something into a chat, change it or take it away."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from typing import Any

from bot.standin import images
from bot.standin.entities import Entity, formatted
from bot.standin.errors import Refused, bad_request, not_played
from bot.standin.keyboard import inline_keyboard
from bot.standin.params import Upload
from bot.standin.shapes import message_json
from bot.standin.utf16 import units
from bot.standin.world import TYPING_SECONDS, Chat, Media, Notice, Post, World

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_PHOTO_BYTES = 10 * 1024 * 1024
MAX_ANSWER = 200
DELETE_SECONDS = 48 * 3600
TAP_SECONDS = 60
"""How long a tap can be answered. Telegram gives no number; bots that were away see it expire."""

ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}
_PREVIEW = {"is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text"}
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the"
    " same as a current content and reply markup of the message"
)


@dataclass(slots=True)
class Call:
    """One call of a method: the world and the decoded parameters."""

    world: World
    params: dict[str, Any]

    def chat(self) -> Chat:
        """The chat of `chat_id`, also one that cannot be written to. Raises Refused."""
        return self.world.chat(self.params["chat_id"])

    def open_chat(self) -> Chat:
        """The chat of `chat_id`. Raises Refused: unknown, blocked, or left."""
        chat = self.chat()
        if chat.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        if chat.left:
            raise Refused(403, "Forbidden: bot is not a member of the supergroup chat")
        return chat


def send_message(call: Call) -> Any:
    """sendMessage."""
    chat = call.open_chat()
    text, entities = _text(call.params)
    return _add(call, chat, text=text, entities=entities)


def send_photo(call: Call) -> Any:
    """sendPhoto: an uploaded picture, or the file_id of one."""
    chat, world = call.open_chat(), call.world
    caption, entities = _caption(call.params)
    photo = call.params["photo"]
    if isinstance(photo, str):
        file_id, data = photo, _known_file(world, photo)
    else:
        file_id, data = "", photo.data
    if len(data) > MAX_PHOTO_BYTES:
        raise Refused(413, "Request Entity Too Large")
    size = images.measure(data)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    kind, width, height = size
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    if not file_id:
        file_id = world.keep_file(data, "photos", f".{kind}", f"image/{kind}")
    fields = [{**file_fields(file_id, data), "width": width, "height": height}]
    media = Media("photo", fields, file_id)
    return _add(call, chat, text=caption, entities=entities, media=media)


def send_document(call: Call) -> Any:
    """sendDocument: an uploaded file, or the file_id of one."""
    chat, world = call.open_chat(), call.world
    caption, entities = _caption(call.params)
    document = call.params["document"]
    if isinstance(document, str):
        file_id, data = document, _known_file(world, document)
        name, mime = world.files[file_id].path.rpartition("/")[2], world.files[file_id].mime
    else:
        data, name, mime = document.data, document.name or "file", _mime(document)
        if not data:
            raise bad_request("file must be non-empty")
        suffix = "." + name.rpartition(".")[2] if "." in name else ""
        file_id = world.keep_file(data, "documents", suffix if suffix.isascii() else "", mime)
    fields = {**file_fields(file_id, data), "file_name": name, "mime_type": mime}
    media = Media("document", fields, file_id, name)
    return _add(call, chat, text=caption, entities=entities, media=media)


def edit_text(call: Call) -> Any:
    """editMessageText. Without `reply_markup` the buttons go, as at Telegram."""
    chat = call.open_chat()
    text, entities = _text(call.params)
    keyboard = inline_keyboard(call.params.get("reply_markup"))
    post = _own_post(call, chat)
    if post.media:
        raise bad_request("there is no text in the message to edit")
    if (text, entities, keyboard) == (post.text, post.entities, post.keyboard):
        raise bad_request(_NOT_MODIFIED)
    post.text, post.entities, post.keyboard = text, entities, keyboard
    post.edit_date = int(call.world.clock())
    call.world.touch(chat, post)
    return message_json(call.world, chat, post)


def edit_reply_markup(call: Call) -> Any:
    """editMessageReplyMarkup. New buttons alone do not mark a message as edited."""
    chat = call.open_chat()
    keyboard = inline_keyboard(call.params.get("reply_markup"))
    post = _own_post(call, chat)
    if keyboard == post.keyboard:
        raise bad_request(_NOT_MODIFIED)
    post.keyboard = keyboard
    call.world.touch(chat, post)
    return message_json(call.world, chat, post)


def delete_message(call: Call) -> Any:
    """deleteMessage: either side's in a private chat, for 48 hours."""
    chat = call.chat()
    post = chat.posts.get(call.params["message_id"])
    if post is None or post.deleted:
        raise bad_request("message to delete not found")
    _delete(call, chat, [post])
    return True


def delete_messages(call: Call) -> Any:
    """deleteMessages: 1 to 100 at once; those not found are skipped."""
    chat, ids = call.chat(), call.params["message_ids"]
    if not all(isinstance(number, int) and not isinstance(number, bool) for number in ids):
        raise bad_request("message identifiers must be integers")
    if not 1 <= len(ids) <= 100:
        raise bad_request(
            "message identifiers are not specified" if not ids else "too many message identifiers"
        )
    found = [post for n in ids if (post := chat.posts.get(n)) and not post.deleted]
    _delete(call, chat, found)
    return True


def _delete(call: Call, chat: Chat, posts: list[Post]) -> None:
    now = call.world.clock()
    if any(now - post.date > DELETE_SECONDS or (chat.group and post.mine) for post in posts):
        raise bad_request("message can't be deleted for everyone")
    for post in posts:
        if not post.deleted:
            call.world.delete(chat, post)


def send_chat_action(call: Call) -> Any:
    """sendChatAction: shown until the next message, for five seconds at most."""
    chat = call.open_chat()
    if call.params["action"] not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.typing_until = call.world.clock() + TYPING_SECONDS
    chat.wake()
    return True


def answer_callback_query(call: Call) -> Any:
    """answerCallbackQuery: once, in time."""
    text = call.params.get("text", "")
    if units(text) > MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    tap = call.world.taps.get(call.params["callback_query_id"])
    if tap is None or tap.answered or call.world.clock() - tap.at > TAP_SECONDS:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    tap.answered = True
    if text:
        alert = call.params.get("show_alert", False)
        tap.chat.notices.append(Notice(call.world.next_change(), text, alert))
        tap.chat.wake()
    return True


def file_fields(file_id: str, data: bytes) -> dict[str, Any]:
    """What every kind of file says of itself."""
    unique = file_id.removeprefix("standin-")
    return {"file_id": file_id, "file_unique_id": unique, "file_size": len(data)}


def _text(params: dict[str, Any]) -> tuple[str, list[Entity]]:
    preview = params.get("link_preview_options")
    if preview and (unknown := set(preview) - _PREVIEW):
        raise not_played(f"unknown field {sorted(unknown)[0]} in link_preview_options")
    text, entities = formatted(params["text"], params.get("parse_mode"), params.get("entities"))
    if not text:
        raise bad_request("text must be non-empty")
    if units(text) > MAX_TEXT:
        raise bad_request("message is too long")
    return text, entities


def _caption(params: dict[str, Any]) -> tuple[str, list[Entity]]:
    caption, entities = formatted(
        params.get("caption", ""), params.get("parse_mode"), params.get("caption_entities")
    )
    if units(caption) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return caption, entities


def _add(call: Call, chat: Chat, **content: Any) -> dict[str, Any]:
    keyboard = inline_keyboard(call.params.get("reply_markup"))
    reply_to = _reply(call, chat)
    post = call.world.add(chat, mine=False, keyboard=keyboard, reply_to=reply_to, **content)
    return message_json(call.world, chat, post)


def _reply(call: Call, chat: Chat) -> int | None:
    given = call.params.get("reply_parameters")
    if not given:
        return None
    if unknown := set(given) - {"message_id", "allow_sending_without_reply", "chat_id"}:
        raise not_played(f"unknown field {sorted(unknown)[0]} in reply_parameters")
    target = chat.posts.get(given.get("message_id", 0))
    if given.get("chat_id", chat.id) == chat.id and target is not None and not target.deleted:
        return target.id
    if given.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def _own_post(call: Call, chat: Chat) -> Post:
    post = chat.posts.get(call.params["message_id"])
    if post is None or post.deleted:
        raise bad_request("message to edit not found")
    if post.mine:
        raise bad_request("message can't be edited")
    return post


def _known_file(world: World, file_id: str) -> bytes:
    if file_id.startswith(("http://", "https://")):
        raise not_played("files from the web are not fetched; upload the file")
    stored = world.files.get(file_id)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return stored.data


def _mime(upload: Upload) -> str:
    guessed = mimetypes.guess_type(upload.name)[0]
    return guessed or upload.mime or "application/octet-stream"
