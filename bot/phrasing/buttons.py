"""Laying out buttons: rows, callback data, and what is too long to copy by a button."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.engine.effects import Shown
from bot.message import Button

COPY_LENGTH = 256
"""The most a copy button takes; see https://core.telegram.org/bots/api#copytextbutton."""


def keyboard(
    labelled: Sequence[tuple[Shown, str]],
    offers: Mapping[str, str],
    columns: int,
    prefix: str,
) -> tuple[tuple[tuple[Button, ...], ...], list[str]]:
    """Rows of buttons, and the texts that are too long for a copy button.

    A choice whose offer came out empty is left out: it cannot be made for this person.
    """
    rows: list[tuple[Button, ...]] = []
    row: list[Button] = []
    overlong: list[str] = []
    for shown, label in labelled:
        offer = offers.get(shown.id, "")
        if shown.offer and not offer:
            continue
        if shown.kind == "copy" and len(offer) > COPY_LENGTH:
            overlong.append(offer)
            continue
        button = _button(shown, label, offer, prefix)
        if shown.wide:
            if row:
                rows.append(tuple(row))
                row = []
            rows.append((button,))
            continue
        row.append(button)
        if len(row) == columns:
            rows.append(tuple(row))
            row = []
    if row:
        rows.append(tuple(row))
    return tuple(rows), overlong


def _button(shown: Shown, label: str, offer: str, prefix: str) -> Button:
    if shown.kind == "copy":
        return Button(label, copy=offer)
    if shown.kind == "url":
        return Button(label, url=offer)
    if shown.what:
        return Button(label, tap=f"~{shown.kind}:{shown.what}")
    if shown.kind == "open":
        return Button(label, tap=f"~open:{shown.opens}")
    return Button(label, tap=f"{prefix}:{shown.id}")
