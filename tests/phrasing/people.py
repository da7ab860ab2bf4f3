"""People with different answers, who walk through every kind of talk and every dialogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random
from typing import Any

from bot.content import Content
from bot.engine.filled import filled_before
from bot.engine.model import Dialogue
from tests.dialogues.visitor import NOW, Visitor, at_the_landing, slots_given

KINDS = ("sore", "trust", "hurt", "quiet", "theyquiet", "decide", "unsure")
PLACED = {"minutes": "20", "way": "walk", "heat_now": 8, "skills": ["mirrors"], "to_try": "hold"}
"""What a state entered on its own may want to know."""
WALKS = 14

STORIES = {
    "sore": ["he cancelled our anniversary dinner AGAIN, 2 hrs before", "everything is wrong"],
    "trust": ["she read my diary and told her sister", "it all came out last night"],
    "hurt": ["i said in front of her friends that she cant handle money", "it was bad"],
    "quiet": ["when you raise your voice", "that i dont care"],
    "theyquiet": ["they went silent for three days after i asked about moving in", "nothing"],
    "decide": ["my mother in law decides what our son eats", "where we live"],
    "unsure": ["we bought a car and i heard about it from the bank", "i don't know"],
}
ANSWERS = (
    "tell me by lunch if dinner is at risk",
    "you never listen to me, that's so toxic",
    "you are always so lazy, stop it or else",
    "I'm sorry I said that, but you started it",
    "sounds like you felt torn. is that it? i still want to finish about the dinner",
    "but you could have told them no",
    "I will leave the room if there's shouting",
    "sunday after lunch",
    "it's probably nothing, sorry for being so difficult",
    "i promise i will never ever do it again, please forgive me",
)


def visitors(content: Content) -> Iterator[Visitor]:
    """People after each of their turns, through every kind of talk and every dialogue."""
    for n in range(WALKS):
        for kind in KINDS:
            visitor = Visitor(content, seed=n, me={"country": ("US", "DE", "XX")[n % 3]})
            visitor.send("rehearse")
            visitor.press(kind)
            yield visitor
            yield from walk(visitor, Random(n * 100 + KINDS.index(kind)), STORIES[kind], 36)
        for dialogue in content.book.dialogues:
            visitor = Visitor(content, seed=n, consented=dialogue != "start")
            visitor.begin(dialogue, slots_given(content, dialogue, n))
            yield visitor
            if n < 6:
                yield from walk(visitor, Random(n), STORIES["sore"], 12)
    yield from reminded(content)
    yield from timed(content)
    yield from listened(content)
    yield from talked_on(content)
    yield from branched(content)
    yield from placed(content)
    yield from drafted(content)
    yield from worked_on(content)


DRAFTS = (
    "you left without saying goodbye on saturday, you always do that. sorry for being so difficult",
    "hey. could we find a time to talk tomorrow? I felt sad last night.",
    "I'm sorry I said in front of your friends that you can't handle money, but you started it",
    "ich weiß nicht, was ich dir sagen soll, du hörst mir nie zu",
    "you never ask me first. " * 20,
)


def drafted(content: Content) -> Iterator[Visitor]:
    """Texts about to be sent: looked at, kept, brought back, rehearsed."""
    for n, draft in enumerate(DRAFTS * 3):
        visitor = Visitor(content, seed=n, me={"zone": "Europe/Berlin"} if n % 2 else {})
        visitor.send("draft")
        visitor.type(draft)
        yield visitor
        visitor.press("done")
        yield visitor
        if n < len(DRAFTS):
            visitor.press("rehearse")
            visitor.press(("sore", "decide", "hurt", "trust", "unsure")[n])
            yield from walk(visitor, Random(n), [draft, draft], 8)
            continue
        yield from walk(visitor, Random(n), [draft, draft], 8)
        if "draft" in visitor.due:
            visitor.come_due("draft", late=7200.0 * (n % 2))
            yield visitor
            visitor.press("show")
            yield visitor


CARDS: tuple[dict[str, Any], ...] = (
    {"kind": "sore", "observation": "cancelled our dinner", "feelings": ["sad"], "pronoun": "he",
     "request": "tell me by lunch", "request_verb": "tell me by lunch", "when": "unknown"},
    {"kind": "theyquiet", "observation": "went silent", "feelings": ["lonely"],
     "small_ask": "time", "side": "work was a lot", "when": "unknown"},
    {"kind": "trust", "know": "what you told her", "feelings": [], "when": "unknown"},
    {"kind": "sore", "when": "unknown"},
)  # fmt: skip


def worked_on(content: Content) -> Iterator[Visitor]:
    """Cards of several kinds, and people who work on the words of them."""
    for n, card in enumerate(CARDS * 6):
        visitor = Visitor(content, seed=n, me={"last_card": card})
        visitor.begin("words")
        yield visitor
        yield from walk(visitor, Random(n), ["he doesnt care", "everything is wrong"], 14)


def heard_out(visitor: Visitor) -> Iterator[Visitor]:
    """More of their side, to its end."""
    visitor.press("more")
    for _ in range(20):
        if visitor.at != "their_side/side.line":
            return
        visitor.type("It sounds like you felt alone with it. Is that it?")
        yield visitor


def timed(content: Content) -> Iterator[Visitor]:
    """A time that is typed: understood one way or several, or not, and why."""
    for zone in (None, "Europe/Berlin"):
        visitor = Visitor(content, me={"zone": zone} if zone else {})
        visitor.send("pause")
        for typed in ("soon", "21:30", "in 40 minutes"):
            visitor.type(typed)
            yield visitor
        visitor.press("meant-0")
        yield visitor
        visitor = Visitor(content, me={"zone": zone} if zone else {})
        visitor.enter("rehearsal", "take.when", {"kind": "sore"})
        for typed in ("today at 3", "tomorrow 8", "when it fits", "sonntag", "in 500 days"):
            visitor.type(typed)
            yield visitor


def placed(content: Content) -> Iterator[Visitor]:
    """Every state that asks or says something, entered with what a card would hold."""
    card = {"kind": "sore", "words": "Would you tell me by lunch?", "when": "saturday-morning"}
    for dialogue, declared in content.book.dialogues.items():
        filled = filled_before(declared)
        for name, state in declared.states.items():
            walked = dialogue == "rehearsal" and not name.startswith("nudge.")
            if state.silent or state.pace or state.mirrors or walked:
                continue
            visitor = Visitor(content, me={"last_card": card})
            given = slots_given(content, dialogue, 0) or {}
            known = sample(declared, filled.possibly[name]) | PLACED | given
            visitor.enter(dialogue, name, known)
            yield visitor


def listened(content: Content) -> Iterator[Visitor]:
    """Listening practice by somebody who gives back something else than what was said."""
    visitor = Visitor(content)
    visitor.send("mirror")
    visitor.press("mixed")
    for _ in range(5):
        visitor.type("it sounds like you feel purple. is that it?")
        yield visitor
        if "keep" in visitor.choices:
            visitor.press("keep")
            yield visitor


TO_THE_LANDING = {
    "sore": "3 ... done done open ... ... short ... nothing saturday-morning no-reminder",
    "hurt": "3 ... done defensive ... ... short ... ... 10080 saturday-morning no-reminder",
    "trust": "3 ... done done hurt impact done ... short ... saturday-morning no-reminder",
}
MANNERS = {
    "warm": "it sounds like you feel hurt, and i can see why. is that it? i want to finish",
    "blunt": "whatever. you are a liar, and you always were",
}


def talked_on(content: Content) -> Iterator[Visitor]:
    """Everything after the landing: the long exchange, done well and badly, to its end."""
    for kind, steps in TO_THE_LANDING.items():
        for seed, said in enumerate(MANNERS.values()):
            visitor = Visitor(content, seed=seed)
            visitor.send("rehearse")
            for step in [kind, *steps.split(), "more"]:
                if step == "..." or step not in visitor.choices:
                    visitor.type("you cancelled our dinner" if step == "..." else said)
                    if "keep" in visitor.choices:
                        visitor.press("keep")
                else:
                    visitor.press(step)
                yield visitor
            yield from talking(visitor, said)
            visitor.send("again")
            for id_ in ("other", "money", "hurt"):
                if id_ in visitor.choices:
                    visitor.press(id_)
            yield visitor
            yield from talking(visitor, said)


def branched(content: Content) -> Iterator[Visitor]:
    """A line answered twice, then to somebody else, and back again."""
    for seed, topic in enumerate(("money", "phone", "elders", "health")):
        visitor = Visitor(content, seed=seed)
        visitor.send("again")
        for id_ in (topic, "defensive"):
            visitor.press(id_)
        for style in (None, "hurt", "pursuing"):
            if style is not None:
                visitor.press("what-if")
                visitor.press(style)
                yield visitor
            if visitor.asks_text:
                visitor.type(MANNERS["warm"])
            if "again" in visitor.choices:
                visitor.press("again")
            yield visitor


def talking(visitor: Visitor, said: str) -> Iterator[Visitor]:
    """Says the same to the partner until it ends."""
    while visitor.asks_text and visitor.at.startswith("their_side/"):
        visitor.type(said)
        yield visitor
        if "keep" in visitor.choices:
            visitor.press("keep")
            yield visitor


def sample(dialogue: Dialogue, slots: Iterable[str]) -> dict[str, Any]:
    """Something in each of these slots: the first choice, or words somebody typed."""
    made: dict[str, Any] = {}
    for state in dialogue.states.values():
        if state.save is not None and state.choices and state.ask in ("choice", "choices", "time"):
            first = next((c.id for c in state.choices if not c.offer), "some words of mine")
            made.setdefault(state.save, [first] if state.ask == "choices" else first)
        for branch in (*state.choices, *state.next):
            made.update({slot: value for slot, value in branch.set.items() if value})
    special = {
        "heat": 8,
        "heat_after": 3,
        "late": True,
        "kind": made.get("kind", "sore"),
        "reaction": made.get("reaction", "open"),
        "topic": made.get("topic", "money"),
        "reading": {},
        "move": {},
        "signs": [],
        "recurring": {},
        "progress": {},
        "sums": {"talks": 2, "calmer": 1, "cards": 3, "kept": 1, "moved": 1, "moves": ["mirrors"]},
    }
    return {slot: special.get(slot, made.get(slot, ANSWERS[0])) for slot in slots}


def walk(visitor: Visitor, chance: Random, stories: list[str], steps: int) -> Iterator[Visitor]:
    """Answers what is asked, one way or another."""
    for _ in range(steps):
        if visitor.session.top is None or visitor.session.top.dialogue == "home":
            return
        if not visitor.said:
            visitor.arrive("unsupported")
        if visitor.content.book.dialogues[visitor.dialogues[-1]].hears and steps > 12:
            # On the way to the card a question in between is left unanswered.
            visitor.send("back")
            yield visitor
            continue
        state = visitor.content.book.state(*visitor.at.split("/"))
        if visitor.asides and chance.random() < 0.2:
            visitor.tap(chance.choice(visitor.asides))
        elif visitor.choices and (not visitor.asks_text or chance.random() < 0.75):
            away = {"longer", "frightening", "calm", "afraid"} if chance.random() < 0.8 else set()
            ids = [i for i in visitor.choices if i not in away] or visitor.choices
            visitor.press(chance.choice(ids))
        elif state.private:
            visitor.type(stories[chance.random() < 0.2])
        else:
            visitor.type(chance.choice(ANSWERS))
        yield visitor


def reminded(content: Content) -> Iterator[Visitor]:
    """A reminder of each kind, in time and late."""
    for late in (0.0, 7200.0):
        visitor = Visitor(content)
        visitor.send("pause")
        visitor.press("20")
        visitor.come_due("return", late)
        yield visitor
        visitor = at_the_landing(content)
        if not late:
            yield from heard_out(visitor)
        visitor.now = NOW
        visitor.come_due("talk", late)
        yield visitor
