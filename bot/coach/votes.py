"""Which move an answer makes: the patterns vote, the most votes win."""

from __future__ import annotations

from collections.abc import Mapping

from bot.coach.reading import Move
from bot.coach.scan import Scan


def chosen_move(scan: Scan, votes: Mapping[str, float]) -> Move:
    """The move with most votes; a question mark at the end votes for a question.

    Nothing that speaks for any makes it "other".
    """
    tally = dict(votes)
    text = scan.normal.text.rstrip()
    sentences = [scan.normal.text[s:e] for s, e in scan.normal.sentences]
    asked = sum("?" in sentence for sentence in sentences)
    if text.endswith(("? .", "?")):
        tally["question"] += 1.6
    elif asked:
        tally["question"] += 0.6
    if asked and asked == len(sentences):
        tally["question"] += 2.0
    best = max(tally.values())
    if best < 1.0:
        return "other"
    for move in _IN_DOUBT:
        if tally[move] == best:
            return move
    return "other"


_IN_DOUBT: tuple[Move, ...] = ("question", "advice", "reflection", "other")
