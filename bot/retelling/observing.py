"""What the partner did, told to them: the clause after "When you"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.retelling.edges import Edges
from bot.retelling.persons import Agreement, Cast, Family, Persons
from bot.retelling.seeing import Seeing
from bot.retelling.shifting import Frame, Shift
from bot.retelling.source import Lists
from bot.retelling.telling import BREAK, Sentence, match, sentences, written
from bot.retelling.tidying import Tidy, Token

_LONGEST = 110
_SPLITS = frozenset(("and", "but", "then", "so", ",", BREAK))
_NOBODY = Cast(None, None, -1, False)


@dataclass(frozen=True, slots=True)
class _Clause:
    """Words that may be a clause, and where they stand in the whole text."""

    words: Sequence[Token]
    lows: Sequence[str]
    cast: Cast
    text: Sequence[str]
    before: int


class Observing:
    """Makes observations of stories."""

    def __init__(
        self,
        lists: Lists,
        tidy: Tidy,
        persons: Persons,
        agreement: Agreement,
        shift: Shift,
        seeing: Seeing,
    ) -> None:
        self._lists = lists
        self._tidy = tidy
        self._persons = persons
        self._agreement = agreement
        self._shift = shift
        self._seeing = seeing
        self._edges = Edges(lists)
        verbs = lists.verbs
        self._finite = (
            lists["modals"] | lists.agreement.keys() | verbs.pasts.keys() | verbs.of_third.keys()
            | verbs.bases | {"didn't", "don't", "were"}
        )  # fmt: skip
        self._kin = (
            lists["any_others"] | lists["plural_others"] | lists["male_others"]
            | lists["female_others"]
        )  # fmt: skip
        self._tied = lists["openers_of_clause"] | {"and", "but", "or", "so", "than"}
        self._asks = lists["question_starts"] - {"when"}

    def addressed(self, text: str) -> str | None:
        """What the partner did, to stand after "When you"; None where that is not safe.

        The first clause with the partner as subject and a verb that could be seen or heard.
        """
        told = sentences(self._tidy, self._lists, text)
        if told is None:
            return None
        words = [low for s in told for low in s.lows]
        cast = self._persons.cast(words)
        if not self._lists["you_family"].isdisjoint(words):
            return self._already(told) if cast == _NOBODY else None
        if cast.clash:
            return None
        before = 0
        for sentence in told:
            lows = sentence.lows
            for at in self._starts(sentence, lows):
                clause = _Clause(sentence.words[at:], lows[at:], cast, words, before + at)
                found = self._clause(clause)
                if found is not None:
                    return found
            before += len(lows)
        return None

    def _already(self, told: Sequence[Sentence]) -> str | None:
        """A story told to the partner ("you cancelled our dinner"): read as one about them."""
        lows = told[0].lows
        if told[0].end == "?" or lows[0] != "you" or len(lows) < 2 or lows[1] in ("are", "were"):
            return None
        as_they = {"you": "they", "your": "their", "yourself": "themself"}
        if (self._lists["you_family"] - as_they.keys()) & set(lows):
            return None
        if lows[1] not in self._finite:
            return None
        words = [
            Token(as_they.get(w.low, w.text), as_they.get(w.low, w.low), w.kind, w.space)
            for w in told[0].words
        ]
        lows = [w.low for w in words]
        return self._clause(_Clause(words, lows, Cast("they", None, 0, False), lows, 0))

    def in_letter(self, text: str) -> str | None:
        """What the partner did, out of a text written to them; None where that is not safe.

        The first clause that begins with "you", alone or after "when", in a sentence that speaks
        of nobody else.
        """
        for sentence in sentences(self._tidy, self._lists, text) or ():
            lows = sentence.lows
            if sentence.end == "?" or self._persons.cast(lows) != _NOBODY:
                continue
            for at, low in enumerate(lows):
                if low == "you" and (at == 0 or lows[at - 1] in ("when", ",", BREAK)):
                    found = self._already([Sentence(sentence.words[at:], sentence.end)])
                    # "when you left I felt alone": where the clause ends is not sure.
                    if found is not None and (at == 0 or "I" not in found.split()):
                        return found
        return None

    def _starts(self, sentence: Sentence, lows: Sequence[str]) -> list[int]:
        """Where a clause of its own may begin in a sentence."""
        if sentence.end == "?" or lows[0] in self._asks:
            return []
        if not self._lists["doubting"].isdisjoint(lows[:4]):
            return []
        places = [0]
        verb = False
        for i, low in enumerate(lows[:-1]):
            verb = verb or low in self._finite
            # "my mom and my husband fought" is one clause, with both as its subject.
            paired = low == "and" and self._persons.spouse(lows, i + 1)
            if low in _SPLITS and verb and not paired:
                places.append(i + 1)
        return places

    def _clause(self, clause: _Clause) -> str | None:
        lows = clause.lows
        at = 0
        while at < len(lows) and (step := match(lows, at, self._lists.phrases["leading_fillers"])):
            at += step
        aside: list[str] = []
        turned = False
        if at < len(lows) and (step := match(lows, at, self._lists.phrases["times_in_front"])):
            aside = [w.text for w in clause.words[at : at + step]]
            at += step
            if at < len(lows) and lows[at] == ",":
                at += 1
        subject = self._subject(clause, at)
        if subject is None and not aside:
            found = self._turned(clause, at)
            if found is None:
                return None
            aside, at = found
            turned = True
            subject = self._subject(clause, at)
        if subject is None:
            return None
        family, used, helper = subject
        return self._predicate(clause, at + used, family, helper, aside, turned)

    def _turned(self, clause: _Clause, at: int) -> tuple[list[str], int] | None:
        """ "when I cry" before "he leaves": its words for the end, and where the clause begins."""
        lows = clause.lows
        if at + 2 >= len(lows) or lows[at] not in ("when", "while", "after", "before", "whenever"):
            return None
        if lows[at + 1] not in ("i", "we", "i'm"):
            return None
        for end in range(at + 3, len(lows)):
            last = lows[end - 1]
            base = self._lists.verbs.base(last)
            heard = base in self._lists["reporting"] or base in self._lists["inward"]
            if last in self._tied or heard:
                continue
            begins = last in (",", BREAK) or self._edges.run_on(lows[at:], end - at, "", False)
            if not begins:
                continue
            if self._subject(clause, end) is not None:
                stop = end - 1 if last in (",", BREAK) else end
                frame = Frame(
                    clause.cast.family,
                    clause.text,
                    clause.before + at + 1,
                    "self",
                    observing=False,
                    cuttable=False,
                )
                out = self._shift.run(clause.words[at + 1 : stop], frame)
                if not out or not self._lists["absolutes"].isdisjoint(w.lower() for w in out):
                    return None
                return [lows[at], *out], end
            if lows[end] in self._lists["nominative"]:
                return None
        return None

    def _subject(self, clause: _Clause, at: int) -> tuple[Family | None, int, str | None] | None:
        """The partner as subject: their pronoun, words taken, and "is" or "has" out of 's."""
        lows, cast = clause.lows, clause.cast
        if at >= len(lows):
            return None
        low = lows[at]
        place = clause.before + at
        family = cast.family
        if family is not None and low in self._persons.of_family[family]:
            if low.partition("'")[0] not in ("he", "she", "they"):
                return None
            if (cast.noun and place < cast.at) or not self._persons.certain(
                clause.text, place, family
            ):
                return None
            if "'" not in low:
                return family, 1, None
            after = next((w for w in lows[at + 1 :] if w not in self._lists["adverbs"]), "")
            whole = {"they're": "are", "they've": "have"}.get(low)
            if low.endswith("'s"):
                whole = self._agreement.spelled_out(after)
            elif low.endswith("'ll"):
                whole = "will"
            return (family, 1, whole) if whole else None
        if used := self._persons.spouse(lows, at):
            return family, used, None
        # A name is the partner's only where nobody else is named.
        names = self._lists["names"]
        if clause.words[at].text[:1].isupper() and low in names and cast.noun is None:
            alone = (self._kin | (names - {low})).isdisjoint(clause.text)
            if alone and clause.text.index(low) == place:
                return family, 1, None
        return None

    def _predicate(
        self,
        clause: _Clause,
        at: int,
        family: Family | None,
        helper: str | None,
        aside: list[str],
        turned: bool,
    ) -> str | None:
        lists = self._lists
        lows = clause.lows
        kept: list[str] = []
        while at < len(lows) and lows[at] in lists["adverbs"]:
            if lows[at] in lists["absolutes"] or (lows[at] == "not" and helper is None):
                return None
            if lows[at] not in lists["weights"]:
                kept.append(lows[at])
            at += 1
        if helper is not None:
            form = helper
            opening = [self._agreement.with_you(helper) or helper, *kept]
        else:
            if at >= len(lows):
                return None
            form = lows[at]
            verb = self._agreement.with_you(form, plural=family == "they")
            if verb is None:
                return None
            at += 1
            opening = [*kept, verb]
        if not self._seeing.seen(form, lows, at):
            return None
        present = form in lists.verbs.of_third or form in ("is", "has", "does", "doesn't")
        frame = Frame(
            family, clause.text, clause.before + at, "partner", present=present, verb=form
        )
        rest = self._shift.run(clause.words[at:], frame)
        if rest is None or self._seeing.unfit(form, [w.lower() for w in rest]):
            return None
        result = [*opening, *rest]
        if aside and not has_clause(lists, rest):
            result += aside
        elif turned:
            return None
        said = written([w for w in result if w != BREAK])
        return said if 3 < len(said) <= _LONGEST else None


def has_clause(lists: Lists, rest: Sequence[str], subjects: Sequence[str] = ("i", "you")) -> bool:
    """Whether words hold a clause, to which a time put at the end could belong instead."""
    low = {w.lower() for w in rest}
    ties = lists["openers_of_clause"] | {"and", "but", "to", ",", *subjects}
    ings = lists.verbs.ings.keys()
    return not low.isdisjoint(ties) or not low.isdisjoint(ings) or any("'" in w for w in low)
