"""All lines the partner knows, found by stage, topic, style, heat band and kind of talk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import chain

from .chance import pick, roll
from .lines import Line
from .vocabulary import BANDS, BRINGING_UP

SPECIAL = "special"
"""Stands for the topic of lines written for some kinds of talk only."""

_Cell = tuple[str, str, str, str]

# In ten choices, how often lines for this kind of talk, for the topic or for any topic go first.
_ORDERS = (
    *[(SPECIAL, "topic", "other")] * 3,
    *[(SPECIAL, "other", "topic")] * 2,
    *[("topic", SPECIAL, "other")] * 3,
    *[("other", SPECIAL, "topic")] * 2,
)


class Repertoire:
    """Lines by cell (stage, topic, style, band)."""

    def __init__(self, lines: Iterable[Line], nearest: Mapping[str, tuple[str, ...]]) -> None:
        self.by_id = {line.id: line for line in lines}
        self._nearest = nearest
        cells: dict[_Cell, list[Line]] = defaultdict(list)
        for line in self.by_id.values():
            topic = SPECIAL if line.special else line.topic
            stages: tuple[str, ...] = (line.stage,) if line.stage else ("opening", "reply")
            for stage in stages:
                for style in line.styles:
                    for band in line.bands:
                        cells[stage, topic, style, band].append(line)
        self._cells = {cell: tuple(found) for cell, found in cells.items()}

    def within_reach(
        self, used: Iterable[str], *, style: str, topic: str, kind: str
    ) -> tuple[str, ...]:
        """Those of the used ids that could come up again for this style, topic and kind.

        Where a style has none left the two nearest stand in, with an ending any of them.
        """
        found = {line_id: self.by_id[line_id] for line_id in used if line_id in self.by_id}
        near = {style, *self._nearest.get(style, ())[:2]}
        return tuple(
            line.id
            for line in found.values()
            if (line.stage or near.intersection(line.styles))
            and kind in line.kinds
            and (line.special or line.topic in (topic, "other"))
        )

    def choose(
        self,
        stage: str,
        *,
        style: str,
        topic: str,
        kind: str,
        band: str,
        seed: int,
        marks: tuple[object, ...],
        said: Collection[str],
        earlier: Collection[str],
        may_quote: bool,
        to_learn: str | None = None,
    ) -> Line:
        """The next line: of this cell if one is left, else of the nearest cell that has one.

        Lines said in this rehearsal never come again while any other is left for the stage, nor
        do those of earlier rehearsals. Among equals one that leaves room for the move `to_learn`
        is preferred. Raises LookupError when nothing is written for the stage.
        """
        order = _ORDERS[roll(seed, "order", *marks, sides=len(_ORDERS))]
        topics = tuple(topic if name == "topic" else name for name in order)
        bands = sorted(BANDS, key=lambda name: abs(BANDS.index(name) - BANDS.index(band)))
        styles = (style, *self._nearest.get(style, ()))
        said, earlier = frozenset(said), frozenset(earlier)

        def fits(line: Line) -> bool:
            return kind in line.kinds and (may_quote or not line.weaves)

        for gone in (said | earlier, said, frozenset[str]()):
            for who in styles:
                for near in bands:
                    for of in topics:
                        cell = self._cells.get((stage, of, who, near), ())
                        left = [line for line in cell if line.id not in gone and fits(line)]
                        if left:
                            leaves_room = (None, to_learn)
                            fitting = [x for x in left if x.calls_for in leaves_room]
                            return pick((to_learn and fitting) or left, seed, *marks)
        # Better a line for another kind of talk than none.
        others = [
            line
            for (of, _, who, near), cell in self._cells.items()
            if of == stage and who in styles and near in bands
            for line in cell
            if not line.weaves
        ]
        if not others:
            raise LookupError(f"no line is written for the stage '{stage}'")
        return pick(sorted(others, key=lambda line: line.id in said), seed, *marks)

    def kinds_covered(self, stage: str) -> frozenset[str]:
        """The kinds of talk that have at least one line for this stage."""
        cells = (cell for key, cell in self._cells.items() if key[0] == stage)
        return frozenset(chain.from_iterable(line.kinds for line in chain.from_iterable(cells)))

    def for_drill(self, band: str, topic: str | None) -> list[Line]:
        """Lines that can be given back in a listening drill, in one heat band."""
        return [
            line
            for line in self.by_id.values()
            if band in line.bands
            and line.stage in (None, "opening")
            and line.kinds >= BRINGING_UP
            and line.calls_for in (None, "mirror", "validate")
            and not line.weaves
            and (topic is None or line.topic == topic)
            and len(line.point) > 0
        ]
