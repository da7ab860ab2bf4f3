"""Holds templates against what the dialogues declare: missing and unused blocks, unknown names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.defaults import DEFAULT_NAMESPACE

from bot.engine.filled import Filled, all_slots, deeds_of, filled_before
from bot.engine.loader import Written
from bot.engine.model import Dialogue, State
from bot.lined_yaml import Problem
from bot.phrasing import words
from bot.phrasing.guesses import lint_guesses
from bot.phrasing.macros import FOLDER as MACROS
from bot.phrasing.macros import defined, doubled

CONTEXT = frozenset(
    words.pronouns(None).keys()
    | {"slots", "me", "work", "now", "variant", "line", "annotation", "mood", "offers", "id"}
    | {"needs", "exchange", "tries"}
    | {"label", "it", "findings", "good", "comfort", "number", "of", "stage", "late", "everything"}
)
"""What every template may use besides slots and macros."""

LABEL_LENGTH = 64
"""Characters of a label that still fit on a phone's button."""

COPY_LENGTH = 256
SHARED = "common/labels.j2"
REQUIRED = frozenset(
    {f"common/{n}.j2" for n in ("header", "labels", "listening", "notes")}
    | {"coach/feedback.j2", "coach/good.j2", "coach/comfort.j2"}
)
"""The templates that any message may need."""

FOR_TIMES = frozenset({"common/sure.j2", "common/unclear.j2"})
"""The templates that a state which asks for a time needs besides."""

FINDING = frozenset({"rule", "severity", "quote", "pieces", "f"})
"""What the templates of the coach's rules may use besides."""

OWN = re.compile(r"^(text|label|offer|pace|listening|feedback|sure|unclear)(_\w+)?$")


def lint_templates(
    written: Sequence[Written],
    templates: Mapping[str, str],
    folder: str,
    ambient: Collection[str] = (),
) -> list[Problem]:
    """Everything wrong between dialogues and their templates, with file and line.

    `folder` is what stands before template names in messages, like `templates/en`; `ambient` are
    the names of the functions that the composition root gives to every template.
    """
    problems: list[Problem] = []
    parsed: dict[str, nodes.Template] = {}
    environment = Environment()
    for name, text in templates.items():
        try:
            parsed[name] = environment.parse(text)
        except TemplateSyntaxError as error:
            problems.append(Problem(f"{folder}/{name}", error.lineno, str(error.message)))
    macros = {*ambient, *DEFAULT_NAMESPACE}
    macros |= {macro.name for _, macro in defined(parsed)}
    problems += _macros(parsed, folder, macros)
    states = [state for w in written for state in w.dialogue.states.values()]
    required = REQUIRED | (FOR_TIMES if any(s.ask == "time" for s in states) else set())
    for name in sorted(required - set(templates)):
        problems.append(Problem(f"{folder}/{name}", 1, "missing template: every dialogue uses it"))
    filters = {*environment.filters, *words.FILTERS, *ambient}
    for name, template in parsed.items():
        for used in template.find_all(nodes.Filter):
            if used.name not in filters:
                message = f"unknown filter `{used.name}`"
                problems.append(Problem(f"{folder}/{name}", used.lineno, message))
    known = {w.dialogue.dialogue for w in written}
    problems += _pictures(written, parsed, folder)
    problems += lint_guesses(parsed, folder)
    for each in written:
        problems += _dialogue(each, parsed, templates, folder, macros)
    slots = {slot for w in written for slot in all_slots(w.dialogue)}
    for name in parsed:
        dialogue, _, rest = name.partition("/")
        if dialogue in ("coach", "common", "pictures") and not name.startswith(MACROS):
            known_here = CONTEXT | FINDING | macros | slots
            problems += _unknown(parsed[name], f"{folder}/{name}", known_here)
        if dialogue in known:
            own = next(w.dialogue.states for w in written if w.dialogue.dialogue == dialogue)
            state = rest.removesuffix(".j2")
            if state not in own and rest not in ("stages.j2", "labels.j2") and "." in state:
                problems.append(
                    Problem(f"{folder}/{name}", 1, f"unused template: there is no state `{state}`")
                )
    return sorted(problems)


def _pictures(
    written: Sequence[Written], parsed: Mapping[str, nodes.Template], folder: str
) -> Iterator[Problem]:
    """Pictures without their template, and templates without their picture or a block it needs."""
    wanted: dict[str, Problem] = {}
    for each in written:
        for name, state in each.dialogue.states.items():
            drawn = [d.picture for d in deeds_of(state)] + [c.picture for c in state.choices]
            for picture in filter(None, drawn):
                path = f"pictures/{picture.name}.j2"
                message = f"missing template {folder}/{path}"
                wanted.setdefault(path, each.problem(message, "states", name))
    for path, problem in wanted.items():
        if path not in parsed:
            yield problem
            continue
        for block in sorted({"file", "otherwise"} - set(blocks_of(parsed[path]))):
            yield Problem(f"{folder}/{path}", 1, f"missing block `{block}`")
    for path in sorted(parsed):
        if path.startswith("pictures/") and path not in wanted:
            yield Problem(f"{folder}/{path}", 1, "unused template: no dialogue has this picture")


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
        if path not in parsed:
            continue
        wanted = set(_wanted(state))
        for block in sorted(wanted - set(blocks) - shared - set(own_shared)):
            yield each.problem(f"missing block `{block}` in {folder}/{path}", "states", name)
        extra = {b for b in blocks if _base(b) not in wanted and b not in _may(state)}
        for block in sorted(extra):
            line = blocks[block].lineno
            yield Problem(f"{folder}/{path}", line, f"unused block `{block}`")
        for each_block in blocks.values():
            if name in filled.reached:
                yield from _variables(
                    each_block, f"{folder}/{path}", name, dialogue, filled, macros
                )
            yield from _lengths(each_block, state, f"{folder}/{path}")


def _base(block: str) -> str:
    return re.sub(r"_\d+$", "", block) if block.startswith("text_") else block


def _wanted(state: State) -> Iterator[str]:
    if state.pace:
        yield "pace"
    elif not state.silent:
        yield "text"
    if state.records is not None:
        yield "label_record"
    for choice in state.choices:
        name = choice.id.replace("-", "_")
        yield f"label_{name}"
        if choice.offer or choice.copies or choice.url:
            yield f"offer_{name}"


def _may(state: State) -> set[str]:
    nuances = {f"label_{n.replace('-', '_')}" for c in state.choices for n in c.under}
    own = {"listening", "feedback", "label_done", "label_nuance", "label_plain"}
    own |= {"sure", "unclear"} if state.ask == "time" else set()
    return nuances | own | ({"offer_use"} if state.coach else set())


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
    known = CONTEXT | macros | _local(block)
    yield from _unknown(block, path, known | possible)
    for name, lineno in _unguarded(block, frozenset()):
        if name in possible and name not in known | sure:
            message = f"`{name}` may not be filled here; put it under `{{% if {name} %}}`"
            yield Problem(path, lineno, message)


def _local(node: nodes.Node) -> set[str]:
    return {"loop", *(n.name for n in node.find_all(nodes.Name) if n.ctx in ("store", "param"))}


def _unknown(node: nodes.Node, path: str, known: Collection[str]) -> Iterator[Problem]:
    """Names read that nothing can have filled."""
    local = _local(node)
    for name in node.find_all(nodes.Name):
        if name.ctx == "load" and name.name not in known and name.name not in local:
            yield Problem(path, name.lineno, f"unknown variable `{name.name}`")


def _macros(
    parsed: Mapping[str, nodes.Template], folder: str, known: set[str]
) -> Iterator[Problem]:
    """A macro sees its arguments and other macros, nothing of the person."""
    yield from doubled(parsed, folder)
    for name, macro in defined(parsed):
        yield from _unknown(macro, f"{folder}/{name}", known | {a.name for a in macro.args})


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


# Lengths


def _lengths(block: nodes.Block, state: State, path: str) -> Iterator[Problem]:
    """Labels that do not fit a button; copy texts that can be too long for one as they stand."""
    length = _longest(block)
    if block.name.startswith("label_") and length > LABEL_LENGTH:
        yield Problem(
            path, block.lineno, f"`{block.name}` is longer than {LABEL_LENGTH} characters"
        )
    copied = {f"offer_{c.id.replace('-', '_')}" for c in state.choices if c.copies}
    if block.name in copied and length > COPY_LENGTH:
        message = f"`{block.name}` is longer than {COPY_LENGTH} characters and cannot be copied"
        yield Problem(path, block.lineno, message)


def _longest(node: nodes.Node) -> int:
    """How many characters of fixed text the longest way through a block has."""
    if isinstance(node, nodes.TemplateData):
        return len(" ".join(node.data.split()))
    if isinstance(node, nodes.If):
        ways = [node.body, node.else_, *(e.body for e in node.elif_)]
        return max(sum(map(_longest, way)) for way in ways)
    return sum(map(_longest, node.iter_child_nodes()))
