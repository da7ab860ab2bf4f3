"""Helplines: strict rows, honest dates, a guess that can be shown, always somebody to call."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.lined_yaml import SourceError
from bot.safety.helplines import FRESH_FOR, Helplines

TEXT = (Path(__file__).parents[2] / "dialogues" / "helplines.yaml").read_text(encoding="utf-8")
LINES = Helplines.from_text(TEXT)
KINDS = ("emergency", "crisis", "partner-violence", "sexual", "harm-done", "child", "text")
ROW = """\
directory: https://findahelpline.com
guess: {en: ZZ}
lines:
  - country: ZZ
    name: Emergency
    kinds: [emergency]
    number: "112"
    by: [call]
    hours: day and night
    languages: [en]
    page: https://findahelpline.com
    source: https://findahelpline.com
    verified_at: "2026-01-31"
    how: recalled
"""


def test_the_file_is_sound_and_the_named_countries_are_there():
    assert Helplines.problems(TEXT) == []
    wanted = "US, CA, GB, IE, AU, NZ, DE, AT, CH, FR, ES, IT, NL, IN, ZA"
    assert wanted == ", ".join(LINES.countries)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("country", [*LINES.countries, "KE", "ZZ", "us"])
def test_there_is_always_somebody_to_call(country, kind):
    lines = LINES.for_country(country, kind)
    assert lines
    assert all(x.number and x.hours and x.page.startswith("https://") for x in lines)
    assert {x.country for x in lines} <= {country.upper(), "ZZ"}


def test_every_country_has_a_crisis_line_and_its_own_emergency_number():
    for country in LINES.countries:
        assert {x.country for x in LINES.for_country(country, "emergency")} == {country}
        assert any("crisis" in x.kinds for x in LINES.for_country(country, "crisis")), country


@pytest.mark.parametrize(
    ("language", "country"),
    [("de", "DE"), ("en-GB", "GB"), ("en_gb", "GB"), ("en", "US"), ("fr-CA", "CA"), ("EN", "US"),
     ("ja", "ZZ"), ("", "ZZ"), (None, "ZZ"), ("zh-hans", "ZZ"), ("es-419", "ES"), ("sw-KE", "KE")],
)  # fmt: skip
def test_the_country_is_guessed_from_the_language(language, country):
    assert LINES.guess_country(language) == country
    assert LINES.for_country(country, "crisis")


def test_rows_fall_due_by_the_injected_day():
    newest = max(x.verified_at for x in LINES.lines)
    assert LINES.due(newest) == [x for x in LINES.lines if newest - x.verified_at > FRESH_FOR]
    late = max(x.verified_at for x in LINES.lines) + FRESH_FOR + timedelta(days=1)
    assert LINES.due(late) == list(LINES.lines)
    one = Helplines.from_text(ROW)
    assert one.due(date(2026, 7, 30)) == []
    assert one.due(date(2026, 7, 31)) == list(one.lines)


def test_the_rows_say_how_they_were_checked():
    unverified = LINES.unverified()
    assert {x.how for x in unverified} <= {"recalled", "page-copy"}
    assert all(x.how in ("page", "called") for x in LINES.lines if x not in unverified)
    assert Helplines.from_text(ROW.replace("recalled", "called")).unverified() == []


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('"112"', '"112; 911"', 7, "number"),
        ('"112"', '"call us"', 7, "number"),
        ("[emergency]", "[urgent]", 6, "kinds"),
        ("[emergency]", "[crisis]", 3, "has no emergency number"),
        ("[emergency]", "[emergency, emergency]", 6, "twice"),
        ("country: ZZ", "country: USA", 4, "country"),
        ("country: ZZ", "country: US", 3, "no row for ZZ"),
        ("{en: ZZ}", "{en: XX}", 2, "XX has no lines"),
        ("page: https", "page: http", 11, "page"),
        ('"2026-01-31"', '"31.1.2026"', 13, "verified_at"),
        ('"2026-01-31"', '"2026-02-31"', 13, "not a day"),
        ("how: recalled", "how: hearsay", 14, "how"),
        ("    hours: day and night\n", "", 4, "hours"),
        ("    how: recalled\n", "    how: recalled\n    fax: 1\n", 15, "fax"),
        ("guess: {en: ZZ}", "guess: {en: ZZ, en: ZZ}", 2, "twice"),
        ("lines:", "lines: [", 4, "not valid YAML"),
    ],
)
def test_a_malformed_row_is_named_with_its_line(old, new, line, message):
    assert old in ROW
    text = ROW.replace(old, new, 1)
    problems = Helplines.problems(text, "h.yaml")
    assert any(p.startswith("h.yaml:") and message in p for p in problems), problems
    assert int(problems[0].split(":")[1]) == line, problems
    with pytest.raises(SourceError):
        Helplines.from_text(text)


def test_a_number_stands_once_in_a_country():
    row = ROW[ROW.index("  - country") :]
    assert any("stands twice" in p for p in Helplines.problems(ROW + row))
