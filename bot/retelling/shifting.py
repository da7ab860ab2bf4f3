"""The partner's pronouns in a run of words made "you", with their verbs, or a cut before doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.retelling.edges import Edges
from bot.retelling.persons import Agreement, Family, Persons
from bot.retelling.source import Lists
from bot.retelling.telling import BREAK, match, spelled
from bot.retelling.tidying import Token

_CUT_AT = frozenset(("and", "then", "because", "so", "while", "when", ",", BREAK))
_DANGLING = _CUT_AT | {"or", "but"}
_PAIRED = frozenset(("both", "either", "neither", "between"))
_ALL = 10_000
"""More words than a text has: all that follows is dropped."""


@dataclass(slots=True)
class Frame:
    """What is known where a run begins.

    `family`: the partner's pronoun. `text`: all words of the text in lower case, `before`: how
    many of them stand before the run. `subject`: "partner" or "self". `present`: a he-form verb
    opened the run. `observing`: weights and interpretations are dropped, run-ons are cut.
    `cuttable`: the run may end early. `verb`: the verb that stood before the run.
    """

    family: Family | None
    text: Sequence[str]
    before: int
    subject: str
    present: bool = False
    observing: bool = True
    cuttable: bool = True
    verb: str = ""


class Shift:
    """Brings runs of words to "you"."""

    def __init__(self, lists: Lists, persons: Persons, agreement: Agreement) -> None:
        self._lists = lists
        self._verbs = lists.verbs
        self._persons = persons
        self._agreement = agreement
        self._edges = Edges(lists)
        names = ("determiners", "prepositions", "conjunctions", "openers_of_clause", "adverbs")
        self._object_ends = lists["object_ends"].union(*(lists[name] for name in names))
        self._object_ends |= {",", BREAK}
        self._states = (
            lists["labels"] | lists["soft_labels"] | lists["seen_states"]
            | lists["participles_as_states"]
        )  # fmt: skip
        self._goes_on = lists["fragment_starts"] | {
            "and", "but", "when", "while", "because", "or"
        }  # fmt: skip
        self._no_verbs = (
            lists["determiners"] | lists["prepositions"] | lists["heads_things"]
            | lists["heads_persons"]
        )  # fmt: skip

    def run(self, words: Sequence[Token], frame: Frame) -> list[str] | None:
        """The words with the partner as "you"; cut before a clause that is not certain.

        None where even its first clause is not certain. It may come out empty.
        """
        lows = [w.low for w in words]
        observing = frame.observing
        out: list[str] = []
        cut: int | None = None
        subject = frame.subject
        alone = subject == "partner"
        licensed = not observing
        i = 0
        while i < len(lows):
            low = lows[i]
            if observing:
                dropped = self._dropped(lows, i, out, frame.verb)
                if dropped is None:
                    return None
                if dropped:
                    i += dropped
                    continue
                if self._edges.run_on(lows, i, frame.verb, frame.subject == "partner"):
                    if not out and low not in _DANGLING:
                        return None
                    break
                if self._edges.opens(low):
                    licensed = True
                elif self._edges.finite(lows, i, frame.verb):
                    if not licensed:
                        return None
                    licensed = False
            if low in _CUT_AT and out:
                cut = len(out)
            if low == BREAK:
                i += 1
                continue
            new, now, used = self._word(words, lows, i, frame, subject)
            if new is not None:
                out.extend(new)
                i += used
                licensed = licensed and (used == 1 or not observing)
                subject = now or subject
                alone = alone and subject == "partner"
                if low in ("and", "or", "but", "then", ","):
                    joined = self._joined_verb(lows, i, frame, alone)
                    if joined is not None:
                        out.extend(joined[0])
                        i += joined[1]
                        licensed = licensed and (not joined[1] or not observing)
                        continue
                    if low == "but":
                        return None
                else:
                    continue
            if cut is None or not frame.cuttable or _PAIRED & set(out[:cut]):
                return None
            out = out[:cut]
            break
        while out and out[-1].lower() in _DANGLING:
            out.pop()
        return out

    def _dropped(self, lows: Sequence[str], i: int, out: Sequence[str], verb: str) -> int | None:
        """How many words are left out of an observation here; None to give it up."""
        low = lows[i]
        lists = self._lists
        after = lows[i + 1] if i + 1 < len(lows) else ""
        if low == BREAK and not (after in self._goes_on or after[:1].isdigit()):
            return _ALL
        if low in lists["weights"] and not self._kept(lows, i, after):
            return 1
        taken = match(lows, i, lists.phrases["interpretations"])
        if not taken:
            return 0
        before = out[-1].lower() if out else ""
        if low == "like":
            near = (verb, *(w.lower() for w in out[-3:]))
            if any((self._verbs.base(w) or self._verbs.ings.get(w)) in lists["like_ties"]
                   for w in near):  # fmt: skip
                return None
            return 0 if before in lists["like_is_verb_after"] else _ALL
        if low in ("i", "of", "once", "yet", "over", "again", "no"):
            return taken
        base = self._verbs.base(before or verb) or self._verbs.ings.get(before)
        if low == "to" and base in ("want", "try", "go"):
            return None
        return _ALL

    def _kept(self, lows: Sequence[str], i: int, after: str) -> bool:
        before = lows[i - 1] if i else ""
        if lows[i] == "even":
            return after in ("though", "if", "when", "after")
        if lows[i] == "then":
            return before in ("since", "by", "until", "till", "before", "back")
        if lows[i] == "just":
            return after in ("like", "as")
        return lows[i] == "really" and (before == "not" or before.endswith("n't"))

    def _word(
        self, words: Sequence[Token], lows: Sequence[str], i: int, frame: Frame, subject: str
    ) -> tuple[list[str] | None, str | None, int]:
        """The new words (None: not certain), the new subject if it changes, words taken."""
        low, family = lows[i], frame.family
        lists = self._lists
        if low in lists["you_family"]:
            return None, None, 1
        if low in ("i", "we") or low.startswith(("i'", "we'")):
            return [words[i].text], "self", 1
        if family is not None and low in self._persons.of_family[family]:
            if not self._persons.certain(frame.text, frame.before + i, family):
                return None, None, 1
            return self._partner(lows, i, family, subject, frame)
        if low in self._persons.third:
            nominative = low in ("he", "she", "they") or "'" in low
            return [words[i].text], "other" if nominative else None, 1
        if self._persons.spouse(lows, i) or self._persons.spouses(lows, i):
            return None, None, 1
        if frame.observing and (number := spelled(lists, lows, i)):
            return [number], None, 1
        if low in ("it", "it's", "there", "there's", "that's", "nobody", "everyone"):
            return [words[i].text], "other" if subject != "partner" or "'" in low else None, 1
        return [words[i].text], None, 1

    def _partner(
        self, lows: Sequence[str], i: int, family: Family, subject: str, frame: Frame
    ) -> tuple[list[str] | None, str | None, int]:
        low = lows[i]
        adverbs = self._lists["adverbs"]
        if low in ("he", "she", "they", "he's", "she's"):
            at = i + 1
            while at < len(lows) and lows[at] in adverbs:
                at += 1
            after = lows[at] if at < len(lows) else ""
            if low.endswith("'s"):
                full = self._agreement.spelled_out(after)
                short = {"is": "you're", "has": "you've"}
                return ([short[full]], "partner", 1) if full else (None, None, 1)
            verb = self._agreement.with_you(after, plural=family == "they")
            if verb is None:
                return None, None, 1
            return ["you", *lows[i + 1 : at], verb], "partner", at + 1 - i
        new = self._lists.partner_to_you.get(low)
        if new is None:
            return None, None, 1
        if "'" in low:
            return [new], "partner", 1
        after = lows[i + 1] if i + 1 < len(lows) else ""
        ends = not after or after in self._object_ends
        if low in ("his", "their") and ends:
            return (["yours"] if low == "his" else None), None, 1
        if low == "her" and not ends:
            whole = self._whole_object(lows, i, frame.verb)
            if whole is None:
                return None, None, 1
            if not whole:
                return ["your"], None, 1
        if low in ("him", "them", "her"):
            # Beside the partner as subject, "him" is somebody else.
            return (["you"] if subject == "self" else None), None, 1
        return [new], None, 1

    def _whole_object(self, lows: Sequence[str], i: int, verb: str) -> bool | None:
        """Whether "her" before a content word is a person by itself; None: not certain."""
        after = lows[i + 1]
        if after in self._verbs.ings:
            return None
        before = lows[i - 1] if i else verb
        base = self._verbs.base(before) or self._verbs.ings.get(before)
        next_one = lows[i + 2] if i + 2 < len(lows) else ""
        if after in self._states and (not next_one or next_one in self._object_ends):
            return True
        if base in self._lists["double_objects"] and after not in self._lists["heads_persons"]:
            return None
        return False

    def _joined_verb(
        self, lows: Sequence[str], i: int, frame: Frame, alone: bool
    ) -> tuple[list[str], int] | None:
        """The verb right after "and", brought to "you" where it is the partner's.

        The words and how many they replace; None where it is not certain whose verb it is.
        """
        at = i
        while at < len(lows) and lows[at] in self._lists["adverbs"]:
            at += 1
        if at >= len(lows):
            return [], 0
        form = lows[at]
        if form == "am" or not (self._agreement.needs(form) or self._unknown_s(form, frame)):
            return [], 0
        after = lows[at + 1] if at + 1 < len(lows) else ""
        noun = self._verbs.of_third.get(form) in self._verbs.nouns
        if noun and after not in self._lists["verb_follows"]:
            # "calls and texts" may be things; with a past verb before they are.
            return None if frame.present else ([], 0)
        verb = self._agreement.with_you(form) if alone else None
        if verb is None:
            return None
        weights = self._lists["weights"] if frame.observing else frozenset()
        return [*(w for w in lows[i:at] if w not in weights), verb], at + 1 - i

    def _unknown_s(self, form: str, frame: Frame) -> bool:
        """Whether a word after "and" could be a he-form that is on no list."""
        return (
            frame.present
            and form.endswith("s")
            and not form.endswith("ss")
            and len(form) > 3
            and "'" not in form
            and form not in self._no_verbs
        )
