"""Words for a view: escaping, phrasings, offers, buttons, what is too long to copy."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.coach.reading import Annotation
from bot.engine.effects import Shown, View
from bot.message import Button
from bot.phrasing.blocks import few_names
from bot.phrasing.phrasebook import Phrasebook

TEXTS = {
    "common/labels.j2": (
        "{% block ticked %}✓ {{ label }}{% endblock %}"
        "{% block label_done %}Done{% endblock %}"
        "{% block label_help %}Help{% endblock %}"
        "{% block label_hours %}at {{ id }}{% endblock %}"
        "{% block label_nuance %}{{ id | replace('-', ' ') }}{% endblock %}"
    ),
    "common/header.j2": "{% block text %}<b>{{ number }}/{{ of }} {{ stage }}</b>{% endblock %}",
    "common/macros/pairs.j2": "{% macro twice(a) %}{{ once(a) }}{{ once(a) }}{% endmacro %}",
    "common/macros/single.j2": "{% macro once(a) %}{{ a }}{% endmacro %}",
    "common/notes.j2": (
        "{% block stale %}From before.{% endblock %}"
        "{% block good %}{{ good | joined }}.{% endblock %}"
    ),
    "common/listening.j2": (
        "{% block text %}Go on.{% endblock %}{% block label_done %}That's all{% endblock %}"
    ),
    "coach/feedback.j2": (
        "{% block text %}{% for f in findings %}{{ f.quote }}: {{ f.label }}. {{ f.reason }} "
        "{% endfor %}{% endblock %}"
        "{% block example %}Like: {{ offers.use }}{% endblock %}"
        "{% block offer_use %}{{ findings[0].reword }}{% endblock %}"
        "{% block label_use %}Use this{% endblock %}"
        "{% block label_keep %}Keep my words{% endblock %}"
    ),
    "coach/label.j2": (
        "{% block label %}a word{% endblock %}{% block reason %}It sticks.{% endblock %}"
        "{% block reason_2 %}What happened?{% endblock %}"
        "{% block reword %}When you {{ pieces.did }}, I felt {{ feelings }}.{% endblock %}"
        "{% block guess %}hard{% endblock %}"
    ),
    "coach/unsure.j2": (
        "{% block hard %}This may hurt {{ them }}.{% endblock %}"
        "{% block hard_2 %}Read it again.{% endblock %}"
    ),
    "coach/vague.j2": (
        "{% block label %}vague{% endblock %}{% block reason %}They may nod. What would you see?"
        "{% endblock %}{% block reword %}Would you ___?{% endblock %}"
    ),
    "coach/good.j2": "{% block mirrors %}you gave it back{% endblock %}",
    "coach/comfort.j2": "{% block statement %}You want to be heard.{% endblock %}",
    "talk/stages.j2": "{% block words %}Your words{% endblock %}",
    "talk/a.j2": (
        "{% block text %}\nOne {{ said }}\n\n\n\n{{ twice(said) }}\n{% endblock %}"
        "{% block text_2 %}Two {{ said }}{% endblock %}{% block text_3 %}Three{% endblock %}"
        "{% block label_yes %}I'm in, {{ said }}{% endblock %}"
        "{% block label_copy %}Copy{% endblock %}{% block label_page %}Page{% endblock %}"
        "{% block offer_yes %}I'd say {{ said }}{% endblock %}"
        "{% block offer_copy %}{{ said }}{% endblock %}"
        "{% block offer_page %}https://example.org{% endblock %}"
        "{% block pace %}\n4|In.\n6.5|Out & {{ said }}\n{% endblock %}"
    ),
}


class Lines:
    def say(self, standing: Any) -> str:
        return f"line {standing['line']}"

    def annotation(self, standing: Any) -> Annotation:
        return Annotation("x", feelings=("torn",))


BOOK = Phrasebook(TEXTS, Lines(), {"clock": lambda: "12:00"})


def view(**more: Any) -> View:
    given: dict[str, Any] = {"template": "talk/a", "slots": {"said": "so"}, "prompt": 4, **more}
    return View(**given)


def test_what_a_person_typed_is_escaped_in_texts_and_plain_on_buttons() -> None:
    said = "<b>I'm</b> & {{7*7}} {% block x %}"
    yes = (Shown("yes", offer=True),)
    message = BOOK.message(view(slots={"said": said}, choices=yes, variant=1), "abc")
    assert message.text == "Two &lt;b&gt;I&#39;m&lt;/b&gt; &amp; {{7*7}} {% block x %}"
    assert message.buttons == ((Button(f"I'm in, {said}", tap="abc:4:yes"),),)
    assert message.offers == {"yes": f"I'd say {said}"}


def test_empty_lines_of_tags_are_taken_out() -> None:
    assert BOOK.message(view(), "abc").text == "One so\n\nsoso"


@pytest.mark.parametrize("name", ["common/macros/a.j2", "common/macros/z.j2"])
def test_a_macro_uses_those_of_other_files_whichever_comes_first(name: str) -> None:
    texts = {k: v for k, v in TEXTS.items() if k != "common/macros/pairs.j2"}
    texts[name] = TEXTS["common/macros/pairs.j2"]
    assert Phrasebook(texts, Lines()).message(view(), "abc").text == "One so\n\nsoso"


def test_phrasings_take_turns() -> None:
    texts = [BOOK.message(view(variant=n), "abc").text for n in range(6)]
    assert texts[:3] == texts[3:]
    assert len(set(texts)) == 3


def test_the_stage_and_the_notes_stand_above() -> None:
    shown = view(stage=(2, 5, "words"), notes=(("stale", {}), ("good", {"moves": ["mirrors"]})))
    assert BOOK.message(shown, "abc").text.split("\n\n")[:3] == [
        "<b>2/5 Your words</b>",
        "From before.",
        "you gave it back.",
    ]


def test_buttons_lie_in_rows() -> None:
    choices = (Shown("1"), Shown("2"), Shown("3"), Shown("done", wide=True), Shown("4"))
    rows = BOOK.message(view(choices=choices, columns=2), "abc").buttons
    assert [[b.tap for b in row] for row in rows] == [
        ["abc:4:1", "abc:4:2"],
        ["abc:4:3"],
        ["abc:4:done"],
        ["abc:4:4"],
    ]


def test_a_label_is_found_in_the_state_then_the_dialogue_then_the_shared() -> None:
    assert BOOK.label(view(), Shown("yes")) == "I'm in, so"
    assert BOOK.label(view(), Shown("done")) == "Done"
    assert BOOK.label(view(block="listening"), Shown("done")) == "That's all"
    assert BOOK.label(view(), Shown("let-down", ticked=True)) == "✓ let down"
    assert BOOK.label(view(), Shown("h1", block="hours")) == "at h1"


def test_copying_and_opening_a_page() -> None:
    choices = (Shown("copy", "copy", offer=True), Shown("page", "url", offer=True))
    (row, other) = BOOK.message(view(choices=choices), "abc").buttons
    assert row == (Button("Copy", copy="so"),)
    assert other == (Button("Page", url="https://example.org"),)


@pytest.mark.parametrize(("length", "button"), [(256, True), (257, False)])
def test_what_is_too_long_to_copy_stands_as_code(length: int, button: bool) -> None:
    long = "<" + "x" * (length - 1)
    shown = view(slots={"said": long}, choices=(Shown("copy", "copy", offer=True),), variant=2)
    message = BOOK.message(shown, "abc")
    assert bool(message.buttons) is button
    assert message.text == (
        "Three" if button else f"Three\n\n<code>&lt;{'x' * (length - 1)}</code>"
    )


def test_an_offer_that_cannot_be_made_is_left_out() -> None:
    shown = view(slots={"said": ""}, choices=(Shown("copy", "copy", offer=True), Shown("yes")))
    message = BOOK.message(shown, "abc")
    assert [b.label for row in message.buttons for b in row] == ["I'm in,"]


def test_the_help_button_for_those_who_write_another_language() -> None:
    shown = view(me={"foreign": True}, choices=(Shown("yes"),), asks=True)
    assert BOOK.message(shown, "abc").buttons[-1] == (Button("Help", tap="~help:now"),)
    assert len(BOOK.message(view(choices=(Shown("yes"),)), "abc").buttons) == 1


def finding(rule: str, **pieces: str) -> dict[str, Any]:
    return {"rule": rule, "severity": "change", "quote": f"<{rule}>", "pieces": pieces}


def feedback(*findings: dict[str, Any], block: str = "feedback", **more: Any) -> View:
    work = {"findings": list(findings), "good": [], **more}
    choices = (Shown("use", offer=True), Shown("keep"))
    return view(block=block, work=work, choices=choices, slots={"feelings": "sad"})


def test_feedback_quotes_names_and_rewords() -> None:
    message = BOOK.message(feedback(finding("label", did="left")), "abc")
    assert message.text == "&lt;label&gt;: a word. It sticks."
    assert message.offers == {"use": "When you left, I felt sad."}
    assert [b.label for row in message.buttons for b in row] == ["Use this", "Keep my words"]


def test_a_rewording_with_a_blank_is_shown_but_cannot_be_used_as_it_stands() -> None:
    message = BOOK.message(feedback(finding("vague"), block="example"), "abc")
    assert message.text == "Like: Would you ___?"
    assert message.offers == {}
    assert [b.label for row in message.buttons for b in row] == ["Keep my words"]


def test_two_findings_ask_one_question() -> None:
    for variant in (0, 1):
        shown = feedback(finding("vague"), finding("label", did="x"))
        assert BOOK.message(replace(shown, variant=variant), "abc").text.count("?") == 1


@pytest.mark.parametrize(("variant", "guess"), [(0, "This may hurt them."), (1, "Read it again.")])
def test_what_no_rule_found_is_said_as_the_guess_of_the_rule(variant: int, guess: str) -> None:
    shown = replace(feedback({**finding("label"), "sure": False}), variant=variant)
    assert BOOK.message(shown, "abc").text == f"&lt;label&gt;: . {guess}"


def test_a_rule_without_words_does_not_break_the_feedback() -> None:
    assert BOOK.message(feedback(finding("unheard-of")), "abc").text == "&lt;unheard-of&gt;: ."


def test_a_paced_count() -> None:
    assert BOOK.frames(view()) == [(4.0, "In."), (6.5, "Out & so")]


def test_the_line_of_the_partner_is_at_hand() -> None:
    texts = {**TEXTS, "talk/a.j2": "{% block text %}{{ line }} {{ annotation.feelings[0] }}"
             "{% endblock %}"}  # fmt: skip
    shown = view(partner={"line": "<7>", "mood": "on"})
    assert Phrasebook(texts, Lines()).message(shown, "abc").text == "line &lt;7&gt; torn"


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (None, "They take it: ask them; theirs"),
        ("they", "They take it: ask them; theirs"),
        ("he", "He takes it: ask him; his"),
        ("she", "She takes it: ask her; hers"),
        ("unknown", "They take it: ask them; theirs"),
    ],
)
def test_pronouns_as_the_person_wrote_them(written: str | None, sentence: str) -> None:
    text = "{% block text %}{{ They }} take{{ s }} it: ask {{ them }}; {{ theirs }}{% endblock %}"
    book = Phrasebook({**TEXTS, "talk/a.j2": text}, Lines())
    assert book.message(view(slots={"pronoun": written}), "abc").text == sentence
    assert book.message(view(slots={}, me={"pronoun": written}), "abc").text == sentence


def test_only_what_is_made_of_a_few_names_is_kept() -> None:
    """Nobody's words, and nothing that a function makes, is remembered from one to the next."""
    text = (
        "{% block a %}Step {{ number }} of {{ of }}{% endblock %}"
        "{% block b %}{{ them }}: {{ story }}{% endblock %}"
        "{% block c %}{{ in_days(report) }}{% endblock %}"
        "{% block d %}plain{% endblock %}"
    )
    assert few_names(text, "a", {}) == ("number", "of")
    assert [few_names(text, block, {}) for block in "bcd"] == [None, None, None]
