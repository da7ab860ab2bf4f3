"""The voice, held over every message that can be shown: brief, plain, one question, no verdicts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import pytest

from bot.content import Content
from tests.phrasing.gallery import Shown, everything
from tests.phrasing.voice import WORD, grade, own_words, syllables

EXEMPT = {"rehearsal/take.card", "card/card.show", "words/done.card", "help/help.all",
          "privacy/privacy.all", "help_now/now.lines"}  # fmt: skip
"""The card, help and privacy pages are exempt from the count of words and questions."""

FEWEST_WORDS = 12
"""The grade is a mean; over fewer words a single one decides it, so they are only held to be short.
"""

MOST_WORDS, MOST_CHARACTERS, HARDEST_GRADE = 60, 700, 7.0

NEVER = {
    "a statistic": r"\d+(?:[.,]\d+)?\s*(?:%|percent|per cent|out of \d)|\b(?:stud(?:y|ies)|research"
    r"|statistics?|on average|most (?:people|couples)|half of)\b",
    "should": r"\b(?:should|shouldn't|ought to|you must|you have to|you need to)\b",
    "jargon": r"\b(?:validat|reflective|mirroring|empath|cogniti|distort|overgenerali|"
    r"I-statement|dysregul|regulat|de-?escalat|coping|communicat|vulnerab|attachment|trigger|"
    r"projection|reframe|somatic|nervous system|flooded|dynamic|dysfunction|intervention|"
    r"conflict resolution|stonewall|love language|inner child|processing|self-care|session)",
    "a diagnosis": r"\b(?:narciss|toxic|borderline|bipolar|depress|anxiety|disorder|trauma|ptsd|"
    r"adhd|autis|codepend|gaslight|abus|syndrome|patholog|addict|avoidant|anxious type)",
    "gushing": r"(?:!!|\b(?:great job|well done|good job|awesome|amazing|fantastic|perfect|"
    r"proud of you|excellent|congrat))",
    "an assumed home": r"\b(?:husband|wife|spouse|boyfriend|girlfriend|married|marriage|"
    r"at home together|your home)\b",
    "a prediction": r"\b(?:(?:he|she|they)'ll (?:calm|understand|see|feel|listen)|"
    r"(?:will|is going to) (?:calm down|understand you|work out))\b",
}  # fmt: skip


@pytest.fixture(scope="module")
def gallery(content: Content) -> list[Shown]:
    return everything(content)


def bots(shown: Shown) -> str:
    """What is the bot's own in a message: not what the person wrote or might choose to say."""
    said = [v for v in shown.view.slots.values() if isinstance(v, str) and " " in v]
    drafts = [str(f["quote"]) for f in shown.view.work.get("findings", ())]
    return own_words(shown.text, *said, *drafts, *shown.offers.values())


def hold(
    gallery: Iterable[Shown], wrong: Callable[[Shown], str | None], *, exempt: bool = True
) -> None:
    """Fails with every template and text for which `wrong` has something to say."""
    found: dict[str, str] = {}
    for shown in gallery:
        if exempt and shown.template in EXEMPT:
            continue
        if said := wrong(shown):
            found.setdefault(f"{shown.name}: {said}", shown.text)
    if found:
        said = [f"templates/en/{name}\n{text}" for name, text in sorted(found.items())]
        pytest.fail("\n\n".join(said), pytrace=False)


def test_every_state_that_says_something_is_in_the_gallery(
    content: Content, gallery: list[Shown]
) -> None:
    spoken = {
        f"{d.dialogue}/{name}"
        for d in content.book.dialogues.values()
        for name, state in d.states.items()
        if not state.silent and not state.pace
    }
    assert spoken - {s.template for s in gallery} == set()


def test_every_question_is_met_with_feedback_and_an_example(
    content: Content, gallery: list[Shown]
) -> None:
    coached = {
        f"{d.dialogue}/{name}"
        for d in content.book.dialogues.values()
        for name, state in d.states.items()
        if state.coach and not state.seen
    }
    met = {s.template for s in gallery if s.block == "feedback"}
    assert len(met & coached) >= 0.7 * len(coached), sorted(coached - met)


def test_at_most_sixty_words(gallery: list[Shown]) -> None:
    def wrong(shown: Shown) -> str | None:
        words = len(WORD.findall(bots(shown)))
        return f"{words} words" if words > MOST_WORDS else None

    hold(gallery, wrong)


def test_at_most_seven_hundred_characters(gallery: list[Shown]) -> None:
    def wrong(shown: Shown) -> str | None:
        length = len(bots(shown))
        return f"{length} characters" if length > MOST_CHARACTERS else None

    hold(gallery, wrong)


def test_one_question_a_message(gallery: list[Shown]) -> None:
    def wrong(shown: Shown) -> str | None:
        questions = bots(shown).count("?")
        return f"{questions} questions" if questions > 1 else None

    hold(gallery, wrong)


def test_reading_grade_seven_or_below(gallery: list[Shown]) -> None:
    def wrong(shown: Shown) -> str | None:
        own = bots(shown)
        if len(WORD.findall(own)) < FEWEST_WORDS:
            hard = [w for w in WORD.findall(own) if syllables(w) > 4]
            return f"a hard word: {hard[0]}" if hard else None
        return f"grade {grade(own):.1f}" if grade(own) > HARDEST_GRADE else None

    hold(gallery, wrong)


@pytest.mark.parametrize("name", NEVER)
def test_what_is_never_said(name: str, gallery: list[Shown]) -> None:
    pattern = re.compile(NEVER[name], re.IGNORECASE)

    def wrong(shown: Shown) -> str | None:
        found = pattern.search("\n".join([bots(shown), *shown.labels]))
        return f"{name}: {found[0]}" if found else None

    person = {v for s in gallery for v in s.view.slots.values() if isinstance(v, str)}
    spoken = [s for s in gallery if not any(pattern.search(p) for p in person & set(s.offers))]
    hold(spoken, wrong, exempt=False)


def test_nobodys_gender_is_assumed(gallery: list[Shown]) -> None:
    """Until the person writes otherwise the partner is "they"."""
    gendered = re.compile(r"\b(?:he|she|him|his|her|hers|himself|herself)\b", re.IGNORECASE)

    def wrong(shown: Shown) -> str | None:
        if shown.view.slots.get("pronoun") or shown.view.me.get("pronoun"):
            return None
        if shown.template == "settings/settings.pronoun":
            return None
        if (shown.view.me.get("last_card") or {}).get("pronoun"):
            return None
        found = gendered.search("\n".join([bots(shown), *shown.labels]))
        return found[0] if found else None

    hold(gallery, wrong, exempt=False)


def test_buttons_fit_a_phone(gallery: list[Shown]) -> None:
    def wrong(shown: Shown) -> str | None:
        own = [label for label in shown.labels if label not in shown.offers.values()]
        return next((f"a long button: {label}" for label in own if len(label) > 40), None)

    hold(gallery, wrong, exempt=False)


def test_no_emoji_alone(gallery: list[Shown]) -> None:
    def wrong(shown: Shown) -> str | None:
        return None if WORD.search(shown.text) else "no words"

    hold(gallery, wrong, exempt=False)


def test_a_recurring_prompt_has_two_phrasings(content: Content) -> None:
    texts = content.phrasebook.texts
    for name in ("home/home.ask.j2", "common/listening.j2", "rehearsal/calm.feelings.j2"):
        assert "block text_2" in texts[name], name


# The measures themselves


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("you", 1),
        ("talk", 1),
        ("partner", 2),
        ("rehearsal", 3),
        ("practise", 2),
        ("open", 2),
        ("something", 2),
        ("breathe", 1),
        ("stopped", 1),
        ("ended", 2),
    ],
)
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_grade_rises_with_harder_words_and_longer_sentences() -> None:
    easy = "What happened? Tell me. Take your time."
    hard = "Communicating vulnerability necessitates considerable interpersonal preparation."
    assert grade(easy) < 3 < HARDEST_GRADE < 15 < grade(hard)
    assert grade("One two three four five six seven.") < grade("One two three, " * 12 + "four.")


def test_what_counts_as_the_bots_own() -> None:
    text = ("<b>Step 1 of 5 · Calm start</b>\n\nHe left.\n\nI see. “He left” it is?\n"
            "<blockquote>Go?</blockquote>\nLine: call <b>988</b> (always)")  # fmt: skip
    assert own_words(text, "he left") == "I see. “” it is?"
