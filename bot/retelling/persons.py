"""Who is meant: the partner among the persons of a story, and verbs that follow a new subject."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.retelling.source import Lists

Family = Literal["he", "she", "they"]
FAMILIES: tuple[Family, ...] = ("he", "she", "they")


@dataclass(frozen=True, slots=True)
class Cast:
    """The partner of a text.

    `family` is the pronoun the person uses for them, None when there is none or it is not
    certain. `noun` is the spouse noun written, `at` its place. `clash`: two different ones.
    """

    family: Family | None
    noun: str | None
    at: int
    clash: bool


class Persons:
    """Finds persons in the words (lower case) of a whole text."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists
        self._spouse: dict[str, Family | None] = dict.fromkeys(lists["spouse_any"])
        self._spouse |= dict.fromkeys(lists["spouse_he"], "he")
        self._spouse |= dict.fromkeys(lists["spouse_she"], "she")
        self.of_family = {family: lists[family + "_family"] for family in FAMILIES}
        self._others = {
            "he": lists["male_others"] | lists["any_others"],
            "she": lists["female_others"] | lists["any_others"],
            "they": lists["plural_others"] | lists["any_others"],
        }
        self.third = lists["he_family"] | lists["she_family"] | lists["they_family"]

    def spouse(self, words: Sequence[str], at: int) -> int:
        """How many words "my husband (Name)" takes at a place; 0 when it does not stand there."""
        if at + 1 >= len(words) or words[at] != "my" or words[at + 1] not in self._spouse:
            return 0
        named = at + 2 < len(words) and words[at + 2] in self._lists["names"]
        return 3 if named else 2

    def spouses(self, words: Sequence[str], at: int) -> bool:
        """Whether "my husband's" stands at a place."""
        if words[at] != "my" or at + 1 >= len(words) or not words[at + 1].endswith("'s"):
            return False
        return words[at + 1][:-2] in self._spouse

    def cast(self, words: Sequence[str]) -> Cast:
        """The partner of a text, by its words in lower case."""
        nouns = {
            words[i + 1]: i for i in range(len(words) - 2, -1, -1)
            if words[i] == "my" and words[i + 1] in self._spouse
        }  # fmt: skip
        if len(nouns) > 1:
            return Cast(None, None, -1, True)
        if nouns:
            noun, at = next(iter(nouns.items()))
            family = self._spouse[noun]
            if family is None:
                used = [f for f in FAMILIES if self._first(words, f, at) >= 0]
                singular = [f for f in used if f != "they"] or used
                family = singular[0] if len(singular) == 1 else None
                if family is not None and not self.certain(
                    words, self._first(words, family, at), family
                ):
                    family = None
            return Cast(family, noun, at, False)
        places = {f: self._first(words, f, 0) for f in FAMILIES}
        found = [f for f in FAMILIES if places[f] >= 0]
        if not found:
            return Cast(None, None, -1, False)
        # With "he" about, "they" are others.
        singular = [f for f in found if f != "they"] or found
        first: Family = min(singular, key=lambda f: places[f])
        if not self.certain(words, places[first], first):
            return Cast(None, None, -1, len(singular) > 1)
        return Cast(first, None, places[first], False)

    def certain(self, words: Sequence[str], at: int, family: Family) -> bool:
        """Whether a pronoun at a place cannot mean somebody named before it."""
        others = self._others[family]
        return not any(w in others or (w.endswith("'s") and w[:-2] in others) for w in words[:at])

    def _first(self, words: Sequence[str], family: Family, start: int) -> int:
        of_family = self.of_family[family]
        return next((i for i in range(start, len(words)) if words[i] in of_family), -1)


_SAME = frozenset(
    ("were", "weren't", "are", "aren't", "had", "hadn't", "did", "didn't", "have", "haven't", "do",
     "don't")
)  # fmt: skip
_WITH_HE = {"are": "is", "aren't": "isn't", "were": "was", "weren't": "wasn't", "have": "has",
            "haven't": "hasn't", "do": "does", "don't": "doesn't"}  # fmt: skip


class Agreement:
    """Puts a finite verb that stood with he or she into the form that goes with you."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists
        self._verbs = lists.verbs
        self._same = lists["modals"] | _SAME
        self._is = (
            lists["adverbs"] | lists["determiners"] | lists["prepositions"] | lists["seen_states"]
            | lists["labels"] | lists["soft_labels"] | {"so", "very", "too", "such"}
        )  # fmt: skip

    def with_you(self, form: str, plural: bool = False) -> str | None:
        """The form after "you", or None when the word is not a known finite verb here.

        `plural`: the verb stood with they, where bases are finite too.
        """
        new = self._lists.agreement.get(form)
        if new is not None and form != "am":
            return new
        if form in self._same:
            return form
        base = self._verbs.of_third.get(form)
        if base is not None and not plural:
            return base
        if form in self._verbs.pasts or (plural and form in self._verbs.bases):
            return form
        return None

    def needs(self, form: str) -> bool:
        """Whether a form would have to change: "was", "has", "keeps"."""
        return form in self._lists.agreement or form in self._verbs.of_third

    def with_he(self, form: str) -> str | None:
        """The form after he or she of a verb that stood with you, None when not known."""
        if form in _WITH_HE:
            return _WITH_HE[form]
        if form in self._lists["modals"] or form in ("had", "did", "hadn't", "didn't"):
            return form
        if form in self._verbs.bases:
            return self._verbs.third[form]
        return form if form in self._verbs.pasts else None

    def spelled_out(self, following: str) -> str | None:
        """What the 's of "he's" is before a word: "has", "is", or None when not certain."""
        lists = self._lists
        if following in ("been", "had", "got"):
            return "has"
        if following in lists["participles_as_states"]:
            return "is"
        if following in self._verbs.participles:
            return "has"
        known = following in self._is or following in self._verbs.ings
        return "is" if known else None
