"""A story said back to the one who told it: I becomes you, the others stay."""

from __future__ import annotations

from collections.abc import Sequence

from bot.retelling.seeing import Seeing
from bot.retelling.source import Lists
from bot.retelling.telling import BREAK, Sentence, match, sentences, written
from bot.retelling.tidying import Tidy, Token

_LONGEST = 220
_BE_LEFT_OUT = frozenset(("am", "was", "wasn't", "were", "have", "haven't", "can", "can't", "do",
                          "don't"))  # fmt: skip
_NOT_DONE = frozenset(("didn't", "wouldn't", "won't", "couldn't"))
_JOINS = frozenset(("and", "or", "but", "then", ",", BREAK, ""))
_SAID = frozenset(("called", "calls", "said", "says", "told", "tells"))
_IS = frozenset(("is", "was", "are", "were", "such", "so", "being"))


class SayingBack:
    """Says stories back."""

    def __init__(self, lists: Lists, tidy: Tidy, seeing: Seeing) -> None:
        self._lists = lists
        self._tidy = tidy
        self._seeing = seeing
        verbs = lists.verbs
        self._third = lists["he_family"] | lists["she_family"] | lists["they_family"]
        self._unsaid = lists["you_family"] | lists["swears"]
        questions = lists["question_starts"] - {"when", "where", "which", "who"}
        # A sentence without its subject would read as a question or an order.
        self._bad_first = (
            (questions - _NOT_DONE) | _BE_LEFT_OUT
            | (verbs.bases - verbs.pasts.keys() - verbs.nouns - {"like"})
        )  # fmt: skip
        self._others = (
            lists["any_others"] | lists["plural_others"] | lists["male_others"]
            | lists["female_others"]
        )  # fmt: skip

    def said_back(self, text: str) -> str | None:
        """The story in the second person, at most 220 characters; None where it is not safe.

        Sentences that only say what somebody is are left out; what is too long ends earlier.
        """
        told = sentences(self._tidy, self._lists, text)
        if told is None or any(s.end == "?" for s in told):
            return None
        self._lead(told[0])
        pair = self._others.isdisjoint(low for s in told for low in s.lows)
        said: list[str] = []
        latest = ""
        for sentence in told:
            self._trail(sentence)
            if not sentence.words or self._labelled(sentence.lows):
                continue
            words = self._second(sentence, latest, pair and not said)
            if words is None:
                return None
            latest = self._latest(sentence.lows, latest)
            whole = written(words, ".", big=True)
            if len(" ".join((*said, whole))) > _LONGEST:
                if not said and (short := _shortened(words)) is not None:
                    said.append(short)
                break
            said.append(whole)
        out = " ".join(said)
        return out if len(out.split()) > 1 else None

    def _lead(self, first: Sentence) -> None:
        while first.words:
            lows = first.lows
            step = match(lows, 0, self._lists.phrases["leading_fillers"])
            if not step or lows[0] == "like" or step >= len(lows):
                return
            del first.words[: step + (step < len(lows) and lows[step] == ",")]

    def _trail(self, sentence: Sentence) -> None:
        lows = sentence.lows
        for phrase in self._lists.phrases["trailing_fillers"]:
            if len(lows) > len(phrase) and tuple(lows[-len(phrase) :]) == phrase:
                del sentence.words[-len(phrase) :]
                while sentence.words and sentence.words[-1].kind == "mark":
                    sentence.words.pop()
                return

    def _labelled(self, lows: Sequence[str]) -> bool:
        """Whether a sentence says what somebody is, not what happened. The bot takes no side."""
        if "i" in lows[:2] or "i'm" in lows[:2]:
            return False
        if not self._lists["labels"].isdisjoint(lows) and _SAID.isdisjoint(lows):
            return True
        for i, low in enumerate(lows):
            if low in self._lists["soft_labels"]:
                near = lows[max(0, i - 4) : i]
                said_of = not self._third.isdisjoint(near)
                is_so = not _IS.isdisjoint(near) or any(w.endswith(("'s", "'re")) for w in near)
                if said_of and is_so:
                    return True
        return False

    def _latest(self, lows: Sequence[str], latest: str) -> str:
        """The last subject pronoun so far; "i" wins, as a subject left out is mostly I."""
        for low in lows:
            bare = low.partition("'")[0]
            if bare in self._lists["nominative"] and latest != "i":
                latest = bare
        return latest

    def _second(self, sentence: Sentence, latest: str, pair: bool) -> list[str] | None:
        """The words of a sentence with I as you, or None."""
        lists = self._lists
        lows = sentence.lows
        if lows[0] in self._bad_first or not self._unsaid.isdisjoint(lows):
            return None
        if lows[0] in _NOT_DONE and (latest not in ("he", "she") or "i" in lows[1:2]):
            return None
        if any(match(lows, i, lists.phrases["untranslatable"]) for i in range(len(lows))):
            return None
        if self._spoken(lows):
            return None
        out: list[str] = []
        for i, word in enumerate(sentence.words):
            low = word.low
            if pair and low in ("we", "we're", "we've") and lows[:i].count("we") == 0:
                out += ["the", "two", "of", "you"]
                out += {"we": [], "we're": ["are"], "we've": ["have"]}[low]
                pair = False
                continue
            new = self._word(word, lows, i)
            if new is None:
                return None
            out.append(new)
        return out

    def _word(self, word: Token, lows: Sequence[str], i: int) -> str | None:
        low = word.low
        new = self._lists.to_you.get(low)
        if new is not None:
            return new if low != "i" or self._agrees(lows, i) else None
        if low == "am" and i and lows[i - 1][:1].isdigit():
            return word.text
        return self._be(lows, i) if low in ("am", "was", "wasn't") else word.text

    def _agrees(self, lows: Sequence[str], i: int) -> bool:
        """Whether the verb after "I" is one that goes with you as well."""
        at = i + 1
        while at < len(lows) and lows[at] in self._lists["adverbs"]:
            at += 1
        after = lows[at] if at < len(lows) else ""
        return after not in self._lists.verbs.of_third and after not in ("is", "isn't", "has")

    def _be(self, lows: Sequence[str], i: int) -> str | None:
        """ "am" and "was" after I agree with you; None where it is not certain whose they are."""
        at = i - 1
        while at >= 0 and lows[at] in self._lists["adverbs"]:
            at -= 1
        before = lows[at] if at >= 0 else ""
        after = lows[i + 1] if i + 1 < len(lows) else ""
        turned = ("", "what", "how", "where", "why", "so", "because", "when")
        if before == "i" or (after == "i" and before in turned):
            return self._lists.agreement[lows[i]]
        if lows[i] == "am":
            return None
        if before in _JOINS and self._teller(lows[:i]) in ("i", "we", ""):
            return None
        return lows[i]

    def _teller(self, lows: Sequence[str]) -> str:
        """The last subject pronoun, without its ending; "" without one."""
        for low in reversed(lows):
            bare = low.partition("'")[0]
            if bare in self._lists["nominative"]:
                return bare
        return ""

    def _spoken(self, lows: Sequence[str]) -> bool:
        """Whether somebody else's words may stand here as they were spoken."""
        verbs = self._lists.verbs
        for i, low in enumerate(lows):
            if low in ("like", "goes") and i and lows[i - 1] in ("was", "is", "he's", "she's"):
                if not {"i", "i'm", "my", "we"}.isdisjoint(lows[i : i + 4]):
                    return True
                continue
            base = verbs.base(low) or verbs.ings.get(low)
            if base is None or base not in self._lists["reporting"] or base == "write":
                continue
            teller = self._teller(lows[:i])
            if teller in ("i", "we") and lows[i - 1] != "and":
                continue
            rest = list(lows[i + 1 :])
            stop = ("and", "but", "because", BREAK)
            end = next((n for n, w in enumerate(rest) if w in stop), len(rest))
            # Who names the speaker in what was said does not quote it.
            named = {"he": "he_family", "she": "she_family"}.get(teller)
            if named and not self._lists[named].isdisjoint(rest[:end]):
                continue
            if self._seeing.maybe_spoken(base, rest):
                return True
        return False


def _shortened(words: Sequence[str]) -> str | None:
    """A long sentence up to its last clause that fits; never cut inside one."""
    best: str | None = None
    begins = ("he", "she", "they", "you", "it", "your", "the", "i")
    for i, word in enumerate(words):
        ties = word in ("and", "but", "because", "then") and i + 1 < len(words)
        if i > 3 and (word in (",", BREAK) or (ties and words[i + 1].lower() in begins)):
            said = written(words[:i], ".", big=True)
            if len(said) > _LONGEST:
                break
            best = said
    return best
