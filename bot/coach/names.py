"""The fixed names: rule ids, good moves, parts of a statement, text types."""

from __future__ import annotations

from typing import get_args

from bot.coach.reading import TextType

_STATEMENT_RULES_NAMES = (
    "absolute blame you-made-me label mind-reading faux-feeling feel-that contempt sarcasm threat "
    "demand should comparison score-keeping old-grievance kitchen-sink allies guilt-trip "
    "why-question alarm-opening minimizing self-erasing hint vague negative-request winning "
    "control speech"
)
STATEMENT_RULES = tuple(_STATEMENT_RULES_NAMES.split())
_APOLOGY_RULES_NAMES = (
    "but if non-apology passive impatience over-explaining over-promise counter-blame "
    "explains-away asks-forgiveness self-punishing vague"
)
APOLOGY_RULES = tuple(_APOLOGY_RULES_NAMES.split())
_MIRROR_RULES_NAMES = (
    "rebuttal advice parrot misses-point off-topic no-check self-focus self-defence "
    "quick-reassurance minimizing interrogation"
)
MIRROR_RULES = tuple(_MIRROR_RULES_NAMES.split())
RULES = tuple(dict.fromkeys((*STATEMENT_RULES, *APOLOGY_RULES, *MIRROR_RULES)))
"""Every rule id, statements first."""

_GOOD_NAMES = (
    "names-feeling observes asks-doably both-sides invites mirrors validates holds offers-space "
    "asks-to-be-heard owns-part names-impact concrete-step sets-limit calm-no "
    "thanks-for-showing-up"
)
GOOD = tuple(_GOOD_NAMES.split())
"""Every good move."""

PARTS = ("observation", "feeling", "need", "request", "perspective", "hope")
"""The parts of a statement, as they are named in a reading."""

SIGNALS = ("reflects", "mirrored", "acknowledges", "checks", "asks", "offers", "names_deed")
"""Parts that only rules ask for; they are not told."""

SHIELDS = ("reported", "negated", "mirrored")
"""Kinds of stretches that are not the person's own claim."""

MOVES = ("reflection", "advice", "question", "other")
"""What an answer mostly does."""

TYPES = frozenset(get_args(TextType))
"""The types of text that can be coached."""
