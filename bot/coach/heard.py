"""What a mirror should give back: the line that was heard, with its author's annotation."""

from __future__ import annotations

from dataclasses import dataclass

from bot.coach.feelings import Feelings
from bot.coach.normal import Normal, Spelling
from bot.coach.reading import Annotation

_ENDING_WORDS = "ations ation ings ing edly ed ies ied ers er ly ments ment ness es s e y"
_ENDINGS = tuple(_ENDING_WORDS.split())


def stem(word: str) -> str:
    """A crude stem: enough for "cancelled", "cancels" and "cancelling" to meet."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word


@dataclass(frozen=True, slots=True)
class Heard:
    """A line ready for comparison.

    `families` are the feelings it holds; `meanings` one set of stems for each meaning; `point`
    and `accept` stems; `words` its canonical words. `authored`: whether an annotation says so, or
    it was only guessed from the text.
    """

    authored: bool
    families: frozenset[str]
    tones: frozenset[str]
    feeling_stems: frozenset[str]
    meanings: tuple[frozenset[str], ...]
    point: tuple[frozenset[str], ...]
    accept: frozenset[str]
    stems: frozenset[str]
    words: tuple[str, ...]


class Ear:
    """Makes a `Heard` of a context."""

    def __init__(self, spelling: Spelling, feelings: Feelings, function_words: frozenset[str]):
        self._spelling = spelling
        self._feelings = feelings
        self._function_words = function_words

    def heard(self, context: Annotation | str) -> Heard:
        """The line with what a mirror of it may give back."""
        note = context if isinstance(context, Annotation) else Annotation(context)
        authored = isinstance(context, Annotation) and bool(
            note.feelings or note.meanings or note.point or note.accept
        )
        line = self._spelling.normal(note.text)
        families, tones = self.feelings_of(line)
        if note.feelings:
            # The author knows better than a word list ("You think I wanted that?").
            tones = frozenset()
        feeling_stems: set[str] = set()
        for word in note.feelings:
            named = self._spelling.normal(word)
            feeling_stems |= self.stems(named)
            own_families, own_tones = self.feelings_of(named)
            families, tones = families | own_families, tones | own_tones
        return Heard(
            authored,
            families,
            tones,
            frozenset(feeling_stems),
            tuple(filter(None, (self.stems(self._spelling.normal(m)) for m in note.meanings))),
            tuple(filter(None, (self.stems(self._spelling.normal(p)) for p in note.point))),
            frozenset().union(*(self.stems(self._spelling.normal(a)) for a in note.accept)),
            self.stems(line),
            tuple(line.words),
        )

    def marks(self, heard: Heard, normal: Normal) -> frozenset[str]:
        """How an answer stands to the line it answers, as marks that cues have points for.

        How many of the things that may be given back it has (up to three), and how many fifths
        of its words are words of the line.
        """
        known = (
            heard.feeling_stems | heard.accept | frozenset().union(*heard.point, *heard.meanings)
        )
        given = len(known & self.stems(normal)) if heard.authored else 0
        line = set(heard.words)
        theirs = sum(word in line for word in normal.word_set) * 5 // len(normal.word_set)
        return frozenset((f"<gives-back-{min(given, 3)}>", f"<their-words-{theirs}/5>"))

    def feelings_of(self, normal: Normal) -> tuple[frozenset[str], frozenset[str]]:
        """Families and tones of the feeling words in a text."""
        found = [
            self._feelings.words[hit.entry] for hit in self._feelings.lexicon.everywhere(normal)
        ]
        return frozenset(f.family for f in found), frozenset(f.tone for f in found)

    def stems(self, normal: Normal) -> frozenset[str]:
        """Stems of the words that carry content."""
        return frozenset(
            stem(word)
            for word in normal.words
            if word not in self._function_words and word not in ".!?;"
        )
