"""Every picture that a dialogue may ask for, by name: from plain data to files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.pictures.card import Card, card_pdf, card_pngs


def _card(picture: Mapping[str, Any]) -> Sequence[bytes]:
    card = Card.from_words(picture["words"])
    return [card_pdf(card)] if picture["form"] == "pdf" else card_pngs(card)


BY_NAME = {"card": _card}
