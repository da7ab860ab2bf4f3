"""The promises of the model: what heats, what cools, what words can and cannot do."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import settings as limits
from hypothesis import strategies as st
from partner_plays import (
    FINDINGS,
    GOOD,
    HOSTILE,
    WELL,
    answers,
    findings,
    goods,
    moves,
    play,
    settings_of_play,
)

from bot.partner import DIFFICULTIES, KINDS, NEEDS, STYLES, Partner, Standing

NEVER_HEAT = ("mirrors", "validates", "holds", "calm-no", "sets-limit", "asks-to-be-heard")
SHORTCOMINGS = ("no-check", "vague", "parrot", "misses-point", "should", "demand", "why-question")
"""Findings that make an answer imperfect but not unkind."""


@given(settings_of_play, st.lists(st.tuples(answers, moves), min_size=8, max_size=12))
@limits(max_examples=150, deadline=None)
def test_any_run_stays_in_bounds_ends_and_never_repeats_a_line(
    partner: Partner, chosen: dict[str, Any], run: list[Any]
) -> None:
    standing = partner.begin(**chosen)
    said = [partner.say(standing)]
    for (good, rules), move in run:
        assert 0 <= standing.heat <= 10
        assert standing.needs in NEEDS
        before = standing
        standing = partner.reply(standing, good=good, findings=rules, move=move)
        if before.ended:
            assert standing is before
        else:
            assert standing.exchange == before.exchange + 1
            said.append(partner.say(standing))
    assert standing.ended
    assert standing.exchange <= 8
    assert len(set(standing.used)) == len(standing.used) == len(said)
    assert len(set(said)) == len(said)


@given(
    settings_of_play, st.lists(answers, max_size=4), st.sampled_from(NEVER_HEAT), goods, st.data()
)
@limits(max_examples=150, deadline=None)
def test_a_mirror_a_calm_no_a_limit_and_ones_own_point_never_heat(
    partner: Partner,
    chosen: dict[str, Any],
    before: list[Any],
    move: str,
    more: list[str],
    data: st.DataObject,
) -> None:
    standing = partner.begin(**chosen)
    for good, rules in before:
        standing = partner.reply(standing, good=good, findings=rules)
    flaws = data.draw(st.lists(st.sampled_from(SHORTCOMINGS), max_size=2))
    after = partner.reply(standing, good=[move, *more], findings=flaws)
    assert after.heat <= standing.heat
    assert after.mood not in ("left", "shut-down") or standing.ended


@given(settings_of_play, st.lists(answers, max_size=4), goods, findings)
@limits(max_examples=150, deadline=None)
def test_a_rebuttal_never_cools(
    partner: Partner, chosen: dict[str, Any], before: list[Any], good: list[str], rules: list[str]
) -> None:
    standing = partner.begin(**chosen)
    for earlier_good, earlier_rules in before:
        standing = partner.reply(standing, good=earlier_good, findings=earlier_rules)
    assume(not standing.ended)
    after = partner.reply(standing, good=good, findings=[*rules, "rebuttal"])
    assert after.heat > standing.heat or after.heat == 10


@pytest.mark.parametrize("rule", ["contempt", "blame", "advice", "rebuttal"])
@given(chosen=settings_of_play)
@limits(max_examples=25, deadline=None)
def test_what_heats_heats(partner: Partner, rule: str, chosen: dict[str, Any]) -> None:
    standing = partner.begin(**chosen)
    after = partner.reply(standing, good=[], findings=[rule])
    assert after.heat > standing.heat or standing.heat == 10


@given(
    settings_of_play,
    st.sampled_from(["reflection", None]),
    st.lists(st.sampled_from(["mirrors", "validates"]), max_size=2),
)
@limits(max_examples=60, deadline=None)
def test_parroting_leaves_the_heat(
    partner: Partner, chosen: dict[str, Any], move: str | None, good: list[str]
) -> None:
    standing = partner.begin(**chosen)
    after = partner.reply(standing, good=good, findings=["parrot"], move=move)
    assert after.heat == standing.heat


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_too_hot_twice_and_they_leave_or_shut_down(
    partner: Partner, style: str, difficulty: str
) -> None:
    for seed in range(20):
        start = partner.begin(style=style, topic="money", difficulty=difficulty, seed=seed)
        run = play(partner, start, HOSTILE)
        assert run[-1].mood in ("left", "shut-down")
        assert run[-1].strikes == 2
        assert len(run) <= 6


def _runs_done_well(partner: Partner, kind: str, style: str, **more: Any) -> list[list[Standing]]:
    starts = (
        partner.begin(style=style, topic="chores", kind=kind, seed=seed, **more)
        for seed in range(60)
    )
    return [play(partner, start, WELL[kind]) for start in starts]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("kind", KINDS)
def test_done_well_it_ends_well_whether_or_not_they_cool(
    partner: Partner, kind: str, style: str
) -> None:
    runs = _runs_done_well(partner, kind, style)
    ends = {run[-1].mood for run in runs}
    assert ends <= {"heard", "time", "not-today"}
    assert "not-today" in ends
    assert ends & {"heard", "time"}
    for run in runs:
        heats = [standing.heat for standing in run]
        assert heats == sorted(heats, reverse=True)
    stayed = [run for run in runs if run[0].heat == run[-1].heat]
    assert 1 <= len([run for run in stayed if run[-1].mood == "not-today"]) <= len(runs) // 2


def test_harder_partners_stay_cold_more_often_and_start_hotter(partner: Partner) -> None:
    cold, heat = [], []
    for difficulty in DIFFICULTIES:
        starts = [
            partner.begin(style="hurt", topic="money", difficulty=difficulty, seed=seed)
            for seed in range(200)
        ]
        ends = [play(partner, start, WELL["sore"])[-1] for start in starts]
        cold.append(sum(end.mood == "not-today" for end in ends))
        heat.append(sum(start.heat for start in starts))
    assert cold == sorted(cold)
    assert len(set(cold)) == 3
    assert heat == sorted(heat)
    assert len(set(heat)) == 3


@given(settings_of_play, st.lists(answers, max_size=6))
@limits(max_examples=80, deadline=None)
def test_the_injured_need_not_see_the_other_side_nor_the_guilty_press_a_point(
    partner: Partner, chosen: dict[str, Any], run: list[Any]
) -> None:
    for kind, never in (("trust", {"mirror", "validate", "space"}), ("hurt", {"hold", "ask"})):
        standing = partner.begin(**{**chosen, "kind": kind})
        for good, rules in run:
            assert standing.needs not in never
            standing = partner.reply(standing, good=good, findings=rules)


def test_the_quiet_one_answers_offered_space_with_a_time(partner: Partner) -> None:
    ends = [run[-1].mood for run in _runs_done_well(partner, "theyquiet", "withdrawn")]
    assert set(ends) == {"time", "not-today"}
    assert ends.count("time") > ends.count("not-today")


def test_the_one_who_was_hurt_stays_cold_more_often_than_others(partner: Partner) -> None:
    def cold(kind: str) -> int:
        runs = _runs_done_well(partner, kind, "hurt")
        return sum(run[-1].mood == "not-today" for run in runs)

    assert cold("hurt") > cold("sore") > 0


def test_a_softened_partner_closes_again_when_blamed(partner: Partner) -> None:
    for seed in range(60):
        standing = partner.begin(style="open", topic="phone", difficulty="gentle", seed=seed)
        softened = partner.reply(standing, good=["mirrors"], findings=[])
        if softened.mood == "softened":
            assert partner.reply(softened, good=[], findings=["blame"]).mood == "on"
            return
    pytest.fail("nobody softened in sixty rehearsals")


@pytest.mark.parametrize("kind", KINDS)
def test_a_repair_is_taken_wanted_smaller_or_too_early(partner: Partner, kind: str) -> None:
    seen = set()
    for seed in range(60):
        run = play(
            partner,
            partner.begin(style="hurt", topic="phone", kind=kind, seed=seed),
            [(["mirrors"], []), (["holds"], [])],
        )
        after = partner.repair(run[-1], good=["concrete-step"], findings=[])
        seen.add(after.mood)
        assert after.ended
        assert after.line not in run[-1].used
        if run[-1].mood == "not-today":
            assert after.mood == "repair-not-ready"
    assert seen == {"repair-take", "repair-smaller", "repair-not-ready"}


def test_a_repair_that_blames_is_refused(partner: Partner) -> None:
    start = partner.begin(style="open", topic="phone", seed=4)
    assert partner.repair(start, good=["concrete-step"], findings=["blame"]).mood == (
        "repair-refused"
    )


@pytest.mark.parametrize("kind", ["sore", "hurt"])
def test_a_promise_too_large_is_wanted_smaller_and_not_refused(partner: Partner, kind: str) -> None:
    moods = set()
    for seed in range(40):
        start = partner.begin(style="open", topic="phone", kind=kind, seed=seed)
        heard = partner.reply(start, good=["mirrors"], findings=[])
        moods.add(partner.repair(heard, good=[], findings=["over-promise"]).mood)
    assert moods == {"repair-smaller", "repair-not-ready"}


@pytest.mark.parametrize(
    "wrong", [{"style": "frightening"}, {"kind": "frightening"}, {"difficulty": "brutal"}]
)
def test_a_frightening_partner_is_never_played(partner: Partner, wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="must be one of"):
        partner.begin(**{"style": "open", "topic": "money", "seed": 1, **wrong})
    assert "frightening" not in STYLES


def test_every_fixed_id_has_its_place_in_the_heat_table(partner: Partner) -> None:
    known = partner.known_moves()
    assert set(GOOD) | set(FINDINGS) <= known
