"""The peer: python-telegram-bot's ConversationHandler, in memory."""

from __future__ import annotations

import warnings
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    filters,
)
from telegram.warnings import PTBUserWarning

from benchmarks.stubbed import Stubbed
from benchmarks.ten_steps import TOKEN, Crowd, Recorded, Reply, timed

Handle = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, int]]


class PtbBot:
    """An application with one conversation of ten states."""

    def __init__(self, steps: Sequence[Recorded]) -> None:
        self.steps = steps
        builder = Application.builder().token(TOKEN).updater(None)
        self.application: Any = builder.request(Stubbed()).build()
        self.application.add_handler(_conversation(steps))
        self._crowd = Crowd()

    async def go(self, people: int) -> float:
        """So many new people take all steps at once; the seconds it took."""
        crowd = self._crowd
        scripts = [crowd.script(self.steps, crowd.newcomer()) for _ in range(people)]
        return await timed(map(self._person, scripts))

    async def _person(self, script: Sequence[dict[str, Any]]) -> None:
        for raw in script:
            update = Update.de_json(raw, self.application.bot)
            await self.application.process_update(update)


@asynccontextmanager
async def ptb_bot(steps: Sequence[Recorded]) -> AsyncIterator[PtbBot]:
    """The peer, started."""
    bot = PtbBot(steps)
    async with bot.application:
        yield bot


def _conversation(steps: Sequence[Recorded]) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PTBUserWarning)
        states: dict[object, list[Any]] = {len(steps): []}
        for number, step in enumerate(steps[1:], start=1):
            states[number] = [_handler(number, step)]
        return ConversationHandler(
            entry_points=[CommandHandler("rehearse", _said(0, steps[0].reply))],
            states=states,
            fallbacks=[CommandHandler("cancel", _cancelled)],
        )


def _handler(number: int, step: Recorded) -> Any:
    if step.under is None:
        return MessageHandler(filters.TEXT & ~filters.COMMAND, _said(number, step.reply))
    return CallbackQueryHandler(
        _tapped(number, step), pattern=f"[^:]+:[0-9]+:{step.data.split(':')[2]}$"
    )


def _markup(reply: Reply) -> InlineKeyboardMarkup | None:
    rows = [
        [InlineKeyboardButton(b["text"], callback_data=b.get("callback_data", "x")) for b in row]
        for row in reply.keyboard
    ]
    return InlineKeyboardMarkup(rows) if rows else None


def _said(number: int, reply: Reply) -> Handle:
    async def handle(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
        assert update.message is not None
        assert context.user_data is not None
        context.user_data[number] = update.message.text
        await update.message.reply_text(reply.text, parse_mode="HTML", reply_markup=_markup(reply))
        return number + 1

    return handle


def _tapped(number: int, step: Recorded) -> Handle:
    async def handle(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
        query = update.callback_query
        assert query is not None
        assert context.user_data is not None
        await query.answer()
        context.user_data[number] = query.data
        reply = step.reply
        if reply.edits:
            await query.edit_message_text(
                reply.text, parse_mode="HTML", reply_markup=_markup(reply)
            )
        else:
            await context.bot.send_message(
                query.from_user.id, reply.text, parse_mode="HTML", reply_markup=_markup(reply)
            )
        return number + 1

    return handle


async def _cancelled(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    return ConversationHandler.END
