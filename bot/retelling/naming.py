"""How the person calls the partner, and what the story is about, taken literally from it."""

from __future__ import annotations

from bot.retelling.persons import Persons
from bot.retelling.source import Lists
from bot.retelling.telling import sentences
from bot.retelling.tidying import Tidy, capital


class Naming:
    """Finds names and topics in stories."""

    def __init__(self, lists: Lists, tidy: Tidy, persons: Persons) -> None:
        self._lists = lists
        self._tidy = tidy
        self._persons = persons

    def _lows(self, text: str) -> list[str]:
        tokens = self._tidy.tokens(text)
        return [t.low for t in tokens if t.kind in ("word", "number")]

    def pronoun_of(self, text: str) -> str | None:
        """ "he", "she" or "they": the partner's pronoun, where they wrote it and it is certain."""
        cast = self._persons.cast(self._lows(text))
        if cast.clash or cast.family is None:
            return None
        words = self._lows(text)
        for at, word in enumerate(words):
            if at >= cast.at and word in self._persons.of_family[cast.family]:
                return cast.family if self._persons.certain(words, at, cast.family) else None
        return None

    def name_for(self, text: str) -> str | None:
        """ "your husband", or the name that stands beside it; None without either."""
        words = self._lows(text)
        cast = self._persons.cast(words)
        if cast.noun is None or cast.clash:
            return None
        for at in range(len(words)):
            if self._persons.spouse(words, at) == 3:
                return capital(words[at + 2])
        return f"your {cast.noun}"

    def topic_words(self, text: str) -> str | None:
        """The first thing of the closed list: "the anniversary dinner", "my diary"."""
        told = sentences(self._tidy, self._lists, text)
        if told is None:
            return None
        words = [low for s in told for low in s.lows]
        things, persons = self._lists["heads_things"], self._lists["heads_persons"]
        cast = self._persons.cast(words)
        # What was done with a thing says more than to whom, so persons come second.
        places = [at for at, word in enumerate(words) if word in things]
        places += [at for at, word in enumerate(words) if word in persons - things]
        for at in places:
            word = words[at]
            if not self._ends(words[at + 1] if at + 1 < len(words) else ""):
                continue
            start = at
            while start and words[start - 1] in self._lists["modifiers"]:
                start -= 1
            before = words[start - 1] if start else ""
            refused = any(w.endswith("n't") for w in words[max(0, start - 4) : start])
            if before in ("a", "an") and refused:
                continue
            whose = self._whose(before, word in persons, cast.family, words, start - 1)
            if word in persons and not self._matters(words, start - 2):
                continue
            if whose is None:
                if word not in self._lists["bare_topics"] or before in self._lists["adverbs"]:
                    continue
                if before in ("been", "was", "is", "keeps", "stop", "stopped") or word == before:
                    continue
                whose = "the"
            return " ".join((whose, *words[start : at + 1]))
        return None

    def _ends(self, after: str) -> bool:
        """Whether a noun ends a phrase before this word ("game" does not in "game console")."""
        lists = self._lists
        verbs = lists.verbs
        return not after or (
            after in lists["small_words"] or after in lists["prepositions"]
            or after in lists["adverbs"] or after in lists["conjunctions"]
            or after in verbs.pasts or after in verbs.of_third or after in verbs.ings
            or after in lists["nominative"] or after in lists["modals"] or "'" in after
            or after in lists["back_days"]
        )  # fmt: skip

    def _matters(self, words: list[str], at: int) -> bool:
        """Whether a person is what it is about, not who was told or stood by."""
        before = words[at] if at >= 0 else ""
        if before in self._lists["prepositions"] | {"to"} and before != "about":
            return False
        return self._lists.verbs.base(before) not in self._lists["reporting"]

    def _whose(
        self, before: str, person: bool, family: str | None, words: list[str], at: int
    ) -> str | None:
        if before == "my":
            return "my"
        if before == "our":
            return "our" if person else "the"
        if before in ("his", "her", "their"):
            own = {"his": "he", "her": "she", "their": "they"}[before]
            sure = own == family and self._persons.certain(words, at, family)  # type: ignore[arg-type]
            return "your" if sure else None
        if before == "the" and person and at + 1 < len(words):
            return "the" if words[at + 1] in ("kids", "children", "baby") else None
        if before in ("the", "a", "an", "this", "that", "these", "those") and not person:
            return "the"
        return None
