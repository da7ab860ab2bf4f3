"""Which line the partner says: drawn by the seed alone, and never one that was heard before."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st
from partner_plays import CLUMSY, HOSTILE, WELL, answers, play, settings_of_play, styles

from bot.partner import KINDS, STYLES, Partner, Standing


@given(settings_of_play, st.lists(answers, max_size=8))
@limits(max_examples=60, deadline=None)
def test_the_same_seed_and_answers_give_the_same_words(
    partner: Partner, partner_files: dict[str, str], chosen: dict[str, Any], run: list[Any]
) -> None:
    one, other = partner.begin(**chosen), partner.begin(**chosen)
    for good, rules in run:
        one = partner.reply(one, good=good, findings=rules)
        stored = json.loads(json.dumps(other.as_data()))
        other = partner.reply(Standing.from_data(stored), good=good, findings=rules)
    assert one == other
    assert partner.say(one) == partner.say(other)


def test_another_partner_from_the_same_files_says_the_same(
    partner: Partner, partner_files: dict[str, str]
) -> None:
    shuffled = dict(sorted(partner_files.items(), reverse=True))
    other = Partner.from_texts(shuffled)
    for seed in range(20):
        starts = [p.begin(style="pursuing", topic="distance", seed=seed) for p in (partner, other)]
        one, two = (
            play(p, s, WELL["sore"])[-1] for p, s in zip((partner, other), starts, strict=True)
        )
        assert one == two


def test_seeds_differ(partner: Partner) -> None:
    firsts = {partner.begin(style="defensive", topic="other", seed=seed).line for seed in range(80)}
    assert len(firsts) > 12


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("answer", [([], ["blame"]), ([], []), (["mirrors"], []), (["holds"], [])])
def test_three_rehearsals_in_a_row_repeat_no_line(
    partner: Partner, kind: str, style: str, answer: Any
) -> None:
    for seed in range(4):
        used: list[str] = []
        for again in range(3):
            start = partner.begin(
                style=style, topic="changed-plans", kind=kind, seed=seed * 7 + again, used=used
            )
            end = play(partner, start, [answer])[-1]
            assert not set(end.used) & set(used)
            used += end.used


@pytest.mark.parametrize("kind", ["sore", "hurt"])
@pytest.mark.parametrize("style", STYLES)
def test_ten_rehearsals_that_stay_cold_end_with_ten_different_lines(
    partner: Partner, kind: str, style: str
) -> None:
    used: list[str] = []
    last: list[str] = []
    for seed in range(400):
        start = partner.begin(style=style, topic="money", kind=kind, seed=seed, used=used)
        end = play(partner, start, WELL[kind])[-1]
        if end.mood == "not-today":
            last.append(end.line)
            used += end.used
        if len(last) == 10:
            break
    assert len(last) == len(set(last)) == 10


@pytest.mark.parametrize("run", [CLUMSY, HOSTILE])
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("kind", KINDS)
def test_eight_rehearsals_in_a_row_repeat_no_line_either(
    partner: Partner, kind: str, style: str, run: Any
) -> None:
    used: list[str] = []
    for seed in range(8):
        start = partner.begin(style=style, topic="changed-plans", kind=kind, seed=seed, used=used)
        end = play(partner, start, run)[-1]
        assert not set(end.used) & set(used)
        used += end.used


def test_when_every_line_was_used_before_it_goes_on(partner: Partner) -> None:
    every = partner.line_ids()
    start = partner.begin(style="open", topic="money", seed=1, used=every)
    end = play(partner, start, WELL["sore"])[-1]
    assert end.ended
    assert len(set(end.used)) == len(end.used)


@given(settings_of_play, styles, st.lists(answers, max_size=3))
@limits(max_examples=40, deadline=None)
def test_what_if_they_had_been_different(
    partner: Partner, chosen: dict[str, Any], style: str, run: list[Any]
) -> None:
    standing = partner.begin(**chosen)
    for good, rules in run:
        standing = partner.reply(standing, good=good, findings=rules)
    other = partner.recast(standing, style)
    assert (other.style, other.heat, other.exchange) == (style, standing.heat, standing.exchange)
    assert other.line not in standing.used


def test_a_line_that_is_gone_is_replaced(partner: Partner) -> None:
    stored = partner.begin(style="hurt", topic="health", seed=3).as_data()
    stored["line"] = "a-line-of-an-older-version"
    standing = Standing.from_data(stored)
    assert partner.say(standing)
    assert partner.annotation(standing).point
