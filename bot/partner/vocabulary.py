"""The words the partner model shares with its data: styles, topics, kinds, stages, moods."""

from __future__ import annotations

from typing import Literal, get_args

Style = Literal[
    "open", "defensive", "hurt", "withdrawn", "counter-attacking", "overwhelmed", "pursuing"
]
Topic = Literal[
    "chores",
    "money",
    "time-together",
    "distance",
    "closeness",
    "elders",
    "parenting",
    "broken-promise",
    "changed-plans",
    "phone",
    "jealousy",
    "move-or-job",
    "health",
    "other",
]
Difficulty = Literal["gentle", "realistic", "hard"]
Kind = Literal["sore", "trust", "hurt", "quiet", "theyquiet", "decide", "unsure"]
Band = Literal["cool", "warm", "hot"]
AnyStyle = Literal[Style, "any"]
AnyBand = Literal[Band, "any"]
Need = Literal["mirror", "validate", "hold", "ask", "space"]
Stage = Literal[
    "opening",
    "reply",
    "softened",
    "heard",
    "time",
    "not-today",
    "closing",
    "leaving",
    "shutting-down",
    "repair-take",
    "repair-smaller",
    "repair-not-ready",
    "repair-refused",
]
Mood = Literal[
    "on",
    "softened",
    "heard",
    "time",
    "not-today",
    "closed",
    "left",
    "shut-down",
    "repair-take",
    "repair-smaller",
    "repair-not-ready",
    "repair-refused",
]

STYLES: tuple[str, ...] = get_args(Style)
TOPICS: tuple[str, ...] = get_args(Topic)
DIFFICULTIES: tuple[str, ...] = get_args(Difficulty)
KINDS: tuple[str, ...] = get_args(Kind)
BANDS: tuple[str, ...] = get_args(Band)
NEEDS: tuple[str, ...] = get_args(Need)
STAGES: tuple[str, ...] = get_args(Stage)

BRINGING_UP: frozenset[str] = frozenset({"sore", "trust", "theyquiet", "decide", "unsure"})
"""Kinds in which the person brings something up: what a line without `kinds` is written for."""

GOING_ON: frozenset[str] = frozenset({"on", "softened"})
"""Moods in which the partner still waits for an answer."""

MIRRORED_STAGES: frozenset[str] = frozenset({"opening", "reply", "softened"})
"""Stages whose lines a person may be asked to give back, so they carry a full annotation."""

MOST_HEAT = 10
LONGEST_QUOTE = 60
"""Characters of the person's own words a partner may quote."""
