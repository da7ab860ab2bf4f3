"""Every picture that a dialogue may ask for, by name: from plain data to files.

What is drawn comes as a mapping: `words` are the blocks of its template, `values` the slots
that the dialogue named, `records` lists of what was kept, by kind, `form` is png or pdf.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from bot.pictures.card import Card, card_pdf, card_pngs
from bot.pictures.numbers_told import Count, Heat, HeatWords, Progress, ProgressWords, Talk, Week
from bot.pictures.plots import heat_png, progress_png


def _card(picture: Mapping[str, Any]) -> Sequence[bytes]:
    card = Card.from_words(picture["words"])
    return [card_pdf(card)] if picture["form"] == "pdf" else card_pngs(card)


def _heat(picture: Mapping[str, Any]) -> Sequence[bytes]:
    """Each value is a moment, called as its block `moment_<slot>` says; "numb" is no number."""
    words, values = picture["words"], picture["values"]
    moments = [
        Heat(words.get(f"moment_{slot}", ""), value)
        for slot, value in values.items()
        if isinstance(value, int | float)
    ]
    return [heat_png(moments, _chosen(HeatWords, words))]


def _progress(picture: Mapping[str, Any]) -> Sequence[bytes]:
    """The value `progress` holds lists of plain mappings.

    A day (`2026-06-02`) has its month from the block `months`; a move and a promise are called as
    their block `move_<id>` or `promise_<id>` says, and what has none is left out.
    """
    told, words = picture["values"]["progress"], picture["words"]
    months = words.get("months", "").split()
    progress = Progress(
        talks=[
            Talk(_named(talk["day"], months), talk["before"], talk["after"])
            for talk in told.get("talks", ())
        ],
        moves=_counts(told.get("moves", {}), "move", words),
        promises=_counts(told.get("promises", {}), "promise", words),
        weeks=[Week(_named(week["day"], months)) for week in told.get("weeks", ())],
    )
    return [progress_png(progress, _chosen(ProgressWords, words))]


def _named(day: str, months: Sequence[str]) -> str:
    """2026-06-02 as "2 Jun"."""
    _, month, number = day.split("-")
    name = months[int(month) - 1] if len(months) == 12 else month
    return f"{int(number)} {name}"


def _counts(times: Mapping[str, int], what: str, words: Mapping[str, str]) -> list[Count]:
    called = {id_: words.get(f"{what}_{id_.replace('-', '_')}") for id_ in times}
    return [Count(name, times[id_]) for id_, name in called.items() if name]


def _chosen(kind: Any, words: Mapping[str, str]) -> Any:
    """The words that a picture knows; where a block is missing or empty, nothing is written."""
    return kind(**{field.name: words.get(field.name, "") for field in fields(kind)})


BY_NAME = {"card": _card, "heat": _heat, "progress": _progress}
