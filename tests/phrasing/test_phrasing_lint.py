"""Every fault between a dialogue and its templates is named with its file and line.

The line of the fault holds `{# <- #}` (in a template) or ends in `# <-` (in the dialogue).
"""

from __future__ import annotations

import pytest

from bot.engine.loader import load_all
from bot.phrasing.lint import lint_templates

DIALOGUE = """
dialogue: note
command: note
start: page.ask
stages: [page]
guards: {again: {me.again: 1}}
states:
  page.ask:
    ask: choice
    save: kind
    choices:
      - go
      - {id: let-go, offer: true}
      - {id: sad, under: [low]}
    next:
      - {to: page.name, when: again}
      - {to: page.card}
  page.name:
    ask: text
    save: name
    private: true
    next: page.card
  page.card:
    choices: [{id: words, copy: true}]
    next: page.breathe
  page.breathe:
    pace: true
    next: page.quiet
  page.quiet:
    silent: true
    next: end
"""
TEMPLATES = {
    "common/macros/pairs.j2": "{% macro both(a, b) %}{{ once(a) }}{{ b }}{% endmacro %}\n",
    "common/macros/single.j2": "{% macro once(a) %}{{ a }}{% endmacro %}\n",
    "common/labels.j2": "{% block label_done %}Done{% endblock %}\n",
    "common/header.j2": "{% block text %}{{ number }}{% endblock %}",
    "common/listening.j2": "{% block text %}Go on.{% endblock %}",
    "common/notes.j2": "{% block stale %}From before.{% endblock %}",
    "coach/feedback.j2": "{% block text %}{{ findings }}{% endblock %}",
    "coach/good.j2": "{% block mirrors %}you gave it back{% endblock %}",
    "coach/comfort.j2": "{% block statement %}You want to be heard.{% endblock %}",
    "coach/unsure.j2": "{% block push %}This pushes.{% endblock %}"
    "{% block push_2 %}Hard to say no to.{% endblock %}\n",
    "coach/demand.j2": "{% block reason %}It asks a lot.{% endblock %}\n"
    "{% block guess %}push{% endblock %}\n",
    "coach/threat.j2": "{% block reason %}It frightens.{% endblock %}"
    "{% block guess %}push{% endblock %}\n",
    "note/stages.j2": "{% block page %}The page{% endblock %}\n",
    "note/labels.j2": "{% block label_sad %}sad{% endblock %}\n",
    "note/page.ask.j2": (
        "{% block text %}What is it?{% endblock %}\n"
        "{% block text_2 %}What is on your mind?{% endblock %}\n"
        "{% block label_go %}Go on{% endblock %}\n"
        "{% block label_let_go %}{{ offers.let_go }}{% endblock %}\n"
        "{% block offer_let_go %}I let it go.{% endblock %}\n"
        "{% block label_low %}low{% endblock %}\n"
    ),
    "note/page.name.j2": "{% block text %}Your name, {{ kind }}?{% endblock %}\n",
    "note/page.card.j2": (
        "{% block text %}{{ kind }}{% if name %} for {{ name }}{% endif %}{% endblock %}\n"
        "{% block label_words %}Copy{% endblock %}\n"
        "{% block offer_words %}{{ both(kind, name or '') }}{% endblock %}\n"
    ),
    "note/page.breathe.j2": "{% block pace %}\n4|In.\n6|Out.\n{% endblock %}\n",
}


def problems(templates: dict[str, str], dialogue: str = DIALOGUE) -> list[str]:
    written = load_all({"dialogues/note.yaml": dialogue})
    return [str(p) for p in lint_templates(written, templates, "templates/en")]


def line_of(text: str) -> int:
    (line,) = [n for n, row in enumerate(text.splitlines(), 1) if "<-" in row]
    return line


def changed(name: str, old: str, new: str) -> dict[str, str]:
    assert old in TEMPLATES[name]
    return {**TEMPLATES, name: TEMPLATES[name].replace(old, new)}


def test_a_sound_set_has_no_problems() -> None:
    assert problems(TEMPLATES) == []


ASK, NAME, CARD = "note/page.ask.j2", "note/page.name.j2", "note/page.card.j2"
PAIRS, SINGLE = "common/macros/pairs.j2", "common/macros/single.j2"
DEMAND, UNSURE = "coach/demand.j2", "coach/unsure.j2"
LONG = "word " * 14
TEMPLATE_FAULTS = {
    "unused block": (
        changed(ASK, "{% block label_go %}", "{% block label_on %}x{% endblock %}{# <- #}\n"
                "{% block label_go %}"),
        ASK, "unused block `label_on`",
    ),
    "unused offer": (
        changed(ASK, "{% block label_go %}", "{% block offer_go %}x{% endblock %}{# <- #}\n"
                "{% block label_go %}"),
        ASK, "unused block `offer_go`",
    ),
    "unused template": (
        {**TEMPLATES, "note/page.gone.j2": "{# <- #}{% block text %}x{% endblock %}"},
        "note/page.gone.j2", "unused template: there is no state `page.gone`",
    ),
    "unknown variable": (
        changed(NAME, "{{ kind }}", "{# <- #}{{ knid }}"), NAME, "unknown variable `knid`",
    ),
    "unknown variable under a condition": (
        changed(NAME, "{{ kind }}", "{# <- #}{% if knid %}x{% endif %}"),
        NAME, "unknown variable `knid`",
    ),
    "unknown variable beside an or": (
        changed(NAME, "{{ kind }}", "{# <- #}{{ knid or 'x' }}"), NAME, "unknown variable `knid`",
    ),
    "unknown variable in an inline if": (
        changed(NAME, "{{ kind }}", "{# <- #}{{ 'x' if knid else 'y' }}"),
        NAME, "unknown variable `knid`",
    ),
    "unknown macro": (
        changed(CARD, "{{ both(kind, name or '') }}", "{# <- #}{{ bothh(kind) }}"),
        CARD, "unknown variable `bothh`",
    ),
    "a slot read before it is filled": (
        changed(ASK, "What is it?", "{# <- #}What is it, {{ name }}?"),
        ASK, "unknown variable `name`",
    ),
    "a slot that may not be filled": (
        changed(CARD, "{% if name %} for {{ name }}{% endif %}", "{# <- #} for {{ name }}"),
        CARD, "`name` may not be filled here; put it under `{% if name %}`",
    ),
    "a macro that uses an unknown one": (
        changed(PAIRS, "{{ once(a) }}", "{# <- #}{{ onec(a) }}"),
        PAIRS, "unknown variable `onec`",
    ),
    "a macro that knows more than its own arguments": (
        changed(PAIRS, "{{ b }}", "{# <- #}{{ kind }}"), PAIRS, "unknown variable `kind`",
    ),
    "a macro defined in two files": (
        changed(SINGLE, "{% macro once", "{% macro both(a) %}{# <- #}{% endmacro %}{% macro once"),
        SINGLE,
        f"the macro `both` is in templates/en/{PAIRS}:1 already: rename one of them",
    ),
    "a macro defined twice in one file": (
        changed(PAIRS, "endmacro %}\n", "endmacro %}\n{% macro both(a) %}{# <- #}{% endmacro %}"),
        PAIRS,
        f"the macro `both` is in templates/en/{PAIRS}:1 already: rename one of them",
    ),
    "a rule without a guess": (
        changed(DEMAND, "lot.{% endblock %}\n{% block guess %}push", "{# <- #}lot."),
        DEMAND, f"missing block `guess`: put one of {UNSURE} there: push",
    ),
    "an unknown guess": (
        changed(DEMAND, "%}push", "%}{# <- #}psuh"),
        DEMAND, f"unknown guess `psuh`: put one of {UNSURE} there: push",
    ),
    "a guess that no rule names": (
        changed(UNSURE, "no to.{% endblock %}\n", "no to.{% endblock %}\n"
                "{% block sorry %}Not sorry yet.{% endblock %}{# <- #}"),
        UNSURE, "unused block `sorry`: no rule names this guess",
    ),
    "unknown filter": (
        changed(NAME, "{{ kind }}", "{# <- #}{{ kind | shuot }}"), NAME, "unknown filter `shuot`",
    ),
    "unknown variable of a shared text": (
        {**TEMPLATES, "common/notes.j2": "{# <- #}{% block x %}{{ knid }}{% endblock %}"},
        "common/notes.j2", "unknown variable `knid`",
    ),
    "a template that cannot be read": (
        changed(NAME, "{{ kind }}", "{# <- #}{% if kind %}"), NAME, "",
    ),
    "a label too long": (
        changed(ASK, "Go on", LONG + "{# <- #}"),
        ASK, "`label_go` is longer than 64 characters",
    ),
    "a label with a branch too long": (
        changed(ASK, "Go on", "{# <- #}{% if kind %}" + LONG + "{% else %}on{% endif %}"),
        ASK, "`label_go` is longer than 64 characters",
    ),
    "a copy text too long": (
        changed(CARD, "{{ both(kind, name or '') }}", "x" * 257 + "{# <- #}"),
        CARD, "`offer_words` is longer than 256 characters and cannot be copied",
    ),
    "a copy text with a branch too long": (
        changed(CARD, "{{ both(kind, name or '') }}",
                "{# <- #}{{ kind }}{% if name %}" + "x" * 257 + "{% endif %}"),
        CARD, "`offer_words` is longer than 256 characters and cannot be copied",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", TEMPLATE_FAULTS)
def test_a_fault_in_a_template(fault: str) -> None:
    templates, name, message = TEMPLATE_FAULTS[fault]
    found = problems(templates)
    first = f"templates/en/{name}:{line_of(templates[name])}: {message}"
    assert [f for f in found if f.startswith(first)] == found[:1], found
    assert len(found) == 1 or not message, found


STATE_FAULTS = {
    "missing template": (
        {k: v for k, v in TEMPLATES.items() if k != NAME},
        "page.name:", f"missing template templates/en/{NAME}",
    ),
    "missing text": (
        changed(NAME, "block text", "block listening"),
        "page.name:", f"missing block `text` in templates/en/{NAME}",
    ),
    "missing label": (
        changed(ASK, "{% block label_go %}Go on{% endblock %}\n", ""),
        "page.ask:", f"missing block `label_go` in templates/en/{ASK}",
    ),
    "missing offer": (
        changed(ASK, "{% block offer_let_go %}I let it go.{% endblock %}\n", ""),
        "page.ask:", f"missing block `offer_let_go` in templates/en/{ASK}",
    ),
    "missing copy text": (
        changed(CARD, "{% block offer_words %}{{ both(kind, name or '') }}{% endblock %}\n", ""),
        "page.card:", f"missing block `offer_words` in templates/en/{CARD}",
    ),
    "missing pace": (
        {**TEMPLATES, "note/page.breathe.j2": "{# nothing #}"},
        "page.breathe:", "missing block `pace` in templates/en/note/page.breathe.j2",
    ),
    "missing stage": (
        {**TEMPLATES, "note/stages.j2": "{# nothing #}"},
        "stages:", "stage `page` has no block in stages.j2",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", STATE_FAULTS)
def test_a_fault_shown_at_the_state(fault: str) -> None:
    templates, at, message = STATE_FAULTS[fault]
    lines = DIALOGUE.splitlines()
    line = next(n for n, row in enumerate(lines, 1) if row.strip().startswith(at))
    assert problems(templates) == [f"dialogues/note.yaml:{line}: {message}"]


@pytest.mark.parametrize("name", ["common/notes.j2", "common/labels.j2", "coach/feedback.j2"])
def test_a_shared_template_that_is_missing(name: str) -> None:
    found = problems({k: v for k, v in TEMPLATES.items() if k != name})
    assert f"templates/en/{name}:1: missing template: every dialogue uses it" in found
