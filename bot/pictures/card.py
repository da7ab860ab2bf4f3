"""The card: what a person takes along, as pictures of A6 pages or as a PDF. By typst."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from bot.pictures.fonts import Fonts, fonts, runs_leftward
from bot.pictures.palette import DUSK, PAPER, Palette

SOURCE = Path(__file__).with_name("card.typ")

PIXELS_PER_INCH = 260.0
"""An A6 page becomes 1075 × 1515 pixels: sharp on a phone's whole width."""

HEADING = "heading_"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a card. `kind` is what it holds (say, ask, answer, step, pause, when, …)."""

    kind: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Card:
    """A card's words. `lacking` is what it says where a font lacks letters."""

    title: str
    parts: tuple[Part, ...]
    lacking: str = ""

    @classmethod
    def from_words(cls, words: Mapping[str, str]) -> Card:
        """The card of a template's blocks: each part has its text and a heading; empty ones go."""
        parts = (
            Part(kind, words.get(HEADING + kind, ""), text)
            for kind, text in words.items()
            if HEADING + kind in words and text.strip()
        )
        return cls(words.get("title", ""), tuple(parts), words.get("lacking", ""))


def card_pngs(card: Card, *, system: bool = True) -> list[bytes]:
    """The card as PNG pictures, one a page, in the colours of the night.

    `system`: whether the machine's own fonts may help out (see `fonts`).

    Raises:
        RuntimeError: typst could not make it.
        OSError: the fonts could not be laid out.
    """
    pages = _typeset(card, DUSK, "png", fonts(system=system))
    return pages if isinstance(pages, list) else [pages]


def card_pdf(card: Card, *, system: bool = True) -> bytes:
    """The card as a PDF to print. Otherwise like `card_pngs`."""
    made = _typeset(card, PAPER, "pdf", fonts(system=system))
    assert isinstance(made, bytes)
    return made


def _typeset(
    card: Card, palette: Palette, form: Literal["png", "pdf"], at_hand: Fonts
) -> bytes | list[bytes]:
    import typst

    data = _data(card, palette, at_hand)
    compiler = typst.Compiler(SOURCE.read_bytes(), font_paths=at_hand.loaded)
    # A fixed time, so that the same card is the same file, and a file tells nobody when.
    made = compiler.compile(
        format=form,
        ppi=PIXELS_PER_INCH,
        sys_inputs={"card": json.dumps(data)},
        timestamp=0,
    )
    assert made is not None
    return made


def _data(card: Card, palette: Palette, at_hand: Fonts) -> dict[str, Any]:
    missing = False
    parts = []
    for part in card.parts:
        lines = []
        for line in part.text.splitlines():
            if line.strip():
                text, lacks = at_hand.fitted(" ".join(line.split()))
                missing = missing or lacks
                lines.append({"text": text, "leftward": runs_leftward(text)})
        parts.append({"kind": part.kind, "heading": part.heading, "lines": lines})
    return {
        "title": card.title,
        "parts": parts,
        "lacking": card.lacking if missing else "",
        "palette": palette.as_data(),
        "fonts": at_hand.families_for(" ".join(part.text for part in card.parts)),
    }
