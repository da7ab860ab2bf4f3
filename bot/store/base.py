"""What the program asks of its store. Every call that touches a person's rows names the owner.

The store takes and returns plain data; sealing, keys and batching are its own affair. Times are
unix seconds. No state name, kind or text ever stands in a plain column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

Data = dict[str, Any]
"""Anything JSON can hold."""


class StoreError(Exception):
    """The store cannot do its work now (full disk, locked or broken database). Try again later."""


class Forgotten(Exception):
    """The owner's key is gone: whatever was being written for them must not be written."""


class AlreadyTaken(Exception):
    """The update, or the inner-inbox row, of this turn was taken before: simply stop.

    Nothing of the write was applied, and nothing is lost: an earlier commit holds it.
    """


class Damaged(Exception):
    """A sealed row does not open: it was changed, moved, or sealed under another key.

    Trying again does not help. Forgetting the owner still works; so does writing a new session
    over a damaged one, and, with `TurnWrite.new`, beginning anew after the owner's key is damaged.
    """


class StoreRefused(Exception):
    """The store cannot be opened. The text says to the operator what, where, and what to do."""


class StoreInUse(StoreRefused):
    """Another process has the data directory."""


class CannotOpen(StoreRefused):
    """The disk or the database file does not let it open; later it may."""


class WrongKey(StoreRefused):
    """The master key is not the one this database was made with."""


class KeyRefused(StoreRefused):
    """The master key is missing, unreadable, readable by others, or may not be made anew."""


class DatabaseTooNew(StoreRefused):
    """The database was made by a newer version of the program."""


@dataclass(frozen=True, slots=True)
class Owner:
    """A person (or later a pair), known only by the keyed hash of their Telegram id."""

    hash: bytes


@dataclass(frozen=True, slots=True)
class UpdateKey:
    """Names one Telegram update, so that it is taken once."""

    bot: int
    update_id: int


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a turn starts from. `new` says that the owner has no key, or none that opens.

    `lost`: what was kept can never be read again, namely the session or, with `new`, everything.
    """

    seen: bool
    new: bool
    session: Data | None
    lost: bool = False


@dataclass(frozen=True, slots=True)
class DuePut:
    """Something to come due for the owner as an event. The same key replaces what stood there."""

    key: str
    at: float
    data: Data


@dataclass(frozen=True, slots=True)
class RecordPut:
    """Something kept for the owner: a card, a promise, a used line. `expires_at` None: never.

    `id` names a record of this owner to replace; it keeps its place and its `created_at`. An id
    the owner has no record of makes one by that id. None: a new record under a random id.
    """

    kind: str
    data: Data
    expires_at: float | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A kept thing as it is read back."""

    id: str
    kind: str
    created_at: float
    expires_at: float | None
    data: Data


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """Something to be sent. `data` is opaque to the store. `seq` orders the rows of everybody.

    `not_before` and `attempts` survive restarts. `owner` is None once the person was forgotten:
    the row is then sealed under the operator's key.
    """

    id: str
    seq: int
    owner: Owner | None
    data: Data
    not_before: float = 0.0
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class InboxRow:
    """An event waiting to run as an ordinary turn of its owner."""

    id: str
    owner: Owner
    seq: int
    data: Data


@dataclass(slots=True)
class TurnWrite:
    """Everything one turn changes, committed whole or not at all.

    `new` makes a key for an owner who has none; one that does not open gives way to it, and all
    rows of the owner go with it, since nobody can ever read them.

    `inbox_done` names the inner-inbox row this turn took. `tell` puts events into the inner
    inbox of other owners; what is told to an owner without a key is dropped. `forget` removes
    the owner's rows and key in the same transaction; `farewell` rows (and the turn's own
    `outbox`, before them) are then sealed under the operator's key and live 48 hours at most,
    the rest of the write is void. `session` None leaves the stored session as it is.
    `session_expires_at`: when an idle session is to be dropped. Drops happen before puts.
    `ratings` says of coach rules by id whether their feedback helped; it is only counted, for
    everybody together, and belongs to no owner.
    """

    owner: Owner
    at: float
    new: bool = False
    update: UpdateKey | None = None
    inbox_done: str | None = None
    session: Data | None = None
    session_expires_at: float | None = None
    due_put: list[DuePut] = field(default_factory=list)
    due_drop: list[str] = field(default_factory=list)
    records_put: list[RecordPut] = field(default_factory=list)
    records_drop: list[str] = field(default_factory=list)
    outbox: list[Data] = field(default_factory=list)
    tell: list[tuple[Owner, Data]] = field(default_factory=list)
    received: list[int] = field(default_factory=list)
    ratings: list[tuple[str, bool]] = field(default_factory=list)
    forget: bool = False
    farewell: list[Data] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of an outbox row.

    `done` deletes it, and, where `message_id` is given, keeps that id (sealed, 48 hours) under
    the logical `ref`. Otherwise the row stays with the new `not_before` and `attempts`;
    `aside` sets it aside for the operator to count (still sealed).
    """

    row: OutboxRow
    done: bool = True
    ref: str | None = None
    message_id: int | None = None
    not_before: float = 0.0
    attempts: int = 0
    aside: bool = False


class Store(Protocol):
    """The one door to everything that lasts. Every awaited call may raise StoreError.

    Lists leave out a row that is damaged, so that it stops nothing and nobody else.
    """

    def owner_of(self, user: int) -> Owner:
        """The owner behind a Telegram user id (a keyed hash; nothing is stored by asking)."""
        ...

    async def load(self, owner: Owner, update: UpdateKey | None) -> Loaded:
        """Was this update taken already, and the owner's session. Raises StoreError."""
        ...

    async def commit(self, write: TurnWrite) -> list[OutboxRow]:
        """Writes one turn, batched with whatever else waits; returns its outbox rows.

        Raises:
            StoreError: nothing of it was written.
            Forgotten: the owner was forgotten meanwhile; nothing of it was written.
            AlreadyTaken: its update or inner-inbox row was taken before; nothing of it was written.
            Damaged: the key of an owner who is not `new` does not open; nothing was written.
        """
        ...

    async def records(self, owner: Owner, kind: str | None = None) -> list[Record]:
        """The owner's kept things, oldest first, expired ones left out."""
        ...

    async def upcoming(self, owner: Owner) -> list[DuePut]:
        """What is still to come due for the owner, soonest first (for export and settings)."""
        ...

    async def message_ids(self, owner: Owner, since: float) -> list[tuple[str | None, int]]:
        """(ref, Telegram message id) of both directions seen since then, oldest first.

        The ref is None for messages the person sent.
        """
        ...

    async def come_due(self, now: float, limit: int = 100) -> int:
        """Moves due rows whose time has come into the inner inbox, each exactly once; how many.

        The event is the row's data with the planned time added as `due_at` (unix seconds).
        """
        ...

    async def next_due(self) -> float | None:
        """When the earliest due row falls due."""
        ...

    async def inbox(self, limit: int = 100) -> list[InboxRow]:
        """Events that wait for their turn, in order. They stay until a commit names them done."""
        ...

    async def outbox(self, now: float, limit: int = 1000) -> list[OutboxRow]:
        """Rows not yet sent, in order (for a start after a crash), set-aside ones left out.

        Rows whose `not_before` is still to come are among them; those expired by `now` are not.
        """
        ...

    async def settle(self, settled: Sequence[Settled]) -> None:
        """Deletes or postpones outbox rows after sending, batched."""
        ...

    async def quarantine(self, update: UpdateKey, at: float, error: str) -> None:
        """Notes an update that could not be parsed: id, time and error class, nothing else."""
        ...

    async def expire(self, now: float) -> None:
        """Drops what has outlived its time: idle sessions, records, update ids, message ids."""
        ...

    async def counts(self) -> dict[str, int]:
        """How many people, due rows, outbox rows, set aside, quarantined: for `doctor`."""
        ...

    async def ratings(self) -> dict[str, tuple[int, int]]:
        """How often feedback by each rule helped and missed, everybody's together: for `doctor`."""
        ...

    async def close(self) -> None:
        """Finishes what waits and closes the database."""
        ...
