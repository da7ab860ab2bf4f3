"""What can still be used of content that is broken: enough to answer somebody who needs help."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from bot.content import ROOT, ambient, texts
from bot.logs import named
from bot.phrasing.phrasebook import Phrasebook
from bot.safety.helplines import Helplines
from bot.safety.screen import Screen

LOG = logging.getLogger("bot")
NEEDED = ("help_now/*.j2", "common/macros/helplines.j2")
"""The templates of which the help text is made: another that is broken does not matter."""

Part = TypeVar("Part")


def help_texts(phrasebook: Phrasebook, helplines: Helplines) -> dict[str, str]:
    """What `/help_now` says during an outage, by country.

    A country whose text cannot be made is left out: there the last resort answers.
    """
    made: dict[str, str] = {}
    for country in helplines.countries:
        try:
            made[country] = phrasebook.shared("help_now/now.lines", "text", me={"country": country})
        except Exception as error:
            extra = {"event": "help.not_made", "error": type(error).__name__}
            LOG.error("A country's help text cannot be made", extra=extra)
    return made


@dataclass(frozen=True)
class Remains:
    """Help texts by country, and the screen; each only where it could still be built."""

    help_texts: Mapping[str, str]
    helplines: Helplines | None
    screen: Screen | None

    @classmethod
    def read(cls, root: Path = ROOT, language: str = "en") -> Remains:
        """Reads what can be read below `root`. Raises nothing: what is broken is left out."""
        helplines = _whole(lambda: _helplines(root))
        made: dict[str, str] | None = None
        if helplines is not None:
            known = helplines
            made = _whole(lambda: help_texts(_phrasebook(root, language, known), known))
        return cls(made or {}, helplines, _whole(lambda: _screen(root, language)))

    def country_of(self, language: str | None) -> str:
        """The country that a language code suggests; none where the table cannot be read."""
        return self.helplines.guess_country(language) if self.helplines is not None else ""

    def grave(self, text: str) -> bool:
        """Whether the screen, if there is one, hears danger in the text. Raises nothing."""
        screen = self.screen
        return screen is not None and bool(_whole(lambda: screen.risk(text).risk != "none"))


def _whole(make: Callable[[], Part]) -> Part | None:
    try:
        return make()
    except Exception as error:  # whatever is wrong with one part, the others answer
        extra = {"event": "help.part_missing", "error": named(error)}
        LOG.error("A part of the help cannot be used", extra=extra)
        return None


def _helplines(root: Path) -> Helplines:
    return Helplines.from_text((root / "dialogues" / "helplines.yaml").read_text("utf-8"))


def _phrasebook(root: Path, language: str, helplines: Helplines) -> Phrasebook:
    folder = root / "templates" / language
    found = {name: text for part in NEEDED for name, text in texts(folder, folder, part).items()}
    return Phrasebook(found, None, ambient(None, helplines, None, None))  # type: ignore[arg-type]


def _screen(root: Path, language: str) -> Screen:
    folder = root / "dialogues" / "language" / language / "screening"
    return Screen.from_texts(texts(root, folder, "**/*.yaml"))
