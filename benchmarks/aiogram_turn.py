"""The peer: aiogram's finite state machine, in memory."""

from __future__ import annotations

import itertools
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from typing import Any

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.base import BaseSession
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.methods import TelegramMethod
from aiogram.types import (
    CallbackQuery,
    InaccessibleMessage,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
)

from benchmarks.stubbed import answer
from benchmarks.ten_steps import TOKEN, Crowd, Recorded, Reply, timed


class StubbedSession(BaseSession):
    """A network that answers at once; the answer is read as aiogram reads any."""

    def __init__(self) -> None:
        super().__init__()
        self._ids = itertools.count(1_000_000)

    async def make_request(
        self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None
    ) -> Any:
        """The answer to a call."""
        name = method.__api_method__
        body = answer(name, getattr(method, "chat_id", 0), next(self._ids)).decode()
        return self.check_response(bot, method, 200, body).result

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        """There are no files here, so nothing of them."""
        nothing: tuple[bytes, ...] = ()
        for piece in nothing:
            yield piece

    async def close(self) -> None:
        """Nothing to close."""


class AiogramBot:
    """A dispatcher with one conversation of ten states."""

    def __init__(self, steps: Sequence[Recorded]) -> None:
        self.steps = steps
        self.bot = Bot(TOKEN, session=StubbedSession())
        self.dispatcher = Dispatcher(storage=MemoryStorage())
        states = [State(str(number), group_name="Talk") for number in range(len(steps) + 1)]
        self.dispatcher.message.register(_said(states[1], steps[0].reply), Command("rehearse"))
        for number, step in enumerate(steps[1:], start=1):
            now, then = states[number], states[number + 1]
            if step.under is None:
                self.dispatcher.message.register(_said(then, step.reply), now, F.text)
            else:
                ending = f":{step.data.split(':')[2]}"
                self.dispatcher.callback_query.register(
                    _tapped(then, step.reply), now, F.data.endswith(ending)
                )
        self._crowd = Crowd()

    async def go(self, people: int) -> float:
        """So many new people take all steps at once; the seconds it took."""
        crowd = self._crowd
        scripts = [crowd.script(self.steps, crowd.newcomer()) for _ in range(people)]
        return await timed(map(self._person, scripts))

    async def _person(self, script: Sequence[dict[str, Any]]) -> None:
        for raw in script:
            await self.dispatcher.feed_raw_update(self.bot, raw)


def _markup(reply: Reply) -> InlineKeyboardMarkup | None:
    rows = [
        [
            InlineKeyboardButton(text=b["text"], callback_data=b.get("callback_data", "x"))
            for b in row
        ]
        for row in reply.keyboard
    ]
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def _said(then: State, reply: Reply) -> Callable[[Message, FSMContext], Awaitable[None]]:
    async def handle(message: Message, state: FSMContext) -> None:
        await state.update_data({str(then.state): message.text})
        await message.answer(reply.text, parse_mode="HTML", reply_markup=_markup(reply))
        await state.set_state(then)

    return handle


def _tapped(then: State, reply: Reply) -> Callable[[CallbackQuery, FSMContext], Awaitable[None]]:
    async def handle(query: CallbackQuery, state: FSMContext) -> None:
        under = query.message
        assert under is not None
        assert not isinstance(under, InaccessibleMessage)
        await query.answer()
        await state.update_data({str(then.state): query.data})
        send = under.edit_text if reply.edits else under.answer
        await send(reply.text, parse_mode="HTML", reply_markup=_markup(reply))
        await state.set_state(then)

    return handle
