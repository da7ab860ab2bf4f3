"""Reads the content folders and builds everything that is made of them, once at start."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import TemplateSyntaxError

from bot.coach import Annotation, Coach, CoachError
from bot.coach.names import RULES
from bot.derivations import derivations, sources
from bot.engine.book import Book
from bot.engine.lint import lint
from bot.engine.loader import Broken, load_all
from bot.lined_yaml import Problem, SourceError
from bot.partner import TOPICS, Partner, Standing, Try
from bot.phrasing.lint import lint_templates
from bot.phrasing.phrasebook import Phrasebook
from bot.retelling import Retelling
from bot.rhythm import awake
from bot.safety.helplines import Helplines, Line
from bot.safety.screen import Screen
from bot.times import SourceError as TimesError
from bot.times import Times
from bot.zones import clock_text

UNUSABLE = (CoachError, SourceError, TimesError)
"""What `Content.read` raises besides `Broken`: each text is lines of `path:line: message`."""

ROOT = Path(__file__).resolve().parent.parent
"""Where `dialogues/` and `templates/` stand."""

HELPLINES = "dialogues/helplines.yaml"


class Lines:
    """The simulated partner as engine and phrasing see it: standings are plain data."""

    def __init__(self, partner: Partner) -> None:
        self.partner = partner

    def begin(self, *, slots: Mapping[str, Any], seed: int, used: Any) -> dict[str, Any]:
        """The standing with the first line, from what the person said of their partner."""
        standing = self.partner.begin(
            style=slots["reaction"],
            topic=slots.get("topic") or "other",
            kind=slots["kind"],
            difficulty=slots.get("difficulty") or "realistic",
            seed=seed,
            used=used,
            words={"request": slots["request"]} if slots.get("request") else {},
        )
        return _data(standing)

    def reply(
        self, standing: Mapping[str, Any], *, good: Any, findings: Any, move: str | None
    ) -> dict[str, Any]:
        """The standing after the person's move."""
        before = Standing.from_data(standing)
        return _data(self.partner.reply(before, good=good, findings=findings, move=move))

    def repair(self, standing: Mapping[str, Any], *, good: Any, findings: Any) -> dict[str, Any]:
        """The standing after a step was proposed."""
        before = Standing.from_data(standing)
        return _data(self.partner.repair(before, good=good, findings=findings))

    def go_on(self, standing: Mapping[str, Any]) -> dict[str, Any]:
        """The exchange as it stood before a step was proposed."""
        return _data(self.partner.go_on(Standing.from_data(standing)))

    def moment(self, standing: Mapping[str, Any]) -> dict[str, Any]:
        """What it takes to come back to this standing."""
        return Standing.from_data(standing).moment()

    def again(self, standing: Mapping[str, Any], moment: Mapping[str, Any]) -> dict[str, Any]:
        """The exchange back at an earlier moment."""
        return _data(Standing.from_data(standing).at(moment))

    def recast(self, standing: Mapping[str, Any], style: str) -> dict[str, Any]:
        """The same moment in another style."""
        return _data(self.partner.recast(Standing.from_data(standing), style))

    def listen(self, *, slots: Mapping[str, Any], seed: int, used: Any) -> dict[str, Any]:
        """The first line of a drill about the topic chosen; of all topics where none was."""
        topic = slots.get("topic")
        topic = topic if topic in TOPICS else None
        return _data(self.partner.listen(seed=seed, topic=topic, used=used))

    def onward(self, standing: Mapping[str, Any]) -> dict[str, Any]:
        """The next line of a drill."""
        return _data(self.partner.onward(Standing.from_data(standing)))

    def review(self, tries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """What was done well in these answers, and one thing to try."""
        review = self.partner.review(map(Try.from_data, tries))
        return {"skills": list(review.skills), "to_try": review.to_try}

    def say(self, standing: Mapping[str, Any]) -> str:
        """The line as it is said."""
        return self.partner.say(Standing.from_data(standing))

    def annotation(self, standing: Mapping[str, Any]) -> Annotation:
        """What the line holds."""
        return self.partner.annotation(Standing.from_data(standing))


def _data(standing: Standing) -> dict[str, Any]:
    return {**standing.as_data(), "ended": standing.ended}


@dataclass(frozen=True)
class Content:
    """Everything that is the same for everybody."""

    book: Book
    phrasebook: Phrasebook
    coach: Coach
    screen: Screen
    helplines: Helplines
    lines: Lines
    times: Times

    @classmethod
    def read(cls, root: Path = ROOT, language: str = "en") -> Content:
        """Reads the folders below `root`.

        Raises:
            Broken: something is wrong in them; every fault as `path:line: message`.
        """
        with _uncollected():
            return cls._read(Files.read(root, language))

    @classmethod
    def _read(cls, files: Files) -> Content:
        retelling = Retelling.from_text(files.retelling[1], files.retelling[0])
        lines = Lines(Partner.from_texts(files.partner))
        screen = Screen.from_texts(files.screening)
        helplines = Helplines.from_text(files.helplines[1], files.helplines[0])
        written = load_all(files.dialogues)
        book = Book(
            dialogues={w.dialogue.dialogue: w.dialogue for w in written},
            partner=lines,
            screen=screen.risk,
            derivations=derivations(retelling, lines.partner),
            sources=sources(helplines),
            awake=awake,
        )
        times = Times.from_text(files.times[1], files.times[0])
        coach = Coach.from_texts(files.coach)
        names = ambient(retelling, helplines, coach, times)
        phrasebook = Phrasebook(files.templates, lines, names)
        return cls(book, phrasebook, coach, screen, helplines, lines, times)

    def warm(self, ending: Callable[[], bool] = lambda: False) -> None:
        """Compiles every rule and template now; else each is compiled when first needed.

        Leaves off, between one part and the next, when `ending` says so.

        Raises:
            CoachError: a rule cannot be compiled; its text is lines of `path:line: message`.
        """
        parts = (self.coach, self.screen, self.phrasebook)
        for part in parts:
            if not ending():
                part.warm()


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Without garbage collection: what is made stays, and going through it is a fifth of the time
    that reading takes [M: 2.1 s with, 1.6 without]."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def ambient(
    retelling: Any, helplines: Any, coach: Any, times: Any
) -> dict[str, Callable[..., Any]]:
    """What every template may call. (For the linter, which wants names only, all may be None.)"""
    return {
        "clock": clock_text,
        "said_later": lambda spec, me, now: times.later(spec, me.get("zone"), now),
        "about_them": lambda text, subject: retelling.about_them(text, subject),
        "impact_of": lambda text: retelling.impact(retelling.first_half(str(text))),
        "opened_up": lambda picked: _opened_up(coach, picked),
        "lines_for": lambda code, kind: helplines.for_country(code, kind),
        "all_lines": lambda code: _all_lines(helplines, code),
        "helpline_number": lambda code, kind="crisis": helplines.for_country(code, kind)[0].number,
        "helpline_page": lambda code, kind: helplines.for_country(code, kind)[0].page,
        "helpline_directory": lambda: helplines.directory,
        "sentence": lambda text: retelling.sentence(retelling.tidy(str(text))),
    }


def _opened_up(coach: Coach, picked: Sequence[str] | None) -> str | None:
    """Of the feelings that were ticked and typed, the first word that is to be opened up."""
    return next((word for text in picked or () if (word := coach.opened_up(text))), None)


def _all_lines(helplines: Helplines, code: str) -> tuple[Line, ...]:
    """Every line of a country, or the fallback where it has none."""
    own = tuple(line for line in helplines.lines if line.country == code)
    return own or helplines.fallback


@dataclass(frozen=True)
class Files:
    """The texts of the content folders, path → text, paths relative to the root."""

    dialogues: dict[str, str]
    templates: dict[str, str]
    coach: dict[str, str]
    screening: dict[str, str]
    partner: dict[str, str]
    retelling: tuple[str, str]
    times: tuple[str, str]
    helplines: tuple[str, str]

    @classmethod
    def read(cls, root: Path, language: str) -> Files:
        """Reads them. Raises Broken (one is missing, or is not text), OSError."""
        words = root / "dialogues" / "language" / language
        language_files = texts(root, words, "**/*.yaml")
        screening = {k: v for k, v in language_files.items() if "/screening/" in k}
        own = {n: str((words / n).relative_to(root)) for n in ("retelling.yaml", "times.yaml")}
        apart = {*screening, *own.values()}
        coach = {k: v for k, v in language_files.items() if k not in apart}
        dialogues = texts(root, root / "dialogues", "*.yaml")
        dialogues.pop(HELPLINES, None)
        templates = root / "templates" / language
        return cls(
            dialogues=dialogues,
            templates=texts(templates, templates, "**/*.j2"),
            coach=coach,
            screening=screening,
            partner=texts(root, root / "dialogues" / "partner" / language, "*.yaml"),
            retelling=(own["retelling.yaml"], _text(root, words / "retelling.yaml")),
            times=(own["times.yaml"], _text(root, words / "times.yaml")),
            helplines=(HELPLINES, _text(root, root / HELPLINES)),
        )


def _signs(files: Files) -> set[str] | None:
    """The names of all weak signs; None where the screening's rules cannot be read."""
    try:
        return {*RULES, *Screen.signal_ids(files.screening)}
    except SourceError:
        return None


def texts(root: Path, folder: Path, pattern: str) -> dict[str, str]:
    """The files of a folder, path from `root` → text. Raises Broken (not text), OSError."""
    return {str(p.relative_to(root)): _text(root, p) for p in sorted(folder.glob(pattern))}


def _text(root: Path, path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problem = "holds bytes that are no text: save it as UTF-8"
    except FileNotFoundError:
        line, problem = 1, "is missing: put it back"
    raise Broken([Problem(str(path.relative_to(root)), line, problem)])


def problems(root: Path = ROOT, language: str = "en") -> list[str]:
    """Everything wrong in the content folders, as `path:line: message`."""
    try:
        files = Files.read(root, language)
    except Broken as broken:
        return [str(p) for p in broken.problems]
    found = [
        *Coach.problems(files.coach),
        *Screen.problems(files.screening),
        *Partner.problems(files.partner),
        *Retelling.problems(files.retelling[1], files.retelling[0]),
        *Times.problems(files.times[1], files.times[0]),
        *Helplines.problems(files.helplines[1], files.helplines[0]),
    ]
    try:
        written = load_all(files.dialogues)
    except Broken as broken:
        return [*found, *map(str, broken.problems)]
    names = derivations(None, None)
    faults: list[Problem] = lint(written, names, sources(None), _signs(files))
    callable_ = ambient(None, None, None, None)
    faults += lint_templates(written, files.templates, f"templates/{language}", callable_)
    return found + [str(p) for p in sorted(faults)]


class ContentBroken(Exception):
    """The content cannot be used. Its text says why, a line for each fault."""


@contextlib.contextmanager
def usable(language: str = "en") -> Iterator[None]:
    """Turns whatever reading or warming content raises into ContentBroken."""
    try:
        yield
    except (Broken, *UNUSABLE) as error:
        raise ContentBroken(str(error)) from error
    except TemplateSyntaxError as error:
        place = f"templates/{language}/{error.name}:{error.lineno}"
        raise ContentBroken(f"{place}: {error.message}") from error
    except Exception as error:
        raise ContentBroken(f"{type(error).__name__}: {error}") from error
