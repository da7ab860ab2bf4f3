"""Measures of a text: what in it is the bot's own, and how hard that is to read."""

from __future__ import annotations

import re
from html import unescape

import pyphen

HYPHENS = pyphen.Pyphen(lang="en_US", left=2, right=2)
VOWELS = re.compile(r"[aeiouy]+")
SILENT = re.compile(r"(?<=[^aeiouyl])e$|(?<=[^aeiouytdlszxhg])e(?=d$)|(?<=(?:som|tim|eth))e")
WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
SENTENCE_END = re.compile(r"[.!?…:;]+(?:\s|$)|\n+")
HELPLINE = re.compile(r"^.+: (?:call|text|chat|write).*$|^https://\S+$", re.MULTILINE)
HEADER = re.compile(r"<b>Step \d of \d · [^<]*</b>")


def own_words(text: str, *quoted: str) -> str:
    """A message without what is not the bot's: header, quotes, offers, helplines, and `quoted`.

    `quoted` is what the person wrote and the bot gives back.
    """
    text = HEADER.sub("", text)
    text = re.sub(r"<blockquote>.*?</blockquote>|<code>.*?</code>", "", text, flags=re.DOTALL)
    text = unescape(re.sub(r"</?\w+>", "", text))
    text = re.sub(r"“[^”]*”", "“”", text)
    for said in sorted((q for q in quoted if q), key=len, reverse=True):
        bare = " ".join(said.split()).rstrip(".!?")
        text = re.sub(re.escape(bare) + r"[.!?]?", "", text, flags=re.IGNORECASE)
    return HELPLINE.sub("", text).strip()


def syllables(word: str) -> int:
    """Syllables of a word: by its hyphenation points (Liang's patterns, as in TeX), or by its

    groups of vowels where those are more, since no hyphen is put after a single letter (o-pen).
    """
    word = word.lower().strip("'’-")
    sounded = SILENT.sub("", word) or word
    return max(len(HYPHENS.positions(word)) + 1, len(VOWELS.findall(sounded)))


def grade(text: str) -> float:
    """The Flesch–Kincaid grade level (Kincaid et al. 1975):

    0.39 · words per sentence + 11.8 · syllables per word − 15.59. A line break ends a sentence.
    """
    words = WORD.findall(text)
    if not words:
        return 0.0
    sentences = max(1, sum(bool(WORD.search(s)) for s in SENTENCE_END.split(text)))
    per_word = sum(map(syllables, words)) / len(words)
    return 0.39 * len(words) / sentences + 11.8 * per_word - 15.59
