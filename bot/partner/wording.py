"""How a line may be worded: annotated, short, plain, kind at heart, and unlike all others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import regex

from .lines import PLACEHOLDER, Line
from .sheets import Place, Sheet
from .vocabulary import MIRRORED_STAGES
from .voice import Voice, words_in

_QUOTED = regex.compile(r'"\{request\}[.?!,…]?"')
_NAME = regex.compile(r"(?<=[\p{Ll},;] )(?!I\b|I')\p{Lu}\p{Ll}+")
_DIGIT = regex.compile(r"\p{N}")
_BRACE = regex.compile(r"[{}]")
_FEWEST_ACCEPTED = 2


def wording_faults(line: Line, voice: Voice) -> Iterator[tuple[str, str]]:
    """(field, what is wrong and what to do) for one line."""
    text = line.text.replace(PLACEHOLDER, "")
    if len(text) > voice.longest:
        yield "text", f"{len(text)} characters; keep it under {voice.longest}"
    if text != text.strip() or "\n" in text or "  " in text:
        yield "text", "spaces or line breaks to spare; keep it on one line"
    if line.weaves and not _QUOTED.search(line.text):
        yield "text", f'{PLACEHOLDER} must stand alone in quotation marks: "{PLACEHOLDER}."'
    if _BRACE.search(text) or line.text.count(PLACEHOLDER) > 1:
        yield "text", f"only one {PLACEHOLDER} may be woven in; remove other braces"
    for name, words, advice in (
        ("pronoun", voice.pronouns, "say it with you and I"),
        ("abuse", voice.abuse, "let them be hurt, not cruel"),
        ("jargon", voice.therapy, "say it as people do at home"),
    ):
        found = words.first_in(text)
        if found:
            yield "text", f"{name}: '{found}'; {advice}"
    if named := _NAME.search(text):
        yield "text", f"'{named[0]}' looks like a name or a day; that would be an invented fact"
    if _DIGIT.search(text):
        yield "text", "a number would be an invented fact; say it without"
    yield from _annotation_faults(line)


def _annotation_faults(line: Line) -> Iterator[tuple[str, str]]:
    if line.stage is not None and line.stage not in MIRRORED_STAGES:
        return
    for name in ("feelings", "meanings", "point"):
        if not getattr(line, name):
            yield name, f"'{name}' is missing; the coach cannot judge a mirror without it"
    if len(line.accept) < _FEWEST_ACCEPTED:
        yield "accept", f"give {_FEWEST_ACCEPTED} or more words that count as giving it back"
    for name in ("feelings", "meanings", "point", "accept"):
        words = getattr(line, name)
        if len(set(words)) < len(words):
            yield name, f"'{name}' says the same twice"
        if any(word != word.lower() for word in words):
            yield name, f"'{name}' must be in lower case"


def alike_faults(placed: Sequence[tuple[Sheet, Place, Line]], most: float) -> list[str]:
    """Pairs of lines that share so many words that they would sound like the same line."""
    sets = [frozenset(words_in(line.text)) for _, _, line in placed]
    holders: dict[str, list[int]] = defaultdict(list)
    for n, words in enumerate(sets):
        for word in words:
            holders[word].append(n)
    faults = []
    first_with: dict[str, str] = {}
    for n, words in enumerate(sets):
        sheet, place, line = placed[n]
        if (same := first_with.setdefault(line.text, line.id)) != line.id:
            message = f"'{line.id}' has the very text of '{same}'; say something else"
            faults.append(sheet.fault((*place, "text"), message))
            continue
        # Lines alike share all but a few words, so one of the rarest words is shared too.
        spare = len(words) - int(most * len(words)) + 1
        rare = sorted(words, key=lambda word: len(holders[word]))[:spare]
        for other in sorted({m for word in rare for m in holders[word] if m < n}):
            shared = len(words & sets[other])
            if shared >= most * len(words | sets[other]):
                first = placed[other][2].id
                message = f"'{line.id}' is nearly the same as '{first}'; say something else"
                faults.append(sheet.fault((*place, "text"), message))
    return faults
