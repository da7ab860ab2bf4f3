"""What a pattern asks for saves trying it, and never hides a match."""

import json
from itertools import product
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coach.normal import Spelling
from bot.coach.phrases import Phrases
from bot.coach.prefilter import Prefilter
from bot.content import Content

EVAL = Path(__file__).parent / "eval" / "dev"
PHRASES = Phrases({"mood": ("sad", "so sad"), "who": ("you", "{mood} you"), "one": ("sad",)})
SPELLING = Spelling({}, frozenset(), frozenset(), {})
SAID = [
    SPELLING.normal(" ".join(words))
    for length in range(1, 6)
    for words in product(("you", "sad", "so"), repeat=length)
]
ATOMS = st.sampled_from(["you", "sad", "so", "s*", "_", "{mood}", "{who}", "{one}"])
LOOKS = st.sampled_from(["!(so)", "!(you|{mood})", "<!(so)", "<!(you|sad)", "^", "$"])
GAPS = st.sampled_from(["..", "..."])


SIMPLE = st.one_of(ATOMS, ATOMS, LOOKS, GAPS, ATOMS.map("{}?".format))
ROWS = st.lists(SIMPLE, min_size=1, max_size=3).map(" ".join)
CHOICES = st.lists(ROWS, min_size=1, max_size=3).map("|".join).map("({})".format)
PIECES = st.one_of(SIMPLE, SIMPLE, CHOICES, CHOICES.map("{}?".format))
PHRASE = st.lists(PIECES, min_size=2, max_size=4).map(" ".join)


SHORT = [
    "you",
    "sad",
    "s*",
    "_",
    "{mood}",
    "you?",
    "(so|sad so)",
    "..",
    "!(so)",
    "<!(so)",
    "^",
    "$",
]


def asks_too_much(phrase: str) -> str | None:
    """A text that the phrase matches and that lacks what it asks for."""
    pattern = PHRASES.pattern(phrase, 1)
    for said in SAID:
        asked = all(not words.isdisjoint(said.met) for words in pattern.anchors)
        if not asked and pattern.expression.search(said.text):
            return said.text
    return None


def test_every_short_pattern_matches_only_where_what_it_asks_for_is_there() -> None:
    for pieces in product(SHORT, repeat=3):
        phrase = " ".join(pieces)
        assert asks_too_much(phrase) is None, phrase


@settings(max_examples=300)
@given(phrase=PHRASE)
def test_a_pattern_matches_only_where_what_it_asks_for_is_there(phrase: str) -> None:
    assert asks_too_much(phrase) is None


def test_no_rule_misses_anything_for_what_it_asks_for(content: Content) -> None:
    library = content.coach._library
    owned = [(n, p) for n, way in enumerate(library.ways) for p in way.kind.triggers]
    everything = range(len(library.ways))
    sifted = Prefilter(owned)
    tried = 0
    for kind in ("statements", "mirrors", "requests"):
        rows = (EVAL / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines()
        for row in rows[:30]:
            normal = library.words.spelling.normal(json.loads(row)["text"])
            found = {n for n, pattern in owned if pattern.expression.search(normal.text)}
            assert set(sifted.matches(normal, everything)) == found
            tried += len(found)
    assert tried > 200
