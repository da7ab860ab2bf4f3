"""Whether everything is in order: content, key, database, helplines."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from bot.app import opened
from bot.content import Content, problems
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
        due = helplines.due(datetime.fromtimestamp(now, UTC).date())
        unverified = helplines.unverified()
        report.append((not due, f"helplines: {len(due)} rows are due for a check"))
        names = ", ".join(sorted({line.country for line in unverified}))
        report.append((True, f"helplines nobody has called or looked up yet: {names or 'none'}"))
    return report + await _database(settings)


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
