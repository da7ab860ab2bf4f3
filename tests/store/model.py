"""The store's meaning in memory, simple enough to be right by reading it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.store.base import AlreadyTaken, Forgotten, TurnWrite

DAY = 86_400.0


@dataclass
class Person:
    """What is stored of one person."""

    session: Any = None
    session_expires_at: float | None = None
    due: dict[str, tuple[float, int, Any]] = field(default_factory=dict)
    records: list[list[Any]] = field(default_factory=list)
    messages: list[tuple[float, str | None, int]] = field(default_factory=list)
    marked: float | None = None


class Model:
    """Owners are given by number here. Rows keep the order in which they were made."""

    def __init__(self) -> None:
        self.people: dict[int, Person] = {}
        self.seen: dict[tuple[int, int], float] = {}
        self.inbox: list[tuple[int, Any]] = []
        self.outbox: list[dict[str, Any]] = []
        self.count = 0

    def load(self, who: int) -> tuple[bool, Any]:
        """(new, session)."""
        person = self.people.get(who)
        if person is None:
            return True, None
        return person.session is None and person.marked is not None, person.session

    def commit(self, who: int, write: TurnWrite, taken: int | None, tell: list[Any]) -> None:
        """A turn. `taken` is the place of its inbox row, `tell` has owners by number."""
        if who not in self.people and not write.new:
            raise Forgotten
        key = (write.update.bot, write.update.update_id) if write.update else None
        if key in self.seen:
            raise AlreadyTaken
        if key:
            self.seen[key] = write.at
        if taken is not None:
            del self.inbox[taken]
        if write.forget:
            self.people.pop(who, None)
            self.inbox = [row for row in self.inbox if row[0] != who]
            self.outbox = [row for row in self.outbox if row["who"] != who]
            for data in (*write.outbox, *write.farewell):
                self._send(None, data, write.at + 2 * DAY)
            return
        person = self.people.setdefault(who, Person())
        person.marked = None
        if write.session is not None:
            person.session, person.session_expires_at = write.session, write.session_expires_at
        for name in write.due_drop:
            person.due.pop(name, None)
        for put in write.due_put:
            self.count += 1
            person.due[put.key] = (put.at, self.count, put.data)
        person.records = [r for r in person.records if r[0] not in write.records_drop]
        for new in write.records_put:
            old = next((r for r in person.records if new.id is not None and r[0] == new.id), None)
            if old is None:
                person.records.append([new.id, new.kind, write.at, new.expires_at, new.data])
            else:
                old[1], old[3:] = new.kind, [new.expires_at, new.data]
        person.messages += [(write.at, None, number) for number in write.received]
        self.inbox += [(other, data) for other, data in tell if other in self.people]
        for data in write.outbox:
            self._send(who, data, None)

    def _send(self, who: int | None, data: Any, expires_at: float | None) -> None:
        self.outbox.append({"who": who, "data": data, "expires_at": expires_at})

    def settle(self, place: int, ref: str, number: int, at: float) -> None:
        """The outbox row at that place was sent."""
        row = self.outbox.pop(place)
        if row["who"] is not None:
            self.people[row["who"]].messages.append((at, ref, number))

    def come_due(self, now: float) -> int:
        """Moves what is due; how many."""
        ready = sorted(
            (at, count, who, name, data)
            for who, person in self.people.items()
            for name, (at, count, data) in person.due.items()
            if at <= now
        )
        for at, _, who, name, data in ready:
            del self.people[who].due[name]
            self.inbox.append((who, {**data, "due_at": at}))
        return len(ready)

    def expire(self, now: float) -> None:
        """Drops what has outlived its time."""
        touched = set()
        for who, person in self.people.items():
            before = (person.session, len(person.records), len(person.messages))
            if person.session_expires_at is not None and person.session_expires_at <= now:
                person.session = person.session_expires_at = None
            person.records = [r for r in person.records if r[3] is None or r[3] > now]
            person.messages = [m for m in person.messages if m[0] + 2 * DAY > now]
            if before != (person.session, len(person.records), len(person.messages)):
                touched.add(who)
        self.outbox = [r for r in self.outbox if r["expires_at"] is None or r["expires_at"] > now]
        self.seen = {key: at for key, at in self.seen.items() if at > now - 8 * DAY}
        for who, person in list(self.people.items()):
            left = (
                person.session is not None
                or person.due
                or person.records
                or person.messages
                or any(row[0] == who for row in self.inbox)
                or any(row["who"] == who for row in self.outbox)
            )
            if left:
                continue
            if person.marked is not None and person.marked <= now:
                del self.people[who]
            elif who in touched and person.marked is None:
                person.marked = now + DAY
