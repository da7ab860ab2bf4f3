"""The colours of every picture, and how well one stands out from another."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as #rrggbb: the ground, a panel on it, text, quieter text, and three accents.

    `sand` is for what is said, `sage` for what calms, `rose` for heat.
    """

    ground: str
    panel: str
    text: str
    quiet: str
    line: str
    sand: str
    sage: str
    rose: str

    def as_data(self) -> dict[str, str]:
        """Name → colour."""
        return asdict(self)


DUSK = Palette(
    ground="#1c2530",
    panel="#273341",
    text="#f3ede2",
    quiet="#b3bfca",
    line="#44535f",
    sand="#e9c58f",
    sage="#a5cdb4",
    rose="#eeaa9c",
)
"""For a phone at night: nothing on it glares."""

PAPER = Palette(
    ground="#fcf9f3",
    panel="#f1ebdf",
    text="#26303a",
    quiet="#556470",
    line="#d3cabb",
    sand="#825318",
    sage="#2f6448",
    rose="#9a4034",
)
"""For paper: little ink."""


def luminance(colour: str) -> float:
    """The relative luminance of a #rrggbb colour, 0 to 1 (WCAG 2.2, "relative luminance")."""
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
