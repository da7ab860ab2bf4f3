"""What the pages say of commands, settings, files and names is what there is."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel
from reading_docs import PAGES, ROOT, anchors, blocks, code, links, prose, spans

from bot.cli import cli
from bot.content import Content
from bot.derivations import derivations, sources
from bot.engine import model
from bot.engine.lint import BUILT_IN
from bot.engine.model_deeds import Deed, Drawn, Keep, Listed, Mark, Recall, Reminder
from bot.phrasing.lint import CONTEXT
from bot.phrasing.words import FILTERS
from bot.settings import Settings

ARCHITECTURE = ROOT / "docs" / "ARCHITECTURE.md"
WRITING = ROOT / "docs" / "WRITING-DIALOGUES.md"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
COMMANDS = {
    c.name or c.callback.__name__.replace("_", "-")
    for c in cli.registered_commands
    if c.callback is not None
}
EXAMPLES = ("dialogues/glad.yaml", "templates/en/glad/", "/de/", "docs/diagrams/")
"""Paths on the pages that are made by whoever follows them."""

pages = pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)


# Commands and settings


@pages
def test_every_command_line_on_a_page_exists(page: Path) -> None:
    text = code(page)
    assert set(re.findall(r"python -m bot ([\w-]+)", text)) <= COMMANDS
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"\bmake (\w+)", text)) <= targets
    assert set(re.findall(r"^(?:\.ci/run)", text, re.MULTILINE)) <= {".ci/run"}


def test_every_command_shows_an_example_of_itself() -> None:
    for command in cli.registered_commands:
        assert command.callback is not None
        name = command.name or command.callback.__name__.replace("_", "-")
        said = " ".join((command.callback.__doc__ or "").split())
        assert re.search(rf"Example: .*python -m bot {name}\b", said), name


@pages
def test_every_slash_command_on_a_page_exists(page: Path, content: Content) -> None:
    known = {*content.book.commands, *BUILT_IN, "newbot", "glad"}
    named = {m for s in spans(page) for m in re.findall(r"^/(\w+)$", s)}
    assert named <= known


def test_the_example_settings_are_the_settings() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    names = [line.partition("=")[0] for line in lines if line and not line.startswith("#")]
    assert sorted(names) == sorted(name.upper() for name in Settings.model_fields)


def test_the_example_settings_are_the_defaults(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    assert Settings(_env_file=ROOT / ".env.example") == Settings()


def test_help_and_the_menu_name_exactly_the_commands_there_are(content: Content) -> None:
    there = {*content.book.commands, *BUILT_IN}
    help_page = content.phrasebook.shared("help/help.all", "text")
    assert set(re.findall(r"/(\w+)", re.sub(r"</?\w+>", "", help_page))) == there - {
        "start",
        "help",
    }
    menu = set(content.phrasebook.block_names("profile"))
    assert menu - {"description", "short_description"} == there - {"start"}


# Links, paths and names


@pages
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in links(page):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pages
def test_every_path_on_a_page_exists(page: Path) -> None:
    tops = "|".join(("bot", "dialogues", "templates", "tests", "docs", "benchmarks", r"\.ci"))
    for span in spans(page):
        if re.fullmatch(rf"({tops})/[\w./-]*", span) and not any(e in span for e in EXAMPLES):
            assert (ROOT / span).exists(), span


def test_the_turn_is_followed_through_names_that_exist() -> None:
    named = re.findall(r"`([\w.]+)`\s+in\s+`(bot/[\w/]+\.py)`", prose(ARCHITECTURE))
    assert len(named) > 15
    for name, path in named:
        text = (ROOT / path).read_text()
        for part in name.split("."):
            assert re.search(rf"^\s*(?:class|(?:async )?def) {part}\b", text, re.MULTILINE), name


def test_a_page_is_short() -> None:
    assert len(ARCHITECTURE.read_text().splitlines()) <= 200
    assert len((ROOT / "README.md").read_text().splitlines()) <= 100


def test_the_picture_is_small_enough_to_load_on_a_phone() -> None:
    for path in (ROOT / "docs" / "images").glob("*.png"):
        assert path.stat().st_size < 400_000, path.name


# The format of dialogues and templates


def _keys(kind: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in kind.model_fields.items()}


def test_every_key_of_a_dialogue_is_explained_and_no_other() -> None:
    text = prose(WRITING).partition("\n## A dialogue\n")[2].partition("\n## A template\n")[0]
    words = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]+)`", text))))
    rows = re.findall(r"^\| ((?:`\w+` ?)+)\|", text, re.MULTILINE)
    listed = set(re.findall(r"\w+", " ".join(rows)))
    main = set[str]().union(
        *map(_keys, (model.Dialogue, model.State, model.Branch, model.Choice, model.Test))
    )
    nested = (Reminder, Keep, Recall, Listed, Mark, model.Derive)
    inner = set[str]().union(*map(_keys, nested))
    assert listed == main | _keys(Deed) | _keys(Drawn)
    assert inner <= words


def test_every_name_a_dialogue_may_use_is_listed() -> None:
    text = set(re.findall(r"\w+", code(WRITING)))
    assert {*derivations(None, None), *sources(None), *model.TEXT_TYPES} <= text
    acts = Deed.model_fields["act"].annotation
    assert set(re.findall(r"'(\w+)'", str(acts))) <= text


def test_every_turn_of_the_partner_is_listed() -> None:
    text = prose(WRITING).partition("### The simulated partner")[2].partition("\n### ")[0]
    assert set(get_args(model.PartnerTurn)) <= set(re.findall(r"`([\w-]+)`", text))


def test_every_filter_and_name_for_templates_is_listed() -> None:
    text = set(re.findall(r"\w+", code(WRITING)))
    shared_only = {
        "id",
        "it",
        "label",
        "findings",
        "good",
        "number",
        "of",
        "stage",
        "late",
        "everything",
    }
    assert {*FILTERS, *(CONTEXT - shared_only)} <= text


# Versions and dependencies


def test_the_changelog_begins_with_this_version() -> None:
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert newest is not None
    assert newest[1] == PROJECT["project"]["version"]


def _name(requirement: str) -> str:
    return re.split(r"[<>=!~\[; ]", requirement, maxsplit=1)[0]


def test_every_dependency_has_its_reason() -> None:
    text = ARCHITECTURE.read_text().partition("## Dependencies")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (\w\S*(?:, \S+)*) \|", text, re.MULTILINE)
    listed = {name for row in rows for name in row.split(", ")}
    assert listed == {_name(r) for r in PROJECT["project"]["dependencies"]}


def test_every_dependency_is_used() -> None:
    imports = {"python-telegram-bot": "telegram", "ruamel.yaml": "ruamel"}
    # Never imported by us: the first makes ruamel.yaml quick, the second is data for zoneinfo.
    # The others are found where their fonts are.
    behind = {"ruamel.yaml.clib", "tzdata", "pymupdf-fonts", "noto-cjk-sans-otc"}
    program = "\n".join(p.read_text() for p in (ROOT / "bot").rglob("*.py"))
    for requirement in PROJECT["project"]["dependencies"]:
        name = _name(requirement)
        module = imports.get(name, name.replace("-", "_"))
        used = re.search(rf"^\s*(?:from|import) {module}\b", program, re.MULTILINE)
        assert used or name in behind, f"{name} is never imported"


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned_with_hashes_and_name_no_index(file: str) -> None:
    text = (ROOT / file).read_text()
    assert "://" not in text
    assert not re.search(r"^\s*--?(?!hash)\w", text, re.MULTILINE)
    pinned = [r for r in text.replace("\\\n", " ").splitlines() if r.strip()]
    for row in pinned:
        assert re.match(r"[\w.\-\[\]]+==\S+ ", row), row
        assert "--hash=sha256:" in row, row
    named = {re.sub(r"[-_.]+", "-", row.partition("==")[0]).lower() for row in pinned}
    wanted = [*PROJECT["project"]["dependencies"]]
    if "dev" in file:
        wanted += PROJECT["project"]["optional-dependencies"]["dev"]
    assert {re.sub(r"[-_.]+", "-", _name(r)).lower() for r in wanted} <= named


def test_nothing_names_a_package_index() -> None:
    for name in ("Makefile", ".ci/run", "pyproject.toml", "CONTRIBUTING.md"):
        assert not re.search(r"index-url[ =]+\S*://|pypi", (ROOT / name).read_text()), name


def test_continuous_integration_calls_the_test_command() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert re.search(r"^make test\b", script.read_text(), re.MULTILINE)


def test_the_compile_commands_name_the_files_that_are_there() -> None:
    shown = next(b.text for b in blocks(ROOT / "CONTRIBUTING.md") if "uv pip compile" in b.text)
    assert set(re.findall(r"-o (\S+)", shown)) == {"requirements.txt", "requirements-dev.txt"}
