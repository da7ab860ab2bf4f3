"""Learns the points in cues.yaml from labelled sentences, and says how well they do unseen.

    python -m benchmarks.cues             write dialogues/language/en/screening/cues.yaml
    python -m benchmarks.cues --authors   learn without an author, screen what that author wrote

Features are words, runs of two and three, pairs with a word between, and pairs of sorts.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import simplemma

from benchmarks.learning import Learner, Texts, blocks, folded, tenths
from benchmarks.safety import KINDS, ROOT, RULES, SETS, rule_texts, table
from bot.safety.cues import SPECIAL, features_of, scale, sort_codes
from bot.safety.lexicon import Lexicon
from bot.safety.rules import CUES, load
from bot.safety.screen import Screen

LEARN = ROOT / "tests" / "safety" / "learn"
SAID = ROOT / "tests" / "safety" / "said.tsv"
COACH = ROOT / "tests" / "coach"
COACH_CLEAN = COACH / "clean.txt"
TRANSCRIPTS = ROOT / "tests" / "dialogues" / "transcripts"
TYPED = re.compile(r"^  - ([a-z].+)$", re.MULTILINE | re.IGNORECASE)
OTHERS = ("none", "self-harm")
"""The kinds that are a risk of their own; every other kind is violence."""
LEARNER = Learner(freedom=30)
LEAST = 2
"""How often a pair has to be there: of what one sentence alone has, nothing is learned."""
SAID_COUNTS = 8.0
"""What was understood once may not be lost again, so it counts more."""
LEAST_TOLD = 6
LEAST_OF_KIND = 6
"""Tenths of points under which a cue says too little to be kept."""
THRESHOLD = 8
"""Tenths of points from which a text is grave by its words alone."""
ASKS = 4
"""Tenths of points from which a text is worth one gentle question."""
HINT = 15
"""Tenths of points that a rule counts which is not sure by itself."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text with its kind, "none" where there is no danger."""

    text: str
    kind: str
    grave: bool
    counts: float = 1.0
    author: str = ""
    """The folder in tests/safety/learn, where one author wrote it whom the rules do not know."""


def sentences() -> list[Sentence]:
    """Everything labelled that rules and cues may know: dev sets, lists, the rules' examples."""
    found: dict[str, Sentence] = {}

    def add(text: str, kind: str, grave: bool, counts: float = 1.0, author: str = "") -> None:
        found.setdefault(text, Sentence(text, kind, grave, counts, author))

    for line in SAID.read_text(encoding="utf-8").splitlines():
        kind, text = line.split("\t", 1)
        add(text, kind, kind != "none", SAID_COUNTS)
    for file in sorted((SETS / "dev").glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            add(row["text"], row["kind"], row["risk"] != "none")
    for file in sorted(LEARN.rglob("*.txt")):
        author = "" if file.parent == LEARN else file.parent.name
        for line in file.read_text(encoding="utf-8").splitlines():
            add(line, file.stem, file.stem != "none", author=author)
    book = load({p: t for p, t in rule_texts().items() if not p.endswith(CUES)})
    bare = Screen(book.lexicon, [rule for rule in book.rules if rule.sure])
    kinds = {rule.id: rule.kind for rule in book.rules}
    for example in book.examples:
        kind = kinds.get(example.rule or "", "none")
        if example.flagged and kind != "signal":
            add(example.text, kind, True)
        elif not example.flagged and bare.risk(example.text).risk == "none":
            add(example.text, "none", False)
    for text, author in everyday():
        if len(text.split()) > 2 and bare.risk(text).risk == "none":
            add(text, "none", False, author=author)
    return list(found.values())


def everyday() -> Iterator[tuple[str, str]]:
    """What people write in exercises, with no danger in it: the coach's sets, typed answers.

    Each with its author, where it was written with neither the rules nor screening in mind.
    """
    for line in COACH_CLEAN.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split(" | ", 1)[-1], ""
    for folder in ("eval/dev", "learn"):
        for file in sorted((COACH / folder).glob("*.jsonl")):
            for row in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
                if row.get("rule") not in ("threat", "control"):
                    author = row.get("author", "") if folder == "learn" else ""
                    yield row["text"], author and f"coach-{author}"
    for file in sorted(TRANSCRIPTS.glob("*.yaml")):
        for text in TYPED.findall(file.read_text(encoding="utf-8")):
            yield text, ""


class Words:
    """Texts as features, and features as they are written in cues.yaml."""

    def __init__(self, texts: Iterable[str]) -> None:
        book = load({p: t for p, t in rule_texts().items() if not p.endswith(CUES)})
        self.lexicon: Lexicon = book.lexicon
        said = sorted({w for text in texts for w in _plain_words(text)})
        forms = sorted({form for word in said for form in _forms(word)})
        self.spelling = {code: word for word, code in SPECIAL.items()}
        self.fold: dict[int, str] = {}
        self.families: dict[str, list[str]] = {}
        for form in [*said, *forms]:
            if form in self.lexicon.same:
                continue
            code = self.lexicon.hear(form)
            if not code:
                continue
            self.spelling.setdefault(code, form)
            lemma = simplemma.lemmatize(form, "en").lower()
            head = self.lexicon.hear(lemma) if lemma.isalpha() else ""
            if head and head != code and lemma not in self.lexicon.same:
                self.spelling.setdefault(head, lemma)
                self.fold[ord(code)] = head
                self.families.setdefault(lemma, []).append(form)
        names, self.sorts = sort_codes(book.sorts, self.fold, self.lexicon)
        self.names = {code: f"{{{name}}}" for name, code in names.items()}
        self.lexicon.finish()

    def features(self, text: str) -> tuple[list[str], float]:
        """The features of a text, and what their points are divided by."""
        folded = self.lexicon.read(text).codes.translate(self.fold)
        features = features_of(folded, self.sorts)
        return sorted(features), scale(features)

    def cues(self, points: Mapping[str, float]) -> dict[str, float]:
        """Points by their cues as in cues.yaml; of a feature that cannot be written, none."""
        return {cue: point for f, point in points.items() if (cue := self._written(f))}

    def _written(self, feature: str) -> str | None:
        if feature[0] in self.names:
            return "".join(self.names[code] for code in feature)
        words = [self.spelling.get(code) for code in feature]
        return None if None in words else "_".join(w for w in words if w is not None)


def _plain_words(text: str) -> list[str]:
    letters = "".join(c if c.isalpha() or c == "'" else " " for c in text.lower().replace("’", "'"))
    words = (w.strip("'").removesuffix("'s") for w in letters.split())
    return [w for w in words if w and w.isascii()]


def _forms(word: str) -> list[str]:
    lemma = simplemma.lemmatize(word, "en").lower()
    if not lemma.isalpha() or len(lemma) < 3:
        return []
    stem = lemma[:-1]
    tries = [lemma + e for e in ("s", "es", "ed", "d", "ing")]
    tries += [lemma + lemma[-1] + e for e in ("ed", "ing")]
    tries += [stem + e for e in ("ing", "ies", "ied")]
    return [
        t for t in (lemma, *tries)
        if simplemma.is_known(t, "en") and simplemma.lemmatize(t, "en").lower() == lemma
    ]  # fmt: skip


Told = tuple[list[str], float]
"""The features of a sentence, and what their points are divided by."""


def learn_danger(
    told: Mapping[str, Told], known: Sequence[Sentence]
) -> tuple[float, dict[str, float]]:
    """Start and points that tell the grave sentences from the others.

    `told` is what each sentence tells, by its text.
    """
    rows = [told[s.text] for s in known]
    so, counts = [s.grave for s in known], [s.counts for s in known]
    start, points = LEARNER.logistic(Texts.of(rows, _worth(rows)), so, counts)
    return start, {f: point for f, point in points.items() if abs(tenths(point)) >= LEAST_TOLD}


def learn_kinds(told: Mapping[str, Told], known: Sequence[Sentence]) -> dict[str, dict[str, float]]:
    """Points of words and pairs for each kind, among the grave sentences."""
    grave = [s for s in known if s.grave]
    rows = [([f for f in told[s.text][0] if len(f) < 3], told[s.text][1]) for s in grave]
    which, counts = [s.kind for s in grave], [s.counts for s in grave]
    kinds = LEARNER.softmax(Texts.of(rows, _worth(rows)), which, counts)
    return {
        kind: {f: point for f, point in kinds[kind].items() if abs(tenths(point)) >= LEAST_OF_KIND}
        for kind in KINDS
    }


def _worth(rows: Iterable[Told]) -> dict[str, float]:
    met = Counter(feature for features, _ in rows for feature in features)
    return {feature: 1.0 for feature, n in met.items() if n >= LEAST or len(feature) == 1}


def write(known: Sequence[Sentence]) -> str:
    """The text of cues.yaml."""
    words = Words(s.text for s in known)
    told = {s.text: words.features(s.text) for s in known}
    start, danger = learn_danger(told, known)
    kinds = learn_kinds(told, known)
    used = {
        code for points in (danger, *kinds.values()) for feature in points for code in feature
    } | set(words.sorts)
    families = [
        f"{head}={','.join(sorted(set(forms)))}"
        for head, forms in sorted(words.families.items())
        if words.lexicon.hear(head) in used
    ]
    text = HEADER + f"threshold: {THRESHOLD}\nasks: {ASKS}\nstart: {tenths(start)}\nhint: {HINT}\n"
    text += f"families: >-\n{folded(families, '  ')}"
    text += "danger:\n" + blocks(words.cues(danger), "  ") + "kinds:\n"
    for kind, points in kinds.items():
        text += f"  {kind}:\n" + blocks(words.cues(points), "    ")
    return text


HEADER = """\
# Words, and runs of two and three words, with points for (above 0) or against danger. They are
# added up over a text, and find what no rule knows; what a sure rule finds stays found. See
# bot/safety/cues.py. Learned from tests/safety (learn, said.tsv, the dev sets), the rules' examples
# and what people type in exercises (the coach's sets, transcripts): do not edit the points, add
# sentences and run `python -m benchmarks.cues`.
# "." is the end of a sentence, "#" a number, "?" a word that is not known, i__die any one word
# between two others. One word of a family stands for all its forms. {i}{strike} is a word of one
# sort of words.yaml and, among the next words that have a sort, one of another.
"""


def by_author(known: Sequence[Sentence]) -> None:
    """Print the table of the screen for each author, whose sentences its cues have not seen.

    Nor have its rules, until somebody writes them with these sentences in mind.
    """
    for author in sorted({s.author for s in known} - {""}):
        cues = write([s for s in known if s.author != author])
        path = (RULES / CUES).relative_to(ROOT).as_posix()
        screen = Screen.from_texts(rule_texts() | {path: cues})
        print(f"{author}, learned without:")
        rows = [
            {"text": s.text, "kind": s.kind, "risk": s.kind if s.kind in OTHERS else "violence"}
            for s in known
            if s.author == author
        ]
        print("\n".join(table(screen, rows)))


def main(arguments: Sequence[str] | None = None) -> None:
    """Write cues.yaml, or with `--authors` print how well the screen does on an unseen author."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cues", description=__doc__)
    parser.add_argument("--authors", action="store_true", help="leave each author out in turn")
    options = parser.parse_args(arguments)
    known = sentences()
    if options.authors:
        by_author(known)
        return
    path: Path = RULES / CUES
    path.write_text(write(known), encoding="utf-8")
    print(f"{path.relative_to(ROOT)}: learned from {len(known)} sentences")


if __name__ == "__main__":
    main()
