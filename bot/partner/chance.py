"""Choices that look free and are not: the same seed always leads to the same choice."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")


def roll(seed: int, *marks: object, sides: int) -> int:
    """A number from 0 to sides - 1, evenly spread over seeds, fixed for (seed, marks)."""
    key = "|".join((str(seed), *map(str, marks)))
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big") % sides


def pick(options: Sequence[T], seed: int, *marks: object) -> T:
    """One of the options, fixed for (seed, marks). Raises ZeroDivisionError when there are none."""
    return options[roll(seed, *marks, sides=len(options))]
