"""A person's own words in another grammatical person, by closed lists, or nothing at all."""

from bot.retelling.retelling import Retelling

__all__ = ["Retelling"]
