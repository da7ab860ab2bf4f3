"""What a deed was like for the partner: the blanks of "I think that was ___ for you"."""

from __future__ import annotations

from collections.abc import Collection

from bot.retelling.lines import Lines
from bot.retelling.persons import Persons
from bot.retelling.shifting import Frame, Shift
from bot.retelling.source import Lists
from bot.retelling.telling import sentences, starts, written
from bot.retelling.tidying import Tidy, Token

Phrases = tuple[tuple[str, ...], ...]

_MOST = 7


class Impact:
    """Fits what was typed into a sentence to the partner, by closed lists."""

    def __init__(
        self, lists: Lists, tidy: Tidy, persons: Persons, shift: Shift, lines: Lines
    ) -> None:
        self._lists = lists
        self._tidy = tidy
        self._persons = persons
        self._shift = shift
        self._lines = lines

    def first_half(self, text: str) -> str:
        """The words before a "but" that takes them back; all of them where there is none."""
        words = self._tidy.tidy(text).split()
        lows = [w.lower().strip(",;") for w in words]
        taken_back = next((i for i, low in enumerate(lows) if i and low in ("but", "though")), None)
        return " ".join(words[:taken_back]).rstrip(" ,;–-")

    def was(self, text: str) -> str | None:
        """The end of "I think that was ___ for you": "embarrassing"; None where it does not fit."""
        return self._of(text, "impact_was", self._lists.phrases["impact_was_before"])

    def felt(self, text: str) -> str | None:
        """The end of "I think you felt ___": "small and alone"; None where it does not fit."""
        return self._of(text, "impact_felt", self._lists.phrases["impact_felt_before"])

    def clause(self, text: str) -> str | None:
        """The clause after "I think": "it hurt you"; None where it does not fit."""
        told = sentences(self._tidy, self._lists, text)
        if told is None or len(told) != 1 or told[0].end == "?":
            return None
        words = told[0].words
        lows = [w.low for w in words]
        lead = next((p for p in self._lists.phrases["impact_leads"] if starts(lows, 0, p)), ())
        words, lows = words[len(lead) :], lows[len(lead) :]
        if len(lows) < 2 or lows[0] not in self._lists["impact_subjects"] or "but" in lows:
            return None
        if lows[0] == "it":
            said = self._of_it(words, lows)
        else:
            said = self._lines.for_when(" ".join(w.text for w in words))
        if said is None or self._persons.third & set(said.lower().split()):
            return None
        return said if said.split()[0].lower() in ("you", "it") else None

    def plain(self, text: str) -> str | None:
        """The words as they are, where they can be said to the partner: nobody is "she" in them."""
        told = sentences(self._tidy, self._lists, text)
        lows = {w.low.partition("'")[0] for s in told or () for w in s.words}
        return None if self._persons.third & lows else self._tidy.tidy(text)

    def _of_it(self, words: list[Token], lows: list[str]) -> str | None:
        """ "it hurt her a lot" as "it hurt you a lot"."""
        if self._lists["you_family"] & set(lows):
            return written([w.text for w in words])
        family = self._persons.cast(lows).family
        frame = Frame(family, lows, 1, "self", present=True, observing=False, cuttable=False)
        shifted = self._shift.run(words[1:], frame)
        return None if shifted is None else written(["it", *shifted])

    def _of(self, text: str, allowed: str, before: Phrases) -> str | None:
        told = sentences(self._tidy, self._lists, text)
        if told is None or len(told) != 1 or told[0].end == "?":
            return None
        lows = self._without([w.low for w in told[0].words if w.kind == "word"], before)
        fitting = self._lists[allowed]
        weights = self._lists["impact_weights"]
        if not lows or len(lows) > _MOST or lows[-1] not in fitting:
            return None
        if any(low not in fitting | weights | {"and"} for low in lows):
            return None
        return self._joined(lows, fitting)

    def _without(self, lows: list[str], before: Phrases) -> list[str]:
        """Without "it was", "she felt" at the beginning and "I guess", "for her" at the end."""
        for lead in before:
            if starts(lows, 0, lead) and len(lows) > len(lead):
                lows = lows[len(lead) :]
                break
        closers = self._lists.phrases["impact_after"]
        while end := next((c for c in closers if _ends(lows, c)), None):
            lows = lows[: -len(end)]
        return lows

    @staticmethod
    def _joined(lows: list[str], fitting: Collection[str]) -> str:
        """Two words that fit side by side, as "hurt alone" was typed, get an "and"."""
        out: list[str] = []
        for low in lows:
            if out and low in fitting and out[-1] in fitting:
                out.append("and")
            out.append(low)
        return " ".join(out)


def _ends(lows: list[str], end: tuple[str, ...]) -> bool:
    return len(lows) > len(end) and tuple(lows[-len(end) :]) == end
