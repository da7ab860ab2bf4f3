"""Whatever is typed: nothing raises, no word is added, no verb stands with the wrong person."""

import time

import regex
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_retelling_lines import REQUEST
from test_retelling_stories import ADDRESSED, OWN_DEED, SAID_BACK

from bot.retelling import Retelling

NULLABLE = (
    "said_back",
    "addressed",
    "own_deed",
    "as_request",
    "topic_words",
    "name_for",
    "for_when",
    "for_not",
    "for_back",
)
TYPED = [typed for rows in (SAID_BACK, ADDRESSED, OWN_DEED, REQUEST) for typed, _ in rows]
PERSONS = """
i he she they you we me him her them is was are am has have does do been not and but said when to
"""
WORDS = sorted(
    {w for typed in TYPED for w in regex.findall(r"[\w']+", typed)}
    | set(PERSONS.split())
    | {"my wife", "my husband", "my partner Sam", "told me", "\n", ", ", ". "}
)
WRONG = regex.compile(
    r"\b(?:you (?:is|was|has|does)|i (?:are|is|has)|(?:he|she) (?:are|have|do))\b|  ",
    regex.IGNORECASE,
)
# Pronouns, forms of be, numbers in letters, and the joints of a sentence.
SMALL = """
i me my mine myself we us our you your yours yourself yourselves the two of are were have has is
does do was that in an a at hour he she they him her his hers them their theirs himself herself
themselves themself zero one two three four five six seven eight nine ten d ll re ve s t m not will
would had haven aren weren don doesn isn hasn wasn
"""
NEUTRAL = frozenset(SMALL.split())
soup = st.lists(st.sampled_from(WORDS), max_size=24).map(" ".join)
stitched = st.lists(st.sampled_from(TYPED), min_size=1, max_size=3).flatmap(
    lambda parts: st.sampled_from([" ", "\n", ". ", " and ", ", ", " because "]).map(
        lambda joint: joint.join(parts)
    )
)
typed = st.one_of(soup, stitched)


def words(text: str) -> set[str]:
    return set(regex.findall(r"[^\W_]+", text.lower()))


def forms(retelling: Retelling, text: str) -> set[str]:
    """The words of a text, each with the forms of its verb."""
    verbs = retelling.lists.verbs
    found = words(text) | words(retelling.tidy(text))
    for word in tuple(found):
        base = verbs.base(word)
        if base is not None:
            found |= {base, verbs.third[base]}
        # "moms" is written "mom's" before a noun; "in law" gets its hyphens.
        found.add(word.removesuffix("s"))
    return found


@given(typed)
@settings(max_examples=800, deadline=None)
def test_no_content_word_is_added(retelling: Retelling, text: str) -> None:
    known = forms(retelling, text) | NEUTRAL
    for method in NULLABLE:
        said = getattr(retelling, method)(text)
        if said is not None:
            assert words(said) <= known, (method, said)
    for subject in ("he", "she", "they"):
        said = retelling.about_them(text, subject)
        if said is not None:
            assert words(said) <= known, said


@given(typed)
@settings(max_examples=800, deadline=None)
def test_no_verb_stands_with_the_wrong_person(retelling: Retelling, text: str) -> None:
    for method in NULLABLE:
        said = getattr(retelling, method)(text)
        assert said is None or (said.strip() == said and not WRONG.search(said)), (method, said)
    for subject in ("he", "she", "they"):
        said = retelling.about_them(text, subject)
        assert said is None or not WRONG.search(said), said


@given(typed)
@settings(max_examples=500, deadline=None)
def test_the_partner_is_never_both_told_and_told_about(retelling: Retelling, text: str) -> None:
    pronoun = retelling.pronoun_of(text)
    for method in ("addressed", "own_deed"):
        said = getattr(retelling, method)(text)
        if said is not None and pronoun == "he":
            assert not words(said) & {"he", "his", "him", "himself"}, said
        if said is not None and pronoun == "she":
            assert not words(said) & {"she", "hers", "herself"}, said


@given(st.one_of(typed, st.text(max_size=200)))
@example(",  , ")
@settings(max_examples=800, deadline=None)
def test_tidying_twice_changes_nothing_more(retelling: Retelling, text: str) -> None:
    once = retelling.tidy(text)
    assert retelling.tidy(once) == once
    assert "  " not in once


@given(st.text(max_size=400))
@settings(max_examples=500, deadline=None)
def test_nothing_raises(retelling: Retelling, text: str) -> None:
    for method in (*NULLABLE, "pronoun_of", "tidy", "sentence"):
        getattr(retelling, method)(text)
    retelling.about_them(text, "they")


def test_lengths_keep_their_limits(retelling: Retelling) -> None:
    for text in TYPED:
        for method, limit in (("said_back", 220), ("addressed", 110), ("as_request", 140)):
            said = getattr(retelling, method)(text)
            assert said is None or len(said) <= limit


def test_long_and_hostile_texts_end_soon(retelling: Retelling) -> None:
    hostile = [
        "he " * 1300, "a'" * 2000, "1.1" * 1300, "!?" * 2000, "he was " * 570, "i" * 4000,
               "when i was and " * 260, "\n" * 4000, "her his " * 500, "x-" * 2000,
               "like it's " * 400, "a." * 2000, "😀\u200d" * 1300, "he told me i " * 300,
    ]  # fmt: skip
    started = time.perf_counter()
    for text in hostile:
        for method in (*NULLABLE, "pronoun_of", "tidy", "sentence"):
            getattr(retelling, method)(text)
    # Some 150 calls on 4,000 characters each; a runaway expression would take minutes.
    assert time.perf_counter() - started < 10
