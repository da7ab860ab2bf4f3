"""A dialogue as data: stages, states, what each asks and where it goes. Strict: no stray keys."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field, model_validator

from bot.coach.reading import TextType
from bot.engine.effects import Shown
from bot.engine.model_deeds import Deed, Drawn, Listed, Strict

Ask = Literal["text", "texts", "choice", "choices", "scale", "time"]
Role = Literal["welcome", "home", "danger", "help"]
PartnerTurn = Literal[
    "begin", "listen", "onward", "reply", "repair", "go-on", "again", "recast", "review"
]
Scalar = str | int | float | bool

END = "end"
"""The branch target that ends a dialogue."""

KEPT = "kept"
"""What a slot is derived `of` when it is made from everything that is kept."""

SCALE = tuple(str(n) for n in range(11))
"""What a scale offers: 0 to 10."""


def _as_list(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


class Test(Strict):
    """What a guard wants of one fact. All that is given must hold."""

    is_: tuple[Scalar, ...] | None = Field(default=None, alias="is")
    not_: tuple[Scalar, ...] | None = Field(default=None, alias="not")
    at_least: float | None = None
    at_most: float | None = None
    filled: bool | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return {"is": tuple(_as_list(value))}
        wide = dict(value)
        for key in ("is", "not"):
            if key in wide:
                wide[key] = tuple(_as_list(wide[key]))
        return wide


class Branch(Strict):
    """Where to go: a state or `end`, perhaps after a called dialogue, under a named guard.

    `hand`: slots that the called dialogue is given, by their names there. `takes`: slots that it
    hands back when it ends, where it filled them.
    """

    to: str | None = None
    call: str | None = None
    hand: dict[str, str] = Field(default_factory=dict)
    takes: tuple[str, ...] = ()
    when: str | None = None
    set: dict[str, Scalar] = Field(default_factory=dict)
    do: tuple[Deed, ...] = ()


class Choice(Branch):
    """One button. Without `to` or `call` it follows the state's `next`.

    `offer`: the button stands for words (block `offer_<id>`), which become the answer. `copy`:
    it copies its offer and is no answer. `url`: it opens the page in block `offer_<id>`.
    `picture`: it sends a picture, whenever it is tapped, and is no answer.
    `under`: nuances that open below it in a multi-select. `typed`: typing instead of tapping takes
    this choice, and is the answer to the question that it leads to. `verbatim`: the offer keeps
    its line breaks. `opens`: it opens that dialogue whenever it is tapped, and is no answer.
    `always`: it is also on offer under the coach's feedback.
    """

    id: str
    offer: bool = False
    copies: bool = Field(default=False, alias="copy")
    url: bool = False
    picture: Drawn | None = None
    under: tuple[str, ...] = ()
    wide: bool = False
    typed: bool = False
    verbatim: bool = False
    opens: str | None = None
    always: bool = False

    @property
    def answers(self) -> bool:
        """Is a tap on it an answer to the question it stands under?"""
        return not (self.copies or self.url or self.opens or self.picture)

    @cached_property
    def shown(self) -> Shown:
        """Its button, not ticked. The same for everybody, so it is made once."""
        if self.picture is not None:
            what = f"{self.picture.name}.{self.picture.form}"
            return Shown(self.id, "picture", wide=self.wide, what=what)
        kind = "copy" if self.copies else "url" if self.url else "open" if self.opens else "tap"
        return Shown(
            self.id,
            kind,
            offer=self.offer or self.copies or self.url,
            wide=self.wide,
            verbatim=self.verbatim,
            opens=self.opens,
        )

    @model_validator(mode="after")
    def _drawn_from_what_stays(self) -> Choice:
        if self.picture is not None and self.picture.values:
            raise ValueError("a button's picture has no `values`: it may be tapped much later")
        return self

    @model_validator(mode="before")
    @classmethod
    def _bare_id(cls, value: Any) -> Any:
        return value if isinstance(value, dict) else {"id": str(value)}


def _branches(value: Any) -> Any:
    return [{"to": value}] if isinstance(value, str) else value


class Derive(Strict):
    """A slot made from another (by default the one just saved) by a named pure function."""

    by: str
    of: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _bare_name(cls, value: Any) -> Any:
        return value if isinstance(value, dict) else {"by": value}


class State(Strict):
    """One step of a dialogue. Without `ask` it says something and goes on at once.

    Buttons of a state without `ask` that lead on are asides: extra ways, which stay open until
    the question after it is answered.
    """

    ask: Ask | None = None
    save: str | None = None
    coach: TextType | None = None
    private: bool = False
    mirrors: bool = False
    seen: bool = False
    rated: bool = False
    partner: Annotated[tuple[PartnerTurn, ...], BeforeValidator(_as_list)] = ()
    choices: tuple[Choice, ...] = ()
    source: str | None = None
    records: Listed | None = None
    columns: int = Field(default=1, ge=1, le=8)
    other: bool = False
    wants: Literal["moment", "minutes", "day"] | None = None
    derive: dict[str, Derive] = Field(default_factory=dict)
    clear: tuple[str, ...] = ()
    do: tuple[Deed, ...] = ()
    pace: bool = False
    silent: bool = False
    next: Annotated[tuple[Branch, ...], BeforeValidator(_branches)] = ()

    @model_validator(mode="after")
    def _fits_together(self) -> State:
        typed = self.ask in ("text", "texts")
        if typed and (self.coach is None) == (not self.private):
            raise ValueError("a state that asks for text is either `private: true` or has `coach`")
        if typed and self.save is None:
            raise ValueError("a state that asks for text names the slot in `save`")
        if not typed and (self.coach or self.private):
            raise ValueError("only a state that asks for text has `coach` or `private`")
        if self.records is not None and self.ask != "choice":
            raise ValueError("`records` are buttons of `ask: choice`")
        fixed = self.choices or self.records is not None
        if self.ask in ("choice", "choices") and not fixed and self.source is None:
            raise ValueError("a state that asks for a choice has `choices` or a `source`")
        if (self.ask == "time") != (self.wants is not None):
            raise ValueError("`ask: time` and `wants` go together: moment, minutes or day")
        if self.ask == "time" and (self.save is None or self.other):
            raise ValueError(
                "a state that asks for a time names the slot in `save`, without `other`"
            )
        if self.ask == "choices" and self.save is None:
            raise ValueError("a state that asks for several choices names the slot in `save`")
        if self.seen and self.coach is None:
            raise ValueError("`seen` is for words that are coached; it needs `coach`")
        if self.silent and self.ask is not None:
            raise ValueError("a state that asks cannot be silent")
        if any(c.always and not (c.to or c.call) for c in self.choices):
            raise ValueError("a choice that is `always` on offer leads somewhere: `to` or `call`")
        return self

    def choice(self, id_: str) -> Choice | None:
        """The choice of that id, if the state has one."""
        return next((c for c in self.choices if c.id == id_), None)


class Bar(Strict):
    """What must not come up again while a guard holds: a dialogue, or some stages of it.

    `to` is where it goes on instead. Without it the dialogue is put aside; `call` is the dialogue
    that says why when the person asks for it.
    """

    when: str
    stages: tuple[str, ...] = ()
    to: str | None = None
    call: str | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Bar:
        if (self.to is None) == (self.call is None):
            raise ValueError("a bar has either `to` or `call`")
        return self


class Hears(Strict):
    """Weak signs for which a dialogue comes up by itself: once for the first, and for each other.

    `signs` are ids of signal rules and of the coach's rules; a sign counts for so many `days`.
    It does not come while one of the guards `unless` holds.
    """

    signs: tuple[str, ...] = Field(min_length=1)
    days: int
    unless: tuple[str, ...] = ()


class Dialogue(Strict):
    """One practice: one file in `dialogues/`.

    `interruptions`: how often the coach may come back with feedback in one run of it. `safety`:
    it is about somebody's safety, so its messages go out first, [Hide this] takes them away,
    /export leaves them out, and no reminder lies down on top of it.
    """

    dialogue: str
    command: str | None = None
    role: Role | None = None
    start: str
    stages: tuple[str, ...] = ()
    short: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    guards: dict[str, dict[str, Test]] = Field(default_factory=dict)
    given: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    barred: tuple[Bar, ...] = ()
    hears: Hears | None = None
    safety: bool = False
    renamed: dict[str, str] = Field(default_factory=dict)
    keeps_place: bool = False
    before_consent: bool = False
    interruptions: int = Field(default=4, ge=0)
    states: dict[str, State]

    @property
    def about_safety(self) -> bool:
        """Is this about somebody's safety? (The dialogues for danger and for help always are.)"""
        return self.safety or self.role in ("danger", "help")

    def stage_of(self, state: str) -> str:
        """The stage part of a state's name."""
        return state.partition(".")[0]


class Part(Strict):
    """Further states of a long dialogue, with the guards that only they need: a file of its own."""

    part_of: str
    guards: dict[str, dict[str, Test]] = Field(default_factory=dict)
    states: dict[str, State]


TEXT_TYPES: tuple[str, ...] = get_args(TextType)
