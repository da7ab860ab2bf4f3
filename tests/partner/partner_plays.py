"""Ways of playing a rehearsal: what the coach sees in each answer, and strategies for more."""

from collections.abc import Sequence

from hypothesis import strategies as st

from bot.partner import DIFFICULTIES, KINDS, STYLES, TOPICS, Partner, Standing


def _ids(text: str) -> tuple[str, ...]:
    return tuple(text.split())


STATEMENT_IDS = _ids(
    "absolute blame you-made-me label mind-reading faux-feeling feel-that contempt sarcasm threat "
    "demand should comparison score-keeping old-grievance kitchen-sink allies guilt-trip "
    "why-question alarm-opening minimizing self-erasing hint vague negative-request winning "
    "control speech"
)
APOLOGY_IDS = _ids(
    "but if non-apology passive impatience over-explaining over-promise counter-blame "
    "explains-away asks-forgiveness self-punishing vague"
)
MIRROR_IDS = _ids(
    "rebuttal advice parrot misses-point off-topic no-check self-focus self-defence "
    "quick-reassurance minimizing interrogation"
)
FINDINGS = tuple(dict.fromkeys(STATEMENT_IDS + APOLOGY_IDS + MIRROR_IDS))
GOOD = _ids(
    "names-feeling observes asks-doably both-sides invites mirrors validates holds offers-space "
    "asks-to-be-heard owns-part names-impact concrete-step sets-limit calm-no "
    "thanks-for-showing-up"
)
MOVES = ("reflection", "advice", "question", "other")

Answer = tuple[Sequence[str], Sequence[str]]
"""The good moves and the findings of one answer."""

goods = st.lists(st.sampled_from((*GOOD, "unheard-of")), max_size=4, unique=True)
findings = st.lists(st.sampled_from((*FINDINGS, "unheard-of")), max_size=4, unique=True)
moves = st.sampled_from((*MOVES, None))
answers = st.tuples(goods, findings)
seeds = st.integers(min_value=0, max_value=2**63)
styles = st.sampled_from(STYLES)
settings_of_play = st.fixed_dictionaries(
    {
        "style": styles,
        "topic": st.sampled_from(TOPICS),
        "kind": st.sampled_from(KINDS),
        "difficulty": st.sampled_from(DIFFICULTIES),
        "seed": seeds,
    }
)

WELL: dict[str, list[Answer]] = {
    "sore": [(["mirrors"], []), (["mirrors", "holds"], []), (["asks-to-be-heard"], [])],
    "unsure": [(["validates"], []), (["mirrors", "asks-doably"], [])],
    "trust": [(["sets-limit"], []), (["holds"], []), (["calm-no"], [])],
    "hurt": [(["owns-part", "names-impact"], []), (["mirrors"], []), (["concrete-step"], [])],
    "quiet": [(["validates"], []), (["offers-space"], []), (["holds"], [])],
    "theyquiet": [(["offers-space"], []), (["offers-space"], [])],
    "decide": [(["holds"], []), (["validates"], []), (["calm-no"], [])],
}
CLUMSY: list[Answer] = [
    ([], ["rebuttal"]),
    (["mirrors"], ["no-check"]),
    ([], ["advice"]),
    ([], ["parrot"]),
    (["validates"], []),
    (["holds"], []),
]
HOSTILE: list[Answer] = [([], ["blame"]), ([], ["contempt", "label"])]


def play(partner: Partner, standing: Standing, answers: Sequence[Answer]) -> list[Standing]:
    """All standings from the first to the end; the last answer is repeated while needed."""
    found = [standing]
    while not found[-1].ended:
        good, rules = answers[min(len(found) - 1, len(answers) - 1)]
        found.append(partner.reply(found[-1], good=good, findings=rules))
    return found
