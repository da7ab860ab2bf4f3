"""The blanks of "When ___, I go quiet. It isn't ___. I'm back ___.", and plain sentences."""

from __future__ import annotations

from bot.retelling.persons import Agreement, Family, Persons
from bot.retelling.shifting import Frame, Shift
from bot.retelling.source import Lists
from bot.retelling.telling import Sentence, sentences, starts, written
from bot.retelling.tidying import Tidy, Token, capital

_LONGEST = 110


class Lines:
    """Fills the blanks of short lines."""

    def __init__(
        self, lists: Lists, tidy: Tidy, persons: Persons, agreement: Agreement, shift: Shift
    ) -> None:
        self._lists = lists
        self._tidy = tidy
        self._persons = persons
        self._agreement = agreement
        self._shift = shift

    def sentence(self, text: str) -> str:
        """The text with a capital first letter and a final mark; spaces at its ends go."""
        said = capital(text.strip().rstrip(",;:").rstrip())
        return said + "." if said and said[-1] not in ".!?…\"'”’)" and said[-1].isalnum() else said

    def _one(self, text: str) -> Sentence | None:
        told = sentences(self._tidy, self._lists, text)
        if told is None or len(told) != 1 or told[0].end == "?":
            return None
        return told[0]

    def for_when(self, text: str) -> str | None:
        """The clause after "When": "you raise your voice"; None where it is not one."""
        one = self._one(text)
        if one is None:
            return None
        words = one.words
        if words[0].low in ("when", "whenever", "if"):
            words = words[1:]
        lows = [w.low for w in words]
        if len(lows) < 2 or len(lows) > 24:
            return None
        found = set(lows)
        if found & (self._lists["absolutes"] | self._lists["labels"] | self._lists["swears"]):
            return None
        first = lows[0].partition("'")[0]
        used = self._persons.spouse(lows, 0)
        if not used and first not in self._lists["when_subjects"] | {"he", "she"}:
            return None
        if found & self._lists["you_family"]:
            if self._persons.third & found or used:
                return None
            return self._finished([w.text for w in words])
        if first in ("i", "we", "it", "there", "things", "voices", "someone", "somebody"):
            family = self._family(lows)
            out = self._shift.run(words, Frame(family, lows, 0, "self", observing=False,
                                               cuttable=False))  # fmt: skip
            return self._finished(out)
        cast = self._persons.cast(lows)
        if used:
            verb = self._agreement.with_you(lows[used]) if used < len(lows) else None
            if verb is None:
                return None
            out = self._shift.run(
                words[used + 1 :], Frame(cast.family, lows, used + 1, "partner", True, False, False)
            )
            return self._finished(None if out is None else ["you", verb, *out])
        out = self._shift.run(words, Frame(cast.family, lows, 0, "self", True, False, False))
        return self._finished(out)

    def _family(self, lows: list[str]) -> Family | None:
        return self._persons.cast(lows).family

    def _finished(self, words: list[str] | None) -> str | None:
        if not words or len(words) < 2:
            return None
        if words[0].lower() in ("he", "she", "him", "her"):
            return None
        if self._persons.third & {w.lower() for w in words}:
            return None
        said = written(words)
        return said if len(said) <= _LONGEST else None

    def for_not(self, text: str) -> str | None:
        """The words after "It isn't": "that I don't care"; None where they do not fit."""
        one = self._one(text)
        if one is None:
            return None
        words = one.words
        lows = [w.low for w in words]
        for lead in (("it", "isn't"), ("it's", "not"), ("not",), ("it", "is", "not")):
            if starts(lows, 0, lead) and len(lows) > len(lead):
                words, lows = words[len(lead) :], lows[len(lead) :]
                break
        if len(lows) > 24 or set(lows) & self._lists["swears"]:
            return None
        own = lows[0] in ("i", "i'm", "i've", "i'd")
        if not own and lows[0] not in self._lists["not_starts"]:
            return None
        if len(lows) == 1 and lows[0] not in ("you", "personal", "punishment", "anger"):
            return None
        if self._lists["you_family"] & set(lows):
            if self._persons.third & set(lows):
                return None
            out: list[str] | None = [w.text for w in words]
        else:
            frame = Frame(self._family(lows), lows, 0, "self", observing=False, cuttable=False)
            out = self._shift.run(words, frame)
        if not out or self._persons.third & {w.lower() for w in out}:
            return None
        if own:
            out = ["that", *out]
        said = written(out)
        return said if len(said) <= _LONGEST else None

    def for_back(self, text: str) -> str | None:
        """The time after "I'm back": "in an hour"; None for what is no time on the closed list."""
        one = self._one(text)
        if one is None:
            return None
        words = one.words
        lows = [w.low for w in words]
        for lead in (("i'm", "back"), ("i'll", "be", "back"), ("back",), ("i", "am", "back")):
            if starts(lows, 0, lead) and len(lows) > len(lead):
                words, lows = words[len(lead) :], lows[len(lead) :]
                break
        if any(tuple(lows) == phrase for phrase in self._lists.phrases["back_exact"]):
            return written([w.text for w in words])
        return self._span(words, lows) or self._moment(words, lows)

    def _span(self, words: list[Token], lows: list[str]) -> str | None:
        """ "in two hours", "30 minutes", "half an hour"."""
        if lows[0] == "in":
            words, lows = words[1:], lows[1:]
        if lows in (["half", "an", "hour"], ["an", "hour"], ["a", "day"], ["a", "minute"]):
            return written(["in", *lows])
        if len(lows) == 3 and lows[:2] == ["a", "few"] and lows[2] in ("minutes", "hours", "days"):
            return written(["in", *lows])
        if len(lows) != 2 or lows[1] not in self._lists["back_units"]:
            return None
        number, unit = lows
        if number == "1" and unit.rstrip("s") == "hour":
            return "in an hour"
        spelled = ("one", "two", "three", "four", "five", "six", "ten", "twenty", "thirty")
        if number in spelled or (number.isascii() and number.isdigit() and 0 < int(number) < 100):
            one = number in ("1", "one")
            return f"in {number} {unit.rstrip('s') if one else unit.rstrip('s') + 's'}"
        return None

    def _moment(self, words: list[Token], lows: list[str]) -> str | None:
        """ "tomorrow", "at 8", "by 8 pm", "after dinner", "on Sunday evening", "tomorrow at 8"."""
        lists = self._lists
        shown = [w.text for w in words]
        if len(lows) == 1 and lows[0][0].isdigit() and lows[0].endswith(("am", "pm")):
            return f"at {lows[0]}"
        at, day = 0, False
        if lows[at] == "on" and len(lows) > 1 and lows[1] in lists["back_days"]:
            at = 1
        if lows[at] in lists["back_days"]:
            day = True
            at += 1
            if at < len(lows) and lows[at] in lists["back_parts"]:
                at += 1
        if at == len(lows):
            return written(shown)
        if lows[at] in ("at", "by", "around", "before", "after") and at + 1 < len(lows):
            after = lows[at + 1]
            if after in lists["back_after"] and at + 2 == len(lows):
                return written(shown)
            ends = lows[at + 2 :]
            if after[0].isdigit() and (not ends or ends in (["pm"], ["am"], ["o'clock"])):
                return written(shown)
        if day and lows[at][0].isdigit() and at + 1 == len(lows):
            return written([*shown[:at], "at", *shown[at:]])
        return None
