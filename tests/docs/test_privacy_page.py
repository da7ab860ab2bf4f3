"""The figures of docs/PRIVACY.md and of `/privacy` are the ones in the code."""

from __future__ import annotations

import re

import pytest
from reading_docs import ROOT

from bot import life
from bot.content import Content
from bot.engine.filled import deeds_of
from bot.engine.session import TRAIL_LENGTH
from bot.outgoing import KEPT_SECONDS
from bot.settings import Settings
from bot.store import kept_rows, outbox_rows, turn_rows

PAGE = " ".join((ROOT / "docs" / "PRIVACY.md").read_text().split())
DAY, HOUR = 86_400.0, 3600.0


@pytest.mark.parametrize(
    ("sentence", "figure"),
    [
        (r"your last (\d+) steps", TRAIL_LENGTH),
        (r"(\d+) days after your last message", life.IDLE_DAYS),
        (r"set aside for (\d+) days", outbox_rows.SET_ASIDE_LIVE / DAY),
        (r"so that `/leave` can delete them \| (\d+) hours", turn_rows.MESSAGE_IDS_LIVE / HOUR),
        (r"deletes the messages of the last (\d+) hours", KEPT_SECONDS / HOUR),
        (r"updates already taken \| (\d+) days", kept_rows.SEEN_LIVES / DAY),
        (r"never their text \| (\d+) days", kept_rows.QUARANTINE_LIVES / DAY),
        (r"until it is sent, for (\d+) hours at most", turn_rows.FAREWELLS_LIVE / HOUR),
    ],
)
def test_times_of_the_store(sentence: str, figure: float) -> None:
    assert re.findall(sentence, PAGE) == [str(int(figure))]


def test_a_key_outlives_its_rows_by_a_day() -> None:
    assert "a day longer than the last of these" in PAGE
    assert kept_rows.KEY_LINGERS == DAY


def test_records_and_marks(content: Content) -> None:
    kept, marks = set(), set()
    for dialogue in content.book.dialogues.values():
        for state in dialogue.states.values():
            for deed in deeds_of(state):
                if deed.keep is not None:
                    kept.add((deed.keep.kind, deed.keep.days))
                if deed.mark is not None:
                    marks.add((deed.mark.name, deed.mark.days))
    said = {
        ("card", int(re.findall(r"\*\*Cards\*\* \| (\d+) days", PAGE)[0])),
        ("draft", int(re.findall(r"\*\*Texts\*\*.*?\| (\d+) days", PAGE)[0])),
        ("mirror", int(re.findall(r"\*\*Listening practice\*\*.*?\| (\d+) days", PAGE)[0])),
        ("practised", int(re.findall(r"\*\*What you practised\*\*.*?\| (\d+) days", PAGE)[0])),
        ("page", int(re.findall(r"\*\*Pages\*\*.*?\| (\d+) days", PAGE)[0])),
    }
    year = int(re.findall(r"how talks went\*\*, \*\*crossed limits\*\* \| (\d+) days", PAGE)[0])
    own = int(re.findall(r"\*\*Journal\*\* and \*\*check-ins\*\* \| (\d+) days", PAGE)[0])
    said |= {(kind, own) for kind in ("journal", "checkin")}
    said |= {
        (kind, year)
        for kind in ("promise", "promise_kept", "promise_broken", "thanks", "repair", "debrief",
                     "limit_crossed")
    }  # fmt: skip
    said.add(("limit", int(re.findall(r"\*\*Limits\*\* \| (\d+) days", PAGE)[0])))
    said.add(("refusal", int(re.findall(r"counted \| (\d+) days", PAGE)[0])))
    assert kept == said
    assert "self-harm 7 days, violence, harm done and fear 30 days" in PAGE
    assert marks == {("self-harm", 7), ("violence", 30), ("harm", 30), ("fear", 30)}


def test_weak_signs(content: Content) -> None:
    days = {d.hears.days for d in content.book.hearing if d.hears is not None}
    assert [str(d) for d in days] == re.findall(r"a weak sign in it.*?\| (\d+) days", PAGE)


def test_the_command_says_the_same(content: Content) -> None:
    said = content.phrasebook.shared("privacy/privacy.all", "text")
    assert "A talk you left open: 30 days without a sign of you." in said
    assert "A page you wrote for yourself: 30 days. A text you kept for later: 30 days." in said
    assert "Cards, and what went well when you practised: a year." in said
    assert "Limits: two years." in said
    assert "not end-to-end encrypted" in said


def test_where_the_key_lies() -> None:
    settings = Settings(_env_file=None, bot_data_dir="data", bot_key_file=None)
    assert str(settings.key_file) == "data.key"
    assert "by default `data.key` beside the data directory" in PAGE
