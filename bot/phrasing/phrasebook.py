"""Templates in, messages out: words a `View` by the blocks of its template.

Each state has a file with named blocks: `text` (and `text_2`… as other phrasings of it),
`label_<choice>`, `offer_<choice>`. Text is escaped into the four tags; labels and offers are
plain, so that "I'm" stays "I'm" on a button.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from bot.coach.reading import Annotation
from bot.engine.effects import Shown, View
from bot.message import Button, Message
from bot.phrasing import words
from bot.phrasing.blocks import BLOCK
from bot.phrasing.buttons import keyboard
from bot.phrasing.coach_words import CoachWords
from bot.phrasing.rendering import Ambient, Rendering

BLANK = "___"
"""Stands for a fact only the person has; a rewording with one is shown but cannot be used as is."""

OWN_LABEL = 40
"""The most characters of somebody's own words on a button."""


class Lines(Protocol):
    """What phrasing asks of the simulated partner: the words of the line that stands."""

    def say(self, standing: Mapping[str, Any]) -> str:
        """The line as it is said."""
        ...

    def annotation(self, standing: Mapping[str, Any]) -> Annotation:
        """What the line holds."""
        ...


class Phrasebook:
    """All templates of one language, compiled once and shared.

    `ambient` are further names every template may use: plain functions of the present moment
    and the person, made by the composition root (a clock text for a time zone, a helpline).
    """

    def __init__(
        self,
        texts: Mapping[str, str],
        lines: Lines,
        ambient: Ambient | None = None,
    ) -> None:
        self.texts = dict(texts)
        self._lines = lines
        self._blocks = Rendering(self.texts, ambient or {})
        self._coach = CoachWords(self._blocks.plain, self._blocks.variants)
        self._found: dict[tuple[str, str, str], str] = {}

    def warm(self) -> None:
        """Compiles now what would else be compiled when it is first needed (a few tenths of s)."""
        self._blocks.warm()

    # Messages

    def message(self, view: View, session: str) -> Message:
        """The message that a view asks for; `session` prefixes the callback data."""
        context = self._context(view)
        offers = context["offers"] = self._offers(view, context)
        paragraphs = [*self._above(view, context), self._body(view, context)]
        labelled = [(s, self.label(view, s, context)) for s in view.choices]
        whole = {k: v for k, v in offers.items() if k != "use" or BLANK not in v}
        rows, overlong = keyboard(labelled, whole, view.columns, f"{session}:{view.prompt}")
        if view.me.get("foreign") and view.asks:
            help_label = self._blocks.plain("common/labels.j2", "label_help", context)
            rows = (*rows, (Button(help_label, tap="~help:now"),))
        paragraphs += [f"<code>{words.escaped(text)}</code>" for text in overlong]
        kept = {k: v for k, v in whole.items() if v}
        return Message("\n\n".join(p for p in paragraphs if p), rows, kept)

    def plain(self, view: View, block: str) -> str:
        """A block of the view's template without escaping (a title, a caption, a card's field)."""
        return self._blocks.plain(*self._find(view, block), self._context(view))

    def drawn_words(self, view: View) -> dict[str, str]:
        """The blocks of a picture's template, in their order, unescaped; empty ones left out.

        `caption` and `otherwise` (said where it cannot be drawn) are messages, so escaped.
        """
        name, context = f"{view.template}.j2", self._context(view)
        words_: dict[str, str] = {}
        for block in BLOCK.findall(self.texts[name]):
            said = block in ("caption", "otherwise")
            render = self._blocks.escaped if said else self._blocks.plain
            if text := render(name, block, context):
                words_[block] = text
        return words_

    def shared(self, name: str, block: str, **values: Any) -> str:
        """A block of a shared template, escaped."""
        return self._blocks.escaped(f"{name}.j2", block, values)

    def shared_plain(self, name: str, block: str, **values: Any) -> str:
        """A block of a shared template, without escaping."""
        return self._blocks.plain(f"{name}.j2", block, values)

    def block_names(self, name: str) -> list[str]:
        """The blocks of a template, in the order in which they stand."""
        return BLOCK.findall(self.texts[f"{name}.j2"])

    def frames(self, view: View) -> list[tuple[float, str]]:
        """The seconds and texts of a paced count: lines `seconds | text` of the block `pace`."""
        text = self._blocks.escaped(*self._find(view, "pace"), self._context(view))
        lines = (line.partition("|") for line in text.splitlines() if "|" in line)
        return [(float(seconds), body.strip()) for seconds, _, body in lines]

    def label(self, view: View, shown: Shown, context: Mapping[str, Any] | None = None) -> str:
        """The label of a button."""
        if shown.words is not None:
            own = words.short(shown.words, OWN_LABEL)
            return self.ticked(own) if shown.ticked else own
        name, block = self._find(view, f"label_{(shown.block or shown.id).replace('-', '_')}")
        if name is None:
            name, block = self._find(view, "label_nuance")
        text = shown.id if name is None else self._blocks.constant(name, block)
        if text is None:
            if context is None:
                context = self._context(view)
                context["offers"] = self._offers(view, context)
            text = self._blocks.plain(name, block, context, id=shown.id, it=shown.record)
        return self.ticked(text) if shown.ticked else " ".join(text.split())

    def ticked(self, label: str) -> str:
        """A label with its tick."""
        return self._blocks.plain("common/labels.j2", "ticked", {"label": label})

    # Parts of a message

    def _above(self, view: View, context: Mapping[str, Any]) -> Iterator[str]:
        if view.stage is not None:
            number, of, name = view.stage
            dialogue = view.template.partition("/")[0]
            stage = self._blocks.escaped(f"{dialogue}/stages.j2", name, context)
            values = {"number": number, "of": of, "stage": stage}
            yield self._blocks.escaped("common/header.j2", "text", values)
        for note, data in view.notes:
            good = self._coach.good(data.get("moves", ()), context)
            values = {**context, **data}
            if "findings" in data:
                values["findings"] = [self._coach.finding(f, context) for f in data["findings"]]
            yield self._blocks.escaped("common/notes.j2", note, values, good=good)

    def _body(self, view: View, context: dict[str, Any]) -> str:
        seen = view.work if "findings" in view.work else view.slots.get("reading") or {}
        if "findings" in seen:
            findings = [self._coach.finding(f, context) for f in seen["findings"]]
            reasons = words.with_one_question([f["reason"] for f in findings])
            context["findings"] = [
                {**f, "reason": r} for f, r in zip(findings, reasons, strict=True)
            ]
            context["good"] = self._coach.good(seen.get("good", ()), context)
            context["comfort"] = self._coach.comfort(seen.get("type"), context)
        name, block = self._find(view, view.block)
        if name is None:
            shared = "coach/feedback.j2" if view.block == "feedback" else f"common/{view.block}.j2"
            name, block = shared, "text"
        variants = self._blocks.variants[name].get(block, 1)
        if variants > 1 and (pick := view.variant % variants):
            block = f"{block}_{pick + 1}"
        return self._blocks.escaped(name, block, context)

    def _offers(self, view: View, context: dict[str, Any]) -> dict[str, str]:
        return {s.id: self._offer(view, s, context) for s in view.choices if s.offer}

    def _offer(self, view: View, shown: Shown, context: dict[str, Any]) -> str:
        if "findings" in view.work:
            context["findings"] = [self._coach.finding(f, context) for f in view.work["findings"]]
            # A state that can reword its answer better than the rule has the block itself.
            name, block = f"{view.template}.j2", f"offer_{shown.id}"
            if block not in self._blocks.variants[name]:
                name = "coach/feedback.j2"
        else:
            found, block = self._find(view, f"offer_{shown.id.replace('-', '_')}")
            if found is None:
                return ""
            name = found
        text = self._blocks.plain(name, block, context)
        return text if shown.verbatim else " ".join(text.split())

    # Finding blocks, and what they are given

    def _find(self, view: View, block: str) -> tuple[str | None, str]:
        """The template that has a block: the state's own, then the dialogue's, then the shared."""
        key = (view.template, view.block, block)
        found = self._found.get(key)
        if found is None:
            found = self._search(view, block)
            if found is None:
                return None, block
            # Only what is there is kept: names that are not come from sources without end.
            self._found[key] = found
        return found, block

    def _search(self, view: View, block: str) -> str | None:
        if view.block in ("feedback", "example") and block != "text":
            dialogue = view.template.partition("/")[0]
            own = [f"{view.template}.j2", f"{dialogue}/labels.j2"] if block[:5] == "label" else []
            candidates = ["coach/feedback.j2", *own]
        else:
            dialogue = view.template.partition("/")[0]
            candidates = [f"{view.template}.j2", f"{dialogue}/labels.j2"]
            if view.block != "text":
                candidates.append(f"common/{view.block}.j2")
        for name in [*candidates, "common/labels.j2"]:
            if block in self._blocks.variants.get(name, ()):
                return name
        return None

    def _tried(self, partner: Mapping[str, Any], tried: Mapping[str, Any]) -> dict[str, str]:
        """An earlier answer: what was `said`, `to` what (where it was another line), what came."""

        def line(id_: str | None) -> str:
            known = id_ is not None and id_ != partner.get("line")
            return self._lines.say({**partner, "line": id_}) if known else ""

        return {"said": tried["said"], "to": line(tried["line"]), "heard": line(tried["led_to"])}

    def _context(self, view: View) -> dict[str, Any]:
        slots = view.slots
        context: dict[str, Any] = {
            **words.pronouns(slots.get("pronoun") or view.me.get("pronoun")),
            **slots,
            "slots": slots,
            "me": view.me,
            "work": view.work,
            "now": view.now,
            "variant": view.variant,
            "tries": (),
        }
        if view.partner is not None:
            context["line"] = self._lines.say(view.partner)
            context["annotation"] = self._lines.annotation(view.partner)
            context["mood"] = view.partner.get("mood")
            context["needs"] = view.partner.get("needs")
            context["exchange"] = view.partner.get("exchange", 0)
            context["tries"] = [self._tried(view.partner, tried) for tried in view.tries]
        return context
