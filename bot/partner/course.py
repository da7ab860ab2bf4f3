"""The course of an exchange: when they soften, stay cold, leave, or have heard and been heard."""

from __future__ import annotations

from collections.abc import Sequence

from .chance import roll
from .heat import Effect, Thermometer
from .standing import Standing
from .vocabulary import Mood, Stage

_STAGES: dict[str, Stage] = {
    "softened": "softened",
    "heard": "heard",
    "time": "time",
    "not-today": "not-today",
    "closed": "closing",
    "left": "leaving",
    "shut-down": "shutting-down",
    "repair-take": "repair-take",
    "repair-smaller": "repair-smaller",
    "repair-not-ready": "repair-not-ready",
    "repair-refused": "repair-refused",
}


UNCLEAR = frozenset({"vague", "over-promise"})
"""Findings in a repair proposal that ask for less of it."""


def stage_of(standing: Standing) -> Stage:
    """The stage from which the line for this standing is chosen."""
    if standing.mood == "on":
        return "reply" if standing.exchange else "opening"
    return _STAGES[standing.mood]


def stays_cold(standing: Standing, heat: Thermometer) -> bool:
    """Whether this is one of the rehearsals in which nothing the person says cools the partner."""
    share = heat.cold_share(standing.kind, standing.difficulty)
    return roll(standing.seed, "cold", sides=100) < share


def next_mood(after: Standing, effect: Effect, heat: Thermometer, *, cold: bool) -> Mood:
    """The mood after an answer whose heat, counts and strikes already stand in `after`."""
    rules = heat.rules
    last = after.exchange >= rules.exchanges
    if after.strikes >= rules.strikes:
        return _hot_end(after, heat)
    if effect.heats:
        return "closed" if last else "on"
    if cold:
        patience = rules.patience - roll(after.seed, "patience", sides=2)
        if effect.good and after.steady >= patience:
            return "not-today"
        return "closed" if last else "on"
    if after.mood == "softened":
        return _after_softened(after, effect, heat, last=last)
    if _softens(after, effect, heat):
        return "heard" if last else "softened"
    # Whoever stands by their point calmly has done it, also while the partner is still hot.
    if effect.good and after.steady > rules.patience:
        return "not-today"
    return "closed" if last else "on"


def _hot_end(after: Standing, heat: Thermometer) -> Mood:
    end = heat.hot_end(after.style)
    if end == "either":
        end = ("shut-down", "left")[roll(after.seed, "end", sides=2)]
    return "left" if end == "left" else "shut-down"


def _softens(after: Standing, effect: Effect, heat: Thermometer) -> bool:
    hot = heat.band(after.heat) == "hot"
    if effect.offers_space and heat.takes_time(after.style, after.kind) and not hot:
        return True
    if after.given and after.heat <= heat.rules.soften_at:
        return True
    return effect.good and after.steady >= heat.rules.patience and not hot


def _after_softened(after: Standing, effect: Effect, heat: Thermometer, *, last: bool) -> Mood:
    with_time = heat.ends_with_time(after.kind)
    takes_time = heat.takes_time(after.style, after.kind)
    if effect.good and takes_time and (effect.offers_space or with_time):
        return "time"
    if effect.own_point or last or after.soft >= heat.rules.soft_lines:
        return "time" if with_time else "heard"
    return "softened"


def repair_mood(
    standing: Standing, effect: Effect, heat: Thermometer, findings: Sequence[str]
) -> Mood:
    """How a repair proposal is taken: by heat, by how doable it is, and a little by chance.

    One that hurts is refused. `effect` is that of what hurts in it; to promise more than can be
    held, or to stay vague, does not: that is wanted smaller.
    """
    if effect.heats:
        return "repair-refused"
    if stays_cold(standing, heat) or heat.band(standing.heat) == "hot":
        return "repair-not-ready"
    if not UNCLEAR.isdisjoint(findings):
        return "repair-smaller"
    if standing.mood == "repair-smaller":  # they asked for less, and this is it
        return "repair-take"
    if heat.band(standing.heat) == "warm" or not roll(standing.seed, "step", sides=3):
        return "repair-smaller"
    return "repair-take"
