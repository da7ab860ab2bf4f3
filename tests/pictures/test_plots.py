"""Plots of a person's own numbers: what was, and nothing else."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.pictures.numbers_told import Count, Heat, HeatWords, Progress, ProgressWords, Talk, Week
from bot.pictures.palette import DUSK
from bot.pictures.plots import heat_png, progress_png

HEAT = HeatWords("How stirred up I was", "calm", "stirred up")
PROGRESS = ProgressWords(
    "What these weeks held", "Each talk", "before", "after", "calm", "stirred up", "Moves",
    "Promises", "Weeks",
)  # fmt: skip
ROSE = tuple(int(DUSK.rose[i : i + 2], 16) for i in (1, 3, 5))
SAND = tuple(int(DUSK.sand[i : i + 2], 16) for i in (1, 3, 5))


def image(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def pixels(picture: Image.Image) -> list[tuple[int, ...]]:
    flat = picture.tobytes()
    return list(zip(flat[::3], flat[1::3], flat[2::3], strict=True))


def highest(picture: Image.Image, colour: tuple[int, ...]) -> int:
    """The first row of pixels in which a colour stands."""
    wide = picture.size[0]
    return next(i // wide for i, pixel in enumerate(pixels(picture)) if pixel == colour)


def test_a_hotter_moment_stands_higher() -> None:
    hot, mild = (image(heat_png([Heat("now", value)], HEAT)) for value in (9, 2))
    assert hot.size == (1000, 700)
    assert highest(hot, ROSE) < highest(mild, ROSE)


def test_what_was_not_there_is_left_out() -> None:
    one = image(progress_png(Progress(talks=[Talk("3 Oct", 8, 4)]), PROGRESS))
    both = image(progress_png(Progress([Talk("3 Oct", 8, 4)], weeks=[Week("3")]), PROGRESS))
    assert both.size[1] > one.size[1]
    assert one.size[0] == both.size[0] == 1000


def test_each_week_with_a_check_in_is_a_dot_more() -> None:
    one, two = (image(progress_png(Progress(weeks=[Week("3 Oct")] * n), PROGRESS)) for n in (1, 2))
    counts = [sum(pixel == SAND for pixel in pixels(i)) for i in (one, two)]
    assert counts[1] > counts[0] + 100


@pytest.mark.parametrize("value", [-1, 11, float("nan")])
def test_heat_out_of_bounds_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 10"):
        heat_png([Heat("now", value)], HEAT)


def test_nothing_to_draw_is_said() -> None:
    with pytest.raises(ValueError, match="nothing to draw"):
        heat_png([], HEAT)
    with pytest.raises(ValueError, match="nothing to draw"):
        progress_png(Progress(), PROGRESS)
    with pytest.raises(ValueError, match="negative"):
        progress_png(Progress(moves=[Count("x", -1)]), PROGRESS)


@settings(max_examples=8, deadline=None)
@given(
    st.lists(
        st.builds(Heat, st.text(max_size=30), st.integers(0, 10)), min_size=1, max_size=20
    )
)  # fmt: skip
def test_any_names_are_drawn(moments: list[Heat]) -> None:
    assert image(heat_png(moments, HEAT)).size == (1000, 700)
