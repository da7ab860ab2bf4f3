"""The stand-in as one Starlette app: Bot API, phone API, the page."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.standin.botapi import BotApi
from bot.standin.errors import PhoneError
from bot.standin.faults import Faults
from bot.standin.guard import Guard
from bot.standin.phones import Phones, answer
from bot.standin.webhook import deliver
from bot.standin.world import World

PAGE = Path(__file__).parent / "page"


def create_app(*, allow_faults: bool = False, clock: Callable[[], float] = time.time) -> Starlette:
    """The stand-in with an empty memory.

    `allow_faults` opens `/faults`; `clock` gives unix seconds for dates, ids and expiry.
    The memory is `app.state.world`.
    """
    world = World(clock)
    faults = Faults(world) if allow_faults else None
    bot, phones = BotApi(world, faults), Phones(world, faults)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with httpx.AsyncClient(trust_env=False) as client:
            courier = asyncio.create_task(deliver(world, client))
            yield
            world.close()
            courier.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await courier

    app = Starlette(
        routes=[
            Route("/bot{token}/{method}", bot.call, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", bot.download, methods=["GET"]),
            Route("/phone/{user:int}/messages", phones.messages, methods=["GET"]),
            Route("/phone/{user:int}/file/{message_id:int}", phones.file, methods=["GET"]),
            Route("/phone/{user:int}/profile", phones.profile, methods=["GET"]),
            Route("/phone/{user:int}/{action}", phones.act, methods=["POST"]),
            Route("/commands", phones.commands, methods=["GET"]),
            Route("/faults", phones.faults, methods=["POST"]),
            Route("/faults/clear", phones.clear_faults, methods=["POST"]),
            Route("/", _page, methods=["GET"]),
            Mount("/page", StaticFiles(directory=PAGE)),
        ],
        middleware=[Middleware(Guard)],
        exception_handlers={PhoneError: _phone_error},
        lifespan=lifespan,
    )
    app.state.world = world
    return app


async def _page(request: Request) -> Response:
    return FileResponse(PAGE / "index.html")


async def _phone_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, PhoneError)
    return answer({"ok": False, "error": error.reason}, error.status)
