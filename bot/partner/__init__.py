"""The simulated partner who answers."""

from .partner import Partner
from .standing import Standing
from .vocabulary import DIFFICULTIES, KINDS, NEEDS, STYLES, TOPICS

__all__ = ["DIFFICULTIES", "KINDS", "NEEDS", "STYLES", "TOPICS", "Partner", "Standing"]
