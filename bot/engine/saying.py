"""What the state on top says: the open question, what asks nothing, and a paced count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.engine.effects import Edit, Pace, Say, Shown, View
from bot.engine.offered import offered
from bot.engine.views import view_of

if TYPE_CHECKING:
    from bot.engine.walk import Walk


# The open question


def ask(walk: Walk) -> None:
    """Shows the open question as a new one."""
    walk.session.prompt += 1
    again(walk)


def again(walk: Walk) -> None:
    """Shows the open question, last. Its number stays, so its older buttons stay valid."""
    _say_question(walk, _open_block(walk))


def listening(walk: Walk) -> None:
    """Acknowledges one more message of a longer answer, with the way to end it, last."""
    later = len(walk.frame.work["said"]) > 1
    _say_question(walk, "listening", ref_of(walk) if later else None)


def edit(walk: Walk, message_id: int | None) -> None:
    """Shows the open question anew in place."""
    view = view_of(walk, choices=offered(walk), asks=True)
    walk.effects.append(Edit(view, ref_of(walk), message_id))


def open_view(walk: Walk, shown: tuple[Shown, ...]) -> View:
    """The open question as it stands, with the buttons that are `shown` under it."""
    return view_of(walk, _open_block(walk), shown)


def _open_block(walk: Walk) -> str:
    work = walk.frame.work
    if "findings" in work:
        return "example" if work.get("shown") else "feedback"
    if "meant" in work:
        return "sure"
    if "unclear" in work:
        return "unclear"
    return "listening" if work.get("said") else "text"


def _say_question(walk: Walk, block: str, instead_of: str | None = None) -> None:
    view = view_of(walk, block, offered(walk), asks=True)
    walk.effects.append(
        Say(view, ref_of(walk), asks=True, urgent=walk.urgent, instead_of=instead_of)
    )


# What asks nothing


def say(walk: Walk) -> None:
    """Says something that asks nothing."""
    view = view_of(walk, choices=offered(walk))
    ref = f"{ref_of(walk, 's')}-{len(walk.effects)}"
    walk.effects.append(Say(view, ref, urgent=walk.urgent))


def pace(walk: Walk) -> None:
    """Counts, in a message that changes as the seconds go."""
    walk.effects.append(Pace(view_of(walk), ref_of(walk, "pace")))


def ref_of(walk: Walk, prefix: str = "q") -> str:
    """The logical name of a message: what it is (`h`: about safety), and the question's number."""
    return f"{'h' if walk.urgent else prefix}{walk.session.prompt}"
