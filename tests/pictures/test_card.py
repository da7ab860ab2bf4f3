"""The card as pictures and as a PDF: all of it there, in its size, whatever somebody typed."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from bot.pictures.card import Card, Part, card_pdf, card_pngs
from bot.pictures.fonts import BOX, EAST_ASIAN, fonts, runs_leftward
from bot.pictures.palette import DUSK, PAPER, Palette, contrast

Cards = Callable[..., Card]
Read = Callable[[Card], list[str]]

MM = 72 / 25.4
"""Points in a millimetre."""

SCRIPTS = {
    "Cyrillic": "Когда ты отменил наш ужин, мне было грустно.",
    "Greek": "Όταν ακύρωσες το δείπνο, ένιωσα λύπη.",
    "Hebrew": "כשביטלת את ארוחת הערב, הרגשתי מאוכזבת",
    "Arabic": "عندما ألغيت عشاءنا شعرت بخيبة أمل",
    "Devanagari": "जब तुमने हमारा खाना रद्द किया, मुझे दुख हुआ।",
    "Thai": "เมื่อคุณยกเลิกมื้อเย็น ฉันเสียใจ",
    "Chinese": "你取消了我们的晚餐，我很难过。",
    "Japanese": "夕食がキャンセルになって、悲しかった。",
    "Korean": "저녁 약속이 취소되어서 서운했어요.",
    "Latin": "Als du das Essen abgesagt hast, naïve façade, Łódź, şöyle, đã, €5.",
}


def size(data: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(data)).size


def flat(text: str) -> str:
    return "".join(text.split())


def test_a_card_is_one_page_of_a6(card: Cards) -> None:
    (page,) = card_pngs(card(), system=False)
    wide, high = size(page)
    assert (wide, high) == (1075, 1515)
    assert wide / high == pytest.approx(105 / 148, abs=0.001)
    (pdf,) = PdfReader(io.BytesIO(card_pdf(card(), system=False))).pages
    assert float(pdf.mediabox.width) == pytest.approx(105 * MM, abs=0.5)
    assert float(pdf.mediabox.height) == pytest.approx(148 * MM, abs=0.5)


def test_everything_stands_on_it_in_its_order(card: Cards, read: Read) -> None:
    (text,) = read(card())
    places = [text.index(flat(part)) for part in (
        "Your card", "To ask for the talk", "Could we talk on Saturday", "Nothing needs solving.",
        "Say", "When you cancelled", "If it gets hot", "I'll come back then.", "Saturday morning",
    )]  # fmt: skip
    assert all(a < b for a, b in pairwise(places[:-1]))
    assert "Someletters" not in text


def test_empty_parts_are_left_out_with_their_headings(card: Cards, read: Read) -> None:
    (text,) = read(card(ask="", when="  "))
    assert "Toaskforthetalk" not in text
    assert "Saturdaymorning" not in text
    assert Card.from_words({"title": "x", "heading_a": "A", "a": "", "b": "y"}).parts == ()


def test_a_long_text_gets_smaller_and_then_more_pages_and_nothing_is_lost(
    card: Cards, read: Read
) -> None:
    counts = []
    for times in (1, 6, 30, 90):
        words = " ".join(f"word{n} is somewhat long" for n in range(times * 3))
        made = card(say=words)
        pages = read(made)
        assert flat(words) in "".join(pages).replace("\u200b", "")
        assert len(card_pngs(made, system=False)) == len(pages)
        counts.append(len(pages))
    assert counts[0] == 1
    assert counts == sorted(counts)
    assert counts[-1] > 1


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_script_with_a_font_is_drawn(script: str, card: Cards) -> None:
    fitted, missing = fonts(system=False).fitted(SCRIPTS[script])
    assert not missing
    assert BOX not in fitted
    assert card_pngs(card(say=SCRIPTS[script]), system=False)


@pytest.mark.parametrize("said", ["\U0001f979", "\u1780\u1781", "\U00013000"])
def test_what_no_font_draws_becomes_boxes_and_the_card_says_so(
    said: str, card: Cards, read: Read
) -> None:
    (text,) = read(card(say=f"before {said} after"))
    assert flat(f"before {BOX * len(said)} after") in text
    assert flat("Some letters can't be drawn here.") in text


def test_the_letters_that_are_there_choose_the_shapes_of_the_shared_ones() -> None:
    at_hand = fonts(system=False)
    for text, first in (("直", "SC"), ("直すの", "JP"), ("直 한", "KR")):
        east = [name for name in at_hand.families_for(text) if name in EAST_ASIAN]
        assert east[0] == f"Noto Sans CJK {first}"
        assert set(at_hand.families_for(text)) == set(at_hand.families)
    assert at_hand.families_for("直すの")[0] == "FiraGO"


def test_hebrew_and_arabic_run_leftward_and_their_line_begins_at_the_right(card: Cards) -> None:
    assert runs_leftward("“שלום” hello")
    assert runs_leftward("123 مرحبا")
    assert not runs_leftward("hello שלום")
    assert not runs_leftward("123 ...")

    def leftmost(text: str) -> int:
        """Where the ink of the one line begins, in pixels."""
        plain = Card("", (Part("plain", "", text),))
        (page,) = card_pngs(plain, system=False)
        shown = Image.open(io.BytesIO(page)).convert("L").crop((0, 250, 1075, 1515))
        box = shown.point(lambda v: 255 if v > 120 else 0).getbbox()
        assert box is not None
        return int(box[0])

    assert leftmost("short") < 200
    assert leftmost("שלום") > 600


MARKUP = '#set page(fill: red) $x^2$ *b* _i_ <l> @r \\ `c` #eval("1") // c /* d */ [x] {y} = - +'


def test_markup_is_only_text(card: Cards, read: Read) -> None:
    (text,) = read(card(say=MARKUP, title="#title *x*", heading_say="$say$ #x"))
    assert flat(MARKUP) in text
    assert flat("#title *x*") in text
    assert flat("$say$ #x") in text


PIECES = ('#panic("x")', "$", "`", "\\u{7f}", "*/", "#", "<a>", "@a", "\n", '"', "]", "a" * 300)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(st.text(max_size=20), st.sampled_from(PIECES)), max_size=8))
def test_anything_typed_makes_a_card(pieces: list[str]) -> None:
    text = "".join(pieces)
    made = Card("Your card", (Part("say", "Say", text), Part("pause", text[:20], text)))
    pages = card_pngs(made, system=False)
    assert pages
    assert all(size(page) == (1075, 1515) for page in pages)


def test_ink_stays_within_the_margins_however_long_a_word_is(card: Cards) -> None:
    edges = 60
    for word in ("W" * 400, "http://" + "a/" * 200, "ж" * 300, "🙂" * 100, "א" * 200):
        for page in card_pngs(card(say=word, ask=word, when=word), system=False):
            image = Image.open(io.BytesIO(page)).convert("RGB")
            wide, high = image.size
            ground = image.getpixel((3, 3))
            right = image.crop((wide - edges, 0, wide, high))
            assert right.getcolors() == [(edges * high, ground)], word[:5]


def test_the_same_card_is_the_same_file_and_tells_no_time(card: Cards) -> None:
    assert card_pdf(card(), system=False) == card_pdf(card(), system=False)
    assert b"2026" not in card_pdf(card(), system=False)


@pytest.mark.parametrize("palette", [DUSK, PAPER], ids=["dusk", "paper"])
def test_every_colour_of_text_stands_out(palette: Palette) -> None:
    for ground in (palette.ground, palette.panel):
        assert contrast(palette.text, ground) >= 10
        for colour in (palette.quiet, palette.sand, palette.sage, palette.rose):
            assert contrast(colour, ground) >= 4.5, (colour, ground)


def test_contrast_is_as_the_standard_has_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_long_runs_can_break_and_marks_stay_with_their_letter() -> None:
    fitted, _ = fonts(system=False).fitted("e\u0301" * 100)
    assert max(map(len, fitted.split("\u200b"))) <= 22
    assert not any(unicodedata.combining(piece[0]) for piece in fitted.split("\u200b") if piece)
