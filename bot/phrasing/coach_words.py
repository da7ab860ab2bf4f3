"""The words for what the coach saw: findings, praise, and comfort where nothing is to praise."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.phrasing.guesses import GUESS, UNSURE

Values = Mapping[str, Any]


class CoachWords:
    """Words the coach's readings by the templates in `coach/`.

    `render` gives a block of a template without escaping; `variants` are the phrasings of each.
    """

    def __init__(
        self,
        render: Callable[[str, str, Values], str],
        variants: Mapping[str, Mapping[str, int]],
    ) -> None:
        self._render = render
        self._variants = variants

    def finding(self, finding: Values, context: Values) -> dict[str, Any]:
        """A finding with its words: what it is called, why it matters, another way to say it.

        Where no rule found it, its reason is only a guess, said as one, and it has no other words.
        """
        name = f"coach/{finding['rule']}.j2"
        said = {"label": "", "reason": "", "reword": ""}
        if name in self._variants:
            values = {**context, **finding, "slots": context}
            if finding.get("sure", True):
                said = {block: self._one(name, block, values) for block in said}
            else:
                said["reason"] = self._one(UNSURE, self._render(name, GUESS, values), values)
        return {**finding, **said}

    def good(self, moves: Sequence[str], context: Values) -> list[str]:
        """What was done well, each as a clause, at most three."""
        return [self._one("coach/good.j2", m.replace("-", "_"), context) for m in moves[:3]]

    def comfort(self, type_: str | None, context: Values) -> str:
        """What is said first where there is nothing to praise, by what the text is meant as."""
        name = "coach/comfort.j2"
        block = type_ or ""
        return self._one(name, block if block in self._variants[name] else "statement", context)

    def _one(self, name: str, block: str, values: Values) -> str:
        """A block in the phrasing whose turn it is, on one line."""
        pick = values["variant"] % self._variants[name].get(block, 1)
        chosen = f"{block}_{pick + 1}" if pick else block
        return " ".join(self._render(name, chosen, values).split())
