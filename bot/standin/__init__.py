"""A strict local stand-in of the Bot API, with a page of two phones."""

from bot.standin.app import create_app
from bot.standin.server import serve

__all__ = ["create_app", "serve"]
