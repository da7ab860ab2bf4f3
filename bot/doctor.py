"""Whether everything is in order: content, key, database, helplines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime

from bot.app import opened
from bot.content import Content, problems
from bot.safety.helplines import Helplines
from bot.settings import Settings
from bot.store.base import StoreError, StoreRefused
from bot.store.sqlite import database_exists


async def examined(settings: Settings, now: float) -> list[tuple[bool, str]]:
    """Findings as (in order?, sentence). `now` in unix seconds."""
    found = problems()
    report = [(not found, f"content: {len(found)} faults (python -m bot check lists them)")]
    report.append((settings.bot_token is not None, "BOT_TOKEN is set"))
    if not found:
        helplines = Content.read(language=settings.bot_language).helplines
        report += _helplines(helplines, datetime.fromtimestamp(now, UTC).date())
    return report + await _database(settings)


def _helplines(helplines: Helplines, today: date) -> list[tuple[bool, str]]:
    """Which rows nobody vouches for, and each that is due, by name."""
    unverified = Counter(line.country for line in helplines.unverified())
    names = ", ".join(f"{country} ({rows})" for country, rows in sorted(unverified.items()))
    report = [
        (not unverified, f"helplines neither called nor read on their page: {names or 'none'}")
    ]
    due = helplines.due(today)
    report.append((not due, f"helplines due for a check: {len(due) or 'none'}"))
    rows = ((f"  {x.country} {x.name} {x.number}", f"{x.how} on {x.verified_at}") for x in due)
    return report + [(False, ": ".join(row)) for row in rows]


async def _database(settings: Settings) -> list[tuple[bool, str]]:
    if not database_exists(settings.bot_data_dir):
        return [(True, f"database: none yet in {settings.bot_data_dir}; `run` makes one")]
    try:
        async with opened(settings) as store:
            counts, ratings = await store.counts(), await store.ratings()
    except (StoreRefused, StoreError) as error:
        return [(False, f"database: {error}")]
    there = ", ".join(f"{n} {name}" for name, n in counts.items())
    return [(True, f"database: {there}"), (True, f"feedback: {rated(ratings)}")]


def rated(ratings: Mapping[str, tuple[int, int]]) -> str:
    """What people said of the coach's feedback, by rule; what missed most comes first."""
    by_misses = sorted(ratings.items(), key=lambda item: (-item[1][1], -item[1][0], item[0]))
    told = [f"{rule} helped {helped}, missed {missed}" for rule, (helped, missed) in by_misses]
    return "; ".join(told) or "nobody has said yet whether it helped"
