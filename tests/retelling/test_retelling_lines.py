"""Requests, short lines and spelling, as people type them."""

import pytest

from bot.retelling import Retelling

REQUEST = [
    ("tell me by lunch if dinner is at risk", "tell me by lunch if dinner is at risk"),
    ("i want him to call me when he's late", "call me when you're late"),
    ("that she tells me before she invites people", "tell me before you invite people"),
    ("could you pls text me", "text me"),
    ("could you text me?", "text me"),
    ("i'd like them to ask me first", "ask me first"),
    ("for him to put his phone away during dinner", "put your phone away during dinner"),
    ("i wish he would come to bed with me", "come to bed with me"),
    ("my wife to tell me where she is", "tell me where you are"),
    ("just tell me when ur late", "tell me when you're late"),
    ("that she asks me before inviting her parents", "ask me before inviting your parents"),
    ("can u pls put ur phone away when we eat", "put your phone away when we eat"),
    ("text me if youre gonna be late thats all", "text me if you're going to be late"),
    ("call me\nwhen ur late", "call me when you're late"),
    ("be home by 7", "be home by 7"),
    ("be on time", "be on time"),
    ("turn off the tv when i talk to her", "turn off the tv when I talk to you"),
    ("he calls me when hes late", "call me when you're late"),
    ("that they tell me before they invite people", "tell me before you invite people"),
    ("to talk to me", "talk to me"),
    ("i would like that he takes the kids on saturdays", "take the kids on Saturdays"),
    (
        "tell me if he's going to be late and what he wants for dinner",
        "tell me if you're going to be late and what you want for dinner",
    ),
    (
        "take over bedtime twice a week and let me rest",
        "take over bedtime twice a week and let me rest",
    ),
    ("ask me before she buys anything over 100", "ask me before you buy anything over 100"),
    ("i want her to tell her mother that she cant come on sundays", None),
    ("can we talk about money on sunday", None),
    ("to be told before", None),
    ("that he stops treating us like were the least important thing", None),
    ("that he stops yelling", None),
    ("stop drinking", None),
    ("dont go through my phone", None),
    ("never do that again", None),
    ("i want him to not yell at me", None),
    ("always tell me the truth", None),
    ("more respect", None),
    ("respect me", None),
    ("be nicer to me", None),
    ("put me first", None),
    ("show me some love", None),
    ("make an effort", None),
    ("treat me better", None),
    ("that he understands me", None),
    ("an apology", None),
    ("i want to be heard", None),
    ("i want us to go to therapy", None),
    ("tell him to call", None),
    ("come home before 8. and do the dishes", None),
    ("idk", None),
    ("kill yourself", None),
    ("stop being an asshole", None),
    ("go", None),
    ("tell me", None),
    ("", None),
    ("tell me " + "before you go out " * 10, None),
]

ABOUT = [
    ("tell me by lunch if dinner is at risk", "he", "He tells me by lunch if dinner is at risk"),
    ("call me when you're late", "she", "She calls me when she's late"),
    ("call me when you're late", "they", "They call me when they're late"),
    ("sit down and listen to me", "he", "He sits down and listens to me"),
    ("sit down and listen to me", "they", "They sit down and listen to me"),
    ("put your phone away", "she", "She puts her phone away"),
    ("be home by 7", "he", "He is home by 7"),
    ("be home by 7", "they", "They are home by 7"),
    ("turn off the tv when i talk to you", "he", "He turns off the tv when I talk to him"),
    ("wake me up before you leave", "she", "She wakes me up before she leaves"),
    ("i want him to call me when he's late", "he", "He calls me when he's late"),
    ("sit next to me and talk to me", "she", "She sits next to me and talks to me"),
    ("tell me you love me", "he", None),
    ("more respect", "he", None),
    ("text me", "it", None),
    ("text me", "sam", None),
]

WHEN = [
    ("when you raise your voice", "you raise your voice"),
    ("u raise your voice", "you raise your voice"),
    ("she raises her voice", "you raise your voice"),
    ("when my wife cries", "you cry"),
    ("i feel cornered", "I feel cornered"),
    ("when you dont listen to me", "you don't listen to me"),
    ("it gets loud", "it gets loud"),
    ("we fight about money", "we fight about money"),
    ("when things get heated", "things get heated"),
    ("you always yell", None),
    ("when her mom calls", None),
    ("shouting", None),
    ("why do you ask?", None),
    ("", None),
]

NOT = [
    ("that i dont care", "that I don't care"),
    ("i dont care", "that I don't care"),
    ("that i dont love her", "that I don't love you"),
    ("its not that i dont care", "that I don't care"),
    ("because i dont care", "because I don't care"),
    ("to punish him", "to punish you"),
    ("her fault", "your fault"),
    ("about you", "about you"),
    ("anger", "anger"),
    ("nothing", None),
    ("what you think", None),
    ("", None),
]

BACK = [
    ("in an hour", "in an hour"),
    ("1 hr", "in an hour"),
    ("30 min", "in 30 minutes"),
    ("ill be back in 2 hours", "in 2 hours"),
    ("half an hour", "in half an hour"),
    ("tomorrow morning", "tomorrow morning"),
    ("tomorrow at 9", "tomorrow at 9"),
    ("8pm", "at 8pm"),
    ("on sunday", "on Sunday"),
    ("after dinner", "after dinner"),
    ("when im calm", "when I'm calm"),
    ("soon", None),
    ("never", None),
    ("20", None),
    ("when he apologizes", None),
    ("", None),
]

TIDY = [
    ("  i dont know!!! ", "I don't know!"),
    ("ITS NOT FAIR", "It's not fair"),
    ("he cancelled AGAIN", "He cancelled again"),
    ("the ER was full", "The ER was full"),
    ("hes ill i think", "He's ill I think"),
    ("ill be there", "I'll be there"),
    ("its his own fault, its not ok", "It's his own fault, it's not ok"),
    ("were going 2 hrs b4", "We're going 2 hours before"),
    ("they were late", "They were late"),
    ("2hrs late & drunk", "2 hours late and drunk"),
    ("w/ her mom", "With her mom"),
    ("u r late", "You are late"),
    ("ur late and ur phone is off", "You're late and your phone is off"),
    ("thx, tmrw then", "Thanks, tomorrow then"),
    ("sooo tired", "So tired"),
    ("i.e. this", "i.e. this"),
    ("iPhone", "iPhone"),
    ("my husbands phone", "My husband's phone"),
    ("Kasia i Tomek", "Kasia i Tomek"),
    ("", ""),
    ("😀", "😀"),
]

SENTENCE = [
    ("he left", "He left."),
    ("he left!", "He left!"),
    ("he left,", "He left."),
    ("", ""),
    ("tomorrow at 8", "Tomorrow at 8."),
]

CASES = [
    *(("as_request", *case) for case in REQUEST),
    *(("for_when", *case) for case in WHEN),
    *(("for_not", *case) for case in NOT),
    *(("for_back", *case) for case in BACK),
    *(("tidy", *case) for case in TIDY),
    *(("sentence", *case) for case in SENTENCE),
]


@pytest.mark.parametrize(("method", "typed", "expected"), CASES)
def test_line(retelling: Retelling, method: str, typed: str, expected: str | None) -> None:
    assert getattr(retelling, method)(typed) == expected


@pytest.mark.parametrize(("typed", "subject", "expected"), ABOUT)
def test_about_them(retelling: Retelling, typed: str, subject: str, expected: str | None) -> None:
    assert retelling.about_them(typed, subject) == expected


@pytest.mark.parametrize("typed", [typed for typed, expected in REQUEST if expected])
def test_a_request_asked_twice_stays(retelling: Retelling, typed: str) -> None:
    once = retelling.as_request(typed)
    assert once is not None
    assert retelling.as_request(once) == once


IMPACT = [
    ("embarrassing i guess", "was", "embarrassing"),
    ("really embarrassing", "was", "really embarrassing"),
    ("lonely, scary", "was", "lonely and scary"),
    ("it must have been awful for her", "was", "awful"),
    ("I think that was embarrassing for you.", "was", "embarrassing"),
    ("embarrassing i guess, but she did overdraw", "was", None),
    ("like a slap", "was", None),
    ("embarrassing?", "was", None),
    ("humiliated", "felt", "humiliated"),
    ("she felt small and alone", "felt", "small and alone"),
    ("she was really hurt and angry i suppose", "felt", "really hurt and angry"),
    ("it hurt her a lot", "felt", None),
    ("it hurt her a lot", "clause", "it hurt you a lot"),
    ("I think it hurt you.", "clause", "it hurt you"),
    ("she thinks i dont respect her", "clause", "you think I don't respect you"),
    ("that i dont care about her", "clause", None),
    ("it hurt her but she started it", "clause", None),
    ("did it hurt her?", "clause", None),
    ("like a slap", "plain", "Like a slap"),
    ("she did overdraw", "plain", None),
]


@pytest.mark.parametrize(("typed", "blank", "filled"), IMPACT)
def test_what_it_was_like(retelling: Retelling, typed: str, blank: str, filled: str) -> None:
    assert retelling.impact(typed)[f"impact_{blank}"] == filled


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("embarrassing i guess, but she did overdraw", "Embarrassing I guess"),
        ("awful though she laughed", "Awful"),
        ("butter on the floor", "Butter on the floor"),
        ("but she did", "But she did"),
    ],
)
def test_the_half_before_a_but(retelling: Retelling, typed: str, kept: str) -> None:
    assert retelling.first_half(typed) == kept
