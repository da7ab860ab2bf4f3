"""What is read before it is filled, recalled though nobody keeps it, or handed to nobody."""

from __future__ import annotations

import pytest

from tests.engine.faulty import HEAD, OK, is_named_where_it_stands, states

FAULTS = {
    "unknown target of a reminder": (
        states(
            "a.one:",
            "  do: [{remind: {name: r, after: n, leads_to: a.gone}}]  # <-",
            "  next: end",
        ).replace("start:", "given: [n]\nstart:"),
        "the reminder `r` leads to `a.gone`, which is not a state",
    ),
    "a reminder that begins nothing there is": (
        states(
            "a.one:", "  do: [{remind: {name: r, after: n, call: gone}}]  # <-", "  next: end"
        ).replace("start:", "given: [n]\nstart:"),
        "unknown dialogue `gone`",
    ),
    "recalling what nobody keeps": (
        states(
            "a.one: {do: [{recall: {kind: vow, slots: [p], same: [p]}}], next: end}  # <-"
        ).replace("start:", "given: [p]\nstart:"),
        "no dialogue keeps `vow`; there are card",
    ),
    "recalling a slot that no record holds": (
        states(
            "a.one:",
            "  do: [{recall: {kind: card, slots: [what], same: [words]}}]  # <-",
            "  next: end",
        ).replace("start:", "given: [words]\nstart:"),
        "no record `card` holds `what`",
    ),
    "listing what nobody keeps": (
        states("a.one: {ask: choice, records: {kind: vow}, next: end}  # <-"),
        "no dialogue keeps `vow`; there are card",
    ),
    "counting what nobody keeps": (
        states(OK).replace("states:", "guards:\n  some: {kept.vow: {at_least: 1}}  # <-\nstates:"),
        "no dialogue keeps `vow`; there are card",
    ),
    "a record that nobody keeps at hand": (
        states(
            "a.one:",
            "  ask: choice",
            "  choices: [go]",
            "  do:",
            "    - {recall: {kind: card, slots: [words, song]}}  # <-",
            "  next: end",
        ),
        "no dialogue keeps a record `card` with these slots at hand",
    ),
    "a record holds a slot that nothing fills": (
        states(
            "a.one: {ask: text, save: said, private: true, next: a.two}",
            "a.two:",
            "  do:",
            "    - keep: {kind: page, slots: [siad]}  # <-",
            "  next: end",
        ),
        "the record `page` holds `siad`, which nothing fills before",
    ),
    "a reminder needs a slot that nothing fills": (
        states(
            "a.one:",
            "  ask: choice",
            "  choices: [go]",
            "  next:",
            "    - {to: end, do: [{remind: {name: r, after: n, leads_to: a.one}}]}  # <-",
        ),
        "the reminder `r` reads `n`, which nothing fills before",
    ),
    "handing what is not taken": (
        states(
            "a.one: {ask: choice, choices: [go], save: x, next: a.two}",
            "a.two: {silent: true, next: [{call: note, to: end, hand: {page: x}}]}  # <-",
        ),
        "`note` takes no `page`; list it there under `perhaps`",
    ),
    "handing to nobody": (
        states(
            "a.one: {ask: choice, choices: [go], save: x, next: a.two}",
            "a.two: {silent: true, next: [{to: end, hand: {page: x}}]}  # <-",
        ),
        "`hand` gives slots to a called dialogue; there is no `call`",
    ),
    "handing what is not filled": (
        states(
            "a.one:",
            "  silent: true",
            "  next:",
            "    - {to: end, call: broken, hand: {p: x}}  # <-",
        ).replace("start:", "perhaps: [p]\nstart:"),
        "`hand` reads `x`, which nothing fills before",
    ),
    "a recast without a style": (
        states(
            "a.one: {ask: choice, choices: [go], next: a.two}",
            "a.two: {silent: true, next: end,",
            "  partner: [again, recast]}  # <-",
        ),
        "the style to recast to is read from `what_if`, which nothing fills before",
    ),
    "a guard reads a slot before it is filled": (
        states(
            "a.one: {ask: choice, choices: [go], next: [",
            "    {to: end, when: hot},  # <-",
            "    {to: a.two}]}",
            "a.two: {ask: scale, save: heat, next: end}",
            head=HEAD + "guards: {hot: {heat: {at_least: 7}}}\n",
        ),
        "guard `hot` reads `heat`, which nothing fills before",
    ),
    "a derivation reads a slot before it is filled": (
        states(
            "a.one:",
            "  ask: text",
            "  save: said",
            "  private: true",
            "  derive:",
            "    echo: {by: echo, of: heard}  # <-",
            "  next: end",
        ),
        "`echo` is derived from `heard`, which nothing fills before",
    ),
    "unknown derivation": (
        states(
            "a.one:",
            "  ask: text",
            "  save: said",
            "  private: true",
            "  derive: {echo: magic}  # <-",
            "  next: end",
        ),
        "unknown derivation `magic`; there are echo",
    ),
    "unknown source": (
        states("a.one:", "  ask: choice", "  source: moons  # <-", "  next: end"),
        "unknown source `moons`; there are hours",
    ),
    "a button that hands what is not taken": (
        states(
            "a.one:",
            "  ask: choice",
            "  save: x",
            "  choices:",
            "    - {id: x, to: end}",
            "    - {id: y, call: note, hand: {page: x}, to: end}  # <-",
        ),
        "`note` takes no `page`; list it there under `perhaps`",
    ),
    "a button that hands to nobody": (
        states(
            "a.one:",
            "  ask: choice",
            "  save: x",
            "  choices:",
            "    - {id: x, to: end}",
            "    - {id: y, hand: {page: x}, to: end}  # <-",
        ),
        "`hand` gives slots to a called dialogue; there is no `call`",
    ),
    "a button that hands what is not filled": (
        states(
            "a.one:",
            "  ask: choice",
            "  save: x",
            "  choices:",
            "    - {id: x, to: end}",
            "    - {id: y, call: broken, hand: {p: gone}, to: end}  # <-",
        ).replace("start:", "perhaps: [p]\nstart:"),
        "`hand` reads `gone`, which nothing fills before",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_file_and_line(fault: str) -> None:
    is_named_where_it_stands(*FAULTS[fault])
