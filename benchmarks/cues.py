"""Learns the points in cues.yaml from labelled sentences, and says how well they do unseen.

    python -m benchmarks.cues            write dialogues/language/en/screening/cues.yaml
    python -m benchmarks.cues --fold 5   learn on four fifths, weigh the last: recall, alarms

Logistic regression over words and pairs of neighbours, by Adagrad (Duchi, Hazan and Singer 2011)
in a fixed order, so that the same sentences give the same file.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, sqrt
from pathlib import Path

import simplemma

from benchmarks.safety import KINDS, ROOT, RULES, SETS, rule_texts
from bot.safety.cues import SPECIAL, features_of, scale
from bot.safety.lexicon import Lexicon
from bot.safety.rules import CUES, load
from bot.safety.screen import Screen

LEARN = ROOT / "tests" / "safety" / "learn"
SAID = ROOT / "tests" / "safety" / "said.tsv"
COACH_DEV = ROOT / "tests" / "coach" / "eval" / "dev"
COACH_CLEAN = ROOT / "tests" / "coach" / "clean.txt"
TRANSCRIPTS = ROOT / "tests" / "dialogues" / "transcripts"
TYPED = re.compile(r"^  - ([a-z].+)$", re.MULTILINE | re.IGNORECASE)
ROUNDS = 14
RATE = 0.5
SHRINK = 2e-4
LEAST = 1
SAID_COUNTS = 3.0
"""What was understood once may not be lost again, so it counts more."""
LEAST_OF_KIND = 4
"""Tenths of points under which a cue says too little of the kind to be kept."""
THRESHOLD = 15
"""Tenths of points from which a text is grave by its words alone. Chosen on a set that nobody had
seen: at 15 it found 139 of 150 and stopped 8 of 150; at 12 142 and 12, at 20 137 and 8."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text with its kind; "" where only the risk is known, "none" where there is none."""

    text: str
    kind: str
    grave: bool
    counts: float = 1.0


def sentences() -> list[Sentence]:
    """Everything labelled that rules and cues may know: dev sets, lists, the rules' examples."""
    found: dict[str, Sentence] = {}

    def add(text: str, kind: str, grave: bool, counts: float = 1.0) -> None:
        found.setdefault(text, Sentence(text, kind, grave, counts))

    for line in SAID.read_text(encoding="utf-8").splitlines():
        risk, text = line.split("\t", 1)
        add(text, "" if risk == "violence" else risk, risk != "none", SAID_COUNTS)
    for file in sorted((SETS / "dev").glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            add(row["text"], row["kind"], row["risk"] != "none")
    for file in sorted(LEARN.glob("*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            add(line, file.stem, file.stem != "none")
    book = load({p: t for p, t in rule_texts().items() if not p.endswith(CUES)})
    bare = Screen(book.lexicon, book.rules)
    kinds = {rule.id: rule.kind for rule in book.rules}
    for example in book.examples:
        kind = kinds.get(example.rule or "", "none")
        if example.flagged and kind != "signal":
            add(example.text, kind, True)
        elif not example.flagged and bare.risk(example.text).risk == "none":
            add(example.text, "none", False)
    for text in everyday():
        if bare.risk(text).risk == "none":
            add(text, "none", False)
    return list(found.values())


def everyday() -> list[str]:
    """What people write in exercises, with no danger in it: the coach's sets, typed answers."""
    lines = COACH_CLEAN.read_text(encoding="utf-8").splitlines()
    texts = [line.split(" | ", 1)[-1] for line in lines if not line.startswith("#")]
    for file in sorted(COACH_DEV.glob("*.jsonl")):
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        texts += [row["text"] for row in rows if row.get("rule") not in ("threat", "control")]
    for file in sorted(TRANSCRIPTS.glob("*.yaml")):
        texts += TYPED.findall(file.read_text(encoding="utf-8"))
    return [text for text in texts if len(text.split()) > 2]


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
        self.lexicon.finish()

    def features(self, text: str) -> tuple[list[str], float]:
        """The features of a text, and what their points are divided by."""
        folded = self.lexicon.read(text).codes.translate(self.fold)
        return sorted(features_of(folded)), scale(folded)

    def written(self, feature: str) -> str | None:
        """A feature as in cues.yaml; None for one that cannot be written."""
        words = [self.spelling.get(code) for code in feature]
        return None if None in words else "_".join(w for w in words if w)


def _plain_words(text: str) -> list[str]:
    letters = "".join(c if c.isalpha() or c == "'" else " " for c in text.lower().replace("’", "'"))
    return [w.strip("'").removesuffix("'s") for w in letters.split() if w.strip("'").isascii()]


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


def learn(rows: Sequence[tuple[list[str], float, bool, float]]) -> tuple[float, dict[str, float]]:
    """Start and points that tell the rows apart: (features, scale, grave, how much it counts)."""
    counted = Counter(f for features, *_ in rows for f in features)
    points = dict.fromkeys((f for f, n in counted.items() if n >= LEAST), 0.0)
    gathered = dict.fromkeys(points, 1e-2)
    start = 0.0
    start_gathered = 1e-2
    order = list(range(len(rows)))
    chance = random.Random(5)
    known = [[f for f in features if f in points] for features, *_ in rows]
    for _ in range(ROUNDS):
        chance.shuffle(order)
        for i in order:
            _, divisor, grave, counts = rows[i]
            margin = start + sum(points[f] for f in known[i]) / divisor
            slope = counts * (1 / (1 + exp(-max(-30.0, min(30.0, margin)))) - grave)
            start_gathered += slope * slope
            start -= RATE * slope / sqrt(start_gathered)
            for f in known[i]:
                step = slope / divisor + SHRINK * points[f]
                gathered[f] += step * step
                points[f] -= RATE * step / sqrt(gathered[f])
    return start, points


def weigh(start: float, points: Mapping[str, float], row: tuple[list[str], float]) -> float:
    """The points of a text, given as features and divisor."""
    features, divisor = row
    return start + sum(points.get(f, 0.0) for f in features) / divisor


def danger(words: Words, known: Sequence[Sentence]) -> tuple[float, dict[str, float]]:
    """Start and points for danger against none."""
    return learn([(*words.features(s.text), s.grave, s.counts) for s in known])


def blocks(words: Words, points: Mapping[str, float], indent: str, least: int = 1) -> str:
    """Points as YAML: for each number of points, the cues that have it."""
    grouped: dict[int, list[str]] = {}
    for feature, value in points.items():
        tenths = round(value * 10)
        name = words.written(feature)
        if abs(tenths) >= least and name:
            grouped.setdefault(tenths, []).append(name)
    return "".join(
        f"{indent}{value}: >-\n{_folded(sorted(grouped[value]), indent + '  ')}"
        for value in sorted(grouped)
    )


def _folded(words: Iterable[str], indent: str) -> str:
    lines = [indent]
    for word in words:
        if len(lines[-1]) + len(word) > 99 and lines[-1] != indent:
            lines.append(indent)
        lines[-1] += word if lines[-1] == indent else f" {word}"
    return "\n".join(lines) + "\n"


def write(known: Sequence[Sentence]) -> str:
    """The text of cues.yaml."""
    words = Words(s.text for s in known)
    start, points = danger(words, known)
    used = {code for f, v in points.items() if round(v * 10) for code in f}
    families = [
        f"{head}={','.join(sorted(set(forms)))}"
        for head, forms in sorted(words.families.items())
        if words.lexicon.hear(head) in used
    ]
    text = HEADER + f"threshold: {THRESHOLD}\nstart: {round(start * 10)}\n"
    text += f"families: >-\n{_folded(families, '  ')}"
    text += "danger:\n" + blocks(words, points, "  ") + "kinds:\n"
    told = [s for s in known if s.kind in KINDS]
    for kind in KINDS:
        rows = [(*words.features(s.text), s.kind == kind, 1.0) for s in told]
        _, found = learn(rows)
        text += f"  {kind}:\n" + blocks(words, found, "    ", LEAST_OF_KIND)
    return text


HEADER = """\
# Words, and pairs of neighbouring words, with points for (above 0) or against danger. They are
# added up over a text, and find what no rule knows; what a rule finds stays found. See
# bot/safety/cues.py. Learned from tests/safety (learn, said.tsv, the dev sets), the rules' examples
# and what people type in exercises (the coach's sets, transcripts): do not edit the points, add
# sentences and run `python -m benchmarks.cues`.
# "." is the end of a sentence, "#" a number, "?" a word that is not known. One word of a family
# stands for all its forms.
"""


def fold(known: Sequence[Sentence], parts: int) -> None:
    """Print recall and alarms of cues alone, each sentence weighed by points that never saw it."""
    order = list(range(len(known)))
    random.Random(11).shuffle(order)
    words = Words(s.text for s in known)
    weighed: list[tuple[float, bool]] = []
    for part in range(parts):
        held = set(order[part::parts])
        start, points = danger(words, [s for i, s in enumerate(known) if i not in held])
        weighed += [
            (weigh(start, points, words.features(known[i].text)), known[i].grave) for i in held
        ]
    for bar in (0.0, 0.5, 1.0, 1.5, 2.0, 2.5):
        hits = [w >= bar for w, grave in weighed if grave]
        alarms = [w >= bar for w, grave in weighed if not grave]
        print(
            f"{bar:.1f}: {sum(hits) / len(hits):.3f} found, {sum(alarms) / len(alarms):.3f} alarms"
        )


def main(arguments: Sequence[str] | None = None) -> None:
    """Write cues.yaml, or with `--fold` print how well its points do on sentences held out."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cues", description=__doc__)
    parser.add_argument("--fold", type=int, default=0, help="parts to hold out in turn")
    options = parser.parse_args(arguments)
    known = sentences()
    if options.fold:
        fold(known, options.fold)
        return
    path: Path = RULES / CUES
    path.write_text(write(known), encoding="utf-8")
    print(f"{path.relative_to(ROOT)}: learned from {len(known)} sentences")


if __name__ == "__main__":
    main()
