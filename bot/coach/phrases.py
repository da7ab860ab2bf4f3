"""The phrase language rules are written in, and its translation to a regular expression.

    you are (always|so)? {unkind}      words, choices, what may be there, a list of lists.yaml
    when you ~                          the rest of the clause
    you .. care      you ... care       up to three words between; up to eight
    care*                               any ending
    _                                   any one word
    <word:(always|never)>               a piece kept for the rewording
    ^ $  ^^ $$                          start and end of a sentence; of the whole text
    !(make)  <!(if|when)                not before this; not after this
    \\?  \\!                              a mark; commas need none, they are not seen

Every repeat is bounded or possessive, so such a pattern cannot run away. A line that starts with
`re:` is a plain regular expression and is checked by `lint`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from bot.coach.lint import unsafe
from bot.coach.pieces import NOTHING, Anchors, Piece, either, joined, rarest_first

# Every word of a canonical text follows a space; a literal one lets a search run word by word.
START = " "
_ANY = "(?![.!?;] )[^ ]+ "
_OPENERS = (
    "and|so|well|look|ok|okay|honestly|hey|oh|listen|babe|baby|honey|love|yeah|yes|anyway|"
    "also|now|then|like|i mean|you know|seriously|fine|ugh|dear|darling|hi|actually"
)
_OPENED = "".join(f"(?:(?:{_OPENERS}) )?" for _ in range(2))
_SENTENCE_START = "(?<=[.!?;] )" + _OPENED
_TEXT_START = r"(?<=\A\. )" + _OPENED
_SENTENCE_END = "(?=[.!?;] )"
_TEXT_END = r"(?=[.!?;] \Z)"
# Not possessive ({0,25}+): until Python 3.11.5 `re` goes wrong with those.
_REST = "(?:(?!(?:but|because|so|[.!?;]) |and (?:i|you) )[^ ]+ ){0,25}"

_LEXEME = re.compile(
    r"(?P<space>\s+)|(?P<not_after><!\()|(?P<not_before>!\()|(?P<capture><[a-z_]+:)|(?P<close>>)"
    r"|(?P<list>\{[a-z_]+\})|(?P<gap8>\.\.\.)|(?P<gap3>\.\.)|(?P<rest>~)|(?P<text_start>\^\^)"
    r"|(?P<start>\^)|(?P<text_end>\$\$)|(?P<end>\$)|(?P<mark>\\[^\w\s])|(?P<open>\()"
    r"|(?P<shut>\))|(?P<bar>\|)|(?P<maybe>\?)|(?P<owner>_'s)|(?P<word>[a-z0-9'&%🙄🙃👏😒]+\*?)|(?P<any>_)"
    r"|(?P<wrong>.)"
)


class PhraseError(ValueError):
    """A pattern that cannot be read; the message says what to do."""


@dataclass(frozen=True)
class Pattern:
    """A pattern, compiled when it is first needed.

    `body` is the regular expression. `anchors` are sets of words and of pairs of neighbours ("you
    never"), rarest first: of each set one must be in the text, else the pattern cannot match.
    """

    source: str
    line: int
    body: str
    anchors: Anchors

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """The compiled expression. Raises re.error where it cannot be one.

        By `re`, which searches these four times as fast as `regex` [M] and compiles them faster.
        """
        return re.compile(self.body)


Lists = Mapping[str, tuple[str, ...]]


class Phrases:
    """Translates phrases, given the lists of lists.yaml (a list may use other lists)."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists
        self._pieces: dict[str, Piece] = {}
        self._open: list[str] = []

    def pattern(self, source: str, line: int) -> Pattern:
        """The compiled pattern of one line.

        Raises:
            PhraseError: the line cannot be read, names an unknown list, or is unsafe.
        """
        if source.startswith("re:"):
            body = source[3:].strip()
            problem = unsafe(body)
            if problem:
                raise PhraseError(f"unsafe pattern: {problem}")
            try:
                re.compile(body)
            except re.error as error:
                raise PhraseError(f"not a regular expression: {error}") from None
            return Pattern(source, line, body, ())
        piece = self._parse(source)
        anchors = rarest_first(piece.anchors)
        return Pattern(source, line, START + piece.body, anchors)

    def _parse(self, source: str) -> Piece:
        lexemes = list(_lexemes(source))
        piece, place = self._choice(lexemes, 0, source)
        if place != len(lexemes):
            raise PhraseError(f"a bracket is closed that was not opened in: {source}")
        return piece

    def _choice(self, lexemes: list[tuple[str, str]], at: int, source: str) -> tuple[Piece, int]:
        options, at = self._options(lexemes, at, source)
        return either(options), at

    def _options(
        self, lexemes: list[tuple[str, str]], at: int, source: str
    ) -> tuple[list[Piece], int]:
        options: list[Piece] = []
        while True:
            piece, at = self._sequence(lexemes, at, source)
            options.append(piece)
            if at == len(lexemes) or lexemes[at][0] != "bar":
                return options, at
            at += 1

    def _sequence(self, lexemes: list[tuple[str, str]], at: int, source: str) -> tuple[Piece, int]:
        pieces: list[Piece] = []
        while at < len(lexemes) and lexemes[at][0] not in ("bar", "shut", "close"):
            piece, at = self._one(lexemes, at, source)
            if at < len(lexemes) and lexemes[at][0] == "maybe":
                at += 1
                piece = Piece(f"(?:{piece.body})?")
            pieces.append(piece)
        if not pieces:
            raise PhraseError(f"an empty choice in: {source}")
        return (pieces[0] if len(pieces) == 1 else joined(pieces)), at

    def _one(self, lexemes: list[tuple[str, str]], at: int, source: str) -> tuple[Piece, int]:
        kind, value = lexemes[at]
        at += 1
        if kind == "word":
            return _word(value), at
        if kind == "list":
            return self._list(value[1:-1]), at
        if kind == "mark":
            return Piece(re.escape(value[1:]) + " "), at
        if kind == "maybe":
            raise PhraseError(f"? has nothing before it in: {source}")
        if kind not in ("open", "capture", "not_before", "not_after"):
            return Piece(_FIXED[kind], first=NOTHING if kind in _WIDTHLESS else None), at
        options, at = self._options(lexemes, at, source)
        inner = either(options)
        closing = "close" if kind == "capture" else "shut"
        if at >= len(lexemes) or lexemes[at][0] != closing:
            raise PhraseError(f"a bracket is not closed in: {source}")
        at += 1
        if kind == "open":
            return inner._replace(body=f"(?:{inner.body})"), at
        if kind == "capture":
            return inner._replace(body=f"(?P<{value[1:-1]}>{inner.body})"), at
        look = f"(?!{inner.body})" if kind == "not_before" else _not_after(options, source)
        return Piece(look, first=NOTHING), at

    def _list(self, name: str) -> Piece:
        known = self._pieces.get(name)
        if known is not None:
            return known
        if name not in self._lists:
            raise PhraseError(f"no list named {name!r}; lists are kept in lists.yaml")
        if name in self._open:
            raise PhraseError(f"the list {name!r} contains itself")
        self._open.append(name)
        options = sorted(self._lists[name], key=len, reverse=True)
        choice = either([self._parse(option) for option in options])
        self._open.pop()
        self._pieces[name] = piece = choice._replace(body=f"(?:{choice.body})")
        return piece


_FIXED = {
    "gap3": f"(?:{_ANY}){{0,3}}?",
    "gap8": f"(?:{_ANY}){{0,8}}?",
    "rest": _REST,
    "any": _ANY,
    "owner": r"[^ ]+'s ",
    "start": _SENTENCE_START,
    "end": _SENTENCE_END,
    "text_start": _TEXT_START,
    "text_end": _TEXT_END,
}
_WIDTHLESS = ("end", "text_end")


def _lexemes(source: str) -> Iterable[tuple[str, str]]:
    for found in _LEXEME.finditer(source):
        kind, text = str(found.lastgroup), found.group()
        if kind == "wrong":
            raise PhraseError(f"{text!r} cannot be used in a phrase; write {source!r} anew")
        if kind != "space":
            yield kind, text


@cache
def _word(value: str) -> Piece:
    if value.endswith("*"):
        return Piece(re.escape(value[:-1]) + "[^ ]* ")
    word = frozenset((value,))
    return Piece(re.escape(value) + " ", (word,), word, word)


def _not_after(options: list[Piece], source: str) -> str:
    """One look back for each choice, since a look back has to know its length."""
    body = "".join(f"(?<!{START}{option.body})" for option in options)
    try:
        re.compile(body)
    except re.error:
        raise PhraseError(f"<!( takes plain words and choices of them only, in: {source}") from None
    return body
