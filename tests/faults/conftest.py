"""The same bot over a new data folder as in tests/turns, and a log that shows all there is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.canaries import loud
from tests.turns.conftest import anne, rig

__all__ = ["anne", "rig"]


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """The file the program's own logging goes to, with every logger there is at its loudest."""
    path = tmp_path / "log"
    with path.open("w", encoding="utf-8", errors="surrogateescape") as stream, loud(stream):
        yield path
