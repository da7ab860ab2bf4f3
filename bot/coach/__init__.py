"""Feedback on words meant to be said, by rules."""

from bot.coach.coach import Coach, CoachError
from bot.coach.reading import Annotation, Finding, Reading

__all__ = ["Annotation", "Coach", "CoachError", "Finding", "Reading"]
