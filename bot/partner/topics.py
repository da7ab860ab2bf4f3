"""What a text is about, by the key words of the topics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from .vocabulary import TOPICS
from .voice import words_in

_LONGEST = 4000
"""Characters of a text that are looked at."""


class TopicWords:
    """Key words and phrases of each topic."""

    def __init__(self, keywords: Mapping[str, Sequence[str]]) -> None:
        self._words: dict[str, list[str]] = {}
        self._phrases: list[tuple[str, str]] = []
        for topic in TOPICS:
            for keyword in keywords.get(topic, ()):
                parts = words_in(keyword)
                if len(parts) == 1:
                    self._words.setdefault(parts[0], []).append(topic)
                elif parts:
                    self._phrases.append((f" {' '.join(parts)} ", topic))

    def topic_of(self, text: str) -> str:
        """The topic with most key words in the text (a phrase counts double), else "other"."""
        words = words_in(text[:_LONGEST])
        count: Counter[str] = Counter()
        for word in words:
            for topic in self._words.get(word, ()):
                count[topic] += 1
        spaced = f" {' '.join(words)} "
        for phrase, topic in self._phrases:
            if phrase in spaced:
                count[topic] += 2
        return max(count, key=lambda topic: (count[topic], -TOPICS.index(topic)), default="other")
