"""Whatever somebody may type, send or tap: answered, never lost, never taken for something else."""

from __future__ import annotations

import asyncio
import html

import pytest

from tests.faults.phone import Shown
from tests.turns.rig import ANNE, BEN, Person, Rig

ODD = {
    "emoji only": "😭😭😭",
    "right to left": "\u202eلا أشعر أنك تسمعني\u202c",
    "NUL": "you\0 came late",
    "HTML": "<b>late</b> & <script>alert(1)</script> </code>",
    "template": "{{7*7}} {% raw %} {{ me }}",
    "format": "%s {0} {slots}",
    "slash in it": "I said /pause and left, see /rehearse",
    "whitespace within": "a\r\nb\tc\u2028d\u00a0e",
    "one character": "x",
    "combining": "e\u0301" * 200,
    "markdown": "*late* _again_ [x](tg://user?id=1)",
}
LONGEST = "a" * 4096


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
async def test_odd_words_are_taken_as_they_are(anne: Person, rig: Rig, text: str) -> None:
    await anne.begins()
    await anne.chooses("rehearse", "sore", "5")
    await anne.types(text)
    await anne.chooses("done")
    story = (await rig.session())["frames"][-1]["slots"]["story"]
    assert "\0" not in story
    assert "49" not in story
    kept = html.unescape(text).replace("\0", "").replace("\r\n", "\n")
    if text != ODD["combining"]:
        assert story == kept
    # And where it is quoted, it reaches the phone as it is: no tag, no template.
    await anne.chooses("hurt", "disappointed", "done", "defensive")
    shown = await anne.types(text)
    assert shown
    counts = await rig.store.counts()
    assert counts["aside"] == counts["quarantined"] == 0


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
async def test_odd_words_stand_on_the_card_unharmed(anne: Person, rig: Rig, text: str) -> None:
    await anne.is_asked_for_words()
    await anne.types("Please call me by six.")
    await anne.chooses("own")
    shown = await anne.types(text)
    while anne.button("keep", shown):
        shown = await anne.chooses("keep")
    words = (await rig.session())["frames"][-1]["slots"]["words"]
    assert words.replace("e\u0301", "\u00e9") in (
        text.replace("\0", "").replace("\r\n", "\n"),
        "\u00e9" * 200,
    )
    assert (await rig.store.counts())["aside"] == 0


async def test_lone_surrogates_become_the_replacement_character(anne: Person, rig: Rig) -> None:
    await anne.begins()
    await anne.chooses("rehearse", "sore", "5")
    rig.world.inbox.put_raw(_raw(ANNE, "half \ud83d a character"))
    await anne.settled()
    await anne.chooses("done")
    story = (await rig.session())["frames"][-1]["slots"]["story"]
    assert story == "half \ufffd a character"


async def test_a_text_that_is_too_long_for_one_message_is_one_story(anne: Person, rig: Rig) -> None:
    await anne.begins()
    await anne.chooses("rehearse", "sore", "5")
    await anne.types(LONGEST + "b")
    await anne.chooses("done")
    story = (await rig.session())["frames"][-1]["slots"]["story"]
    assert story.replace("\n", "") == LONGEST + "b"


async def test_the_longest_text_goes_everywhere(anne: Person, rig: Rig) -> None:
    await anne.is_asked_for_words()
    await anne.types(LONGEST)
    await anne.chooses("own")
    shown = await anne.types("<&" * 2048)
    while anne.button("keep", shown):
        shown = await anne.chooses("keep")
    shown = await anne.types(LONGEST)
    assert shown
    assert (await rig.store.counts())["aside"] == 0


async def test_three_messages_are_one_answer(anne: Person, rig: Rig) -> None:
    await anne.begins()
    await anne.chooses("rehearse", "sore", "5")
    await anne.types("He left.", "Without a word.", "I sat there.")
    listening = [m for m in anne.all if anne.button("done", [m])]
    assert len(listening) == 1, "only the last acknowledgement stays"
    assert listening[0] == anne.all[-1]
    await anne.chooses("done")
    story = (await rig.session())["frames"][-1]["slots"]["story"]
    assert story == "He left.\nWithout a word.\nI sat there."


async def test_two_quick_taps_on_a_multi_select_are_both_taken(anne: Person, rig: Rig) -> None:
    await anne.begins()
    await anne.chooses("rehearse", "trust", "5")
    await anne.types("He lied to me about the money.")
    await anne.chooses("done", "done", "open")
    first, second = anne.button("know"), anne.button("limit")
    assert first
    assert second
    await asyncio.gather(*(anne.do("tap", message_id=m, data=d) for m, d in (first, second)))
    await anne.settled()
    assert (await rig.session())["frames"][-1]["work"]["picked"] == ["know", "limit"]
    await anne.chooses("done")
    assert (await rig.session())["frames"][-1]["slots"]["want_all"] == ["know", "limit"]


async def test_a_double_tap_on_a_single_choice_answers_once(anne: Person, rig: Rig) -> None:
    await anne.begins()
    await anne.chooses("rehearse")
    found = anne.button("sore")
    assert found
    for _ in range(2):
        await anne.do("tap", message_id=found[0], data=found[1])
    await anne.settled()
    top = (await rig.session())["frames"][-1]
    assert (top["state"], top["slots"]) == ("calm.heat", {"kind": "sore"})
    assert anne.button("5")


@pytest.mark.parametrize("kind", ["photo", "voice", "sticker", "document"])
async def test_what_is_no_text_keeps_the_question_open(anne: Person, rig: Rig, kind: str) -> None:
    await anne.is_asked_for_words()
    before = await rig.session()
    question = anne.heard[-1]
    shown = await anne.sends(kind)
    assert len(shown) == 1
    assert shown[0]["text"] != question
    assert shown[0]["text"].endswith(question.partition("\n\n")[2])
    assert await rig.session() == before


async def test_a_caption_is_screened(anne: Person, rig: Rig) -> None:
    await anne.is_asked_for_words()
    await anne.sends("photo", caption="I want to kill myself")
    assert (await rig.session())["frames"][-1]["dialogue"] == "danger"


async def test_an_edited_message_changes_no_answer_and_is_screened(anne: Person, rig: Rig) -> None:
    await anne.is_asked_for_words()
    typed = next(m for m in anne.all if m["from"] == "me" and "dinner" in m["text"])
    before = (await rig.session())["frames"]
    await anne.do("edit", message_id=typed["id"], text="You cancelled our lunch.")
    shown = await anne.settled()
    assert any("/back" in m["text"] for m in shown)
    assert (await rig.session())["frames"] == before
    await anne.do("edit", message_id=typed["id"], text="I want to kill myself")
    await anne.settled()
    assert (await rig.session())["frames"][-1]["dialogue"] == "danger"


async def test_a_command_in_the_middle_of_an_answer_is_a_command(anne: Person, rig: Rig) -> None:
    await anne.begins()
    await anne.chooses("rehearse", "sore", "5")
    await anne.types("He left.", "/help", "Without a word.")
    frame = (await rig.session())["frames"][-1]
    assert frame["dialogue"] == "rehearsal"
    assert frame["work"]["said"] == ["He left.", "Without a word."]


async def test_a_command_with_a_text_behind_it_is_screened(anne: Person, rig: Rig) -> None:
    await anne.begins()
    await anne.types("/help I want to kill myself")
    assert (await rig.session())["frames"][-1]["dialogue"] == "danger"


# Taps


async def test_a_tap_from_an_earlier_question_shows_where_we_are(anne: Person, rig: Rig) -> None:
    await anne.begins()
    await anne.chooses("rehearse")
    old = anne.button("trust")
    assert old
    await anne.chooses("sore")
    before = await rig.session()
    await anne.do("tap", message_id=old[0], data=old[1])
    shown = await anne.settled()
    assert anne.button("5", shown)
    assert await rig.session() == before


FORGED = [
    "",
    ":",
    "::",
    "a:b:c",
    "~",
    "~help",
    "~forget:1",
    "~help:../../etc",
    "x" * 64,
    "\0:1:yes",
    "aaaaaa:999999999999:sore",
    "aaaaaa:٣:sore",
    "aaaaaa:-1:sore",
]


@pytest.mark.parametrize("data", FORGED)
async def test_a_forged_tap_changes_nothing(anne: Person, rig: Rig, data: str) -> None:
    await anne.is_asked_for_words()
    before = await rig.session()
    await anne.do("tap", message_id=anne.all[-1]["id"], data=data)
    await anne.do("tap", message_id=999, data=f"{before['id']}:{before['prompt']}:forged")
    await anne.do("tap", message_id=999, data=f"{before['id']}:{before['prompt']}:done")
    await anne.settled()
    assert await rig.session() | {"prompt": 0} == before | {"prompt": 0}
    assert (await rig.store.counts())["quarantined"] == 0


async def test_a_tap_with_somebody_elses_data_changes_nothing_for_either(
    anne: Person, rig: Rig
) -> None:
    ben = rig.person(BEN)
    for one in (anne, ben):
        await one.begins()
        await one.chooses("rehearse")
    hers, his = await rig.session(ANNE), await rig.session(BEN)
    found = anne.button("trust")
    assert found
    await ben.do("tap", message_id=found[0], data=found[1])
    await ben.settled()
    assert await rig.session(ANNE) == hers
    assert await rig.session(BEN) == his
    assert ben.button("sore", [ben.all[-1]]), "he is shown where he is"


# Groups


async def test_in_a_group_it_says_so_once_and_leaves(anne: Person, rig: Rig) -> None:
    await anne.begins()
    await anne.chooses("rehearse")
    before = await rig.store.load(rig.owner(), None)
    await anne.do("group", text="hello everybody, he hit me")
    await rig.quiet()
    answer = await rig.http.get(f"/phone/{ANNE}/messages", params={"after": 0, "chat": "group"})
    said = [m["text"] for m in answer.json()["messages"] if m["from"] == "bot"]
    assert len(said) == 1
    assert "private" in said[0]
    assert rig.world.group_chat(ANNE).left
    assert await rig.store.load(rig.owner(), None) == before, "her own talk goes on elsewhere"
    await anne.chooses("sore")
    assert anne.button("5")


async def test_a_group_of_strangers_makes_nobody_a_session(anne: Person, rig: Rig) -> None:
    await rig.person(BEN).do("group", text="hello")
    await rig.quiet()
    assert rig.world.group_chat(BEN).left
    assert (await rig.store.load(rig.owner(BEN), None)).session is None


def _raw(user: int, text: str) -> Shown:
    person = {"id": user, "is_bot": False, "first_name": "Anne", "language_code": "en"}
    chat = {"id": user, "type": "private", "first_name": "Anne"}
    return {"message": {"message_id": 5, "date": 1, "chat": chat, "from": person, "text": text}}
