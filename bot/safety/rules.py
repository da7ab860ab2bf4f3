"""Screening rules as data: what the YAML files hold, and their compiled form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from bot.lined_yaml import Source, SourceError, read
from bot.safety.cues import Cues, CuesFile, compile_cues
from bot.safety.lexicon import Lexicon
from bot.safety.pattern import SPECIAL, Pattern, PatternError, Vocabulary, compile_pattern

RuleKind = Literal["self-harm", "violence", "control", "sexual", "child", "signal"]
Role = Literal["suffered", "done", "open"]
Text = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
CUES = "cues.yaml"
Words = Annotated[str, StringConstraints(max_length=30_000)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


class WordsFile(_Model):
    """words.yaml: spellings, fillers, lists and phrases for patterns, sorts of words for cues."""

    expand: dict[str, Text]
    join: dict[str, Text]
    same: dict[str, Words]
    drop: Words
    pictures: dict[str, Text]
    negators: Words
    common: Words
    lists: dict[str, Words]
    sorts: dict[Annotated[str, StringConstraints(pattern=r"^[a-z-]+$")], Words]
    phrases: dict[str, list[Text]]
    typos: Words
    not_typos: Words


class RuleEntry(_Model):
    """One rule: what people say, what is not meant by it, and examples of both.

    What a rule finds is grave, whatever the cues say; `sure: no` makes it a hint to them instead.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
    sure: Literal["yes", "no"] = "yes"
    role: Role = "open"
    say: Annotated[list[Text], Field(min_length=1)]
    unless: list[Text] = []
    flags: Annotated[list[Text], Field(min_length=1)]
    passes: Annotated[list[Text], Field(min_length=1)]


class RulesFile(_Model):
    """A file of rules of one kind; its own `unless` and `passes` hold for all of them."""

    kind: RuleKind
    unless: list[Text] = []
    passes: list[Text] = []
    rules: Annotated[list[RuleEntry], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Guard:
    """What, standing near a match, makes it harmless. `place`: before, after, over or near it."""

    place: Literal["before", "after", "over", "near"]
    pattern: Pattern

    def excuses(self, codes: str, start: int, end: int) -> bool:
        """Whether the words around the match at `start:end` excuse it."""
        expression = self.pattern.search
        if self.place == "before":
            return expression.search(codes, max(0, start - 10), start) is not None
        if self.place == "after":
            return expression.match(codes, end) is not None
        if self.place == "near":
            return expression.search(codes, max(0, start - 14), end + 14) is not None
        found = expression.finditer(codes, max(0, start - 8), end + 8)
        return any(m.start() < end and m.end() > start for m in found)


@dataclass(frozen=True, slots=True)
class Rule:
    """A compiled rule."""

    id: str
    kind: RuleKind
    role: Role
    patterns: tuple[Pattern, ...]
    guards: tuple[Guard, ...]
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that a rule must flag or pass; `rule` None: nothing at all may be found."""

    text: str
    flagged: bool
    rule: str | None
    where: str


@dataclass(slots=True)
class Rulebook:
    """All rules, the words they are made of, their examples, and what was wrong."""

    lexicon: Lexicon
    rules: list[Rule]
    examples: list[Example]
    problems: list[str]
    sorts: Mapping[str, str]
    cues: Cues | None = None


def load(files: Mapping[str, str]) -> Rulebook:
    """Compile the texts of a screening folder (path to text; words.yaml is one of them).

    Raises:
        SourceError: when words.yaml is missing or cannot be read. Faults in rules are collected
            in `problems`, and the rules at fault are left out.
    """
    words_path = next((p for p in files if p.rsplit("/", 1)[-1] == "words.yaml"), None)
    if words_path is None:
        raise SourceError(["words.yaml:1: missing; the rules are made of its words"])
    source = read(words_path, files[words_path])
    try:
        words = WordsFile.model_validate(source.data)
    except ValidationError as error:
        raise SourceError(source.faults(error)) from None
    book = Rulebook(_lexicon(words, source), [], [], [], words.sorts)
    vocabulary = _vocabulary(words, source, book)
    seen: dict[str, str] = {}
    cues: CuesFile | None = None
    for path in sorted(p for p in files if p != words_path):
        try:
            rules_source = read(path, files[path])
            if path.rsplit("/", 1)[-1] == CUES:
                cues = CuesFile.model_validate(rules_source.data)
                continue
            entries = RulesFile.model_validate(rules_source.data)
        except SourceError as error:
            book.problems += error.problems
            continue
        except ValidationError as error:
            book.problems += rules_source.faults(error)
            continue
        _add_file(entries, rules_source, vocabulary, book, seen)
    # After the rules: a word is heard for cues alone only where no rule knows it.
    book.cues = compile_cues(cues, book.sorts, book.lexicon) if cues else None
    book.lexicon.finish()
    return book


def _lexicon(words: WordsFile, source: Source) -> Lexicon:
    same: dict[str, str] = {}
    for word, spellings in words.same.items():
        for spelling in spellings.split():
            if same.get(spelling, word) != word:
                where = source.at(("same", word))
                raise SourceError([f"{where}: {spelling!r} already stands for {same[spelling]!r}"])
            same[spelling] = word
    return Lexicon(
        join={tuple(k.split()): v for k, v in words.join.items()},  # type: ignore[misc]
        expand={k: tuple(v.split()) for k, v in words.expand.items()},
        same=same,
        drop=frozenset(words.drop.split()),
        pictures=dict(words.pictures),
        typos=frozenset(words.typos.split()),
        not_typos=frozenset(words.not_typos.split()),
    )


def _vocabulary(words: WordsFile, source: Source, book: Rulebook) -> Vocabulary:
    lists: dict[str, frozenset[str]] = {}
    lexicon = book.lexicon

    def codes_of(listed: str, where: str, open_names: tuple[str, ...] = ()) -> frozenset[str]:
        found: set[str] = set()
        for word in listed.split():
            if word.startswith("{"):
                name = word.strip("{}")
                if name in SPECIAL:
                    found.add(SPECIAL[name])
                    continue
                if name in open_names or name not in words.lists:
                    raise SourceError([f"{where}: {word}: no such list, or it holds itself"])
                found |= codes_of(words.lists[name], where, (*open_names, name))
                continue
            code = lexicon.code(word)
            if code is None:
                book.problems.append(f"{where}: {word!r} is written out as several words")
            else:
                found |= set(code)
        return frozenset(found)

    for word in ("'s", "not", "will", "would", "have", "are"):
        lexicon.code(word)
    for name, listed in words.lists.items():
        lists[name] = codes_of(listed, source.at(("lists", name)), (name,))
    return Vocabulary(
        code=lexicon.code,
        lists=lists,
        phrases={name: tuple(sources) for name, sources in words.phrases.items()},
        negators=codes_of(words.negators, source.at(("negators",))),
        common=codes_of(words.common, source.at(("common",))) | frozenset(SPECIAL.values()),
    )


def _guard(text: str, vocabulary: Vocabulary) -> Guard:
    place: Literal["before", "after", "over", "near"] = "over"
    if text.endswith(" @"):
        place, text = "before", text[:-2]
    elif text.startswith("@ "):
        place, text = "after", text[2:]
    elif text.startswith("~ "):
        place, text = "near", text[2:]
    pattern = compile_pattern(text, vocabulary, guard=True)
    if place == "before":
        pattern.body = rf"(?:{pattern.body})\Z"
    return Guard(place, pattern)


def _add_file(
    entries: RulesFile,
    source: Source,
    vocabulary: Vocabulary,
    book: Rulebook,
    seen: dict[str, str],
) -> None:
    def guards(texts: list[str], at: tuple[str | int, ...]) -> tuple[Guard, ...]:
        made = []
        for i, text in enumerate(texts):
            try:
                made.append(_guard(text, vocabulary))
            except PatternError as error:
                book.problems.append(f"{source.at((*at, i))}: {error}")
        return tuple(made)

    shared = guards(entries.unless, ("unless",))
    for i, text in enumerate(entries.passes):
        book.examples.append(Example(text, False, None, source.at(("passes", i))))
    for n, entry in enumerate(entries.rules):
        here: tuple[str | int, ...] = ("rules", n)
        if entry.id in seen:
            book.problems.append(
                f"{source.at((*here, 'id'))}: rule {entry.id!r} already stands in {seen[entry.id]}"
            )
            continue
        seen[entry.id] = source.at((*here, "id"))
        patterns = []
        for i, text in enumerate(entry.say):
            try:
                patterns.append(compile_pattern(text, vocabulary))
            except PatternError as error:
                book.problems.append(f"{source.at((*here, 'say', i))}: {error}")
        own = guards(entry.unless, (*here, "unless"))
        book.rules.append(
            Rule(
                entry.id,
                entries.kind,
                entry.role,
                tuple(patterns),
                own + shared,
                entry.sure == "yes",
            )
        )
        for name, texts in (("flags", entry.flags), ("passes", entry.passes)):
            for i, text in enumerate(texts):
                where = source.at((*here, name, i))
                book.examples.append(Example(text, name == "flags", entry.id, where))
