"""What comes back in somebody's pages and rehearsals: in their words, and what spoke against it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.looking_back import Records, of_kinds

SEVERAL = 3
"""So many pages and rehearsals there have to be before anything is looked for in them."""

TIMES = 2
"""How often something has to be there before it comes back."""

ALIKE = 0.5
"""Two stories are one story told twice where they share at least so much of the shorter one."""

UNASKED = ("trust", "hurt")
"""Kinds of talk in which nothing is put against how it was told."""

Words = Callable[[str], frozenset[str]]
Page = Mapping[str, Any]


def recurring(
    records: Records, thing_of: Callable[[str], str | None], words_of: Words
) -> dict[str, Any] | None:
    """The feeling, the thing that sets it off, and the story that come back, in the person's words.

    With the story (`story_times` is 0 where it was told only once, to that feeling) goes what the
    person wrote against it, and what the partner once did that was not expected. None where
    nothing comes back. `thing_of` names what a text is about; `words_of` are the words by which
    two texts are told to be about the same.
    """
    pages = [d for _, d in of_kinds(records, "journal", "card")]
    if len(pages) < SEVERAL:
        return None
    feeling, times = _feeling(pages)
    things = [(t, d) for d in pages if (t := d.get("thing") or thing_of(d.get("set_off") or ""))]
    about = _largest(things, words_of, _same_thing)
    stories = [(d["story"], d) for d in pages if d.get("story")]
    told = _largest(stories, words_of, _same_story)
    if feeling is None and not about and not told:
        return None
    last = told or [s for s in stories if feeling in (None, *(s[1].get("feeling") or ()))]
    known = [d["known"] for _, d in last if d.get("known")]
    return {
        "feeling": feeling,
        "times": times,
        "thing": about[-1][0] if about else None,
        "thing_times": len(about),
        "story": last[-1][0] if last else None,
        "story_times": len(told),
        "against": known[-1] if known else None,
        "surprise": _surprise(records, {d.get("topic") for _, d in about}),
    }


def _feeling(pages: Sequence[Page]) -> tuple[str | None, int]:
    """The feeling that comes back most, the first of several."""
    named = Counter(f for d in pages for f in {*(d.get("feeling") or d.get("feelings") or ())})
    feeling, times = max(named.items(), key=lambda item: item[1], default=("", 0))
    return (feeling, times) if times >= TIMES else (None, 0)


def _largest(
    told: Sequence[tuple[str, Page]],
    words_of: Words,
    same: Callable[[frozenset[str], frozenset[str]], bool],
) -> list[tuple[str, Page]]:
    """Those that are about the same, oldest first, where there are several; the newest group."""
    groups: list[tuple[frozenset[str], list[tuple[str, Page]]]] = []
    for text, page in told:
        words = words_of(text)
        group = next((members for first, members in groups if same(first, words)), None)
        if group is None:
            groups.append((words, [(text, page)]))
        else:
            group.append((text, page))
    largest = max((m for _, m in reversed(groups)), key=len, default=[])
    return largest if len(largest) >= TIMES else []


def _same_thing(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and (one <= other or other <= one)


def _same_story(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and len(one & other) >= ALIKE * min(len(one), len(other))


def _surprise(records: Records, topics: set[Any]) -> str | None:
    """What they last did that was not expected, in a talk about one of these topics."""
    found = [
        d["surprise"]
        for _, d in of_kinds(records, "debrief")
        if d.get("surprise") and d.get("topic") in topics - {None, "", "other"}
        if d.get("kind") not in UNASKED
    ]
    return str(found[-1]) if found else None
