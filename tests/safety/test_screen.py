"""The screen: its rules' own examples, its spans, what may not change it, and its cost."""

from __future__ import annotations

import random
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.safety import load_screen, rule_texts
from bot.lined_yaml import SourceError
from bot.safety.risk import Risk
from bot.safety.rules import load
from bot.safety.screen import CUED, MAX_CHARS, Screen

FILES = rule_texts()
SCREEN = load_screen()
EXAMPLES = load(FILES).examples
FLAGGED = sorted({e.text for e in EXAMPLES if e.flagged})


def test_every_rule_flags_and_passes_its_own_examples():
    assert Screen.problems(FILES) == []
    assert len(FLAGGED) > 150


@pytest.mark.parametrize(
    ("text", "risk", "kind", "role"),
    [
        ("I want to die", "self-harm", "self-harm", "open"),
        ("he hit me again", "violence", "violence", "suffered"),
        ("i hit him with a pan", "violence", "violence", "done"),
        ("he goes through my phone every night", "violence", "control", "suffered"),
        ("he forced me to have sex", "violence", "sexual", "suffered"),
        ("she slapped our son", "violence", "child", "suffered"),
        ("i slapped my son", "violence", "child", "done"),
        ("he hit me and now i want to die", "self-harm", "self-harm", "open"),
        ("can we talk about the dishes", "none", "none", "open"),
    ],
)
def test_risk_kind_and_role(text, risk, kind, role):
    seen = SCREEN.risk(text)
    assert (seen.risk, seen.kind, seen.role) == (risk, kind, role)


@pytest.mark.parametrize(
    "text",
    [
        "this is killing me",
        "i could kill for a coffee",
        "dying to see you",
        "he cut me off in the middle of my sentence",
        "it hit me that i was wrong",
        "shoot me an email",
        "i want to end it with him",
        "she beat me at chess",
        "he's a control freak about the thermostat",
        "i'd die of embarrassment",
        "he has never hit me",
        "in the film he strangles her",
        "",
        "   ",
        "👍",
        "Ich habe Hunger und möchte nach Hause",
    ],
)
def test_figures_of_speech_negations_and_films_pass(text):
    assert SCREEN.risk(text).risk == "none"


@pytest.mark.parametrize(
    "text",
    [
        "i want to k1ll myself",
        "i wanna k*ll myself",
        "k i l l myself, i mean it",
        "im suicidl",
        "I WANT TO DIE",
        "i waaaant to dieeee",
        "ｉ ｗａｎｔ ｔｏ ｄｉｅ",
        "i want\nto die",
        "i want to d\u200bie",
        "he choaked me",
        "he\u2019s been hitting me",
        "hes hiting me",
        "i wаnt to die",  # the second vowel is Cyrillic
    ],
)
def test_spelling_hides_nothing(text):
    assert SCREEN.risk(text).risk != "none"


def test_spans_are_code_points_of_the_text_as_given():
    text = "😀😀 so… he’s hit me, ﬁne"
    risk = SCREEN.risk(text)
    [(start, end)] = risk.spans
    assert text[start:end] == "he’s hit me"
    joined = "she said, w h y. k i l l myself"
    [(start, end)] = SCREEN.risk(joined).spans
    assert joined[start:end] == "k i l l myself"


@pytest.mark.parametrize("text", FLAGGED)
def test_case_and_apostrophes_change_nothing(text):
    plain = SCREEN.risk(text)
    for other in (text.upper(), text.replace("'", "’"), text.replace("'", "ʼ"), f"  {text}  "):
        seen = SCREEN.risk(other)
        assert (seen.risk, seen.kind, seen.rules) == (plain.risk, plain.kind, plain.rules)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from([*FLAGGED, "😀", "İß", "\n", "...", "and then", "ﬁne"]), max_size=4)
)
def test_spans_lie_in_the_text_in_order_and_hold_something(parts):
    text = " ".join(parts)
    risk = SCREEN.risk(text)
    assert (risk.risk == "none") == (risk.spans == ()) == (risk.rules == ())
    last = 0
    for start, end in risk.spans:
        assert last <= start < end <= len(text)
        assert text[start:end].strip() == text[start:end]
        last = end
    assert SCREEN.risk(text) == risk


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_no_text_breaks_it(text):
    risk = SCREEN.risk(text)
    assert all(0 <= s < e <= len(text) for s, e in risk.spans)
    SCREEN.signals(text)


def test_a_waived_hit_passes_and_only_that_one():
    text = "he hit me and i want to die"
    first = SCREEN.risk(text)
    assert first.risk == "self-harm"
    second = SCREEN.risk(text, waived=first.rules)
    assert second.risk == "violence"
    assert not set(second.rules) & set(first.rules)
    assert SCREEN.risk(text, waived=first.rules + second.rules).risk == "none"


def test_a_disclosure_after_four_thousand_harmless_characters_is_found():
    filler = "we talked about the garden and the rain for a while. "
    text = filler * (MAX_CHARS * 2 // len(filler)) + "he strangled me"
    risk = SCREEN.risk(text)
    assert risk.risk == "violence"
    assert text[risk.spans[0][0] : risk.spans[0][1]] == "he strangled me"


def test_signals_are_weak_and_do_not_count_as_risk():
    assert SCREEN.signals("i feel threatened when we argue")
    assert SCREEN.risk("i feel threatened when we argue").risk == "none"
    assert SCREEN.signals("we talked about the garden") == ()


@pytest.mark.parametrize(
    ("near", "sign"), [("self-harm", "sounds-like-dying"), ("violence", "sounds-like-danger")]
)
def test_what_comes_near_to_a_risk_is_a_weak_sign(near, sign):
    assert SCREEN.signals("we talked about the garden", Risk(near=near)) == (sign,)
    assert sign in Screen.signal_ids(FILES)


def test_what_was_not_meant_does_not_come_near_to_a_risk_either():
    book = load(FILES)
    text = "he won't let me near the car keys"
    weight = max(book.cues.weight(piece.codes) for _, piece in SCREEN._pieces(text))
    hits = {hit.rule.id for hit in SCREEN._hits(text, frozenset())}
    assert hits
    cues = replace(book.cues, threshold=weight + 1, asks=weight)
    unsure = [replace(rule, sure=False) for rule in book.rules]
    screen = Screen(book.lexicon, unsure, cues)
    assert screen.risk(text).risk == "violence"
    assert screen.risk(text, waived=hits) == Risk()


def test_a_text_comes_near_to_a_risk_between_the_two_thresholds():
    book = load(FILES)
    text = "i do not see the point of anything lately"
    weight = max(book.cues.weight(piece.codes) for _, piece in SCREEN._pieces(text))
    for threshold, asks, risk, near in (
        (weight, weight - 9, "self-harm", "none"),
        (weight + 1, weight, "none", "self-harm"),
        (weight + 9, weight + 1, "none", "none"),
    ):
        cues = replace(book.cues, threshold=threshold, asks=asks)
        seen = Screen(book.lexicon, book.rules, cues).risk(text)
        assert (seen.risk, seen.near) == (risk, near)


SENTENCE = (
    "i he she you me my him her kill killed myself want to die hit hits end it all my phone not "
    "never a the of if leave kids son throat hand knife scared afraid force sex asleep let see "
    "friends money . , ! k1ll su1cide f*** hit3 goodbye pills take and then because"
)
WORDS = SENTENCE.split()


def _slowest(texts: list[str]) -> float:
    """Processor seconds for the slowest: other work on the machine does not count."""
    worst = 0.0
    for text in texts:
        times = []
        for _ in range(7):
            start = time.thread_time()
            SCREEN.risk(text)
            times.append(time.thread_time() - start)
        worst = max(worst, min(times))
    return worst


def test_no_text_of_four_thousand_characters_takes_over_fifty_milliseconds():
    chance = random.Random(7)
    texts = [" ".join(chance.choices(WORDS, k=1200))[:4000] for _ in range(12)]
    texts += [(f"{word} " * 4000)[:4000] for word in WORDS]
    texts += [("x" * 4000), ("a b c " * 700)[:4000], ("k*" * 2000), ("i want to " * 400)]
    texts += ["".join(chance.choices("abikls1!*'@$ .", k=4000)) for _ in range(6)]
    texts += [" ".join(chance.choices(FLAGGED, k=200))[:4000] for _ in range(6)]
    assert _slowest(texts) < 0.05


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("say: ['{nope} me']\n", "words.yaml has no such list or phrase"),
        ("say: ['(hit me']\n", "a bracket is not closed"),
        ("say: ['hit ..99 me']\n", "a gap is 1 to"),
        ("say: ['strangle ..8 ..8 ..8 ..8 me']\n", "ways through one place"),
        ("say: ['..3 hit?']\n", "has no word that must be there"),
        ("say: ['gonna hit']\n", "written out as several words"),
        ("say: ['zorgle']\n    hint: x\n", "Extra inputs are not permitted"),
        ("say: ['zorgle']\n", "does not flag 'he hit me'"),
        ("say: [hit]\n", "flags 'he hugged me and hit the gong'"),
    ],
)
def test_a_bad_rule_is_named_with_path_and_line(rule, message):
    text = (
        "kind: violence\nrules:\n  - id: odd\n    "
        + rule
        + "    flags: [he hit me]\n    passes: [he hugged me and hit the gong]\n"
    )
    files = {p: t for p, t in FILES.items() if p.endswith("words.yaml")} | {"x/odd.yaml": text}
    problems = Screen.problems(files)
    assert any(p.startswith("x/odd.yaml:") and message in p for p in problems), problems
    line = problems[0].split(":")[1]
    assert 3 <= int(line) <= 6


def test_broken_files_are_named_and_refused():
    with pytest.raises(SourceError, match=r"words\.yaml:1"):
        Screen.from_texts({})
    words = next(p for p in FILES if p.endswith("words.yaml"))
    assert "not valid YAML" in Screen.problems({words: "a: [b\nc: }"})[0]
    twice = FILES | {"z/copy.yaml": next(t for p, t in FILES.items() if p.endswith("child.yaml"))}
    assert any("already stands in" in p for p in Screen.problems(twice))
    with pytest.raises(SourceError, match="already stands in"):
        Screen.from_texts(twice)


GRAVE = (
    "he gave my number a new sim and kept the old one. all my contacts gone, fresh start he says"
)


def test_what_no_rule_knows_is_found_by_its_words_together():
    book = load({p: t for p, t in FILES.items() if not p.endswith("cues.yaml")})
    assert Screen(book.lexicon, book.rules).risk(GRAVE).risk == "none"
    seen = SCREEN.risk(GRAVE)
    assert (seen.risk, seen.rules) == ("violence", (CUED,))
    assert seen.spans
    assert all(0 <= s < e <= len(GRAVE) for s, e in seen.spans)


def test_what_cues_found_passes_once_the_person_says_it_was_not_meant():
    assert SCREEN.risk(GRAVE, waived=SCREEN.risk(GRAVE).rules).risk == "none"
    for text in ("he hit me again", "he goes through my phone every night"):
        assert SCREEN.risk(text, waived=SCREEN.risk(text).rules).risk == "none"


def test_a_grave_stretch_is_not_drowned_by_a_long_harmless_story():
    filler = "we talked about the garden and the rain for a while. "
    grave = f"{GRAVE}. he squeezes my arm so i say what he told me to say. i cover the marks. "
    assert SCREEN.risk(filler * 6 + grave + filler * 6).risk == "violence"


def test_a_read_diary_is_hurt_and_no_danger():
    told = "she read my diary and told her sister. she says its no big deal"
    assert SCREEN.risk(told).risk == "none"


def test_cues_that_cannot_be_used_are_named():
    cues = next(p for p in FILES if p.endswith("cues.yaml"))
    assert any(p.startswith(f"{cues}:") for p in Screen.problems(FILES | {cues: "start: 1\n"}))
