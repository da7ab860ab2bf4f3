"""What a line may hold and what may be quoted: the lists of `voice.yaml`, made ready to use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated

import regex
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from .lines import PLACEHOLDER, faults_of
from .sheets import Sheet
from .vocabulary import LONGEST_QUOTE, Kind

_WORD = regex.compile(r"[\p{L}\p{N}]+(?:['’][\p{L}]+)?")
_QUOTABLE_MARKS = regex.compile(r"[\p{L}\p{M}\p{N}\p{Zs},;:.!?'’&/%€$£()\-–—]+")


def words_in(text: str) -> list[str]:
    """The words of a text, lower case, with straight apostrophes."""
    return [word.replace("’", "'") for word in _WORD.findall(text.lower())]


def _tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


Ids = Annotated[tuple[str, ...], BeforeValidator(_tuple)]


class VoiceSheet(BaseModel):
    """The whole of `voice.yaml`."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)

    longest: int = Field(ge=40, le=200)
    alike: float = Field(gt=0.4, le=1)
    pronouns: Ids
    abuse: Ids
    therapy: Ids
    quotes_in: Annotated[tuple[Kind, ...], BeforeValidator(_tuple)]
    unquotable_first: Ids
    unquotable: Ids


@dataclass(frozen=True, slots=True)
class Phrases:
    """A list of words and phrases, found as whole words whatever the case."""

    every: tuple[str, ...]

    def starts(self, text: str) -> bool:
        """Whether the text starts with a phrase of the list."""
        spaced = f"{' '.join(words_in(text))} "
        return any(spaced.startswith(f"{phrase} ") for phrase in self.every)

    def first_in(self, text: str) -> str | None:
        """The first phrase of the list that the text holds."""
        spaced = f" {' '.join(words_in(text))} "
        return next((phrase for phrase in self.every if f" {phrase} " in spaced), None)


@dataclass(frozen=True, slots=True)
class Voice:
    """The lists, ready to use."""

    longest: int
    alike: float
    pronouns: Phrases
    abuse: Phrases
    therapy: Phrases
    unquotable_first: Phrases
    unquotable: Phrases
    quotes_in: frozenset[str]

    def quotable(self, words: Mapping[str, str], kind: str) -> dict[str, str]:
        """What of the person's own words a partner may quote: a short, plain request or nothing.

        Returns {"request": text} with a capital first and without an end mark, or {}.
        """
        request = " ".join(str(words.get("request", "")).split()).rstrip(" .!?,;:")
        if kind not in self.quotes_in or self.unquotable_first.starts(request):
            return {}
        if not 2 <= len(request) <= LONGEST_QUOTE or len(words_in(request)) < 2:
            return {}
        if not _QUOTABLE_MARKS.fullmatch(request) or self.unquotable.first_in(request):
            return {}
        return {"request": request[0].upper() + request[1:]}


def woven(text: str, words: Mapping[str, str]) -> str:
    """The line with the person's own words in the place kept for them."""
    return text.replace(PLACEHOLDER, words.get("request", "…"))


def voice_of(sheet: Sheet) -> tuple[Voice | None, list[str]]:
    """`voice.yaml` as a model, and `path:line: message` for everything wrong in it."""
    try:
        model = VoiceSheet.model_validate(sheet.data)
    except ValidationError as error:
        return None, faults_of(sheet, error)
    return Voice(
        longest=model.longest,
        alike=model.alike,
        pronouns=_phrases(model.pronouns),
        abuse=_phrases(model.abuse),
        therapy=_phrases(model.therapy),
        unquotable_first=_phrases(model.unquotable_first),
        unquotable=_phrases(model.unquotable),
        quotes_in=frozenset(model.quotes_in),
    ), []


def _phrases(words: Iterable[str]) -> Phrases:
    return Phrases(tuple(" ".join(words_in(word)) for word in words))
