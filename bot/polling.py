"""The connection to Telegram that the settings ask for, and how signals end the polling."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Iterator

from bot.settings import Settings
from bot.telegram.api import Api
from bot.telegram.ingress import Ingress, TokenRefused


def connection_of(settings: Settings) -> Api:
    """The connection to Telegram. Raises TokenRefused where the token cannot be one."""
    assert settings.bot_token is not None
    try:
        return Api(settings.bot_token.get_secret_value(), settings.bot_api_base)
    except ValueError as error:
        problem = str(error)
    raise TokenRefused(f"BOT_TOKEN: {problem}")


@contextlib.contextmanager
def stopped_by_signals(ingress: Ingress) -> Iterator[None]:
    """SIGINT and SIGTERM ask the ingress to end, as long as this lasts."""
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, ingress.stop)
    try:
        yield
    finally:
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(name)
