"""Golden transcripts: every kind with a good, a clumsy and a hostile person. Read them aloud."""

from pathlib import Path

import pytest
from partner_plays import CLUMSY, HOSTILE, WELL, Answer, play

from bot.partner import KINDS, STYLES, Partner

FOLDER = Path(__file__).parent / "golden"
TYPICAL = {
    "sore": "defensive",
    "trust": "overwhelmed",
    "hurt": "hurt",
    "quiet": "pursuing",
    "theyquiet": "withdrawn",
    "decide": "counter-attacking",
    "unsure": "open",
}
REQUEST = {"request": "tell me by lunch if dinner is at risk"}


def _transcript(partner: Partner, title: str, style: str, kind: str, run: list[Answer]) -> str:
    rows = [f"# {title}"]
    for seed in (7, 8, 9):
        start = partner.begin(
            style=style, topic="changed-plans", kind=kind, seed=seed, words=REQUEST
        )
        rows.append(f"\n## seed {seed}")
        for n, standing in enumerate(play(partner, start, run)):
            if n:
                good, rules = run[min(n - 1, len(run) - 1)]
                rows.append(f"    ({', '.join([*good, *rules])})")
            mood = "" if standing.mood == "on" else f" [{standing.mood}]"
            needs = "" if standing.ended else f" -> {standing.needs}"
            rows.append(f"{standing.heat:2} {partner.say(standing)}{mood}{needs}")
    return "\n".join(rows) + "\n"


def _held(request: pytest.FixtureRequest, name: str, text: str) -> None:
    path = FOLDER / f"{name}.txt"
    if request.config.getoption("--update-golden", default=False):
        FOLDER.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    assert path.exists(), f"{path.name} is missing; run pytest --update-golden and read it"
    assert text == path.read_text("utf-8"), "changed; run pytest --update-golden and read the diff"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind(request: pytest.FixtureRequest, partner: Partner, kind: str) -> None:
    people = (("good", WELL[kind]), ("clumsy", CLUMSY), ("hostile", HOSTILE))
    style = TYPICAL[kind]
    parts = [
        _transcript(partner, f"{kind}, {style}, a {who} person", style, kind, run)
        for who, run in people
    ]
    _held(request, f"kind-{kind}", "\n".join(parts))


@pytest.mark.parametrize("style", STYLES)
def test_every_style(request: pytest.FixtureRequest, partner: Partner, style: str) -> None:
    people = (("good", WELL["sore"]), ("clumsy", CLUMSY), ("hostile", HOSTILE))
    parts = [
        _transcript(partner, f"sore, {style}, a {who} person", style, "sore", run)
        for who, run in people
    ]
    _held(request, f"style-{style}", "\n".join(parts))
