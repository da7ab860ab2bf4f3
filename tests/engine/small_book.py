"""A small sound book: a welcome, a home, danger, a pause, a page before consent, two practices."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from bot.coach.reading import Finding, Reading
from bot.engine.book import Book, Derivation, Source
from bot.engine.loader import load_all
from bot.safety.risk import NO_RISK, Risk

NOW = 1_700_000_000.0

WELCOME = """
dialogue: welcome
role: welcome
start: hello.consent
states:
  hello.consent:
    ask: choice
    choices: [{id: agree, to: hello.thanks, do: [{me: {consented: "yes"}}]}]
  hello.thanks: {silent: true, next: end}
"""
HOME = """
dialogue: home
role: home
start: home.ask
guards:
  unfinished: {shelf.talk: true}
states:
  home.ask:
    ask: choice
    choices:
      - {id: go-on, when: unfinished, to: home.resume}
      - {id: talk, call: talk, to: end}
  home.resume: {silent: true, do: [{act: resume}], next: end}
"""
DANGER = """
dialogue: danger
role: danger
start: ask.mark
given: [risk, kind, role, rules, pending]
states:
  ask.mark:
    silent: true
    next: [{to: ask.safe, do: [{mark: {name: harm, days: 7}}]}]
  ask.safe:
    ask: choice
    choices:
      - {id: "yes", to: end}
      - {id: meant-otherwise, to: ask.let, do: [{unmark: harm}]}
      - {id: hide, to: end, do: [{act: hide}]}
  ask.let: {silent: true, do: [{act: release}], next: end}
"""
PAUSE = """
dialogue: pause
command: pause
start: stop.long
guards:
  hot: {heat: {at_least: 7}}
states:
  stop.long:
    ask: choice
    save: minutes
    choices: ["20", "60"]
    next: stop.sentence
  stop.sentence:
    do: [{remind: {name: return, after: minutes, leads_to: stop.heat, carries: [minutes]}}]
    next: stop.wait
  stop.wait:
    ask: choice
    choices: [{id: now, to: stop.heat}, {id: later, to: end}]
  stop.heat:
    ask: scale
    save: heat
    choices: [numb]
    next:
      - {to: stop.long, when: hot}
      - {to: end, do: [{unremind: return}]}
"""
ABOUT = """
dialogue: about
command: about
before_consent: true
start: page.all
states:
  page.all: {next: end}
"""
TALK = """
dialogue: talk
command: talk
keeps_place: true
start: calm.kind
stages: [calm, words, take]
short: {brief: [calm, take]}
guards:
  brief: {kind: quick}
  has_feelings: {feelings: {filled: true}}
  goes_on: {partner.ended: false}
states:
  calm.kind:
    ask: choice
    save: kind
    other: true
    choices: [sore, quick, {id: rest, call: pause, to: calm.kind}]
    next: calm.story
  calm.story:
    ask: texts
    save: story
    private: true
    derive: {echo: echo}
    next: calm.feelings
  calm.feelings:
    ask: choices
    save: feelings
    other: true
    choices:
      - {id: sad, under: [low, empty]}
      - {id: hurt, under: [stung, let-down]}
      - calm
    next:
      - {to: words.ask, when: has_feelings}
      - {to: words.none}
  words.none: {next: words.ask}
  words.ask:
    ask: text
    save: request
    coach: request
    next: words.pick
  words.pick:
    ask: choice
    save: words
    choices: [{id: short, offer: true}, {id: own, to: words.own}]
    next: words.answer
  words.own:
    ask: text
    save: words
    coach: statement
    next: words.answer
  words.answer:
    partner: begin
    ask: text
    save: answer
    coach: mirror
    mirrors: true
    next: words.reply
  words.reply:
    partner: reply
    next:
      - {to: words.more, when: goes_on}
      - {to: take.step}
  words.more:
    ask: text
    save: answer
    coach: mirror
    mirrors: true
    next: words.reply
  take.step:
    ask: text
    save: step
    coach: repair
    next: take.card
  take.card:
    do: [{keep: {kind: card, slots: [words, step], days: 10, at_hand: true}}]
    choices: [{id: words, copy: true}]
    next: take.landing
  take.landing:
    ask: choice
    choices: [{id: night, to: end}]
"""
NOTE = """
dialogue: note
command: note
start: page.ask
states:
  page.ask:
    ask: text
    save: page
    private: true
    next: page.more
  page.more:
    ask: text
    save: more
    private: true
    next: end
"""
HELP = """
dialogue: help_now
command: help_now
role: help
before_consent: true
start: now.lines
states:
  now.lines: {next: end}
"""
BASE = {
    "welcome": WELCOME,
    "home": HOME,
    "danger": DANGER,
    "help_now": HELP,
    "pause": PAUSE,
    "about": ABOUT,
}
ALL = {**BASE, "talk": TALK, "note": NOTE}


class Echoing:
    """A partner whose standing counts the answers and keeps what it was told of the last."""

    def begin(
        self, *, slots: Mapping[str, Any], seed: int, used: Collection[str]
    ) -> dict[str, Any]:
        return {"line": "first", "mood": "on", "ended": False, "answers": [], "seed": seed,
                "exchange": 0, "needs": "mirror"}  # fmt: skip

    def reply(
        self,
        standing: Mapping[str, Any],
        *,
        good: Sequence[str],
        findings: Sequence[str],
        move: str | None,
    ) -> dict[str, Any]:
        answers = [*standing["answers"], [list(good), list(findings), move]]
        line = f"line-{len(answers)}"
        ended, exchange = len(answers) >= 2, len(answers)
        return {**standing, "line": line, "answers": answers, "ended": ended, "exchange": exchange}

    def repair(
        self, standing: Mapping[str, Any], *, good: Sequence[str], findings: Sequence[str]
    ) -> dict[str, Any]:
        before = standing.get("before") or self.moment(standing)
        return {**standing, "line": "step", "mood": f"step {[*findings]}", "before": before}

    def go_on(self, standing: Mapping[str, Any]) -> dict[str, Any]:
        return self.again(standing, standing.get("before", {}))

    def moment(self, standing: Mapping[str, Any]) -> dict[str, Any]:
        return {k: v for k, v in standing.items() if k != "before"}

    def again(self, standing: Mapping[str, Any], moment: Mapping[str, Any]) -> dict[str, Any]:
        return {**standing, **moment}

    def recast(self, standing: Mapping[str, Any], style: str) -> dict[str, Any]:
        return {**standing, "line": f"{standing['line']} {style}"}

    def listen(
        self, *, slots: Mapping[str, Any], seed: int, used: Collection[str]
    ) -> dict[str, Any]:
        return {**self.begin(slots=slots, seed=seed, used=used), "line": "drill"}

    def onward(self, standing: Mapping[str, Any]) -> dict[str, Any]:
        return self.reply(standing, good=(), findings=(), move=None)

    def review(self, tries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        return {"skills": [m for tried in tries for m in tried["good"]], "to_try": None}


def risky(text: str, waived: Collection[str] = ()) -> Risk:
    """Screens like the real one: the gravest kind found, with the rules of that kind."""
    for word, risk in (("dying", "self-harm"), ("locked", "violence")):
        if word in text and word not in waived:
            return Risk(risk, risk, rules=(word,))  # type: ignore[arg-type]
    return NO_RISK


DERIVATIONS: dict[str, Derivation] = {
    "echo": lambda value, me, now: value.upper() if value != "nothing" else None
}
SOURCES: dict[str, Source] = {"hours": lambda me, now: ("h1", "h2")}


def book_of(*texts: str, base: Mapping[str, str] = ALL) -> Book:
    """The small book, dialogues in `texts` put in or replacing those of the same name."""
    files = {**base, **{load_all({"x": t})[0].dialogue.dialogue: t for t in texts}}
    return Book(
        dialogues={w.dialogue.dialogue: w.dialogue for w in load_all(files)},
        partner=Echoing(),
        screen=risky,
        derivations=DERIVATIONS,
        sources=SOURCES,
    )


def change(text: str, *pairs: tuple[str, str]) -> str:
    """A text with replacements, each of which must have something to replace."""
    for old, new in pairs:
        assert old in text, f"nothing to replace: {old}"
        text = text.replace(old, new)
    return text


def reading(text: str, *changes: str, good: tuple[str, ...] = (), move: Any = None) -> Reading:
    """A reading that wants these changes; a `~` before the rule makes it a mere `consider`."""
    findings = tuple(
        Finding(c.lstrip("~"), "consider" if c.startswith("~") else "change", 0, 1, text[:1])
        for c in changes
    )
    return Reading(text, findings, good=good, move=move)
