"""Named pure functions that dialogues may use: slots from others, choices of the moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.engine.book import Derivation, Source
from bot.looking_back import progress, sums
from bot.partner import STYLES, TOPICS, Partner
from bot.patterns import recurring
from bot.retelling import Retelling
from bot.rhythm import next_of
from bot.safety.helplines import Helplines
from bot.times import moment
from bot.zones import moment_of, zones_now

Words = Callable[[str], Any]


def derivations(retelling: Retelling | None, partner: Partner | None) -> dict[str, Derivation]:
    """By name. (For the linter, which wants the names only, both may be None.)"""
    r: Any = retelling
    p: Any = partner
    of_words: dict[str, Words] = {
        "said_back": lambda t: r.said_back(t),
        "addressed": lambda t: r.addressed(t),
        "in_letter": lambda t: r.in_letter(t),
        "own_deed": lambda t: r.own_deed(t),
        "topic": lambda t: p.topic_of(t),
        "topic_words": lambda t: r.topic_words(t),
        "pronoun": lambda t: r.pronoun_of(t),
        "as_request": lambda t: r.as_request(t),
        "tidied": lambda t: r.tidy(t),
        "after_when_you": lambda t: _after_when_you(r, t),
        "for_when": lambda t: r.for_when(t) or r.tidy(t),
        "for_not": lambda t: r.for_not(t) or r.tidy(t),
        "impact_was": lambda t: r.impact(t)["impact_was"],
        "impact_felt": lambda t: r.impact(t)["impact_felt"],
        "impact_clause": lambda t: r.impact(t)["impact_clause"],
        "impact_plain": lambda t: r.impact(t)["impact_plain"],
        "for_story": lambda t: _for_story(r, t),
        "length": len,
    }
    made: dict[str, Derivation] = {
        name: _from_words(function) for name, function in of_words.items()
    }
    made["moment"] = lambda said, me, now: _moment(said, me.get("zone"), now)
    made["minutes_until"] = lambda said, me, now: _minutes_until(said, me.get("zone"), now)
    made["rhythm"] = lambda _, me, now: next_of(me.get("rhythm"), me.get("zone"), now)
    made["progress"] = lambda records, me, now: progress(records, me.get("zone"))
    made["sums"] = lambda records, me, now: sums(records, me.get("zone"))
    made["recurring"] = lambda records, me, now: recurring(records, r.topic_words, r.content_words)
    return made


def _from_words(function: Words) -> Derivation:
    return lambda value, me, now: function(value) if isinstance(value, str) else None


def _moment(said: object, zone: str | None, now: float) -> float | None:
    """The unix time of a tapped moment or of a time that was typed and confirmed."""
    if not isinstance(said, Mapping):
        return moment_of(said, zone, now)
    at = moment_of(said["tap"], zone, said["said"]) if "tap" in said else moment(said, zone)
    return at if at is not None and at > now else None


def _minutes_until(said: object, zone: str | None, now: float) -> str | None:
    """Whole minutes from now: a tapped number of them, or until a time that was typed."""
    at = _moment(said, zone, now)
    return None if at is None else str(max(1, round((at - now) / 60.0)))


def _after_when_you(retelling: Retelling, text: str) -> str:
    """What was typed to finish "When you …": the clause without that beginning."""
    made: str | None = retelling.addressed(text)
    if made is not None:
        return made
    words: list[str] = retelling.tidy(text).split()
    for beginning in (["when", "you"], ["you"]):
        if [w.lower().strip("….") for w in words[: len(beginning)]] == beginning:
            words = words[len(beginning) :]
            break
    rest = " ".join(words).rstrip(".!")
    keep = rest.startswith(("I ", "I'"))
    return rest if keep or not rest else rest[0].lower() + rest[1:]


def _for_story(retelling: Retelling, text: str) -> str | None:
    """The clause after "The story I tell myself is that …", said to the partner."""
    words: list[str] = retelling.tidy(text).split()
    lows = [w.lower().strip(",:") for w in words]
    for beginning in ("the story i tell myself is that", "the story is that", "that"):
        if lows[: len(beginning.split())] == beginning.split():
            words = words[len(beginning.split()) :]
            break
    return retelling.for_when(" ".join(words))


def sources(helplines: Helplines | None) -> Mapping[str, Source]:
    """Choices that depend on the moment, by name."""
    lines: Any = helplines

    def countries(me: Mapping[str, Any], now: float) -> Sequence[str]:
        return tuple(lines.countries)

    return {
        "zones": lambda me, now: zones_now(now),
        "countries": countries,
        "topics": lambda me, now: tuple(t for t in TOPICS if t != "other"),
        "styles": lambda me, now: STYLES,
    }
