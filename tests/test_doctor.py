"""`doctor` names what an operator has to look after, row by row."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import doctor
from bot.content import Content
from bot.doctor import examined
from bot.safety.helplines import FRESH_FOR
from bot.settings import Settings


@pytest.fixture
def settings(tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A machine on which nothing ran yet. (That the content is sound is held elsewhere.)"""
    monkeypatch.setattr(doctor, "problems", list)
    monkeypatch.setattr(doctor.Content, "read", lambda language: content)
    return Settings(_env_file=None, bot_data_dir=tmp_path / "data")


def _at(day: datetime) -> float:
    return day.replace(tzinfo=UTC).timestamp()


async def test_every_row_that_is_due_is_named(settings: Settings, content: Content) -> None:
    oldest = min(line.verified_at for line in content.helplines.lines)
    late = datetime.combine(oldest, datetime.min.time()) + FRESH_FOR + timedelta(days=1, hours=1)
    report = await examined(settings, _at(late))
    due = content.helplines.due(late.date())
    assert due
    for line in due:
        start = f"  {line.country} {line.name} {line.number}: "
        (said,) = [s for ok, s in report if s.startswith(start) and not ok]
        assert str(line.verified_at) in said
    assert (False, f"helplines due for a check: {len(due)}") in report


async def test_nothing_is_due_on_the_day_of_the_check(settings: Settings, content: Content) -> None:
    newest = max(line.verified_at for line in content.helplines.lines)
    report = await examined(settings, _at(datetime.combine(newest, datetime.min.time())))
    assert (True, "helplines due for a check: none") in report


async def test_rows_nobody_vouches_for_are_not_in_order(
    settings: Settings, content: Content
) -> None:
    report = await examined(settings, 0.0)
    (found,) = [(ok, said) for ok, said in report if "neither called nor read" in said]
    unverified = {line.country for line in content.helplines.unverified()}
    assert found[0] is (not unverified)
    assert all(country in found[1] for country in unverified)
