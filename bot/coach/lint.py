"""Which plain regular expressions could run away on a long text."""

from __future__ import annotations

import re._constants as codes  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from typing import Any

_UNBOUNDED = 64
"""A repeat that may go on longer than this counts as endless."""


def unsafe(expression: str) -> str | None:
    """Why an expression is unsafe, or None.

    Unsafe are an endless repeat within an endless repeat, and an endless repeat of choices that
    can begin alike. Only what Python's own parser knows is accepted, so that all of it is seen.
    """
    try:
        tree = parser.parse(expression)
    except Exception as error:
        return f"it cannot be read ({error}); use the phrase language instead"
    return _walk(tree, inside=False)


def _walk(tree: Any, inside: bool) -> str | None:
    previous: set[Any] | None = None
    for code, value in tree:
        problem = None
        endless: set[Any] | None = None
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT):
            _, most, body = value
            long = most is codes.MAXREPEAT or most > _UNBOUNDED
            if long and inside:
                return "a repeat within a repeat; give the inner or the outer one a small limit"
            problem = _walk(body, inside or (long or most > 1))
            if long:
                endless = _starts(body)
                if previous is not None and _meet(previous, endless):
                    return "two endless repeats of the same letters side by side"
        elif code in (codes.POSSESSIVE_REPEAT, codes.ATOMIC_GROUP):
            # https://github.com/python/cpython/issues/106052
            return "++ and (?>…) find the wrong thing until Python 3.11.5; write it without"
        elif code is codes.SUBPATTERN:
            problem = _walk(value[3], inside)
        elif code is codes.BRANCH:
            options = value[1]
            if inside:
                seen: set[Any] = set()
                for option in options:
                    first = _starts(option)
                    # An empty option is what the parser leaves of "a|ab".
                    if not len(option) or _meet(seen, first):
                        return "choices that begin alike inside a repeat"
                    seen |= first
            for option in options:
                problem = problem or _walk(option, inside)
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            problem = _walk(value[1], inside)
        elif code is codes.GROUPREF_EXISTS:
            return "a condition; write two patterns instead"
        if problem:
            return problem
        previous = endless
    return None


def _starts(tree: Any) -> set[Any]:
    """What a part can begin with: letters, or ANY for what covers many letters."""
    found: set[Any] = set()
    for code, value in tree:
        if code is codes.LITERAL:
            found.add(value)
        elif code in (codes.MAX_REPEAT, codes.MIN_REPEAT):
            found |= _starts(value[2])
            if value[0] == 0:
                continue
        elif code is codes.SUBPATTERN:
            found |= _starts(value[3])
        elif code is codes.BRANCH:
            for option in value[1]:
                found |= _starts(option)
        elif code is codes.IN and all(part[0] is codes.LITERAL for part in value):
            found |= {part[1] for part in value}
        elif code is codes.AT:
            continue
        else:
            found.add(None)
        break
    return found


def _meet(one: set[Any], other: set[Any]) -> bool:
    return bool(one & other) or bool(one and None in other) or bool(other and None in one)
