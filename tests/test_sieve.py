"""The sieve lets through exactly the patterns of whose every set the text has a word."""

from hypothesis import given
from hypothesis import strategies as st

from bot.sieve import Sieve

WORDS = st.sampled_from("abcdef")
SETS = st.lists(st.frozensets(WORDS, max_size=4), max_size=4)


@given(needs=st.lists(SETS, max_size=12), words=st.frozensets(WORDS))
def test_it_lets_through_what_has_a_word_of_every_set(
    needs: list[list[frozenset[str]]], words: frozenset[str]
) -> None:
    right = [n for n, sets in enumerate(needs) if all(each & words for each in sets)]
    assert Sieve(needs).through(words) == right
