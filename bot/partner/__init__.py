"""The simulated partner who answers."""

from .partner import Partner
from .review import Try
from .standing import Standing
from .vocabulary import BANDS, DIFFICULTIES, KINDS, NEEDS, STYLES, TOPICS

__all__ = [
    "BANDS",
    "DIFFICULTIES",
    "KINDS",
    "NEEDS",
    "STYLES",
    "TOPICS",
    "Partner",
    "Standing",
    "Try",
]
