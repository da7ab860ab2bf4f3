"""Where a clause ends: verbs need a subject of their own, and new subjects need a tying word."""

from __future__ import annotations

from collections.abc import Sequence

from bot.retelling.source import Lists

_HAVE = frozenset(
    ("haven't", "hasn't", "hadn't", "isn't", "aren't", "wasn't", "weren't", "been", "is", "are")
)
_I_AND = frozenset(("and", "so", "then"))


class Edges:
    """Knows clause edges by closed lists; people leave commas and full stops out."""

    def __init__(self, lists: Lists) -> None:
        verbs = lists.verbs
        self._verbs = verbs
        self._lists = lists
        self._nominative = lists["nominative"]
        self._opening = (
            lists["nominative"] | lists["openers_of_clause"] | lists["relative_nouns"]
            | {"and", "or", "but", "then", "so", "than"}
        )  # fmt: skip
        self._finite = (
            lists["modals"]
            | lists.agreement.keys()
            | {"were", "are", "had", "did", "didn't", "don't"}
        )
        self._ties = lists["openers_of_clause"] | lists["relative_nouns"] | lists["licensing"]
        self._claused = lists["reporting"] | lists["inward"] | lists["heard_a_clause"]

    def opens(self, low: str) -> bool:
        """Whether a finite verb may follow: after a subject, an opener, a verb of saying."""
        return (
            low in self._opening
            or low.endswith("'s")
            or self._verbs.base(low) in self._lists["reporting"]
        )

    def finite(self, lows: Sequence[str], i: int, verb: str) -> bool:
        """Whether a word is a finite verb that needs a subject of its own, unlike in "has left"."""
        low = lows[i]
        at = i - 1
        while at >= 0 and lows[at] in self._lists["adverbs"]:
            at -= 1
        before = lows[at] if at >= 0 else verb
        determiners = self._lists["determiners"]
        if low in determiners or before in determiners or before == "to":
            return False
        if low in self._finite:
            return low != "am" or not before[:1].isdigit()
        if low not in self._verbs.pasts or low in self._verbs.bases:
            return False
        back = self._verbs.base(before) or self._verbs.participles.get(before)
        if (
            back in ("be", "get", "have")
            or before in _HAVE
            or before in ("being", "getting", "having", "on")
        ):
            return False
        after = lows[i + 1] if i + 1 < len(lows) else ""
        return not (low in self._verbs.participles and after in ("by", "in", "on", "from"))

    def run_on(self, lows: Sequence[str], i: int, verb: str, partner: bool) -> bool:
        """Whether a new clause begins here without a word that ties it to the one before.

        `verb` opened the run; `partner`: it tells what the partner did, so that "and I …" does
        not belong to it either.
        """
        low = lows[i]
        after = lows[i + 1] if i + 1 < len(lows) else ""
        bare = low.partition("'")[0]
        if partner and low in _I_AND and after.partition("'")[0] in ("i", "we"):
            return True
        if bare in ("it", "that", "there"):
            if low == bare and (low != "it" or after not in self._lists.agreement):
                return False
        elif bare not in self._nominative:
            return False
        at = i - 1
        while at > 0 and lows[at] in self._lists["adverbs"]:
            at -= 1
        if at < 0:
            return self._verbs.base(verb) not in self._claused
        before = lows[at]
        if before in self._ties:
            return False
        if before in ("me", "us", "him", "her", "them"):
            back = lows[at - 1] if at else verb
            return self._verbs.base(back) not in self._lists["told_a_clause"]
        base = self._verbs.base(before) or self._verbs.ings.get(before)
        return base not in self._claused
