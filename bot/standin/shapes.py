"""The stand-in's memory in the Bot API's JSON shapes."""

from __future__ import annotations

from typing import Any

from bot.standin.entities import automatic
from bot.standin.profile import DEFAULT_NAME
from bot.standin.world import Chat, Person, Post, World

USERNAME = "stand_in_bot"


def user_json(person: Person) -> dict[str, Any]:
    """A User who is a person."""
    return {
        "id": person.id,
        "is_bot": False,
        "first_name": person.first_name,
        "language_code": person.language,
    }


def bot_json(world: World, bot_id: int) -> dict[str, Any]:
    """A User who is the bot."""
    name = world.profile.text("name") or DEFAULT_NAME
    return {"id": bot_id, "is_bot": True, "first_name": name, "username": USERNAME}


def chat_json(chat: Chat) -> dict[str, Any]:
    """A Chat."""
    if chat.group:
        return {
            "id": chat.id,
            "title": f"{chat.person.first_name} and others",
            "type": "supergroup",
        }
    return {"id": chat.id, "first_name": chat.person.first_name, "type": "private"}


def message_json(world: World, chat: Chat, post: Post, *, depth: int = 1) -> dict[str, Any]:
    """A Message; a message it replies to is shown one level deep."""
    sender = user_json(chat.person) if post.mine else bot_json(world, world.bot_id)
    shown: dict[str, Any] = {
        "message_id": post.id,
        "from": sender,
        "chat": chat_json(chat),
        "date": post.date,
    }
    if post.edit_date is not None:
        shown["edit_date"] = post.edit_date
    if depth and post.reply_to is not None and (to := chat.posts.get(post.reply_to)):
        shown["reply_to_message"] = message_json(world, chat, to, depth=0)
    body, marks = "text", "entities"
    if post.media:
        shown[post.media.kind] = post.media.fields
        body, marks = "caption", "caption_entities"
    if post.text or not post.media:
        shown[body] = post.text
    entities = automatic(post.text, []) if post.mine else post.entities
    if entities:
        shown[marks] = entities
    if post.keyboard:
        shown["reply_markup"] = {"inline_keyboard": post.keyboard}
    return shown


def membership_json(world: World, chat: Chat, old: str, new: str) -> dict[str, Any]:
    """A ChatMemberUpdated about the bot itself."""
    bot = bot_json(world, world.bot_id)

    def member(status: str) -> dict[str, Any]:
        until = {"until_date": 0} if status == "kicked" else {}
        return {"status": status, "user": bot, **until}

    return {
        "chat": chat_json(chat),
        "from": user_json(chat.person),
        "date": int(world.clock()),
        "old_chat_member": member(old),
        "new_chat_member": member(new),
    }
