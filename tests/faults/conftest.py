"""The same bot over a new data folder as in tests/turns."""

from tests.turns.conftest import anne, rig

__all__ = ["anne", "rig"]
