"""The SQLite store keeps every promise of the protocol."""

from __future__ import annotations

from tests.store.conformance import Turns
from tests.store.conformance_lasting import Lasting


class TestTurns(Turns):
    pass


class TestLasting(Lasting):
    pass
