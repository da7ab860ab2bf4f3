"""What I did, told to the partner: "I said in front of your friends …"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.retelling.observing import has_clause
from bot.retelling.persons import Persons
from bot.retelling.shifting import Frame, Shift
from bot.retelling.source import Lists
from bot.retelling.telling import BREAK, match, sentences, written
from bot.retelling.tidying import Tidy, Token

_LONGEST = 160


class Deeds:
    """Tells the partner what the person did."""

    def __init__(self, lists: Lists, tidy: Tidy, persons: Persons, shift: Shift) -> None:
        self._lists = lists
        self._tidy = tidy
        self._persons = persons
        self._shift = shift
        self._unseen = (lists["inward"] - {"treat", "blame", "hold"}) | lists["violent"]
        self._unsaid = lists["absolutes"] | lists["swears"]

    def own_deed(self, text: str) -> str | None:
        """My first clause with the partner as "you", up to a "but"; None where it is not safe."""
        told = sentences(self._tidy, self._lists, text)
        if told is None or told[0].end == "?":
            return None
        words = [low for s in told for low in s.lows]
        cast = self._persons.cast(words)
        if cast.clash or not self._lists["you_family"].isdisjoint(words):
            return None
        first, lows = told[0].words, told[0].lows
        at = 0
        while at < len(lows) and (step := match(lows, at, self._lists.phrases["leading_fillers"])):
            at += step
        front = match(lows, at, self._lists.phrases["times_in_front"]) if at < len(lows) else 0
        start = at + front
        start += start < len(lows) and lows[start] == ","
        if start >= len(lows) or lows[start] != "i":
            return None
        verb = start + 1
        while verb < len(lows) and lows[verb] in self._lists["adverbs"]:
            verb += 1
        if verb >= len(lows) or not self._done(lows, verb):
            return None
        end = next((i for i in range(verb, len(lows)) if lows[i] == "but"), len(lows))
        run = self._spouse_as_you(first[verb + 1 : end])
        frame = Frame(cast.family, words, verb + 1, "self", verb=lows[verb])
        rest = self._shift.run(run, frame)
        if rest is None:
            return None
        if front and not has_clause(self._lists, rest, ("i",)):
            rest += [w.text for w in first[at : at + front]]
        kept = [w for w in lows[start + 1 : verb] if w not in self._lists["weights"]]
        result = ["I", *kept, lows[verb], *(w for w in rest if w != BREAK)]
        low = {w.lower() for w in result}
        others = self._persons.third - {"they", "them", "their"}
        if low & self._unsaid or low & others or result[-1].lower() in self._lists["never_last"]:
            return None
        said = written(result)
        return said if len(result) > 2 and len(said) <= _LONGEST else None

    def _done(self, lows: Sequence[str], at: int) -> bool:
        """Whether a verb tells something done, or left undone, that could be seen or heard."""
        form = lows[at]
        after = lows[at + 1] if at + 1 < len(lows) else ""
        verbs = self._lists.verbs
        if form in ("was", "wasn't", "had", "have", "haven't", "hadn't"):
            return bool(after)
        if form in ("didn't", "did", "don't", "couldn't", "wouldn't"):
            base = verbs.base(after)
            return base is not None and base not in self._unseen
        if form not in verbs.pasts:
            return form == "keep"
        return verbs.pasts[form] not in self._unseen

    def _spouse_as_you(self, run: Sequence[Token]) -> list[Token]:
        """ "my wife" in what I did is the one who is told: "you", and "my wife's" is "your"."""
        out: list[Token] = []
        lows = [w.low for w in run]
        i = 0
        while i < len(run):
            if used := self._persons.spouse(lows, i):
                out.append(Token("you", "@you", "word", " "))
                i += used
            elif self._persons.spouses(lows, i):
                out.append(Token("your", "@your", "word", " "))
                i += 2
            else:
                out.append(run[i])
                i += 1
        return out
