"""Two weeks of somebody's life: every reminder once and on time, the process anew each day."""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator
from datetime import datetime
from zoneinfo import ZoneInfo

from tests.faults.phone import Shown
from tests.turns.rig import BEN, Person, Rig

ZONE = "Europe/London"
MINUTE, DAY = 60.0, 86_400.0


def at(text: str) -> float:
    """A wall time of June 2026 in London, as unix seconds."""
    return datetime.fromisoformat(f"2026-06-{text}").replace(tzinfo=ZoneInfo(ZONE)).timestamp()


class Weeks:
    """A person, the clock on their wall, and a bot that is restarted at each day's end."""

    def __init__(self, rig: Rig) -> None:
        self.rig = rig
        self.anne: Person = rig.person()
        self.came: list[tuple[str, str]] = []

    @contextlib.asynccontextmanager
    async def day(self, begins: str) -> AsyncIterator[Person]:
        """One day, in a process of its own."""
        self.rig.clock.set(at(begins))
        async with self.rig.running():
            await self.anne.settled()
            yield self.anne

    async def until(self, moment: str) -> list[Shown]:
        """Time goes by; what the bot says of itself meanwhile."""
        before = {m["id"] for m in self.anne.all}
        self.rig.clock.set(at(moment))
        await self.rig.parts.clockwork.tick()
        await self.rig.quiet()
        await self.anne.look()
        said = [m for m in self.anne.all if m["id"] not in before and m["from"] == "bot"]
        self.came += [(moment, m["text"]) for m in said]
        return said


async def test_two_weeks_with_a_talk_a_promise_and_check_ins(rig: Rig) -> None:
    weeks = Weeks(rig)
    async with weeks.day("01 18:00") as anne:
        await anne.is_asked_for_words()
        await anne.types("Please tell me by lunch if dinner is at risk.")
        await anne.chooses("short")
        await anne.types("I hear you. Can you tell me what you got from that?")
        await anne.chooses("nothing", "tomorrow-evening", ZONE, "night")
    async with weeks.day("02 12:00") as anne:
        assert await weeks.until("02 17:59") == []
        (nudge,) = await weeks.until("02 18:01")
        assert anne.button("show", [nudge])
        await anne.chooses("show")
        await anne.types("/pause")
        await anne.chooses("20", "none")
        assert await weeks.until("02 18:20") == []
        (back,) = await weeks.until("02 18:22")
        assert anne.button("numb", [back])
        await anne.chooses("3")
        assert await weeks.until("02 20:59") == []
        (asked,) = await weeks.until("02 21:00")
        assert anne.button("talked", [asked])
        await anne.chooses("talked", "2", "promise", "me", "five", "1440", "enough")
    async with weeks.day("03 12:00") as anne:
        assert await weeks.until("03 20:59") == []
        (due,) = await weeks.until("03 21:01")
        assert "Five minutes" not in due["text"], "somebody may read this phone"
        await anne.chooses("show", "move", "4320")
    async with weeks.day("06 12:00") as anne:
        (due,) = await weeks.until("06 21:02")
        await anne.chooses("show", "kept", "enough")
        await anne.types("/checkin")
        await anne.chooses("evening", "skip", "skip", "evening")
    async with weeks.day("07 12:00") as anne:
        assert await weeks.until("07 19:59") == []
        assert len(await weeks.until("07 20:00")) == 1
        await anne.chooses("now", "evening")
        await anne.types("we laughed about the dishes")
        await anne.chooses("skip")
    # Three days away: one that was due comes late, once, and says so; no other piles up on it.
    async with weeks.day("10 23:30"):
        assert await weeks.until("10 23:40") == [], "they are quiet hours"
    async with weeks.day("11 07:59") as anne:
        (late,) = await weeks.until("11 08:00")
        assert "later than I said" in late["text"]
        await anne.chooses("stop")
        assert await weeks.until("13 21:00") == []
    async with weeks.day("14 12:00") as anne:
        *_, picture, shown = await anne.types("/progress")
        assert picture["photo"]
        for line in (
            "Talks held: 1",
            "Promises kept: 1",
            "Promises moved: 1",
            "Weeks with a check-in: 1",
        ):
            assert line in shown["text"]
        assert "calmer" in shown["text"]
        await anne.types("/export")
        kept = {r.kind for r in await rig.store.records(rig.owner())}
        assert kept == {"card", "practised", "debrief", "promise_kept", "checkin"}
        await anne.types("/forget")
        await anne.chooses("yes")
        assert await weeks.until("28 12:00") == []
        assert await rig.store.records(rig.owner()) == []
    assert len(weeks.came) == 7, weeks.came


async def promises(person: Person, what: str, minutes: str) -> None:
    """Begins, and promises that; the reminder comes after so many minutes, or none."""
    await person.begins()
    await person.types("/promise")
    await person.chooses("me", what, minutes)


async def test_a_promise_and_its_reminder_are_the_owners_alone(anne: Person, rig: Rig) -> None:
    ben = rig.person(BEN)
    await promises(anne, "five", "1440")
    await promises(ben, "presence", "1440")
    (mine,) = await rig.store.records(rig.owner())
    assert "Five" in json.dumps(mine.data)
    (shown,) = await anne.types("/promise")
    labels = [b["text"] for row in shown["buttons"] for b in row]
    assert any("Five" in label for label in labels)
    assert not any("message" in label for label in labels)
    tapped = anne.button(mine.id)
    assert tapped is not None
    await ben.types("/promise")
    forged = ben.all[-1]["id"]
    await ben.do("tap", message_id=forged, data=tapped[1])
    (again,) = await ben.settled()
    assert "Five" not in json.dumps(again)


async def test_letting_go_deletes_it_from_the_store_and_takes_its_reminder_back(
    anne: Person, rig: Rig
) -> None:
    await promises(anne, "five", "1440")
    (promise,) = await rig.store.records(rig.owner())
    await anne.types("/promise")
    await anne.chooses(promise.id, "let-go")
    assert await rig.store.records(rig.owner()) == []
    assert await rig.store.upcoming(rig.owner()) == []


async def test_stopping_all_reminders_takes_every_one_back(anne: Person, rig: Rig) -> None:
    await promises(anne, "five", "1440")
    await anne.types("/promise")
    await anne.chooses("new", "me", "presence", "10080")
    await anne.types("/pause")
    await anne.chooses("20", "none")
    assert len(await rig.store.upcoming(rig.owner())) == 3
    await anne.types("/settings")
    await anne.chooses("reminders", "stop")
    assert await rig.store.upcoming(rig.owner()) == []


async def test_each_kind_of_record_expires_when_it_is_said_to(anne: Person, rig: Rig) -> None:
    await promises(anne, "five", "none")
    (promise,) = await rig.store.records(rig.owner())
    assert promise.expires_at is not None
    assert abs(promise.expires_at - promise.created_at - 365 * DAY) < 1.0
    rig.clock.ahead += 366 * DAY
    await rig.store.expire(rig.clock())
    assert await rig.store.records(rig.owner()) == []


async def test_a_reminder_for_a_session_that_is_gone_says_nothing(anne: Person, rig: Rig) -> None:
    await promises(anne, "five", "20160")
    assert (await rig.session())["recorded"] == 1
    heard = len(anne.heard)
    rig.clock.ahead += 60 * DAY
    await rig.store.expire(rig.clock())
    await rig.parts.clockwork.tick()
    await anne.settled()
    assert len(anne.heard) == heard
