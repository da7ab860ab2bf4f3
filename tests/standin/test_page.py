"""The page in the system's Chromium: two phones a person can use by touch or keyboard."""

from __future__ import annotations

import re

import httpx
import pytest
from playwright.async_api import expect

from bot.standin import images
from tests.standin.driver import ANNA, BEN, TOKEN, Driver, served
from tests.standin.paging import Open, keys, phone

# One browser, and so one event loop, for the whole module: starting it takes longest.
pytestmark = [
    pytest.mark.loopback,
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
]


async def test_start_write_tap_and_an_edit_in_place(stand: Driver, visit: Open) -> None:
    await stand.ok("setMyName", name="Before We Talk")
    await stand.ok("setMyDescription", description="Rehearse <b>it</b>")
    page = await visit(reduced_motion="reduce")
    anna, ben = phone(page, ANNA), phone(page, BEN)
    await expect(anna.locator(".welcome-text")).to_have_text("Rehearse <b>it</b>")
    await anna.get_by_role("button", name="Start").click()
    await expect(anna.locator(".message.mine")).to_contain_text("/start")
    (update,) = await stand.fresh()
    assert update["message"]["text"] == "/start"
    assert update["message"]["from"]["language_code"] == "en"
    await expect(ben.get_by_role("button", name="Start")).to_be_visible()

    sent = await stand.say("Which?", reply_markup=keys(["sad", "angry"], ["Done"]))
    sad = anna.get_by_role("button", name="sad")
    await sad.evaluate("button => { window.kept = button; button.focus(); }")
    top = (await sad.bounding_box() or {})["y"]
    await sad.click()
    (update,) = await stand.fresh()
    assert update["callback_query"]["data"] == "sad"
    await stand.ok(
        "editMessageText",
        chat_id=ANNA,
        message_id=sent["message_id"],
        text="Which?",
        reply_markup={
            "inline_keyboard": [
                [
                    {"text": "✓ sad", "callback_data": "sad"},
                    {"text": "angry", "callback_data": "angry"},
                ],
                [{"text": "Done", "callback_data": "Done"}],
            ]
        },
    )
    ticked = anna.get_by_role("button", name="✓ sad")
    await expect(ticked).to_be_visible()
    assert await ticked.evaluate(
        "button => button === window.kept && document.activeElement === button"
    )
    assert (await ticked.bounding_box() or {})["y"] == top
    await expect(anna.locator(".meta").last).to_contain_text("edited")

    await anna.get_by_label("Message").fill("two\nlines")
    await anna.get_by_role("button", name="Send", exact=True).click()
    await expect(anna.locator(".message.mine").last).to_contain_text("two")
    assert (await stand.fresh())[0]["message"]["text"] == "two\nlines"
    await expect(anna.get_by_label("Message")).to_have_value("")
    assert await ben.locator(".message").count() == 0


async def test_words_are_shown_as_they_are_marked(stand: Driver, visit: Open) -> None:
    await stand.start()
    await stand.say(
        "<b>bold <i>both</i></b> &lt;img src=x onerror=alert(1)&gt;\n"
        "<blockquote>quote 🙂</blockquote>\nafter https://example.org/x",
        parse_mode="HTML",
    )
    page = await visit("/?only=1001")
    words = phone(page, ANNA).locator(".words").last
    await expect(words.locator("b")).to_have_text("bold both")
    await expect(words.locator("b i")).to_have_text("both")
    await expect(words.locator("blockquote")).to_have_text("quote 🙂")
    await expect(words.locator("a")).to_have_attribute("href", "https://example.org/x")
    await expect(words.locator("img")).to_have_count(0)
    await expect(words).to_contain_text("<img src=x onerror=alert(1)>")


async def test_copying_by_button_and_by_code(stand: Driver, visit: Open) -> None:
    await stand.start()
    await stand.say(
        "<code>a long\nsentence</code>",
        parse_mode="HTML",
        reply_markup={"inline_keyboard": [[{"text": "Copy", "copy_text": {"text": "the words"}}]]},
    )
    page = await visit("/?only=1001")
    anna = phone(page, ANNA)
    await anna.get_by_role("button", name="Copy", exact=True).click()
    await expect(anna.get_by_role("status")).to_have_text("Copied")
    assert await page.evaluate("navigator.clipboard.readText()") == "the words"
    await anna.locator("code").click()
    await page.wait_for_function(
        "navigator.clipboard.readText().then(t => t === 'a long\\nsentence')"
    )


async def test_copying_without_the_clipboard_interface(stand: Driver, visit: Open) -> None:
    await stand.start()
    await stand.say("<code>words</code>", parse_mode="HTML")
    page = await visit("/?only=1001")
    await page.evaluate(
        "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }"
    )
    await phone(page, ANNA).locator("code").click()
    await expect(phone(page, ANNA).get_by_role("status")).to_have_text("Copied")
    assert await page.evaluate("navigator.clipboard.readText()") == "words"


async def test_by_keyboard_alone(stand: Driver, visit: Open) -> None:
    await stand.ok(
        "setMyCommands",
        commands=[
            {"command": "help", "description": "Help"},
            {"command": "pause", "description": "Pause"},
        ],
    )
    page = await visit("/?only=1001")
    anna = phone(page, ANNA)
    await expect(anna.get_by_role("button", name="Start")).to_be_visible()
    await page.keyboard.press("Shift+Tab")
    await expect(anna.get_by_role("button", name="Start")).to_be_focused()
    await page.keyboard.press("Enter")
    field = anna.get_by_label("Message")
    await expect(field).to_be_focused()
    await page.keyboard.type("one")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("two")
    await expect(field).to_have_value("one\ntwo")
    await page.keyboard.press("Enter")
    await expect(field).to_have_value("")
    assert [u["message"]["text"] for u in await stand.fresh()] == ["/start", "one\ntwo"]

    await stand.say("Ready?", reply_markup=keys(["Yes", "No"]))
    await expect(anna.get_by_role("button", name="No")).to_be_visible()
    await page.keyboard.press("Shift+Tab")  # commands
    await page.keyboard.press("Shift+Tab")  # the newest button
    no = anna.get_by_role("button", name="No")
    await expect(no).to_be_focused()
    assert await no.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    await page.keyboard.press("Enter")
    await expect(no).to_be_focused()
    assert (await stand.fresh())[0]["callback_query"]["data"] == "No"

    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(anna.get_by_role("menuitem").first).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(anna.locator(".message.mine").last).to_contain_text("/pause")
    await expect(anna.get_by_role("menu")).to_have_count(0)
    await page.keyboard.type("/he")
    await expect(anna.get_by_role("menuitem")).to_have_text(["/helpHelp"])
    await page.keyboard.press("Escape")
    await expect(anna.get_by_role("menu")).to_have_count(0)
    await field.fill("")
    await page.keyboard.press("ArrowUp")
    await expect(field).to_have_value("/pause")
    await page.keyboard.press("Escape")
    await expect(field).to_have_value("")


async def test_a_pressed_button_that_goes_away_hands_the_focus_on(
    stand: Driver, visit: Open
) -> None:
    await stand.start()
    sent = await stand.say("One?", reply_markup=keys(["A"]))
    page = await visit("/?only=1001")
    anna = phone(page, ANNA)
    await anna.get_by_role("button", name="A", exact=True).focus()
    await stand.say("Two?", reply_markup=keys(["B"]))
    await expect(anna.get_by_role("button", name="B", exact=True)).to_be_visible()
    await stand.ok("editMessageReplyMarkup", chat_id=ANNA, message_id=sent["message_id"])
    await expect(anna.get_by_role("button", name="B", exact=True)).to_be_focused()


async def test_pictures_files_and_what_vanishes(stand: Driver, visit: Open) -> None:
    await stand.start()
    page = await visit("/?only=1001")
    anna = phone(page, ANNA)
    await expect(anna.locator(".message")).to_have_count(1)
    url = f"/bot{TOKEN}/"
    photo = {"photo": ("c.png", images.sample_photo(), "image/png")}
    answer = await stand.http.post(url + "sendPhoto", data={"chat_id": ANNA}, files=photo)
    file = {"document": ("my export.json", b'{"a": 1}', "application/json")}
    await stand.http.post(url + "sendDocument", data={"chat_id": ANNA}, files=file)
    image = anna.locator(".photo img")
    await expect(image).to_be_visible()
    await page.wait_for_function("document.querySelector('.photo img').naturalWidth === 320")
    async with page.expect_download() as waiting:
        await anna.locator(".file").click()
    download = await waiting.value
    assert download.suggested_filename == "my export.json"
    await anna.locator(".photo").click()
    await expect(anna.locator(".viewer img")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(anna.locator(".viewer img")).to_be_hidden()
    number = answer.json()["result"]["message_id"]
    await stand.ok("deleteMessage", chat_id=ANNA, message_id=number)
    await expect(image).to_have_count(0)


async def test_scrolling_stays_where_one_reads(stand: Driver, visit: Open) -> None:
    await stand.start()
    for number in range(40):
        await stand.say(f"line {number}")
    page = await visit("/?only=1001")
    anna = phone(page, ANNA)
    log = anna.get_by_role("log")
    await expect(anna.get_by_text("line 39", exact=True)).to_be_in_viewport()
    await stand.say("line 40")
    await expect(anna.get_by_text("line 40", exact=True)).to_be_in_viewport()
    await log.evaluate("e => { e.scrollTop = 300; }")
    await page.wait_for_function("document.querySelector('.log').scrollTop === 300")
    await stand.say("line 41")
    pill = anna.get_by_role("button", name="1 new message")
    await expect(pill).to_be_visible()
    assert await log.evaluate("e => e.scrollTop") == 300
    await pill.click()
    await expect(anna.get_by_text("line 41", exact=True)).to_be_in_viewport()
    await expect(pill).to_be_hidden()


async def test_typing_moves_nothing(stand: Driver, visit: Open) -> None:
    await stand.start()
    await stand.say("hello")
    page = await visit("/?only=1001")
    anna = phone(page, ANNA)
    last = anna.locator(".message").last
    # What a screen reader says: the words and the time stay apart ("line 3, 9:09", not "39:09").
    await expect(last.locator(".bubble")).to_have_text(re.compile(r"^Bot: hello, \d"))
    before = await last.bounding_box()
    await stand.ok("sendChatAction", chat_id=ANNA, action="typing")
    await expect(anna.locator(".status")).to_have_text("typing…")
    await expect(anna.locator(".typing")).to_be_visible()
    assert await last.bounding_box() == before
    await stand.say("there")
    await expect(anna.locator(".typing")).to_be_hidden()


async def test_alerts_blocking_and_drafts(stand: Driver, visit: Open) -> None:
    await stand.start()
    sent = await stand.say("?", reply_markup=keys(["Tell"]))
    page = await visit("/?only=1001")
    anna = phone(page, ANNA)
    field = anna.get_by_label("Message")
    await field.fill("half a tho")
    await anna.get_by_role("button", name="Tell").click()
    await expect(anna.locator(".pressed, .keys")).not_to_have_count(0)
    (update,) = await stand.fresh()
    query = update["callback_query"]["id"]
    await stand.ok("answerCallbackQuery", callback_query_id=query, text="Mind", show_alert=True)
    await expect(anna.locator(".alert")).to_contain_text("Mind")
    await anna.get_by_role("button", name="OK").click()
    await stand.ok("editMessageText", chat_id=ANNA, message_id=sent["message_id"], text="!")
    await expect(anna.locator(".words").last).to_have_text("!")
    await expect(field).to_have_value("half a tho")
    await anna.get_by_role("button", name="More").click()
    await anna.get_by_role("menuitem", name="Block the bot").click()
    await expect(field).to_be_hidden()
    await anna.get_by_role("button", name="Unblock").click()
    await expect(field).to_have_value("half a tho")


async def test_a_link_that_starts_the_bot_opens_here(stand: Driver, visit: Open) -> None:
    await stand.start()
    await stand.do("message", text="https://t.me/stand_in_bot?start=invite-1")
    await stand.fresh()
    page = await visit("/?only=1001")
    await phone(page, ANNA).locator(".words a").click()
    await expect(phone(page, ANNA).locator(".message").last).to_contain_text("/start invite-1")
    (update,) = await stand.fresh()
    assert update["message"]["text"] == "/start invite-1"
    assert len(page.context.pages) == 1


async def test_a_restarted_stand_in_starts_with_an_empty_phone(
    visit: Open, said: list[str]
) -> None:
    async with served() as url, httpx.AsyncClient(base_url=url) as client:
        await Driver(client).start()
        page = await visit(f"{url}/?only=1001")
        await expect(phone(page, ANNA).locator(".message")).to_have_count(1)
    await expect(phone(page, ANNA).locator(".status")).to_contain_text("Not connected")
    async with served(port=int(url.rpartition(":")[2])):
        await expect(phone(page, ANNA).get_by_role("button", name="Start")).to_be_visible()
        await expect(phone(page, ANNA).locator(".status")).to_have_text("bot")
        await page.close()
    assert all("Failed to load resource" in line for line in said)
    said.clear()
