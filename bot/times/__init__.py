"""Times as people type them: taken apart by closed lists, placed in a zone, and said back.

No clock of its own: the time at which something was typed is passed in. What is not understood as a
whole is not understood at all, so that nothing unread gets into a sentence.
"""

from bot.times.later import Later
from bot.times.lists import SourceError
from bot.times.moments import moment
from bot.times.times import Meant, Reading, Times, Wants

__all__ = ["Later", "Meant", "Reading", "SourceError", "Times", "Wants", "moment"]
