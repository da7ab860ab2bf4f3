"""Where a person is and what they have said: plain, copyable, serialisable."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

TRAIL_LENGTH = 20
"""How many steps /back can take."""


@dataclass(slots=True)
class Frame:
    """One dialogue under way. `slots` are answers; `work` is what belongs to the open question:

    messages typed so far, ticks, a draft under feedback. `partner` is the simulated partner's
    standing, `tries` the answers given to them, oldest first, with the moment each answered and
    how it read. `coached` counts the coach's interruptions. `nudge`: a reminder put it there, so
    it is neither put aside nor come back to. `began`: unix time. `gives` are the slots handed back
    to the one below. `record` is the id of the kept record that is open.
    """

    dialogue: str
    state: str
    slots: dict[str, Any] = field(default_factory=dict)
    work: dict[str, Any] = field(default_factory=dict)
    partner: dict[str, Any] | None = None
    coached: int = 0
    nudge: bool = False
    record: str | None = None
    tries: list[dict[str, Any]] = field(default_factory=list)
    began: float = 0.0
    gives: list[str] = field(default_factory=list)

    def copy(self) -> Frame:
        """A copy that can be changed without touching this one."""
        return Frame(
            self.dialogue,
            self.state,
            dict(self.slots),
            dict(self.work),
            self.partner,
            self.coached,
            self.nudge,
            self.record,
            list(self.tries),
            self.began,
            list(self.gives),
        )

    def as_data(self) -> dict[str, Any]:
        """Plain data for the store."""
        return {
            "dialogue": self.dialogue,
            "state": self.state,
            "slots": self.slots,
            "work": self.work,
            "partner": self.partner,
            "coached": self.coached,
            "nudge": self.nudge,
            "record": self.record,
            "tries": self.tries,
            "began": self.began,
            "gives": self.gives,
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Frame:
        """The frame that `as_data` described. (The tries were once stored as `takes`.)"""
        return cls(**{"tries" if key == "takes" else key: each for key, each in data.items()})


@dataclass(slots=True)
class Step:
    """One step taken, so that it can be taken back: where it was, and what the slots held before.

    `undo` holds the old values; a slot that was not there is listed in `added`.
    """

    depth: int
    dialogue: str
    state: str
    undo: dict[str, Any]
    added: list[str]
    partner: dict[str, Any] | None = None

    def copy(self) -> Step:
        """A copy that can be changed without touching this one."""
        return replace(self)

    def as_data(self) -> dict[str, Any]:
        """Plain data for the store."""
        return {
            "depth": self.depth,
            "dialogue": self.dialogue,
            "state": self.state,
            "undo": self.undo,
            "added": self.added,
            "partner": self.partner,
        }


@dataclass(slots=True)
class Session:
    """Everything the engine knows of one person.

    `id` prefixes callback data, so that buttons of a forgotten life are foreign. `prompt` numbers
    the questions shown. `offers` are the words behind the buttons on show. `me` is what stays
    between dialogues (consent, time zone, the partner's name). `marks` are safety marks with the
    unix time they end, `signs` are weak signs heard, likewise. `shelf` holds dialogues put aside
    for /resume. `used` are partner lines heard before. `waiting` is a command that came before
    consent. `ratings` are the rules behind the last feedback shown, by the number of the question,
    until the person says if it helped. `recorded` counts the records ever kept, so that each has
    an id of its own.
    """

    id: str
    seed: int
    prompt: int = 0
    frames: list[Frame] = field(default_factory=list)
    trail: list[Step] = field(default_factory=list)
    offers: dict[str, str] = field(default_factory=dict)
    me: dict[str, Any] = field(default_factory=dict)
    marks: dict[str, float] = field(default_factory=dict)
    signs: dict[str, float] = field(default_factory=dict)
    shelf: list[Frame] = field(default_factory=list)
    used: list[str] = field(default_factory=list)
    waiting: str | None = None
    recorded: int = 0
    ratings: dict[str, list[str]] = field(default_factory=dict)

    @property
    def top(self) -> Frame | None:
        """The dialogue that is being talked in, if any."""
        return self.frames[-1] if self.frames else None

    def copy(self) -> Session:
        """A copy that can be changed without touching this one."""
        return Session(
            self.id,
            self.seed,
            self.prompt,
            [f.copy() for f in self.frames],
            list(self.trail),
            dict(self.offers),
            dict(self.me),
            dict(self.marks),
            dict(self.signs),
            [f.copy() for f in self.shelf],
            list(self.used),
            self.waiting,
            self.recorded,
            dict(self.ratings),
        )

    def as_data(self) -> dict[str, Any]:
        """Plain data for the store."""
        return {
            "id": self.id,
            "seed": self.seed,
            "prompt": self.prompt,
            "frames": [f.as_data() for f in self.frames],
            "trail": [s.as_data() for s in self.trail],
            "offers": self.offers,
            "me": self.me,
            "marks": self.marks,
            "signs": self.signs,
            "shelf": [f.as_data() for f in self.shelf],
            "used": self.used,
            "waiting": self.waiting,
            "recorded": self.recorded,
            "ratings": self.ratings,
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Session:
        """The session that `as_data` described."""
        lists = {
            "frames": [Frame.from_data(f) for f in data["frames"]],
            "trail": [Step(**s) for s in data["trail"]],
            "shelf": [Frame.from_data(f) for f in data["shelf"]],
        }
        return cls(**(data | lists))
