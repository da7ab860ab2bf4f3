"""HTML into text and entities, offsets in UTF-16 units."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.standin.entities import formatted, parse_html
from bot.standin.utf16 import fit, pieces, units


def e(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("markup", "text", "entities"),
    [
        ("plain", "plain", []),
        ("<b>x</b>", "x", [e("bold", 0, 1)]),
        ("🙂<b>🙂x</b>", "🙂🙂x", [e("bold", 2, 3)]),
        ("<b>a<i>b</i></b>", "ab", [e("bold", 0, 2), e("italic", 1, 1)]),
        ("<b><i>x</i></b>", "x", [e("bold", 0, 1), e("italic", 0, 1)]),
        ("<B>x</b>", "x", [e("bold", 0, 1)]),
        ("<b>x</>", "x", [e("bold", 0, 1)]),
        ("&lt;b&gt; &amp; &quot;", '<b> & "', []),
        ("&#128578;&#x1F642;", "🙂🙂", []),
        ("&nbsp; & &; &ltx &#xD800;", "&nbsp; & &; &ltx &#xD800;", []),
        ("a &lt b", "a < b", []),
        ("<code>a&lt;b</code>", "a<b", [e("code", 0, 3)]),
        ("<blockquote>q</blockquote>\nx", "q\nx", [e("blockquote", 0, 1)]),
        ("<blockquote expandable>q</blockquote>", "q", [e("expandable_blockquote", 0, 1)]),
        (
            '<a href="https://a.bc/?d&amp;e">x</a>',
            "x",
            [e("text_link", 0, 1, url="https://a.bc/?d&e")],
        ),
        ('<a href="javascript:alert(1)">x</a>', "x", []),
        ('<span class="tg-spoiler">x</span>', "x", [e("spoiler", 0, 1)]),
        ("<u>a</u><s>b</s>", "ab", [e("underline", 0, 1), e("strikethrough", 1, 1)]),
        ('<pre><code class="language-py">x</code></pre>', "x", [e("pre", 0, 1, language="py")]),
        ("<b>a</b><b>b</b>", "ab", [e("bold", 0, 2)]),
        ("<b>a<code>b</code>c</b>", "abc", [e("bold", 0, 1), e("code", 1, 1), e("bold", 2, 1)]),
        ("<code><b>x</b></code>", "x", [e("code", 0, 1)]),
        ("  <b> x </b>\n", "x", [e("bold", 0, 1)]),
        ("<b></b>x", "x", []),
        ("a\x00b\rc\td", "a bc d", []),
    ],
)
def test_html(markup: str, text: str, entities: list[dict[str, Any]]) -> None:
    assert formatted(markup, "HTML", None) == (text, entities)


def test_without_a_parse_mode_markup_is_text() -> None:
    assert formatted("<b>x</b>", None, None) == ("<b>x</b>", [])


def test_entities_by_hand_move_with_the_trimming() -> None:
    given_entities = [e("bold", 2, 3), e("bot_command", 0, 1)]
    assert formatted("  abc  ", None, given_entities) == ("abc", [e("bold", 0, 3)])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("go /help_now!", [("bot_command", 3, 9)]),
        ("/start@my_bot x", [("bot_command", 0, 13)]),
        ("and/or 1/2 a/b/c", []),
        ("https://a.bc/d?e=f.", [("url", 0, 18)]),
        ("🙂 see (https://a.bc)", [("url", 8, 12)]),
        ("mail a.b@example.org", [("email", 5, 15)]),
        ("@someone #tag #1", [("mention", 0, 8), ("hashtag", 9, 4)]),
    ],
)
def test_what_telegram_finds_by_itself(text: str, found: list[tuple[str, int, int]]) -> None:
    assert formatted(text, None, None)[1] == [e(*item) for item in found]


def test_nothing_is_found_inside_code() -> None:
    assert formatted("<code>/help</code>", "HTML", None)[1] == [e("code", 0, 5)]


texts = st.text(st.characters(codec="utf-8"), max_size=40)
escaped = texts.map(lambda t: t.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


@given(st.lists(st.tuples(st.sampled_from(["b", "i", "code", "blockquote"]), escaped), max_size=6))
def test_entities_cut_out_what_was_between_the_tags(parts: list[tuple[str, str]]) -> None:
    markup = "".join(f"<{tag}>{body}</{tag}>" for tag, body in parts)
    text, entities = parse_html(markup)
    wide = text.encode("utf-16-le")
    cut = [
        wide[2 * x["offset"] : 2 * (x["offset"] + x["length"])].decode("utf-16-le")
        for x in entities
    ]
    plain = [
        body.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") for _, body in parts
    ]
    assert cut == [body for body in plain if body]
    assert text == "".join(plain)


@given(st.text(max_size=200), st.integers(min_value=2, max_value=50))
def test_pieces_fit_and_lose_only_white_space(text: str, limit: int) -> None:
    found = pieces(text, limit)
    assert all(0 < units(piece) <= limit for piece in found)
    assert "".join("".join(found).split()) == "".join(text.split())


@given(st.text(max_size=50), st.integers(min_value=0, max_value=60))
def test_fit_is_the_longest_that_fits(text: str, limit: int) -> None:
    end = fit(text, limit)
    assert units(text[:end]) <= limit
    assert end == len(text) or units(text[: end + 1]) > limit
    assert units(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2
