"""One rehearsal of a sore point, step by step, and a person who goes through it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from tests.faults.phone import Missing, Phone, Shown


@dataclass(frozen=True)
class Step:
    """Types `text`, or taps `choice`."""

    text: str = ""
    choice: str = ""


REHEARSAL = (
    Step("/start"),
    Step(choice="agree"),
    Step(choice="rehearse"),
    Step(choice="sore"),
    Step(choice="5"),
    Step("You cancelled our anniversary dinner again."),
    Step("It was two hours before and the table was booked."),
    Step(choice="done"),
    Step(choice="hurt"),
    Step(choice="disappointed"),
    Step(choice="done"),
    Step(choice="defensive"),
    Step("Please tell me by lunch if dinner is at risk."),
    Step(choice="side"),
    Step("Work was a lot last week."),
    Step("It sounds like you felt torn that evening. Can you tell me what you got from that?"),
    Step(choice="nothing"),
    Step(choice="saturday-morning"),
    Step(choice="no-reminder"),
)
"""From the first tap to the card and the end."""


async def rehearse(phone: Phone, posted: Callable[[], None] = lambda: None) -> None:
    """Answers step by step, each once, going on as soon as what the next step needs is there.

    `posted` is told after each step that the stand-in has it.
    """
    for step, then in zip(REHEARSAL, (*REHEARSAL[1:], None), strict=True):
        before = {m["text"] for m in phone.all}
        since, prompt = phone.looks, 0
        if step.text:
            await phone.say(step.text)
        else:
            message_id, data = _button(phone, step.choice)
            prompt = _prompt(data)
            await phone.do("tap", message_id=message_id, data=data)
        posted()
        goes_on = partial(_goes_on, phone, then, before, prompt)
        await phone.until(goes_on, f"nothing after {step}", since)


def _button(phone: Phone, choice: str) -> tuple[int, str]:
    found = phone.button(choice)
    if found is None:
        raise Missing(f"no button {choice!r}\n{phone.transcript()}")
    return found


def _goes_on(
    phone: Phone, then: Step | None, before: set[str], prompt: int, fresh: list[Shown]
) -> bool:
    """Whether the answer is there: the next step's button, or something not said before.

    Replies may come twice after a crash: an old one is told by its text, or its number.
    """
    if then is not None and then.choice:
        found = phone.button(then.choice, fresh)
        return found is not None and _prompt(found[1]) >= prompt
    return any(m["text"] not in before for m in fresh)


def _prompt(data: str) -> int:
    return int(data.split(":")[1])


def prompts(phone: Phone) -> list[int]:
    """The numbers of the questions as they stand in the chat, each where it came first."""
    numbers: dict[int, None] = {}
    for message in sorted(phone.messages.values(), key=lambda m: m["id"]):
        for row in message["buttons"]:
            for button in row:
                data = button["data"]
                if data is not None and not data.startswith("~"):
                    numbers.setdefault(_prompt(data))
    return list(numbers)
