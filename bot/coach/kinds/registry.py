"""The types of rules by name."""

from __future__ import annotations

from bot.coach.kinds.absolute import AbsoluteSpec
from bot.coach.kinds.count import CountSpec
from bot.coach.kinds.lexicon import LexiconSpec
from bot.coach.kinds.mirror import MirrorSpec
from bot.coach.kinds.missing import MissingSpec
from bot.coach.kinds.near import NearSpec
from bot.coach.kinds.phrase import PhraseSpec
from bot.coach.kinds.together import TogetherSpec

AnySpec = (
    PhraseSpec
    | LexiconSpec
    | AbsoluteSpec
    | CountSpec
    | MissingSpec
    | MirrorSpec
    | TogetherSpec
    | NearSpec
)

KINDS: dict[str, type[AnySpec]] = {
    "phrase": PhraseSpec,
    "lexicon": LexiconSpec,
    "absolute": AbsoluteSpec,
    "count": CountSpec,
    "missing": MissingSpec,
    "near": NearSpec,
    "mirror": MirrorSpec,
    "together": TogetherSpec,
}
