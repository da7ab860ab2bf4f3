"""Which verbs tell what could be seen or heard, and which words make a clause a judgement."""

from __future__ import annotations

from collections.abc import Sequence

from bot.retelling.source import Lists
from bot.retelling.telling import BREAK, match

_BE = frozenset(("is", "are", "was", "were", "isn't", "aren't", "wasn't", "weren't", "been"))
_OBJECTS = frozenset(("me", "us", "to", "it", "him", "them", "her"))
_OWN = frozenset(("i", "i'm", "i've", "i'd", "i'll", "we", "we're", "my", "mine", "me"))
_TOLD = frozenset(("you", "your", "you're", "you'd", "you've", "you'll"))
_TIED = frozenset(("that", "if", "whether", "what", "how", "why", "when", "where", "who"))
_CROWDS = frozenset(("everyone", "everybody", "anyone", "anybody"))


class Seeing:
    """Tells observations from judgements, exaggerations and promises."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists
        self._verbs = lists.verbs
        self._states = lists["seen_states"] | lists["prepositions"]
        self._unseen = lists["inward"] | lists["judging"]
        self._labels = lists["labels"] | lists["soft_labels"]
        self._telling = lists["openers_of_clause"] | lists["told_more"]

    def seen(self, form: str, lows: Sequence[str], at: int) -> bool:
        """Whether a finite verb tells what could be seen, by itself and the words from `at`."""
        lists, verbs = self._lists, self._verbs
        i = at
        while i < len(lows) and lows[i] in lists["adverbs"]:
            i += 1
        after = lows[i] if i < len(lows) else ""
        if form in _BE:
            if after in verbs.ings:
                return verbs.ings[after] not in self._unseen and after != "being"
            hours = after[:1].isdigit() or after in ("one", "two", "three", "half", "an")
            late = lows[i + 1 : i + 4]
            return after in self._states or (hours and ("late" in late or "early" in late))
        if form in lists["helpers"] or form in lists["modals"]:
            if after == "been":
                return self.seen("been", lows, i + 1)
            if after in ("have", "be") and form in lists["modals"]:
                return False
            base = verbs.base(after) or verbs.participles.get(after)
            if base is not None:
                return self._verb_seen(base, lows, i + 1)
            whole = form in ("has", "have", "had", "did", "does", "do")
            return whole and after not in ("", "it", "that", "this", "so")
        base = verbs.base(form)
        return base is not None and self._verb_seen(base, lows, at)

    def _verb_seen(self, base: str, lows: Sequence[str], at: int) -> bool:
        if base in self._unseen or base == "become":
            return False
        after = lows[at] if at < len(lows) else ""
        near = lows[at : at + 3]
        if base == "make":
            return after not in ("me", "us", "everything", "it", "my", "sure")
        if base == "break":
            return "heart" not in near and after != "me"
        if base in ("let", "turn", "drive", "set") and after in ("me", "us"):
            return not {"down", "crazy", "insane", "mad", "off", "nuts", "up"} & set(near)
        if base == "get" and after in self._labels:
            return False
        if base in ("do", "say", "tell", "give", "get", "take", "have", "put"):
            return after not in ("it", "that", "this", "so")
        return True

    def unfit(self, form: str, rest: Sequence[str]) -> bool:
        """Whether finished words (lower case) judge, exaggerate, only promise, or are too few."""
        lists = self._lists
        base = self._verbs.base(form) or ""
        if form in lists["helpers"] and rest:
            base = next(filter(None, map(self._lexical, rest)), base)
        saying = base in lists["reporting"]
        reported = saying or base == "call"
        found = set(rest)
        if found & lists["swears"] or (found & lists["labels"] and not reported):
            return True
        if self._absolute(rest) and not (reported and self._about_me(rest)):
            return True
        if saying:
            if self.maybe_spoken(base, rest):
                return True
            would = "you" in found and found & {"would", "will", "won't"}
            promise = found & {"you'd", "you'll"} or would or base in ("promise", "swear")
            if promise and not found & {"and", "but", "when"}:
                return True
        words = [w for w in rest if w not in (",", BREAK)]
        if base == "tell" and not found & self._telling:
            return True
        if words and words[-1] == "it" and len(words) < 4:
            return True
        alone = not words or (form in lists["helpers"] and len(words) == 1)
        if alone and base in lists["needs_more"]:
            return True
        if not words:
            return False
        return words[-1] in lists["never_last"]

    def _lexical(self, word: str) -> str | None:
        return self._verbs.base(word) or self._verbs.participles.get(word)

    def _absolute(self, rest: Sequence[str]) -> bool:
        told = any(w in _CROWDS and (not i or rest[i - 1] == "of") for i, w in enumerate(rest))
        wide = self._lists["absolutes"] - (_CROWDS if told else frozenset())
        phrases = self._lists.phrases["absolute_phrases"]
        return bool(wide & set(rest)) or any(match(rest, i, phrases) for i in range(len(rest)))

    def _about_me(self, rest: Sequence[str]) -> bool:
        """Whether an absolute stands in words about me ("told me I never help")."""
        absolutes = self._lists["absolutes"]
        at = next((i for i, w in enumerate(rest) if w in absolutes), len(rest))
        names = [w for w in rest[:at] if w in ("i", "i'm", "i've", "we", "you", "you're")]
        return bool(names) and names[-1] not in ("you", "you're")

    def maybe_spoken(self, base: str, rest: Sequence[str]) -> bool:
        """Whether words after a verb of saying may be speech as it was spoken.

        "He said I am done" may have either as "I". With "that" before it, or with the speaker
        named in it, it is reported; so is "told me I'm lazy".
        """
        lists = self._lists
        at = 0
        while at < len(rest) and rest[at] in _OBJECTS:
            at += 1
        end = at
        while end < len(rest) and rest[end] not in ("and", "but", "because", "so", BREAK):
            if rest[end] in _TIED:
                return False
            end += 1
        inside = rest[at:end]
        if not _OWN & set(inside) or _TOLD & set(inside):
            return False
        first = next(i for i, w in enumerate(inside) if w in _OWN)
        if inside[first] in ("my", "me", "mine") and not {"i", "i'm"} & set(inside):
            if first == 0:
                return base in ("say", "shout", "yell", "scream", "reply", "answer")
            return base == "say" and inside[0] not in lists["prepositions"] | {"to"}
        if at and rest[0] == "me" and base == "tell":
            return not (self._labels | lists["judged_as"]) & set(inside[first : first + 3])
        return True
