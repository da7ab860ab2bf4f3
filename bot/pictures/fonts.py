"""The fonts of the pictures, by name, and what they cannot draw.

FiraGO and Noto Sans Symbols 2 come with the package pymupdf-fonts, DejaVu Sans with matplotlib and
Noto Sans CJK with noto-cjk-sans-otc, so a machine without any font draws Latin, Cyrillic, Greek,
Arabic, Hebrew, Devanagari, Thai, Georgian, Chinese, Japanese and Korean. Emoji beyond the plain
ones are drawn where the machine has Noto for them.
"""

from __future__ import annotations

import atexit
import importlib
import importlib.util
import re
import shutil
import tempfile
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

PACKED = ("FiraGO_Regular", "FiraGO_Bold", "NotoSansSymbols2_Regular")
"""Modules of pymupdf_fonts."""

EAST_ASIAN = ("Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans CJK KR")
"""The same letters in the shapes of China, Japan and Korea."""

BROUGHT = ("FiraGO", "DejaVu Sans", "Noto Sans Symbols2", *EAST_ASIAN)
"""Families that come with the program, in the order in which they are tried."""

ON_THE_MACHINE = ("Noto Color Emoji",)
"""Families that are used where the machine has them."""

KANA, HANGUL = "\u3040-\u30ff\u31f0-\u31ff", "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"
SHAPED = (
    ("Noto Sans CJK JP", re.compile(f"[{KANA}]")),
    ("Noto Sans CJK KR", re.compile(f"[{HANGUL}]")),
)
"""Families that go first where a text has these letters: they tell which shapes it wants."""

BOX = "□"
"""Stands for a character that no font here can draw."""

UNSEEN = ("Cc", "Cf", "Mn", "Me", "Zs", "Zl", "Zp")
"""Categories of characters that need no glyph of their own."""

LONGEST_RUN = 22
"""Characters without a place to break, after which one is made; wide ones count twice."""


@dataclass(frozen=True)
class Fonts:
    """The fonts at hand: typst's view of them, the family names, and the characters they draw."""

    loaded: Any
    families: tuple[str, ...]
    drawn: frozenset[int]

    def families_for(self, text: str) -> list[str]:
        """The families in the order in which they are tried for a text."""
        wanted = [name for name, letters in SHAPED if letters.search(text)]
        return sorted(self.families, key=lambda name: name in EAST_ASIAN and name not in wanted)

    def fitted(self, text: str) -> tuple[str, bool]:
        """A text with a box for each character that cannot be drawn; and whether there is one.

        Long runs without a break get invisible places to break.
        """
        made: list[str] = []
        missing = False
        run = 0
        for char in unicodedata.normalize("NFC", text):
            if ord(char) in self.drawn or char == "\n":
                made.append(char)
            elif unicodedata.category(char) in UNSEEN:
                made.append(char if char in "\u200c\u200d\u200e\u200f" else "")
            else:
                missing = True
                made.append(BOX)
            run = 0 if char.isspace() else run + _width(char)
            if run >= LONGEST_RUN and not unicodedata.combining(char):
                made.append("\u200b")
                run = 0
        return "".join(made), missing


@lru_cache(maxsize=2)
def fonts(*, system: bool = True) -> Fonts:
    """The fonts, unpacked into a folder of their own the first time.

    `system`: also those of `ON_THE_MACHINE`. Raises OSError where no folder can be made.
    """
    import typst

    folders = [str(_unpacked()), str(_package("noto_cjk_sans_otc"))]
    loaded = typst.Fonts(
        include_system_fonts=system, include_embedded_fonts=False, font_paths=folders
    )
    wanted = (BROUGHT[0], *(ON_THE_MACHINE if system else ()), *BROUGHT[1:])
    known = set(loaded.families())
    families = tuple(name for name in wanted if name in known)
    # The faces of one file have the same letters, in different shapes.
    faces = {i.path: i.index for i in loaded.fonts() if i.family in families and i.path is not None}
    drawn = frozenset[int]().union(*(_drawn(path, index) for path, index in faces.items()))
    return Fonts(loaded, families, drawn)


def _unpacked() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="before-we-talk-fonts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name in PACKED:
        packed = importlib.import_module(f"pymupdf_fonts.{name}")
        (folder / f"{name}.ttf").write_bytes(packed.fontbuffer)
    brought = _package("matplotlib") / "mpl-data" / "fonts" / "ttf"
    for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"):
        shutil.copyfile(brought / name, folder / name)
    return folder


def _package(name: str) -> Path:
    """The folder of a package that brings fonts; only found, since importing may take long."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise OSError(f"{name}, which brings fonts, is not installed; run make setup")
    return Path(spec.origin).parent


@lru_cache(maxsize=32)
def _drawn(path: str, index: int) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(path, fontNumber=index, lazy=True) as font:
        return frozenset(font.getBestCmap())


def _width(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def runs_leftward(text: str) -> bool:
    """Does a text run from right to left? Its first strong character says so (UAX 9, rule P2)."""
    for char in text:
        direction = unicodedata.bidirectional(char)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False
