"""Golden transcripts: what a person does, and every word the bot says to it.

`pytest tests/dialogues --update-golden` rewrites them; read them before you keep them. A script's
lines are typed, except [labels], /commands, `due: name` (a reminder comes due) and `wait: minutes`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.content import Content
from bot.terminal import plain
from tests.dialogues.visitor import Visitor, assert_sendable

FOLDER = Path(__file__).parent / "transcripts"
SCRIPTS = sorted(path.stem for path in FOLDER.glob("*.yaml"))
MOST_ACTIONS, MOST_TYPED = 12, 4
MOST_IN_FULL, MOST_TYPED_IN_FULL = 25, 8

NOT_COUNTED = {"calm.slow", "calm.breathed", "take.zone"}
"""Slowing down and the time zone are not counted."""


@dataclass
class Played:
    """A script played through: what was said, and what it took to reach the card."""

    lines: list[str] = field(default_factory=list)
    answered: list[tuple[str, bool]] = field(default_factory=list)
    """State by state as answered on the way to the card: its name, and whether something was
    typed. An answer is one action however many messages, ticks or retries it takes."""
    card: bool = False
    in_full: list[tuple[str, bool]] = field(default_factory=list)
    """The same, as far as the script goes, with what was done to the words after the card."""

    @property
    def actions(self) -> int:
        return len(self.answered)

    @property
    def typed(self) -> int:
        return sum(typed for _, typed in self.answered)

    def count(self, at: str, typed: bool) -> None:
        dialogue, _, state = at.partition("#")[0].partition("/")
        if dialogue not in ("rehearsal", "words", "their_side") or state in NOT_COUNTED:
            return
        for answered in (self.in_full, *([] if self.card else [self.answered])):
            again = typed
            if answered and answered[-1][0] == at:
                again |= answered.pop()[1]
            answered.append((at, again))


def script(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe").load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    return loaded


def play(content: Content, written: dict[str, Any]) -> Played:
    """The transcript of a script, in the rows that go out."""
    visitor, played = Visitor(content, consented=written.get("consented", True)), Played()
    for act in written["person"]:
        before = place(visitor)
        if isinstance(act, dict) and "wait" in act:
            visitor.now += act["wait"] * 60
            played.lines += [f"> ({act['wait']} minutes pass)", ""]
            continue
        if isinstance(act, dict):
            played.lines.append(f"> ({act['due']} comes due)")
            visitor.come_due(act["due"], act.get("late", 0.0))
        else:
            played.lines.append(f"> {act}")
            if act.startswith("["):
                visitor.tap(tap_of(visitor, act))
            else:
                visitor.type(act)
            if not act.startswith(("/", "[Leave it", "[Show me", "[Use this", "[Keep my")):
                played.count(before, typed=not act.startswith("["))
        assert_sendable(visitor.rows)
        played.lines += told(visitor)
        played.card |= "Your card" in visitor.text
    return played


def place(visitor: Visitor) -> str:
    """Where an answer is given: the state, and in an exchange with the partner which line."""
    top = visitor.session.top
    exchange = (top.partner or {}).get("exchange") if top is not None else None
    return visitor.at if exchange is None else f"{visitor.at}#{exchange}"


def tap_of(visitor: Visitor, label: str) -> str:
    buttons = [b for m in reversed(visitor.said) for row in m["buttons"] for b in row]
    found = [b["tap"] for b in buttons if f"[{b['label'].removeprefix('✓ ')}]" == label]
    assert found, f"there is no button {label} in {visitor.at}: {[b['label'] for b in buttons]}"
    return str(found[0])


def told(visitor: Visitor) -> list[str]:
    """What a turn sends, line by line."""
    lines = [""]
    for row in visitor.rows:
        if row["op"] in ("say", "edit"):
            urgent = " (first)" if row.get("help") else ""
            lines.append(f"  {'B' if row['op'] == 'say' else 'B, edited'}{urgent}")
            if row["op"] == "say":
                lines += [
                    f"  | {line}".rstrip() for line in plain(row["message"]["text"]).split("\n")
                ]
            lines += buttons(row["message"]["buttons"])
        elif row["op"] == "buttons":
            lines += ["  (answered)", *buttons(row["buttons"])]
        elif row["op"] == "pace":
            lines.append("  (" + " ".join(f["text"] for f in row["frames"]) + ")")
        else:
            lines.append(
                f"  ({row['op']} {row.get('name') or row.get('ref') or ''})".replace(" )", ")")
            )
    for name, put in visitor.due.items():
        lines.append(f"  ({name} in {round((put.at - visitor.now) / 60)} minutes)")
    return [*lines, ""]


def buttons(rows: list[list[dict[str, str]]]) -> list[str]:
    marks = {"copy": " ⧉", "url": " ↗"}
    return [
        "    "
        + " ".join(f"[{b['label']}{next((marks[k] for k in marks if k in b), '')}]" for b in row)
        for row in rows
    ]


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_conversation_goes_as_it_was_read(
    name: str, content: Content, update_golden: bool
) -> None:
    written, path = script(name), FOLDER / f"{name}.txt"
    text = f"{written['about']}\n\n" + "\n".join(play(content, written).lines).strip() + "\n"
    if update_golden:
        path.write_text(text, "utf-8")
    assert path.exists(), f"{path.name} is missing; run pytest --update-golden and read it"
    assert text == path.read_text("utf-8"), "changed; run pytest --update-golden and read the diff"


@pytest.mark.parametrize("name", [n for n in SCRIPTS if script(n).get("card")])
def test_the_card_takes_at_most_twelve_actions_and_four_typed(name: str, content: Content) -> None:
    played = play(content, script(name))
    assert played.card, "this conversation does not reach the card"
    assert played.actions <= MOST_ACTIONS, played.answered
    assert played.typed <= MOST_TYPED, played.answered


@pytest.mark.parametrize("name", [n for n in SCRIPTS if script(n).get("full")])
def test_the_full_path_takes_at_most_25_actions_and_eight_typed(
    name: str, content: Content
) -> None:
    played = play(content, script(name))
    assert {at.partition("/")[0] for at, _ in played.in_full} >= set(script(name)["full"])
    assert len(played.in_full) <= MOST_IN_FULL, played.in_full
    assert sum(typed for _, typed in played.in_full) <= MOST_TYPED_IN_FULL, played.in_full


def test_every_kind_of_talk_has_a_conversation_to_the_card(content: Content) -> None:
    kinds = {c.id for c in content.book.state("rehearsal", "calm.kind").choices}
    assert kinds <= {n for n in SCRIPTS if script(n).get("card")}


def test_no_transcript_is_left_without_its_script() -> None:
    assert {p.stem for p in FOLDER.glob("*.txt")} <= set(SCRIPTS)
