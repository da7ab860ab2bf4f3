"""Everything that can be done to a person's own words, in one place."""

from __future__ import annotations

import regex

from bot.lined_yaml import SourceError
from bot.retelling.asking import Asking
from bot.retelling.deeds import Deeds
from bot.retelling.impact import Impact
from bot.retelling.lines import Lines
from bot.retelling.naming import Naming
from bot.retelling.observing import Observing
from bot.retelling.persons import Agreement, Persons
from bot.retelling.saying_back import SayingBack
from bot.retelling.seeing import Seeing
from bot.retelling.shifting import Shift
from bot.retelling.source import Lists, read
from bot.retelling.tidying import Tidy

_UNSOUND = regex.compile(
    r"\b(?:you (?:is|was|has|does|isn't|wasn't|hasn't|doesn't|am)|[Ii] (?:are|is|has|does|aren't)"
    r"|(?:he|she|it) (?:are|am|have|do|don't|were)|your you|the the)\b|\s{2}",
    regex.IGNORECASE,
)


class Retelling:
    """A person's words in another person, by closed lists. Every method is pure and never raises.

    Where a sentence could come out wrong the answer is None: asking is better than putting wrong
    words into an upset person's mouth. No method adds a content word.
    """

    def __init__(self, lists: Lists) -> None:
        self.lists = lists
        self._tidy = Tidy(lists)
        persons, agreement = Persons(lists), Agreement(lists)
        shift = Shift(lists, persons, agreement)
        seeing = Seeing(lists)
        self._observing = Observing(lists, self._tidy, persons, agreement, shift, seeing)
        self._deeds = Deeds(lists, self._tidy, persons, shift)
        self._asking = Asking(lists, self._tidy, persons, agreement, shift)
        self._naming = Naming(lists, self._tidy, persons)
        self._saying_back = SayingBack(lists, self._tidy, seeing)
        self._lines = Lines(lists, self._tidy, persons, agreement, shift)
        self._impact = Impact(lists, self._tidy, persons, shift, self._lines)

    @classmethod
    def from_text(cls, yaml_text: str, path: str = "retelling.yaml") -> Retelling:
        """A Retelling from the text of retelling.yaml; `path` is named in faults.

        Raises:
            SourceError: when the text cannot be used; `problems` holds every fault.
        """
        return cls(read(yaml_text, path))

    @staticmethod
    def problems(yaml_text: str, path: str = "retelling.yaml") -> list[str]:
        """What is wrong with the text of retelling.yaml, as "path:line: what to do"."""
        try:
            read(yaml_text, path)
        except SourceError as error:
            return error.problems
        return []

    def said_back(self, text: str) -> str | None:
        """A story said back: "my" as "your". The caller quotes it verbatim when this is None."""
        return _sound(self._saying_back.said_back(text))

    def addressed(self, text: str) -> str | None:
        """What the partner did, as the clause after "When you …" (at most 110 characters)."""
        return _sound(self._observing.addressed(text))

    def in_letter(self, text: str) -> str | None:
        """The same, out of a text that is written to the partner: "you left early on Saturday"."""
        return _sound(self._observing.in_letter(text))

    def own_deed(self, text: str) -> str | None:
        """What I did, told to the partner: "I said in front of your friends …"."""
        return _sound(self._deeds.own_deed(text))

    def as_request(self, text: str) -> str | None:
        """A request as a bare verb phrase after "Would you …?" (at most 140 characters)."""
        return _sound(self._asking.as_request(text))

    def about_them(self, text: str, subject: str) -> str | None:
        """A request as a step of "he", "she" or "they": "He tells me by lunch if …"."""
        return _sound(self._asking.about_them(text, subject))

    def pronoun_of(self, text: str) -> str | None:
        """The partner's pronoun as the person wrote it: "he", "she", "they" or None."""
        return self._naming.pronoun_of(text)

    def name_for(self, text: str) -> str | None:
        """How the person calls the partner, said back: "your husband", or a name beside it."""
        return self._naming.name_for(text)

    def topic_words(self, text: str) -> str | None:
        """What it is about, in their own words: "the anniversary dinner"."""
        return _sound(self._naming.topic_words(text))

    def content_words(self, text: str) -> frozenset[str]:
        """The words of a text that carry its meaning, verbs in their base form, in small letters.

        For telling whether two texts are about the same thing; nothing of it is ever shown.
        """
        lists, verbs = self.lists, self.lists.verbs
        small = lists["small_words"] | lists["determiners"] | lists["prepositions"]
        words = (t.low for t in self._tidy.tokens(text) if t.kind == "word")
        lows = (w if w in small else w.partition("'")[0] for w in words)
        based = (
            verbs.of_third.get(w) or verbs.pasts.get(w) or verbs.ings.get(w) or w
            for w in lows
            if w not in small and w not in lists["helpers"] and w not in lists["modals"]
        )
        return frozenset(based)

    def for_when(self, text: str) -> str | None:
        """The end of "When ___, I go quiet": "you raise your voice"."""
        return _sound(self._lines.for_when(text))

    def for_not(self, text: str) -> str | None:
        """The end of "It isn't ___": "that I don't care"."""
        return _sound(self._lines.for_not(text))

    def for_back(self, text: str) -> str | None:
        """The end of "I'm back ___": "in an hour"."""
        return _sound(self._lines.for_back(text))

    def impact(self, text: str) -> dict[str, str | None]:
        """What a deed was like, fitted to the sentences that can hold it, by name.

        `impact_was`: the end of "I think that was ___ for you"; `impact_felt`: of "I think you felt
        ___"; `impact_clause`: the clause after "I think"; `impact_plain`: the words as they are,
        where they can be said to the partner.
        """
        return {
            "impact_was": self._impact.was(text),
            "impact_felt": self._impact.felt(text),
            "impact_clause": _sound(self._impact.clause(text)),
            "impact_plain": self._impact.plain(text),
        }

    def first_half(self, text: str) -> str:
        """The words before a "but"; all of them where there is none. Never fails."""
        return self._impact.first_half(text)

    def tidy(self, text: str) -> str:
        """The text trimmed, with apostrophes, capitals and abbreviations mended. Never fails."""
        return self._tidy.tidy(text)

    def sentence(self, text: str) -> str:
        """The text with a capital first letter and a final mark."""
        return self._lines.sentence(text)


def _sound(said: str | None) -> str | None:
    """The words, unless a person and a verb stand side by side that never belong together."""
    return None if said is None or _UNSOUND.search(said) else said
