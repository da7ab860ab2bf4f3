"""What a turn wants done, as data. Wording is not in here: a `View` says what to phrase."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.engine.session import Session


@dataclass(frozen=True, slots=True)
class Shown:
    """A button on offer: which choice, how it acts, whether it is ticked.

    `kind` is `tap`, `copy`, `url`, or a standing verb (`picture`), whose id is `what`.

    `offer`: words stand behind it. `block` names the blocks of its label and offer where they
    are shared by many choices (a source's). `words` are the person's own and label it as they are.
    `verbatim`: the offer keeps its line breaks. `opens`: the dialogue a standing button opens.
    `record` is what the kept record behind it holds.
    """

    id: str
    kind: str = "tap"
    ticked: bool = False
    offer: bool = False
    wide: bool = False
    block: str | None = None
    words: str | None = None
    what: str = ""
    verbatim: bool = False
    opens: str | None = None
    record: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class View:
    """What phrasing needs to word one message.

    `template` is `<dialogue>/<state>` or a shared one; `block` which of its messages; `notes`
    are shared remarks put above it; `tries` are earlier answers to the partner's line; `variant`
    picks among phrasings; `stage` is (number, of, name) or None; `asks`: it shows the question
    that is open.
    """

    template: str
    block: str = "text"
    slots: Mapping[str, Any] = field(default_factory=dict)
    me: Mapping[str, Any] = field(default_factory=dict)
    work: Mapping[str, Any] = field(default_factory=dict)
    partner: Mapping[str, Any] | None = None
    tries: tuple[Mapping[str, Any], ...] = ()
    choices: tuple[Shown, ...] = ()
    columns: int = 1
    notes: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    prompt: int = 0
    variant: int = 0
    stage: tuple[int, int, str] | None = None
    now: float = 0.0
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Say:
    """A new message. `asks`: it is the question now open, so its offers belong to the session.

    `instead_of` names a message that this one replaces further down.
    """

    view: View
    ref: str
    asks: bool = False
    urgent: bool = False
    instead_of: str | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """The message in hand, shown anew in place (a tick, a nuance)."""

    view: View
    ref: str
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """A question was answered: its buttons give way to what was chosen.

    The message is named by its id (after a tap) or its ref (after something typed). `rate` is the
    number under which the person may say whether the feedback in it helped.
    """

    view: View
    choices: tuple[Shown, ...]
    message_id: int | None
    ref: str | None = None
    rate: int | None = None


@dataclass(frozen=True, slots=True)
class Rated:
    """The person says whether feedback by these rules helped or missed. Nobody's name is on it."""

    rules: tuple[str, ...]
    helped: bool
    message_id: int | None


@dataclass(frozen=True, slots=True)
class Pace:
    """A breathing count and the like: frames shown one after another until the next event."""

    view: View
    ref: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture or PDF to draw and send: its name, the form, and from what.

    `view` words it (template `pictures/<name>`); `values` go with it as they are; `records` are
    the kinds of records that it is drawn from.
    """

    name: str
    form: Literal["png", "pdf"]
    view: View
    values: Mapping[str, Any] = field(default_factory=dict)
    records: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remind:
    """Something to come due at a unix time, as an event for this person."""

    name: str
    at: float
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Unremind:
    """Takes a reminder back; None: all of them."""

    name: str | None


@dataclass(frozen=True, slots=True)
class Record:
    """Something to keep, until a unix time or for good; it takes the place of what had its name."""

    kind: str
    data: Mapping[str, Any]
    expires_at: float | None
    name: str


@dataclass(frozen=True, slots=True)
class Drop:
    """Lets go of a kept thing by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Hide:
    """Takes messages away as far as the messenger permits: those whose ref begins so, or all."""

    refs: str | None


@dataclass(frozen=True, slots=True)
class Export:
    """Hands the person everything that is kept about them."""


@dataclass(frozen=True, slots=True)
class Forget:
    """Erases the person."""


Effect = (
    Say
    | Edit
    | Chosen
    | Rated
    | Pace
    | Picture
    | Remind
    | Unremind
    | Record
    | Drop
    | Hide
    | Export
    | Forget
)


@dataclass(frozen=True, slots=True)
class Turn:
    """What came of one event: the new session, and what to do."""

    session: Session
    effects: tuple[Effect, ...]
