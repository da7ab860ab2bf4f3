"""Holds templates against what the dialogues declare: missing and unused blocks, unknown names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from jinja2 import Environment, TemplateSyntaxError, nodes

from bot.engine.filled import Filled, filled_before
from bot.engine.loader import Problem, Written
from bot.engine.model import Dialogue, State

CONTEXT = frozenset(
    {"they", "them", "their", "theirs", "They", "Their", "Theirs", "s", "es"}
    | {"slots", "me", "work", "now", "variant", "line", "annotation", "mood", "offers", "id"}
    | {"label", "findings", "good", "number", "of", "stage", "late", "everything"}
)
"""What every template may use besides slots and macros."""

LABEL_LENGTH = 64
"""Characters of a label that still fit on a phone's button."""

COPY_LENGTH = 256
SHARED = "common/labels.j2"
ENGINE_LABELS = frozenset(
    {"label_done", "label_plain", "label_nuance", "label_number", "ticked", "label_seen",
     "label_other"}
)  # fmt: skip
OWN = re.compile(r"^(text|label|offer|pace|listening|feedback)(_\w+)?$")


def lint_templates(
    written: Sequence[Written], templates: Mapping[str, str], folder: str
) -> list[Problem]:
    """Everything wrong between dialogues and their templates, with file and line.

    `folder` is what stands before template names in messages, like `templates/en`.
    """
    problems: list[Problem] = []
    parsed: dict[str, nodes.Template] = {}
    environment = Environment()
    for name, text in templates.items():
        try:
            parsed[name] = environment.parse(text)
        except TemplateSyntaxError as error:
            problems.append(Problem(f"{folder}/{name}", error.lineno, str(error.message)))
    macros = {
        m.name
        for n in ("common/macros.j2",)
        if n in parsed
        for m in parsed[n].find_all(nodes.Macro)
    }
    known = {w.dialogue.dialogue for w in written}
    for each in written:
        problems += _dialogue(each, parsed, templates, folder, macros)
    for name in parsed:
        dialogue, _, rest = name.partition("/")
        if dialogue in known:
            states = next(w.dialogue.states for w in written if w.dialogue.dialogue == dialogue)
            state = rest.removesuffix(".j2")
            if state not in states and rest not in ("stages.j2", "labels.j2") and "." in state:
                problems.append(
                    Problem(f"{folder}/{name}", 1, f"unused template: there is no state `{state}`")
                )
    return sorted(problems)


def blocks_of(template: nodes.Template | None) -> dict[str, nodes.Block]:
    """The blocks of a parsed template by name."""
    return {} if template is None else {b.name: b for b in template.find_all(nodes.Block)}


def _dialogue(
    each: Written,
    parsed: Mapping[str, nodes.Template],
    templates: Mapping[str, str],
    folder: str,
    macros: set[str],
) -> Iterator[Problem]:
    dialogue = each.dialogue
    filled = filled_before(dialogue)
    shared = set(blocks_of(parsed.get(SHARED)))
    own_shared = blocks_of(parsed.get(f"{dialogue.dialogue}/labels.j2"))
    stages = blocks_of(parsed.get(f"{dialogue.dialogue}/stages.j2"))
    for stage in dialogue.stages:
        if stage not in stages:
            yield each.problem(f"stage `{stage}` has no block in stages.j2", "stages")
    for name, state in dialogue.states.items():
        path = f"{dialogue.dialogue}/{name}.j2"
        blocks = blocks_of(parsed.get(path))
        if path not in templates:
            if not state.silent:
                yield each.problem(f"missing template {folder}/{path}", "states", name)
            continue
        wanted = set(_wanted(state))
        for block in sorted(wanted - set(blocks) - shared - set(own_shared)):
            yield each.problem(f"missing block `{block}` in {folder}/{path}", "states", name)
        extra = {b for b in blocks if _base(b) not in wanted and b not in _may(state)}
        for block in sorted(extra):
            line = blocks[block].lineno
            yield Problem(f"{folder}/{path}", line, f"unused block `{block}`")
        for each_block in blocks.values():
            yield from _variables(each_block, f"{folder}/{path}", name, dialogue, filled, macros)
            yield from _lengths(each_block, state, f"{folder}/{path}")


def _base(block: str) -> str:
    return re.sub(r"_\d+$", "", block) if block.startswith("text_") else block


def _wanted(state: State) -> Iterator[str]:
    if state.pace:
        yield "pace"
    elif not state.silent:
        yield "text"
    for choice in state.choices:
        name = choice.id.replace("-", "_")
        yield f"label_{name}"
        if choice.offer or choice.copies or choice.url:
            yield f"offer_{name}"


def _may(state: State) -> set[str]:
    nuances = {f"label_{n.replace('-', '_')}" for c in state.choices for n in c.under}
    return nuances | {"listening", "feedback", "label_done", "label_nuance", "label_plain"}


# Names


def _variables(
    block: nodes.Block,
    path: str,
    state: str,
    dialogue: Dialogue,
    filled: Filled,
    macros: set[str],
) -> Iterator[Problem]:
    given = set(dialogue.given)
    possible = filled.possibly[state] | filled.by(state) | given
    sure = filled.surely[state] | given
    local = {n.name for n in block.find_all(nodes.Name) if n.ctx == "store"}
    called = {c.node.name for c in block.find_all(nodes.Call) if isinstance(c.node, nodes.Name)} | {
        "loop"
    }
    for name, lineno in _unguarded(block, frozenset()):
        if name in CONTEXT | macros | local | called:
            continue
        if name not in possible:
            yield Problem(path, lineno, f"unknown variable `{name}`")
        elif name not in sure:
            message = f"`{name}` may not be filled here; put it under `{{% if {name} %}}`"
            yield Problem(path, lineno, message)
    for name, lineno in _guards(block):
        if name not in CONTEXT | macros | local | called | possible:
            yield Problem(path, lineno, f"unknown variable `{name}`")


def _unguarded(node: nodes.Node, safe: frozenset[str]) -> Iterator[tuple[str, int]]:
    """Names read where nothing before has asked whether they are there."""
    if isinstance(node, nodes.If):
        tested = {n.name for n in node.test.find_all(nodes.Name)}
        if isinstance(node.test, nodes.Name):
            tested.add(node.test.name)
        for child in node.body:
            yield from _unguarded(child, safe | tested)
        for child in [*node.elif_, *node.else_]:
            yield from _unguarded(child, safe | tested)
        return
    if isinstance(node, nodes.CondExpr | nodes.Or):
        return
    if isinstance(node, nodes.Name) and node.ctx == "load" and node.name not in safe:
        yield node.name, node.lineno
    for child in node.iter_child_nodes():
        yield from _unguarded(child, safe)


def _guards(block: nodes.Block) -> Iterator[tuple[str, int]]:
    for condition in block.find_all(nodes.If):
        tests: Iterable[nodes.Node] = [condition.test, *condition.test.find_all(nodes.Name)]
        for name in tests:
            if isinstance(name, nodes.Name):
                yield name.name, name.lineno


# Lengths


def _lengths(block: nodes.Block, state: State, path: str) -> Iterator[Problem]:
    """Labels that do not fit a button; copy texts that are always too long for one."""
    fixed = "".join(d.data for d in block.find_all(nodes.TemplateData)).strip()
    bare = not any(True for _ in block.find_all(nodes.If))
    if block.name.startswith("label_") and bare and len(fixed) > LABEL_LENGTH:
        yield Problem(
            path, block.lineno, f"`{block.name}` is longer than {LABEL_LENGTH} characters"
        )
    copied = {f"offer_{c.id.replace('-', '_')}" for c in state.choices if c.copies}
    if block.name in copied and bare and len(fixed) > COPY_LENGTH:
        message = f"`{block.name}` is longer than {COPY_LENGTH} characters and cannot be copied"
        yield Problem(path, block.lineno, message)
