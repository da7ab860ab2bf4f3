"""What screening sees in a text. Plain data, no wording."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

RiskName = Literal["none", "self-harm", "violence"]
Kind = Literal["none", "self-harm", "violence", "control", "sexual", "child"]


@dataclass(frozen=True, slots=True)
class Risk:
    """The gravest thing found. `role`: suffered, done by the writer, or open.

    `spans` are code points of the text as it was given. `rules` are the ids of the rules that
    found it, which `Screen.risk` takes as `waived` when the person says it was not meant.
    `near` is set where there is none: the risk that the words come near to.
    """

    risk: RiskName = "none"
    kind: Kind = "none"
    role: Literal["suffered", "done", "open"] = "open"
    spans: tuple[tuple[int, int], ...] = ()
    rules: tuple[str, ...] = ()
    near: RiskName = "none"

    def as_data(self, text: str) -> dict[str, Any]:
        """The shape that `python -m bot screen --json` prints."""
        return {
            "text": text,
            "risk": self.risk,
            "kind": self.kind,
            "spans": [list(span) for span in self.spans],
        }


NO_RISK = Risk()
