"""Whether a text is English, by its smallest words."""

from __future__ import annotations

from collections.abc import Sequence

from bot.coach.normal import WORD

_SMALL_WORDS = """
    a about after again all also always am an and any are as at back bad be because been before
    being but by call came can come could did do does done dont each even ever every feel feeling
    felt few find fine first for from fuck fucking get getting give go going gone gonna good got
    great had happy hard has hate have he hear hello help her here hey hi him his home hope how
    hurt i i'm id if im in into is isnt it it's its ive just keep kids know late left let like
    listen little look lot love made make man many maybe me mean might mom more most much mum must
    my need never new next nice night no not nothing now of off ok okay on one only or other our
    out over own please really right sad said same say see she should shouldnt so some sorry still
    stop such sure take talk tell than thank thanks that that's thats the their them then there
    these they thing things think this those though time to today together told tomorrow tonight
    too tried true try trying two u understand until up ur us very wait want wanted was wasnt way
    we well went were what when where which while who whole why will wish with won't wont work
    would wouldnt yeah year yes yesterday yet you you're your youre yours don't can't cant didn't
    didnt doesn't doesnt wasn't i've i'll i'd
    angry alone afraid anxious tired lonely scared upset worried liar lazy selfish stupid
    whatever idiot pathetic shut apologize apologise forgive calm promise
"""
_FOREIGN_WORDS = """
    der die das und ich nicht ist du wir mir mich dir dich sie ein eine einen auf mit fur für
    aber wenn weil immer nie bin bist hast habe wie warum dass auch kein keine von zu zum im
    le la les et je tu il elle nous vous ne pas que qui est une un des du dans pour avec mais
    c'est j'ai suis es toujours jamais mon ma mes ton ta tes se ce cette quand
    el los las y yo tú no que es una para con pero cuando porque siempre nunca estoy eres muy
    mi te lo por como me esta estas tengo quiero
    il lo gli e io non che sono sei mi ti si perche perché quando sempre mai questo ho hai
    het een ik jij je niet dat van en maar altijd nooit ben bent heb wat waarom
    eu você voce não nao que um uma com por mas quando nunca sempre estou
    jestem nie jest ty ja mnie ale zawsze nigdy bardzo sie się
"""
_SMALL = frozenset(_SMALL_WORDS.split())
_FOREIGN = frozenset(_FOREIGN_WORDS.split()) - _SMALL


def is_english(text: str) -> bool:
    """Whether the text looks English. Texts without words ("ok 🙂", "???") count as English."""
    words = WORD.findall(text.lower().replace("’", "'"))
    if not words:
        return not any(char.isalpha() for char in text)
    return english_words(words)


def english_words(words: Sequence[str]) -> bool:
    """Whether words in lower case look English, by how many of them are its smallest ones."""
    if not " ".join(words).isascii() and 2 * sum(word.isascii() for word in words) < len(words):
        return False
    small = foreign = 0
    for word in words:
        if word in _SMALL:
            small += 1
        elif word in _FOREIGN:
            foreign += 1
    if len(words) <= 3:
        return small >= foreign
    return small > foreign and small * 5 >= len(words)
