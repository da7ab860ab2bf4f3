"""The phrase language: what it matches, and which words it needs."""

import pytest

from bot.coach.normal import Spelling
from bot.coach.phrases import PhraseError, Phrases

PHRASES = Phrases({"mood": ("sad", "very angry"), "loop": ("{loop}",)})
SPELLING = Spelling({"you're": "you are"}, frozenset(), frozenset(), {})


def matches(phrase: str, text: str) -> str | None:
    pattern = PHRASES.pattern(phrase, 1)
    normal = SPELLING.normal(text)
    found = pattern.expression.search(normal.text)
    missing = [a for a in pattern.anchors if a.isdisjoint(normal.met)]
    if found is None:
        return None
    assert not missing, "the anchors would have hidden a match"
    return normal.quote(found.start(), found.end())


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("you (always|never) listen", "Well, you never listen!", "you never listen"),
        ("you so? {mood}", "you're angry", None),
        ("you are so? {mood}", "You're so very angry.", "You're so very angry"),
        ("care*", "a careless thing", "careless"),
        ("you .. care", "you do not really care", "you do not really care"),
        ("you .. care", "you do not even pretend to care", None),
        ("you ... care", "you left. I care", None),
        ("^ stop", "Please stop", None),
        ("^ stop", "Enough. So stop!", "So stop"),
        ("fine $", "that is fine, really", None),
        ("fine $", "I am fine.", "fine"),
        ("^^ no", "Oh no", "Oh no"),
        ("you !(are) _", "you are here", None),
        ("<!(if|when) you leave", "if you leave", None),
        ("<!(if|when) you leave", "now you leave", "you leave"),
        ("<!(what|i think) you leave", "what you leave", None),
        ("<!(what|i think) you leave", "I think you leave", None),
        ("<!(what|i think) you leave", "we think you leave", "you leave"),
        ("<!(if|when) you leave", "a serif you leave", "you leave"),
        ("done \\?", "are you done?", "done?"),
        ("_'s husband", "my sister's husband", "sister's husband"),
    ],
)
def test_matching(phrase: str, text: str, found: str | None) -> None:
    assert matches(phrase, text) == found


@pytest.mark.parametrize(
    "phrase", ["(a", "a)", "?", "{nobody}", "{loop}", "a || b", "a # b", "<!(so?) a"]
)
def test_what_cannot_be_read_is_told(phrase: str) -> None:
    with pytest.raises(PhraseError):
        PHRASES.pattern(phrase, 1)


def test_the_rarest_words_are_looked_up_first() -> None:
    pattern = PHRASES.pattern("you are a (dragon|wizard)", 1)
    assert pattern.anchors[:2] == ({"a dragon", "a wizard"}, {"dragon", "wizard"})
