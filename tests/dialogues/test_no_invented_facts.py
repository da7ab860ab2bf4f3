"""Nothing is put into a person's mouth that they did not say, and nothing the partner said.

The people here talk of things that do not exist (the zolip, to brentle), so that a content word
that is not theirs stands out.
"""

from __future__ import annotations

import re
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content import Content
from bot.engine.effects import Say, View
from bot.engine.effects import Shown as Button
from bot.engine.views import view_of
from bot.engine.walk import Walk
from bot.terminal import plain
from tests.dialogues.visitor import Visitor
from tests.phrasing.people import ANSWERS, KINDS, STORIES, visitors

CONTENT = Content.read()
WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")

GRAMMAR = """
a an the this that these those it its i me my mine myself we us our you your yours yourself he him
his she her hers they them their theirs themselves who what which when where how if and or but so
then than as at by for from in into of off on onto out over to under until till up with without
about before after again not no nor is isn't are aren't was wasn't were weren't be been being am
i'm i'd i'll i've you're you'd you'll you've he's she's they're we're it's that's there's
have has had haven't hasn't do does did don't doesn't didn't will would won't can could couldn't
may might one two three there here would
"""
NEUTRAL = """
felt stayed ready decide anything something want hear first know ask rather understand quiet back
talk twenty minutes nothing needs solving find time okay tell take room need keep talking half hour
come then tomorrow tonight evening morning saturday this day days week weeks month until wait
without being asked goes like say said did what answer needn't lines
think thought i've about was
matters story tell
"""
"""What phrasings, card and invitation may say of their own. Nothing that happened."""

CARD = """
your card say one small step it gets go hot word pause answer give back heard asking giving agreeing
wait when ask isn't if the they what want know
"""
"""The headings and the two standing hints of the card."""

HEADINGS = " ".join(
    re.sub(r"(?s)[{]([%#]).*?\1[}]|<[^>]*>", " ", text)
    for name, text in CONTENT.phrasebook.texts.items()
    if name.startswith("common/macros/")
)

ALLOWED = {w.lower() for text in (GRAMMAR, NEUTRAL, CARD) for w in text.split()}


def content_words(text: str) -> set[str]:
    return {w.lower().replace("’", "'").strip("'") for w in WORD.findall(text)} - ALLOWED


def stems(words: set[str]) -> set[str]:
    """Words and what agreement may make of them: he brentles, you brentle."""
    made = set(words)
    for word in words:
        made |= {word + "s", word + "es", word.removesuffix("s"), word.removesuffix("es")}
        made |= {word.removesuffix("'s"), word + "'s"}
    return made


def foreign(text: str, *said: Any) -> set[str]:
    """The content words of a text that nobody said."""
    theirs = content_words(" ".join(flat(said)).replace("-", " "))
    return {w for w in content_words(text) if w not in stems(theirs)}


def flat(values: Any) -> list[str]:
    if isinstance(values, str):
        return [values.removeprefix("own:").replace("-", " ")]
    if isinstance(values, dict):
        return [s for v in values.values() for s in flat(v)]
    if isinstance(values, list | tuple | set):
        return [s for v in values for s in flat(v)]
    return []


# Words nobody has

SYLLABLES = ["zo", "lip", "bren", "tle", "vam", "quo", "dree", "sklu", "mip", "gor", "pha", "wix"]
nonsense = st.lists(st.sampled_from(SYLLABLES), min_size=2, max_size=3).map("".join)
phrases = st.builds(
    lambda frame, words: frame.format(*words),
    st.sampled_from([
        "{0}", "the {0} {1}", "{0} the {1} on the {2}", "you {0} the {1}", "I {0}, {1} and {2}",
        "if you {0} I {1} the {2}", "<b>{0}</b> & {1}", "{0}! {1}? {2}.", "{{{{ {0} }}}} {1}",
        "when we {0} at the {1}", "not {0} my {1}", "that I {0} {1}",
    ]),
    st.lists(nonsense, min_size=3, max_size=3),
)  # fmt: skip

TYPED = ("words", "request", "request_verb", "observation", "side", "step_words_own", "when_own",
         "know", "not_know", "limit", "deed", "impact", "wait_own", "sentence", "hold",
         "quiet_when", "quiet_not", "back_in_own", "small_ask_own", "thing", "need", "worked",
         "question", "story_told")  # fmt: skip
TAPPED = {
    "when": ["this-evening", "tomorrow-evening", "saturday-morning", "unknown", "other"],
    "report": ["10080", "20160", "43200", "unknown"],
    "wait": ["this-evening", "1440", "2880", "10080", "other"],
    "back_in": ["in-20", "in-hour", "tonight", "tomorrow", "other"],
    "small_ask": ["time", "sign", "space", "other"],
    "pronoun": ["he", "she", "they"],
    "reaction": ["open", "defensive", "withdrawn"],
}


@st.composite
def slots_of(draw: st.DrawFn) -> dict[str, Any]:
    """What somebody may have answered, in any combination that the dialogue allows or not."""
    slots: dict[str, Any] = {"kind": draw(st.sampled_from(KINDS))}
    for name in TYPED:
        if draw(st.booleans()):
            slots[name] = draw(phrases)
    for name, tokens in TAPPED.items():
        if draw(st.booleans()):
            slots[name] = draw(st.sampled_from(tokens))
    feelings = st.sampled_from(["sad", "let-down", "unsure-of-us"]) | nonsense.map("own:{}".format)
    slots["feelings"] = draw(st.lists(feelings, max_size=3))
    for name in ("quiet_when", "quiet_not"):
        slots.setdefault(name, draw(phrases))
    for name in ("deed", "impact", "sentence", "limit"):
        slots.setdefault(name, draw(phrases))
    always = {"quiet": "back_in", "theyquiet": "small_ask"}.get(slots["kind"], "when")
    slots.setdefault(always, draw(st.sampled_from(TAPPED[always])))
    for name in ("when", "wait", "back_in", "small_ask"):
        if slots.get(name) == "other":
            slots.setdefault(f"{name}_own", draw(phrases))
    slots.setdefault("step_words_own", draw(phrases))
    slots["step_words"] = draw(st.sampled_from(["nothing", "other"]) | phrases)
    slots["want_all"] = draw(st.lists(st.sampled_from(["impact", "know", "limit"]), max_size=3))
    return slots


def shown(state: str) -> tuple[Button, ...]:
    declared = CONTENT.book.state(*state.split("/"))
    return tuple(
        Button(c.id, "copy" if c.copies else "tap", offer=c.offer or c.copies)
        for c in declared.choices
        if not c.url
    )


@settings(max_examples=120)
@given(slots_of(), st.integers(0, 3))
def test_every_word_of_an_offer_and_the_card_is_the_persons(
    slots: dict[str, Any], variant: int
) -> None:
    for state in ("rehearsal/words.pick", "rehearsal/forward.step", "rehearsal/take.card",
                  "rehearsal/take.invite", "card/card.show", "words/ways.pick",
                  "words/guess.question", "words/done.card"):  # fmt: skip
        me = {"last_card": slots}
        view = View(state, slots=slots, me=me, choices=shown(state), variant=variant)
        offers = {
            c.id: CONTENT.phrasebook.plain(view, f"offer_{c.id}") for c in view.choices if c.offer
        }
        texts = dict(offers)
        if "card" in state:
            texts["the card"] = plain(CONTENT.phrasebook.message(view, "abc").text)
        for name, text in texts.items():
            tokens = [slots.get(t) for t in TAPPED if t not in ("pronoun", "reaction")]
            said = [v for k, v in slots.items() if k not in ("kind", "reaction", "pronoun")]
            assert foreign(text, said, tokens) == set(), f"{state} {name}: {text}"


NOT_WORDS = ("moment", "topic", "pronoun", "length", "rhythm", "progress", "sums", "recurring")
"""Derivations that make no words."""


@settings(max_examples=150)
@given(phrases, st.sampled_from(["he", "she", "they"]))
def test_every_word_made_from_a_persons_words_is_theirs(text: str, subject: str) -> None:
    """Derivations, and a request said back as a step."""
    for name, derive in CONTENT.book.derivations.items():
        if name in NOT_WORDS:
            continue
        made = derive(text, {}, 0.0)
        assert made is None or foreign(made, text) == set(), f"{name}: {made}"
    step = CONTENT.phrasebook._blocks._plain.globals["about_them"](text, subject)  # type: ignore[operator]
    assert step is None or foreign(step, text, subject) == set(), step


FRAMES = (
    "you left the {0} at the {1}",
    "I said that you {0} {1}",
    "tell me by {0} {1}",
    "you always {0}, but {1}",
)


def talk(seed: int, kind: str) -> Visitor:
    """Somebody who answers everything with words of their own; every other tap is any."""
    chance = Random(seed)
    visitor = Visitor(CONTENT, seed=seed)
    visitor.send("rehearse")
    visitor.press(kind)
    for _ in range(60):
        if visitor.session.top is None or "card" in dict(visitor.kept):
            break
        away = {"frightening", "longer", "slow", "not-yet"}
        choices = [c for c in visitor.choices if c not in away]
        if choices and (not visitor.asks_text or chance.random() < 0.6):
            visitor.press(chance.choice(choices))
        else:
            made = "".join(chance.sample(SYLLABLES, 2)), "".join(chance.sample(SYLLABLES, 3))
            visitor.type(chance.choice(FRAMES).format(*made))
        if not visitor.said:
            visitor.arrive("unsupported")
    return visitor


@pytest.mark.parametrize("kind", KINDS)
def test_a_whole_talk_puts_nothing_on_the_card_that_was_not_said(kind: str) -> None:
    heard, typed = 0, "you left the at I said that tell me by always but " + " ".join(
        "".join(p) for p in [(a, b) for a in SYLLABLES for b in SYLLABLES]
        + [(a, b, c) for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES]
    )  # fmt: skip
    labels = " ".join(
        w.replace("-", " ")
        for c in CONTENT.book.state("rehearsal", "calm.feelings").choices
        for w in (c.id, *c.under)
    )
    for seed in range(12):
        visitor = talk(seed, kind)
        for what, data in visitor.kept:
            if what != "card":
                continue
            heard += 1
            text = CONTENT.phrasebook.message(
                View("card/card.show", me={"last_card": data}, choices=shown("card/card.show")), "a"
            ).text
            assert foreign(plain(text), typed, labels) == set(), plain(text)
    assert heard >= 8, "too few of these talks reach the card"


def shingles(text: str, length: int = 4) -> set[tuple[str, ...]]:
    words = [w.lower() for w in WORD.findall(text)]
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def test_nothing_the_simulated_partner_said_becomes_a_fact() -> None:
    """Neither in a slot, a record or an offer, nor on the card; only a mirror gives it back."""
    own = {s for text in flat([ANSWERS, STORIES]) for s in shingles(text)}
    lines: set[tuple[str, ...]] = set()
    before: Visitor | None = None
    checked = 0
    for visitor in visitors(CONTENT):
        if visitor is not before:
            before, lines = visitor, set()
        for effect in visitor.effects:
            if isinstance(effect, Say) and effect.view.partner is not None:
                lines |= shingles(CONTENT.lines.say(effect.view.partner))
        theirs = lines - own
        facts = [v for f in visitor.session.frames for k, v in f.slots.items() if k != "answer"]
        facts += [visitor.session.me, [d for _, d in visitor.kept]]
        mirrors = visitor.session.top is not None and (
            CONTENT.book.state(*visitor.at.split("/")).mirrors
        )
        offers = [] if mirrors else list(visitor.session.offers.values())
        for text in flat([facts, offers]):
            assert not shingles(text) & theirs, f"{visitor.at}: {text}"
            checked += 1
        for message in visitor.said:
            if "Your card" in message["text"]:
                for line in plain(message["text"]).splitlines():
                    assert shingles(line) & theirs <= shingles(HEADINGS), line
    assert checked > 1000


def test_what_was_answered_to_the_partner_goes_nowhere() -> None:
    """The slot that may hold their words is not kept, carried or shown."""
    for dialogue in CONTENT.book.dialogues.values():
        mirrored = {s.save for s in dialogue.states.values() if s.mirrors}
        for state in dialogue.states.values():
            deeds = [*state.do, *(d for b in (*state.next, *state.choices) for d in b.do)]
            for deed in deeds:
                held = set(deed.keep.slots if deed.keep else ())
                held |= set(deed.remind.carries if deed.remind else ())
                assert not held & mirrored
        for name, text in CONTENT.phrasebook.texts.items():
            if name.startswith(f"{dialogue.dialogue}/"):
                for slot in mirrored:
                    assert not re.search(
                        rf"{{(?:{{|% *(?:if|elif|for|set))[^}}]*\b{slot}\b", text
                    ), name


def test_a_walk_has_no_partner_where_it_is_not_answered() -> None:
    visitor = Visitor(CONTENT)
    visitor.send("rehearse")
    walk = Walk(CONTENT.book, visitor.session.copy(), 0.0)
    walk.frame.partner = {"line": "x"}
    walk.frame.state = "forward.own"
    assert view_of(walk).partner is None
