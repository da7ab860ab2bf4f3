"""Every message the shipped dialogues can show: all that people come by, in every phrasing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from bot.content import Content
from bot.engine.effects import Edit, Say, View
from tests.phrasing.people import visitors

VARIANTS = 4


@dataclass(frozen=True)
class Shown:
    """One message: the view it was made from, its text, its buttons, its offers.

    Buttons that are labelled with the words of the person are left out.
    """

    template: str
    block: str
    view: View
    text: str
    labels: tuple[str, ...]
    offers: dict[str, str]

    @property
    def name(self) -> str:
        return f"{self.template}:{self.block}"


def everything(content: Content) -> list[Shown]:
    """Every view that the walks come by, in every phrasing."""
    shown: dict[tuple[Any, ...], Shown] = {}
    for view in views(content):
        for variant in range(VARIANTS):
            each = rendered(content, replace(view, variant=variant))
            shown.setdefault((each.name, each.text, each.labels), each)
    return list(shown.values())


def rendered(content: Content, view: View) -> Shown:
    message = content.phrasebook.message(view, "abcdef")
    own = {content.phrasebook.label(view, s) for s in view.choices if s.words is not None}
    labels = tuple(b.label for row in message.buttons for b in row if b.label not in own)
    return Shown(view.template, view.block, view, message.text, labels, dict(message.offers))


def views(content: Content) -> Iterator[View]:
    for visitor in visitors(content):
        yield from (e.view for e in visitor.effects if isinstance(e, Say | Edit))
