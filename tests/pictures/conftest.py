"""Cards and a reader of what is in them."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from pypdf import PdfReader

from bot.pictures.card import Card, card_pdf

WORDS = {
    "title": "Your card",
    "heading_ask": "To ask for the talk",
    "ask": "Could we talk on Saturday morning, about twenty minutes? Nothing needs solving.",
    "heading_say": "Say",
    "say": "When you cancelled our dinner, I felt disappointed.",
    "heading_pause": "If it gets hot",
    "pause": "The word is “pause”. Then:\nI'll come back then.",
    "heading_when": "When",
    "when": "Saturday morning",
    "lacking": "Some letters can't be drawn here.",
}


@pytest.fixture
def card() -> Callable[..., Card]:
    """A card with some of its words changed."""
    return lambda **changed: Card.from_words({**WORDS, **changed})


@pytest.fixture
def read() -> Callable[[Card], list[str]]:
    """The text of each page of a card's PDF, without spaces and line breaks."""

    def pages(card: Card) -> list[str]:
        reader = PdfReader(io.BytesIO(card_pdf(card, system=False)))
        return ["".join(page.extract_text().split()) for page in reader.pages]

    return pages
