"""What is kept for a person, as dialogues see it: listed, opened, changed, let go, counted.

Records are loaded only where an event comes to need them. `advance` is pure, so it can simply
say that it does (`RecordsWanted`) and be called again with them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MOST = 8
"""How many records a question offers at once, newest first: what a thumb can overlook."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One kept record. `at` is when it was first kept, in unix seconds."""

    id: str
    kind: str
    at: float
    data: Mapping[str, Any]

    def as_data(self) -> dict[str, Any]:
        """Plain data for whoever makes something of all records."""
        return {"kind": self.kind, "at": self.at, "data": dict(self.data)}


class RecordsWanted(Exception):
    """The event needs what is kept for the person: advance again, with it."""


class Records:
    """What is kept, oldest first, with what the event at hand changes in it."""

    def __init__(self, kept: Sequence[Kept] | None) -> None:
        """`kept` None: not loaded; whoever looks raises RecordsWanted."""
        self._kept = None if kept is None else {record.id: record for record in kept}

    def all(self) -> tuple[Kept, ...]:
        """Everything, oldest first. Raises RecordsWanted."""
        if self._kept is None:
            raise RecordsWanted
        return tuple(self._kept.values())

    def of(self, kind: str) -> tuple[Kept, ...]:
        """Those of a kind, newest first. Raises RecordsWanted."""
        return tuple(record for record in reversed(self.all()) if record.kind == kind)

    def find(self, id_: str) -> Kept | None:
        """The record of that id, if there is one. Raises RecordsWanted."""
        return next((record for record in self.all() if record.id == id_), None)

    def newest(self, kind: str, same: Mapping[str, Any], slots: Sequence[str]) -> Kept | None:
        """The newest of a kind that holds these same values, and something in one of `slots`.

        Raises:
            RecordsWanted: they are not loaded.
        """
        for record in self.of(kind):
            alike = all(record.data.get(k) == v for k, v in same.items())
            if alike and any(record.data.get(slot) not in (None, "") for slot in slots):
                return record
        return None

    def put(self, record: Kept) -> None:
        """A record is kept, or kept anew in its place."""
        if self._kept is not None:
            old = self._kept.get(record.id)
            at = record.at if old is None else old.at
            self._kept[record.id] = Kept(record.id, record.kind, at, record.data)

    def drop(self, id_: str) -> None:
        """A record is let go."""
        if self._kept is not None:
            self._kept.pop(id_, None)
