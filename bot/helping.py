"""Where the bot cannot do its work: who needs help is answered all the same."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from bot.last_resort import LAST_RESORT
from bot.polling import connection_of, stopped_by_signals
from bot.remains import Remains
from bot.settings import Settings
from bot.telegram.api import Api
from bot.telegram.help import DirectHelp
from bot.telegram.help_only import HelpOnly
from bot.telegram.ingress import Ingress

Awaited = TypeVar("Awaited")


@asynccontextmanager
async def helping(
    settings: Settings,
    root: Path,
    clock: Callable[[], float] = time.time,
    connection: Api | None = None,
) -> AsyncIterator[Ingress]:
    """What answers help, and only help, from what can be used of the content; it knows no store.

    Raises TokenRefused.
    """
    remains = await asyncio.to_thread(Remains.read, root, settings.bot_language)
    async with connection or connection_of(settings) as api:
        texts = remains.help_texts
        help_now = DirectHelp(api, texts, LAST_RESORT, remains.country_of)
        taking = HelpOnly(api, help_now, remains.grave, api.bot_id, clock=clock)
        yield Ingress(api, taking)


async def help_until(
    settings: Settings, root: Path, awaited: Coroutine[Any, Any, Awaited]
) -> Awaited | None:
    """Answers help until what is `awaited` comes; None if the process is asked to stop before.

    Raises TokenRefused, and what `awaited` raises.
    """
    async with helping(settings, root) as ingress:
        coming = asyncio.create_task(awaited)
        coming.add_done_callback(lambda _: ingress.stop())
        try:
            with stopped_by_signals(ingress):
                await ingress.run()
            if coming.done():
                return coming.result()
        finally:
            coming.cancel()
            with contextlib.suppress(BaseException):
                await coming
    return None
