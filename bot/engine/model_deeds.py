"""What a state may do on its way, as data: reminders, records, pictures, marks. Strict."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Strict(BaseModel):
    """Refuses unknown keys and never repeats what it was given in an error."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True, frozen=True)


class Reminder(Strict):
    """A reminder to set: in some minutes, or `early` minutes before a moment (both from slots).

    `leads_to` is the state it leads into, `call` the dialogue it begins instead; `carries` are
    the slots that go with it. `each`: one for each record, the open one. `exact`: it comes at
    its time in quiet hours too.
    """

    name: str
    after: str | None = None
    moment: str | None = None
    early: int = 0
    leads_to: str | None = None
    call: str | None = None
    carries: tuple[str, ...] = ()
    each: bool = False
    exact: bool = False

    @model_validator(mode="after")
    def _one_time(self) -> Reminder:
        if (self.after is None) == (self.moment is None):
            raise ValueError("a reminder needs either `after` (minutes) or `moment`")
        if (self.leads_to is None) == (self.call is None):
            raise ValueError("a reminder needs either `leads_to` (a state) or `call` (a dialogue)")
        return self


class Keep(Strict):
    """A record to keep: its kind, the slots it holds, and for how many days (None: for good).

    `at_hand`: the last one of its kind is `me.last_<kind>` to every dialogue. `again`: it takes the
    place of the open record, or else of the one at hand, instead of standing beside it. `once`:
    there is one of its kind for each run of the dialogue; kept again in that run it is replaced,
    and where its slots hold nothing there is none.
    """

    kind: str
    slots: tuple[str, ...]
    days: int | None = None
    at_hand: bool = False
    again: bool = False
    once: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> Keep:
        if self.once and (self.again or self.at_hand):
            raise ValueError("`once` stands alone, without `again` or `at_hand`")
        return self


class Recall(Strict):
    """Slots of a record of a kind, to be slots here too; they are empty where there is none.

    It is the one at hand; with `same`, the newest kept one that agrees with the frame in those
    slots and holds something in `slots`.
    """

    kind: str
    slots: tuple[str, ...]
    same: tuple[str, ...] = ()


class Listed(Strict):
    """Kept records of a kind as buttons; the one that is tapped is opened: its `slots` come in."""

    kind: str
    slots: tuple[str, ...] = ()


class Drawn(Strict):
    """A picture to send: its name, as which kind of file, and what it is drawn from.

    `of` is what it draws of `me.…`: without it there is no picture. `values` are slots, `records`
    kinds of records.
    """

    name: str = Field(pattern=r"^[a-z]{1,20}$")
    form: Literal["png", "pdf"] = Field(default="png", alias="as")
    of: str | None = None
    values: tuple[str, ...] = ()
    records: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _bare_name(cls, value: Any) -> Any:
        return value if isinstance(value, dict) else {"name": value}


class Mark(Strict):
    """A safety mark to set, and how many days it stands."""

    name: str
    days: int


class Deed(Strict):
    """One thing done on the way: exactly one of the fields."""

    remind: Reminder | None = None
    unremind: str | None = None
    keep: Keep | None = None
    recall: Recall | None = None
    drop: str | None = None
    picture: Drawn | None = None
    me: dict[str, str] | None = None
    mark: Mark | None = None
    unmark: str | None = None
    act: (
        Literal[
            "forget", "export", "tidy", "hide", "resume", "shelve", "rest", "release", "dismiss"
        ]
        | None
    ) = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Deed:
        if len(self.model_fields_set) != 1:
            raise ValueError("a deed is exactly one of " + ", ".join(type(self).model_fields))
        return self
