"""The closed word lists of retelling.yaml, read and checked; every fault has file and line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from bot.lined_yaml import Items, Place, Source, SourceError
from bot.lined_yaml import read as read_yaml
from bot.retelling.schema import RetellingFile
from bot.retelling.verbs import Verbs


@dataclass(frozen=True)
class Lists:
    """The lists, ready for use: `words` and `phrases` by name, and the tables made of them."""

    words: Mapping[str, frozenset[str]]
    phrases: Mapping[str, tuple[tuple[str, ...], ...]]
    respell: Mapping[str, str]
    as_is_after: Mapping[str, frozenset[str]]
    as_is_before: Mapping[str, frozenset[str]]
    verbs: Verbs
    shown: Mapping[str, str]
    to_you: Mapping[str, str]
    partner_to_you: Mapping[str, str]
    agreement: Mapping[str, str]

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.words[name]


def read(text: str, path: str) -> Lists:
    """The lists of a retelling.yaml.

    Raises:
        SourceError: with every fault that was found, by `path:line`.
    """
    source = read_yaml(path, text)
    _without_lists(source, source.data)
    try:
        file = RetellingFile.model_validate(source.data)
    except ValidationError as error:
        advice = "every list is a block of text under its own name"
        raise SourceError([f"{fault}; {advice}" for fault in source.faults(error)]) from None
    problems: list[str] = []

    def table(part: str, name: str, block: str) -> dict[str, str]:
        out: dict[str, str] = {}
        for offset, row in enumerate(block.splitlines(), source.line_of((part, name)) + 1):
            if not row.strip():
                continue
            left, equals, right = row.partition("=")
            if not equals or not left.strip() or not right.strip():
                problems.append(f"{path}:{offset}: write it as: what is typed = what is meant")
                continue
            for given in left.split(","):
                key = given.strip()
                if out.get(key, right.strip()) != right.strip():
                    problems.append(f"{path}:{offset}: {key!r} stands twice; keep one")
                out[key] = right.strip()
        return out

    raw = file.words.model_dump()
    words = {name: frozenset(w.lower() for w in block.split()) for name, block in raw.items()}
    for name, found in words.items():
        if not found:
            problems.append(f"{source.at(('words', name))}: {name} is empty; give it a word")
    phrases = {
        name: tuple(
            sorted(
                (tuple(row.split()) for row in block.splitlines() if row.strip()),
                key=len,
                reverse=True,
            )
        )
        for name, block in file.phrases.model_dump().items()
    }
    for name in ("its_before", "were_we_before", "were_after_verb", "ur_is_before",
                 "ur_your_before"):  # fmt: skip
        words[name] = frozenset(getattr(file.respell, name).split())
    verb_problems, verbs = Verbs.of(
        file.verbs.regular, file.verbs.doubled, file.verbs.irregular, file.verbs.also_nouns
    )
    problems += [f"{source.at(('verbs', name))}: {said}" for name, said in verb_problems]
    for name in ("inward", "judging", "violent", "reporting", "needs_more", "double_objects",
                 "like_ties", "told_a_clause", "heard_a_clause"):  # fmt: skip
        problems += [
            f"{source.at(('words', name))}: {word!r} is not among the verbs; add it there"
            for word in sorted(words[name] - verbs.bases)
        ]
    shown = {w: w[0].upper() + w[1:] for w in raw["capitalised"].split()}
    respell = table("respell", "always", file.respell.always)
    after = table("respell", "as_is_after", file.respell.as_is_after)
    before = table("respell", "as_is_before", file.respell.as_is_before)
    to_you = table("persons", "first_to_second", file.persons.first_to_second)
    partner_to_you = table("persons", "third_to_second", file.persons.third_to_second)
    agreement = table("persons", "agreement", file.persons.agreement)
    if problems:
        raise SourceError(problems)
    return Lists(
        words,
        phrases,
        respell,
        {k: frozenset(v.split()) for k, v in after.items()},
        {k: frozenset(v.split()) for k, v in before.items()},
        verbs,
        shown,
        to_you,
        partner_to_you,
        agreement,
    )


def _without_lists(source: Source, part: Any) -> None:
    if isinstance(part, Items):
        said = "no lists here; write the words in a block (|)"
        raise SourceError([f"{source.path}:{part.line}: {said}"])
    if isinstance(part, Place):
        for each in part.values():
            _without_lists(source, each)
