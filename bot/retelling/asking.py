"""What the partner is asked for: a verb phrase after "Would you …?", and told of them on a card."""

from __future__ import annotations

from collections.abc import Sequence

from bot.retelling.persons import FAMILIES, Agreement, Family, Persons
from bot.retelling.shifting import Frame, Shift
from bot.retelling.source import Lists
from bot.retelling.telling import BREAK, Sentence, sentences, starts, written
from bot.retelling.tidying import Tidy

_LONGEST = 140
_OBJECTS = {"he": ("he", "him", "his", "himself", "his"),
            "she": ("she", "her", "her", "herself", "hers"),
            "they": ("they", "them", "their", "themselves", "theirs")}  # fmt: skip


class Asking:
    """Makes requests of what people ask for."""

    def __init__(
        self, lists: Lists, tidy: Tidy, persons: Persons, agreement: Agreement, shift: Shift
    ) -> None:
        self._lists = lists
        self._tidy = tidy
        self._persons = persons
        self._agreement = agreement
        self._shift = shift
        self._bare = _frames(lists, "request_frames")
        self._finite = _frames(lists, "request_finite_frames")

    def as_request(self, text: str) -> str | None:
        """A request as a bare verb phrase, no mark at its end; None where that is not safe."""
        told = sentences(self._tidy, self._lists, text)
        if told is None:
            return None
        first = self._only(told)
        if first is None:
            return None
        words = first.words
        lows = [w.low for w in words]
        all_words = list(lows)
        at, family, finite = self._framed(lows)
        if finite is None or at >= len(lows):
            return None
        at = self._passed(lows, at)
        if at >= len(lows):
            return None
        verb = lows[at]
        if finite:
            base = self._lists.verbs.of_third.get(verb)
            if base is None and family == "they" and verb in self._lists.verbs.bases:
                base = verb
        else:
            base = verb if verb in self._lists.verbs.bases else None
        if base is None or not self._doable(base, lows, at + 1):
            return None
        rest = words[at + 1 :]
        asked = [w.low for w in rest]
        yours = self._lists["you_family"] & set(asked)
        thirds = [f for f in ("he", "she", "they") if self._persons.of_family[f] & set(asked)]
        if yours and thirds:
            return None
        if family is None and not yours:
            family = self._family(thirds)
        result: list[str] | None
        if yours:
            result = [w.text for w in rest]
        else:
            frame = Frame(
                family, all_words, at + 1, "partner", present=finite, observing=False,
                cuttable=False,
            )  # fmt: skip
            result = self._shift.run(rest, frame)
        if result is None or self._unfit(base, [w.lower() for w in result]):
            return None
        said = written([w for w in (base, *result) if w != BREAK])
        return said if len(said) <= _LONGEST else None

    def _family(self, thirds: Sequence[str]) -> Family | None:
        if "he" in thirds and "she" in thirds:
            return None
        return next((family for family in FAMILIES if family in thirds), None)

    def _only(self, told: Sequence[Sentence]) -> Sentence | None:
        """The one sentence of a request; thanks after it may go."""
        closers = set(self._lists.phrases["request_closers"])
        asked = [s for s in told if tuple(s.lows) not in closers]
        if len(asked) != 1 or asked[0] is not told[0]:
            return None
        lows = asked[0].lows
        for phrase in closers:
            end = len(lows) - len(phrase)
            if end > 1 and starts(lows, end, phrase):
                del asked[0].words[end:]
                while asked[0].words and asked[0].words[-1].kind == "mark":
                    asked[0].words.pop()
                break
        return asked[0] if asked[0].words else None

    def _framed(self, lows: Sequence[str]) -> tuple[int, Family | None, bool | None]:
        """Words of the frame, the partner's pronoun in it, and whether a finite verb follows."""
        start = 0
        while start < len(lows) and lows[start] in ("just", "and", "but", "so", "well", "maybe",
                                                    "please", ","):  # fmt: skip
            start += 1
        for frames, finite in ((self._bare, False), (self._finite, True)):
            for frame in frames:
                used, family = self._frame(lows, start, frame)
                if not used:
                    continue
                follows = self._passed(lows, start + used)
                if follows >= len(lows):
                    continue
                if frame == ("i", "want") and lows[start + used] == "to":
                    return 0, None, None
                ready = lows[follows]
                bases, thirds = self._lists.verbs.bases, self._lists.verbs.of_third
                if ready in bases if not finite or family == "they" else ready in thirds:
                    return start + used, family, finite
        first = lows[start] if start < len(lows) else ""
        if first in self._lists["nominative"] or "'" in first:
            return 0, None, None
        return start, None, False

    def _frame(
        self, lows: Sequence[str], start: int, frame: Sequence[str]
    ) -> tuple[int, Family | None]:
        at, family = start, None
        for part in frame:
            if at >= len(lows):
                return 0, None
            if part == "{s}":
                if lows[at] in ("he", "she", "they"):
                    family = lows[at]
                    at += 1
                    continue
            elif part == "{p}":
                if lows[at] in ("him", "her", "them"):
                    family = {"him": "he", "her": "she", "them": "they"}[lows[at]]
                    at += 1
                    continue
            elif lows[at] == part:
                at += 1
                continue
            if part in ("{s}", "{p}") and (used := self._persons.spouse(lows, at)):
                noun = lows[at + 1]
                family = family or (
                    "he" if noun in self._lists["spouse_he"]
                    else "she" if noun in self._lists["spouse_she"] else None
                )  # fmt: skip
                at += used
                continue
            return 0, None
        return at - start, family  # type: ignore[return-value]

    def _passed(self, lows: Sequence[str], at: int) -> int:
        while at < len(lows) and lows[at] in ("please", "just", "maybe", "also", "at", "least"):
            if lows[at] == "at" and lows[at + 1 : at + 2] != ["least"]:
                break
            at += 1
        return at

    def _doable(self, base: str, lows: Sequence[str], at: int) -> bool:
        lists = self._lists
        after = lows[at] if at < len(lows) else ""
        rest = lows[at:]
        if base in lists["request_refused"] or base in lists["judging"]:
            return False
        if base == "be":
            if after == "on":
                return rest[:2] == ["on", "time"]
            return after in lists["be_doable"] and len(rest) > (
                after in ("ready", "in", "at", "by")
            )
        if base in ("show", "give", "pay"):
            return bool(rest) and lists["vague_gifts"].isdisjoint(rest[:5])
        if base == "make":
            return bool(rest) and lists["vague_makes"].isdisjoint(rest[:3])
        if base in ("put", "take", "get", "do", "go", "have"):
            return bool(rest) and lists["vague_goals"].isdisjoint(rest[:2])
        return not (base == "listen" and not rest) and not (
            base in lists["needs_more"] and {"me", "us", "it", "that"}.issuperset(rest)
        )

    def _unfit(self, base: str, rest: Sequence[str]) -> bool:
        lists = self._lists
        found = set(rest)
        if found & (lists["swears"] | lists["labels"]) or found & lists["absolutes"] - {
            "everyone", "anyone", "anymore", "everything", "anybody", "everybody"
        }:  # fmt: skip
            return True
        if "anymore" in found:
            return True
        return bool(rest) and rest[-1] in {"to", "of", "and", "my", "the", "a", "because", "than",
                                           "i", "or", "but", "if", "when", "that"}  # fmt: skip

    def about_them(self, text: str, subject: str) -> str | None:
        """A request told of "he", "she" or "they", with a capital; None where it is not safe."""
        if subject not in _OBJECTS:
            return None
        request = self.as_request(text)
        if request is None:
            return None
        tokens = self._tidy.tokens(request)
        lows = [t.low for t in tokens]
        plural = subject == "they"
        thirds = self._lists.verbs.third
        out: list[str] = [subject, _plural(lows[0]) if plural else thirds[lows[0]]]
        latest = "partner"
        i = 1
        while i < len(tokens):
            low = lows[i]
            if low in self._lists["you_family"]:
                done = self._you(lows, i, subject)
                if done is None:
                    return None
                out += done[0]
                i += done[1]
                latest = "partner" if done[2] else latest
                continue
            if low in self._persons.third:
                return None
            if low in ("i", "we") or low.startswith(("i'", "we'")):
                latest = "self"
            elif low in self._lists["openers_of_clause"] | {"it", "it's", "there"}:
                latest = "other" if low in ("it", "it's", "there") else latest
            out.append(tokens[i].text)
            if low in ("and", "or", "then", ",") and not plural:
                used = self._joined(lows, i + 1, latest, out)
                if used is None:
                    return None
                i += used
            i += 1
        return written([w for w in out if w != BREAK], big=True)

    def _joined(self, lows: Sequence[str], at: int, latest: str, out: list[str]) -> int | None:
        """Agree a verb right after "and"; how many words it took, None when not certain."""
        start = at
        while at < len(lows) and lows[at] in self._lists["adverbs"]:
            at += 1
        verb = lows[at] if at < len(lows) else ""
        if verb not in self._lists.verbs.bases:
            return 0
        after = lows[at + 1] if at + 1 < len(lows) else ""
        follows = (
            self._lists["determiners"] | self._lists["prepositions"] | {"me", "us", "it", "to"}
        )
        if verb in self._lists.verbs.nouns and after not in follows:
            return None
        bases = self._lists.verbs.bases
        # "help me cook and clean", "come to talk and listen": the second verb is bare as well.
        bare = {"help", "let"} & set(lows[:start]) or any(
            lows[i] == "to" and lows[i + 1] in bases for i in range(start)
        )
        if latest != "partner" or bare:
            return None
        out += [*lows[start:at], self._lists.verbs.third[verb]]
        return at + 1 - start

    def _you(self, lows: Sequence[str], i: int, subject: str) -> tuple[list[str], int, bool] | None:
        """The word for a you-word, how many words it took, whether it is the subject."""
        nominative, objective, possessive, reflexive, own = _OBJECTS[subject]
        low = lows[i]
        plural = subject == "they"
        simple = {"your": possessive, "yourself": reflexive, "yours": own}
        if low in simple:
            return [simple[low]], 1, False
        if low in ("you're", "you'd", "you'll", "you've"):
            ending = low[3:]
            if not plural:
                ending = {"'re": "'s", "'ve": "'s"}.get(ending, ending)
            return [nominative + ending], 1, True
        if low != "you":
            return None
        before = lows[i - 1]
        at = i + 1
        while at < len(lows) and lows[at] in self._lists["adverbs"]:
            at += 1
        verb = lows[at] if at < len(lows) else ""
        clause = before in self._lists["openers_of_clause"] | {"and", "or", "but", "than"}
        form = verb if plural else self._agreement.with_he(verb)
        is_verb = self._agreement.with_he(verb) is not None
        if clause and is_verb and form is not None:
            return [nominative, *lows[i + 1 : at], form], at + 1 - i, True
        if is_verb or (clause and before not in self._lists["prepositions"]):
            return None
        return [objective], 1, False


def _frames(lists: Lists, name: str) -> tuple[tuple[str, ...], ...]:
    return lists.phrases[name]


def _plural(base: str) -> str:
    return "are" if base == "be" else base
