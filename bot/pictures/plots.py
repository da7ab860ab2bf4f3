"""Small calm plots of a person's own numbers: heat around one talk, and progress over weeks.

They show what was, and nothing else: no grade, no streak, no comparison with anybody. Drawn by
matplotlib straight onto Agg, without pyplot's shared state.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterable, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from bot.pictures.numbers_told import (
    Count,
    Heat,
    HeatWords,
    Progress,
    ProgressWords,
    Talk,
    Week,
)
from bot.pictures.palette import DUSK, Palette

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HOTTEST = 10
"""Heat goes from 0 to this."""

DOTS_PER_INCH = 200
LETTERS = 72
"""Letters of a name that fit below a plot."""

MOST = 12
"""Talks and weeks that are drawn; the newest."""


def heat_png(moments: Sequence[Heat], words: HeatWords) -> bytes:
    """The person's own heat from moment to moment, as a PNG of 1000 × 700 pixels.

    Raises:
        ValueError: there is no moment, or a value is not between 0 and 10.
    """
    if not moments:
        raise ValueError("nothing to draw")
    _check(moment.value for moment in moments)
    shown = moments[-MOST:]
    with _figure(5.0, 3.5) as (figure, colours):
        axes = figure.add_axes((0.065, 0.2, 0.87, 0.6))
        _title(figure, words.title, colours, 0.9)
        _scale(axes, words.calm, words.hot, colours)
        across = range(len(shown))
        values = [moment.value for moment in shown]
        axes.fill_between(across, values, color=colours.rose, alpha=0.13, linewidth=0)
        axes.plot(across, values, color=colours.rose, linewidth=2.4, solid_capstyle="round")
        axes.scatter(across, values, s=70, color=colours.rose, zorder=3, clip_on=False)
        for x, moment in zip(across, shown, strict=True):
            _number(axes, x, moment.value, colours.text)
        axes.set_xlim(-0.6, max(len(shown) - 0.4, 0.6))
        _names(axes, [moment.name for moment in shown], colours)
        return _png(figure)


def progress_png(progress: Progress, words: ProgressWords) -> bytes:
    """What the weeks held, as a PNG 1000 pixels wide, as high as there is to show.

    Raises:
        ValueError: there is nothing to draw, or a value is out of bounds.
    """
    if not progress:
        raise ValueError("nothing to draw")
    _check(v for t in progress.talks for v in (t.before, t.after) if v is not None)
    if any(c.times < 0 for c in (*progress.moves, *progress.promises)):
        raise ValueError("a count cannot be negative")
    panels = _panels(progress)
    height = 0.75 + sum(panel for _, panel in panels)
    with _figure(5.0, height) as (figure, colours):
        _title(figure, words.title, colours, 1 - 0.36 / height)
        top = height - 0.75
        for name, tall in panels:
            _heading(figure, getattr(words, name), colours, (top - 0.16) / height)
            room = (0.065, (top - tall + 0.42) / height, 0.87, (tall - 0.82) / height)
            axes = figure.add_axes(room)
            if name == "talks":
                _talks(axes, progress.talks[-MOST:], words, colours)
            elif name == "weeks":
                _weeks(axes, progress.weeks[-MOST:], colours)
            else:
                _counts(axes, getattr(progress, name), colours)
            top -= tall
        return _png(figure)


def _panels(progress: Progress) -> list[tuple[str, float]]:
    """Which panels there are, and how many inches high each is."""
    heights = {
        "talks": 2.7,
        "moves": 0.82 + 0.3 * len(progress.moves),
        "promises": 0.82 + 0.3 * len(progress.promises),
        "weeks": 1.25,
    }
    return [(name, height) for name, height in heights.items() if getattr(progress, name)]


# Panels


def _talks(axes: Axes, talks: Sequence[Talk], words: ProgressWords, colours: Palette) -> None:
    _scale(axes, words.calm, words.hot, colours)
    for x, talk in enumerate(talks):
        if talk.before is not None and talk.after is not None:
            axes.plot([x, x], [talk.before, talk.after], color=colours.line, linewidth=3, zorder=1)
    for which, colour, label in (
        ("before", colours.rose, words.before),
        ("after", colours.sage, words.after),
    ):
        told = [
            (x, getattr(t, which)) for x, t in enumerate(talks) if getattr(t, which) is not None
        ]
        if told:
            # "after" is a ring, so that the two differ without their colours, and one in the other
            # is seen where they are the same.
            face, size = (colour, 34) if which == "before" else ("none", 92)
            axes.scatter(
                [x for x, _ in told], [y for _, y in told], s=size, facecolor=face,
                edgecolor=colour, linewidth=2, zorder=3, label=label, clip_on=False,
            )  # fmt: skip
    axes.set_xlim(-0.6, max(len(talks) - 0.4, 0.6))
    _names(axes, [talk.name for talk in talks], colours)
    legend = axes.legend(
        loc="lower right", bbox_to_anchor=(1.01, 1.02), ncols=2, frameon=False, fontsize=8,
        handletextpad=0.2, columnspacing=1.0, borderpad=0.0,
    )  # fmt: skip
    for text in legend.get_texts():
        text.set_color(colours.quiet)


def _counts(axes: Axes, counts: Sequence[Count], colours: Palette) -> None:
    """One dot a time, so that a count is counted and not measured against another."""
    axes.set_xlim(0, 1)
    axes.set_ylim(len(counts) - 0.5, -0.5)
    axes.set_axis_off()
    for y, count in enumerate(counts):
        name = textwrap.shorten(_drawn(count.name), 32, placeholder="…")
        axes.text(0.0, y, name, color=colours.text, fontsize=9, va="center", clip_on=False)
        dots = min(count.times, 14)
        across = [0.5 + 0.031 * i for i in range(dots)]
        axes.scatter(across, [y] * dots, s=26, color=colours.sage, clip_on=False)
        axes.text(
            0.5 + 0.031 * dots + (0.005 if dots else -0.01), y, str(count.times),
            color=colours.quiet, fontsize=8.5, va="center", clip_on=False,
        )  # fmt: skip


def _weeks(axes: Axes, weeks: Sequence[Week], colours: Palette) -> None:
    axes.set_ylim(-1, 1)
    axes.set_xlim(-0.6, max(len(weeks) - 0.4, MOST * 0.5))
    axes.scatter(range(len(weeks)), [0] * len(weeks), s=80, color=colours.sand, clip_on=False)
    axes.set_facecolor("none")
    _names(axes, [week.name for week in weeks], colours)
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(False)


# Pieces


def _check(values: Iterable[float]) -> None:
    if any(not 0 <= value <= HOTTEST for value in values):
        raise ValueError("heat is between 0 and 10")


@contextmanager
def _figure(width: float, height: float) -> Iterator[tuple[Figure, Palette]]:
    """A figure of so many inches on the palette's ground."""
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with matplotlib.rc_context({"font.family": _families(), "text.parse_math": False}):
        figure = Figure(figsize=(width, height), dpi=DOTS_PER_INCH, facecolor=DUSK.ground)
        FigureCanvasAgg(figure)
        yield figure, DUSK


def _families() -> list[str]:
    """The card's own fonts, made known to matplotlib the first time."""
    from matplotlib import font_manager

    from bot.pictures.fonts import fonts

    at_hand = fonts(system=False)
    manager = font_manager.fontManager
    known = {entry.fname for entry in manager.ttflist}
    paths = {i.path for i in at_hand.loaded.fonts() if i.family in at_hand.families and i.path}
    for path in paths - known:
        manager.addfont(path)
    # Of a file with several faces matplotlib takes the first.
    return [f for f in at_hand.families if f in {entry.name for entry in manager.ttflist}]


def _drawn(text: str) -> str:
    """A text with a box for what the fonts cannot draw, on one line."""
    from bot.pictures.fonts import fonts

    fitted, _ = fonts(system=False).fitted(" ".join(text.split()))
    return fitted.replace("\u200b", "")


def _scale(axes: Axes, calm: str, hot: str, colours: Palette) -> None:
    axes.set_facecolor(colours.ground)
    axes.set_ylim(0, HOTTEST + 1.2)
    axes.set_yticks([0, 5, HOTTEST], ["", "", ""])
    for value, name in ((0, calm), (HOTTEST, hot)):
        axes.annotate(
            name, (0, value), (0, 3), xycoords=("axes fraction", "data"), va="bottom",
            textcoords="offset points", color=colours.quiet, fontsize=7.5,
        )  # fmt: skip
    axes.grid(axis="y", color=colours.line, linewidth=0.7)
    axes.set_axisbelow(True)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _names(axes: Axes, names: Sequence[str], colours: Palette) -> None:
    """Names below, wrapped; where there is no room for all, every second or third, and the last."""
    room = max(6, LETTERS // max(len(names), 1) - 2)
    wrapped = [textwrap.fill(_drawn(name), room) for name in names]
    longest = max((len(line) for name in wrapped for line in name.splitlines()), default=0)
    step = max(1, -(-len(names) * (longest + 2) // LETTERS))
    kept = [n if (len(names) - 1 - i) % step == 0 else "" for i, n in enumerate(wrapped)]
    axes.set_xticks(range(len(names)), kept, color=colours.quiet, fontsize=8)
    axes.tick_params(length=0, pad=8)


def _number(axes: Axes, x: float, value: float, colour: str) -> None:
    axes.annotate(
        f"{value:g}", (x, value), (0, 7), textcoords="offset points",
        ha="center", va="bottom", color=colour, fontsize=11,
    )  # fmt: skip


def _title(figure: Figure, text: str, colours: Palette, y: float) -> None:
    figure.text(0.065, y, _drawn(text), color=colours.quiet, fontsize=11, va="center")


def _heading(figure: Figure, text: str, colours: Palette, y: float) -> None:
    # Without the family for signs, which has no bold.
    figure.text(
        0.065, y, _drawn(text), color=colours.sand, fontsize=8.5, weight="bold", va="center",
        family=_families()[:2],
    )  # fmt: skip


def _png(figure: Any) -> bytes:
    """The figure's bytes, without the time or the program's name in them."""
    out = io.BytesIO()
    figure.savefig(out, format="png", facecolor=figure.get_facecolor(), metadata={"Software": None})
    return out.getvalue()
