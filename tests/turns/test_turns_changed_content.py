"""Content that changes under somebody who is in the middle of it: nobody is lost or left stuck."""

from __future__ import annotations

import dataclasses

from bot.content import ROOT, Content
from bot.engine.book import Book
from bot.engine.loader import load_all
from tests.turns.rig import Rig


def _changed(content: Content, files: dict[str, str], name: str) -> Content:
    others = {n: d for n, d in content.book.dialogues.items() if n != name}
    (written,) = load_all(files)
    book = Book(
        dialogues={**others, name: written.dialogue},
        partner=content.book.partner,
        screen=content.book.screen,
        derivations=content.book.derivations,
        sources=content.book.sources,
    )
    return dataclasses.replace(content, book=book)


async def test_a_renamed_state_is_found_again(rig: Rig, content: Content) -> None:
    anne = rig.person()
    async with rig.running():
        await anne.is_asked_for_words()
        old = await rig.session()
    files = {n: t.replace("words.request", "words.wish") for n, t in _files("rehearsal").items()}
    head = "dialogues/rehearsal.yaml"
    files[head] = files[head].replace("renamed:\n", "renamed:\n  words.request: words.wish\n")
    phrases = content.phrasebook.texts
    phrases = {**phrases, "rehearsal/words.wish.j2": phrases["rehearsal/words.request.j2"]}
    changed = _changed(content, files, "rehearsal")
    changed = dataclasses.replace(changed, phrasebook=_phrasebook(content, phrases))
    async with rig.running(changed):
        await anne.types("Please call me by six.")
        top = (await rig.session())["frames"][-1]
        assert top["slots"]["request"] == "Please call me by six."
        assert top["slots"]["story"] == old["frames"][-1]["slots"]["story"]


async def test_a_shortened_dialogue_goes_to_the_start_of_the_stage_and_says_so(
    rig: Rig, content: Content
) -> None:
    anne = rig.person()
    async with rig.running():
        await anne.is_asked_for_words()
        await anne.types("Please call me by six.")
        await anne.chooses("own")
        old = (await rig.session())["frames"][-1]
        assert old["state"] == "words.own"
    files, part = _files("rehearsal"), "dialogues/rehearsal-words.yaml"
    lines = files[part].replace(", to: words.own}", ", to: answer.start}").splitlines()
    start = lines.index("  words.own:")
    rest = range(start + 1, len(lines))
    end = next((i for i in rest if not lines[i].startswith("    ")), len(lines))
    files[part] = "\n".join(lines[:start] + lines[end:])
    changed = _changed(content, files, "rehearsal")
    async with rig.running(changed):
        shown = await anne.types("anything")
        top = (await rig.session())["frames"][-1]
        assert top["state"].startswith("words.")
        assert {k: top["slots"].get(k) for k in ("story", "kind")} == {
            k: old["slots"][k] for k in ("story", "kind")
        }
        assert shown


async def test_a_dialogue_that_is_gone_leaves_nobody_stuck(rig: Rig, content: Content) -> None:
    anne = rig.person()
    async with rig.running():
        await anne.begins()
        await anne.chooses("pause")
    dialogues = {n: d for n, d in content.book.dialogues.items() if n != "pause"}
    book = dataclasses.replace(content.book, dialogues=dialogues)
    async with rig.running(dataclasses.replace(content, book=book)):
        await anne.chooses("30")
        await anne.types("/rehearse")
        assert anne.button("sore")


def _files(name: str) -> dict[str, str]:
    """The files of a dialogue: its own, and those of its parts."""
    paths = sorted((ROOT / "dialogues").glob(f"{name}*.yaml"))
    return {str(path.relative_to(ROOT)): path.read_text() for path in paths}


def _phrasebook(content: Content, texts: dict[str, str]) -> object:
    old = content.phrasebook
    plain = old._blocks._plain
    ambient = {k: v for k, v in plain.globals.items() if k in plain.filters}
    return type(old)(texts, old._lines, ambient)
