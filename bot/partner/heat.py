"""The table of how the person's moves change the partner's heat, read from `heat.yaml`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from .lines import faults_of
from .sheets import Sheet
from .standing import Standing
from .vocabulary import (
    BANDS,
    DIFFICULTIES,
    MOST_HEAT,
    NEEDS,
    STYLES,
    Band,
    Difficulty,
    Kind,
    Need,
    Style,
)


def _tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


Heat = Annotated[int, Field(ge=0, le=MOST_HEAT)]
Change = Annotated[int, Field(ge=-MOST_HEAT, le=MOST_HEAT)]
Needs = Annotated[tuple[Need, ...], BeforeValidator(_tuple), Field(min_length=1)]
Ids = Annotated[tuple[str, ...], BeforeValidator(_tuple)]
HeatRange = Annotated[tuple[Heat, Heat], BeforeValidator(_tuple)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


class Row(_Strict):
    """What one group of moves does, and why.

    shields: with it, findings of 1 do not heat; stalls: with it, nothing cools.
    """

    moves: Ids
    heat: Change
    why: str = Field(min_length=10)
    styles: dict[Style, Change] = {}
    kinds: dict[Kind, Change] = {}
    shields: bool = False
    stalls: bool = False


class Rules(_Strict):
    """The figures the exchange is led by."""

    exchanges: int = Field(ge=1, le=8)
    too_hot: Heat
    strikes: int = Field(ge=1, le=4)
    soften_at: Heat
    soft_lines: int = Field(ge=1, le=4)
    patience: int = Field(ge=1, le=6)
    most_cooling: Heat
    most_heating: Heat


class Start(_Strict):
    """Where a difficulty starts, its share of seeds that stay cold, its addition to cooling."""

    start: Heat
    cold: int = Field(ge=0, le=60)
    cooling: int = Field(ge=-2, le=0)


class TakesTime(_Strict):
    """Who answers offered space with a time."""

    styles: Annotated[tuple[Style, ...], BeforeValidator(_tuple)]
    kinds: Annotated[tuple[Kind, ...], BeforeValidator(_tuple)]


class HeatTable(_Strict):
    """The whole of `heat.yaml`."""

    bands: dict[Band, HeatRange]
    rules: Rules
    difficulty: dict[Difficulty, Start]
    style_start: dict[Style, Change]
    kind_cold: dict[Kind, int]
    good: Annotated[tuple[Row, ...], BeforeValidator(_tuple)]
    findings: Annotated[tuple[Row, ...], BeforeValidator(_tuple)]
    move: dict[Literal["reflection", "question", "advice", "other"], Change]
    own_point: Ids
    calls_for: dict[Style, dict[Band, Need]]
    softened: Needs
    lesson: Needs
    suits: dict[Band, Needs]
    shows: dict[Need, Ids]
    fitting: dict[Kind, Needs]
    ends_hot: dict[Style, Literal["left", "shut-down", "either"]]
    takes_time: TakesTime
    nearest: dict[Style, Annotated[tuple[Style, ...], BeforeValidator(_tuple)]]


@dataclass(frozen=True, slots=True)
class Effect:
    """What one answer does: the change of heat, and whether anything good or hurtful was in it."""

    change: int
    good: bool
    heats: bool
    own_point: bool
    offers_space: bool


class Thermometer:
    """The heat table, made ready for looking up."""

    def __init__(self, table: HeatTable) -> None:
        self.rules = table.rules
        self._softened = table.softened
        self._lesson: tuple[str, ...] = table.lesson
        self._suits: dict[str, tuple[str, ...]] = dict(table.suits.items())
        self._shows: dict[str, tuple[str, ...]] = dict(table.shows.items())
        self._fitting: dict[str, tuple[str, ...]] = dict(table.fitting.items())
        self.nearest: dict[str, tuple[str, ...]] = dict(table.nearest.items())
        self._difficulty: dict[str, Start] = dict(table.difficulty.items())
        self._style_start: dict[str, int] = dict(table.style_start.items())
        self._kind_cold: dict[str, int] = dict(table.kind_cold.items())
        self._calls_for: dict[str, dict[str, str]] = {
            style: dict(bands.items()) for style, bands in table.calls_for.items()
        }
        self._hot_end: dict[str, str] = dict(table.ends_hot.items())
        self._moves: dict[str, int] = dict(table.move.items())
        self._takes_time = table.takes_time
        self._good = {move: row for row in table.good for move in row.moves}
        self._findings = {move: row for row in table.findings for move in row.moves}
        self.known = frozenset(self._good) | frozenset(self._findings)
        self._own_point = frozenset(table.own_point)
        self._bands = tuple(_band_of(table, heat) for heat in range(MOST_HEAT + 1))

    def band(self, heat: int) -> str:
        """cool, warm or hot."""
        return self._bands[heat]

    def start(self, style: str, difficulty: str) -> int:
        """The heat (0 to 10) a rehearsal starts with, before chance."""
        return self._difficulty[difficulty].start + self._style_start[style]

    def cold_share(self, kind: str, difficulty: str) -> int:
        """How many rehearsals in 100 stay cold, whatever the person says."""
        return self._difficulty[difficulty].cold + self._kind_cold.get(kind, 0)

    def needs(self, standing: Standing, own: str | None) -> str:
        """The move a line calls for: its own; else the next to learn; else by style and heat."""
        if own is not None and own in self._fitting.get(standing.kind, (own,)):
            return own
        need = self.to_learn(standing)
        if need is None and standing.mood == "softened":
            need = self._softened[min(standing.soft, len(self._softened)) - 1]
        if need is None:
            need = self._calls_for[standing.style][self.band(standing.heat)]
        fitting = self._fitting.get(standing.kind, (need,))
        return need if need in fitting else fitting[0]

    def to_learn(self, standing: Standing) -> str | None:
        """The next move that no line has called for yet and that suits the moment, if any."""
        quiet = ("space",) if standing.style in self._takes_time.styles else ()
        lesson = self._fitting.get(standing.kind, (*quiet, *self._lesson))
        softened = standing.mood == "softened"
        suits = self._softened if softened else self._suits[self.band(standing.heat)]
        left = (move for move in lesson if move in suits and move not in standing.taught)
        return next(left, None)

    def shown(self, need: str, good: Collection[str]) -> bool:
        """Was the move that a line called for made, going by the good moves in the answer?"""
        return any(move in good for move in self._shows.get(need, ()))

    def hot_end(self, style: str) -> str:
        """How one who got too hot ends it: "left", "shut-down" or "either"."""
        return self._hot_end[style]

    def takes_time(self, style: str, kind: str) -> bool:
        """Whether offered space is answered with a time."""
        return style in self._takes_time.styles or self.ends_with_time(kind)

    def ends_with_time(self, kind: str) -> bool:
        """Whether a talk of this kind ends well with a time rather than with being heard."""
        return kind in self._takes_time.kinds

    def effect(
        self,
        *,
        style: str,
        kind: str,
        difficulty: str,
        good: Sequence[str],
        findings: Sequence[str],
        move: str | None,
    ) -> Effect:
        """What an answer with these good moves and findings does. Unknown ids do nothing."""
        fair = {move_id: row for move_id in good if (row := self._good.get(move_id))}
        rough = {rule: row for rule in findings if (row := self._findings.get(rule))}
        shielded = any(row.shields for row in fair.values())
        heating = [_change(row, style, kind) for row in rough.values()]
        heating = [change for change in heating if change > (1 if shielded else 0)]
        cooling = [_change(row, style, kind) for row in fair.values()]
        cooling = [change for change in cooling if change < 0]
        if heating:
            # A rebuttal after a mirror is what stays in the ear: it never cools.
            change = min(max(heating) + (len(heating) > 1), self.rules.most_heating)
        elif any(row.stalls for row in rough.values()):
            change = 0
        elif cooling:
            change = min(cooling) - (len(cooling) > 1)
            change += self._difficulty[difficulty].cooling
            change = max(change, -self.rules.most_cooling)
        elif fair or rough:
            change = 0
        else:
            change = self._moves.get(move or "", 0)
        return Effect(
            change=change,
            good=bool(fair) and change <= 0,
            heats=change > 0,
            own_point=any(move_id in self._own_point for move_id in fair),
            offers_space="offers-space" in fair,
        )


def _band_of(table: HeatTable, heat: int) -> str:
    return next((name for name, (low, high) in table.bands.items() if low <= heat <= high), "hot")


def _change(row: Row, style: str, kind: str) -> int:
    by_style: dict[str, int] = dict(row.styles.items())
    by_kind: dict[str, int] = dict(row.kinds.items())
    return by_style.get(style, by_kind.get(kind, row.heat))


def heat_table(sheet: Sheet) -> tuple[HeatTable | None, list[str]]:
    """`heat.yaml` as a model, and `path:line: message` for everything wrong in it."""
    try:
        table = HeatTable.model_validate(sheet.data)
    except ValidationError as error:
        return None, faults_of(sheet, error)
    return table, _gaps(sheet, table)


def _gaps(sheet: Sheet, table: HeatTable) -> list[str]:
    faults = []
    for heat in range(MOST_HEAT + 1):
        held = [name for name, (low, high) in table.bands.items() if low <= heat <= high]
        if len(held) != 1:
            faults.append(
                sheet.fault(("bands",), f"heat {heat} must be in exactly one band, not {held}")
            )
    whole: dict[str, tuple[str, ...]] = {
        "difficulty": DIFFICULTIES,
        "style_start": STYLES,
        "calls_for": STYLES,
        "suits": BANDS,
        "shows": NEEDS,
        "ends_hot": STYLES,
        "nearest": STYLES,
    }
    for name, wanted in whole.items():
        missing = [key for key in wanted if key not in getattr(table, name)]
        if missing:
            faults.append(sheet.fault((name,), f"'{name}' has no entry for {', '.join(missing)}"))
    for style, bands in table.calls_for.items():
        missing = [band for band in BANDS if band not in bands]
        if missing:
            faults.append(
                sheet.fault(("calls_for", style), f"'{style}' has no entry for {missing}")
            )
    for part, rows, fits in (
        ("good", table.good, lambda change: change <= 0),
        ("findings", table.findings, lambda change: change >= 0),
    ):
        for n, row in enumerate(rows):
            if not all(map(fits, (row.heat, *row.styles.values(), *row.kinds.values()))):
                word = "must not heat" if part == "good" else "must not cool"
                faults.append(sheet.fault((part, n), f"these moves {word}; mend the number"))
    return faults
