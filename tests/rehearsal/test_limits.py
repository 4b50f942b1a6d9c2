"""What the Bot API refuses, a rehearsal refuses: one test a limit, through python-telegram-bot as the bot calls it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from telegram import (
    BotCommand,
    BotCommandScopeChat,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputMediaDocument,
    InputTextMessageContent,
    KeyboardButton,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
    ReplyParameters,
)
from telegram.error import BadRequest, Forbidden

from bot.rehearsal.methods import answer
from bot.rehearsal.methods.base import Call
from bot.rehearsal.refused import Refused
from bot.rehearsal.urls import checked_url


@pytest.fixture
async def ana(room, handled):
    """Somebody who has started the bot."""
    ana = room.person("Ana")
    await ana.starts()
    return ana


def refuses(words):
    """A refusal whose description has these words; python-telegram-bot changes the case of some."""
    return pytest.raises(BadRequest, match=f"(?i){re.escape(words)}")


def keyboard(**action):
    """A keyboard of one button."""
    return InlineKeyboardMarkup([[InlineKeyboardButton("Open", **action)]])


@pytest.mark.parametrize("text", ["", " \n ", "<b> </b>"])
async def test_a_text_says_something(bot, ana, text):
    """An empty message is refused, also when nothing but tags and white space is left."""
    with refuses("Message text is empty"):
        await bot.send_message(ana.id, text, parse_mode="HTML")


async def test_a_text_has_4096_characters_at_most(bot, ana):
    """The length counts after the markup is read, in UTF-16 code units."""
    await bot.send_message(ana.id, f"<b>{'a' * 4096}</b>", parse_mode="HTML")
    await bot.send_message(ana.id, "😀" * 2048)
    with refuses("Message is too long"):
        await bot.send_message(ana.id, "a" * 4097)
    with refuses("Message is too long"):
        await bot.send_message(ana.id, "😀" * 2049)


async def test_a_caption_has_1024_characters_at_most(bot, ana):
    """A file's caption is shorter than a message."""
    await bot.send_document(ana.id, b"x", caption="a" * 1024)
    with refuses("Message caption is too long"):
        await bot.send_document(ana.id, b"x", caption="a" * 1025)


async def test_markup_that_telegram_cannot_read_is_refused(bot, ana):
    """One wrong tag loses the whole message."""
    with refuses('parse entities: unsupported start tag "br" at byte offset 4'):
        await bot.send_message(ana.id, "line<br>", parse_mode="HTML")


async def test_only_html_is_read(bot, ana):
    """The bot writes HTML, never Markdown."""
    with refuses("parse_mode"):
        await bot.send_message(ana.id, "*bold*", parse_mode="MarkdownV2")


@pytest.mark.parametrize("data", ["", "a" * 65, "é" * 33])
async def test_callback_data_has_1_to_64_bytes(bot, ana, data):
    """Bytes, not characters."""
    await bot.send_message(ana.id, "x", reply_markup=keyboard(callback_data="é" * 32))
    with refuses("button_data_invalid"):
        await bot.send_message(ana.id, "x", reply_markup=keyboard(callback_data=data))


@pytest.mark.parametrize("text", ["", "a" * 257])
async def test_a_copied_text_has_1_to_256_characters(bot, ana, text):
    """CopyTextButton's limit."""
    await bot.send_message(ana.id, "x", reply_markup=keyboard(copy_text=CopyTextButton("a" * 256)))
    with refuses("copy_text_invalid"):
        await bot.send_message(ana.id, "x", reply_markup=keyboard(copy_text=CopyTextButton(text)))


@pytest.mark.parametrize("action", [{}, {"url": "https://example.org", "callback_data": "x"}])
async def test_a_button_does_exactly_one_thing(bot, ana, action):
    """A button without an action, or with two, is refused."""
    with refuses("inline keyboard button"):
        await bot.send_message(ana.id, "x", reply_markup=keyboard(**action))


async def test_a_button_has_a_label(bot, ana):
    """A button without a label is refused."""
    markup = InlineKeyboardMarkup([[InlineKeyboardButton(" ", callback_data="x")]])
    with refuses("must be non-empty"):
        await bot.send_message(ana.id, "x", reply_markup=markup)


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:8080/x",
        "webcal://example.org/x.ics",
        "tel:+41227907111",
        "mailto:a@example.org",
        "https://",
        "http://[",
        "a b.org",
    ],
)
async def test_a_button_leads_to_the_web_or_to_telegram(bot, ana, url):
    """No localhost, no webcal, tel or mailto."""
    with refuses("Wrong HTTP URL"):
        await bot.send_message(ana.id, "x", reply_markup=keyboard(url=url))


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.org/x", "https://example.org/x"),
        ("example.org", "http://example.org"),
        ("http://127.0.0.1:8080/x", "http://127.0.0.1:8080/x"),
        ("tg://user?id=1", "tg://user?id=1"),
    ],
)
def test_addresses_that_telegram_takes(url, kept):
    """http, https and tg, with a scheme or without."""
    assert kept == checked_url(url)


async def test_a_keyboard_has_100_buttons_at_most(bot, ana):
    """A longer one is refused as a whole."""
    rows = [[InlineKeyboardButton("x", callback_data="x")] for _ in range(101)]
    with refuses("reply_markup_too_long"):
        await bot.send_message(ana.id, "x", reply_markup=InlineKeyboardMarkup(rows))


async def test_a_reply_key_has_a_label(bot, ana):
    """Keys send their label: there is one."""
    with refuses("Keyboard button text must be non-empty"):
        await bot.send_message(ana.id, "x", reply_markup=ReplyKeyboardMarkup([[KeyboardButton("")]]))


@pytest.mark.parametrize("chat", [123, "@nobody", -1001])
async def test_an_unknown_chat_is_refused(bot, chat):
    """There must be such a chat."""
    with refuses("Chat not found"):
        await bot.send_message(chat, "x")


async def test_a_bot_does_not_begin_a_conversation(room, bot):
    """Before a person has written, the bot cannot."""
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(room.person("Ben").id, "x")


async def test_who_blocked_the_bot_is_not_written_to(bot, ana):
    """Until she unblocks it."""
    await ana.blocks()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ana.id, "x")
    await ana.unblocks()

    assert await bot.send_message(ana.id, "x")


async def test_an_unknown_topic_is_refused(room, bot):
    """A message goes to a topic that there is."""
    group = room.group("Delegations", topics={5: "Logistics"})

    assert 5 == (await bot.send_message(group.id, "x", message_thread_id=5)).message_thread_id
    with refuses("Message thread not found"):
        await bot.send_message(group.id, "x", message_thread_id=6)


async def test_a_reply_needs_its_message_unless_it_does_not(bot, ana):
    """`allow_sending_without_reply` makes a plain message of it."""
    with refuses("Message to be replied not found"):
        await bot.send_message(ana.id, "x", reply_parameters=ReplyParameters(99))

    sent = await bot.send_message(ana.id, "x", reply_parameters=ReplyParameters(99, allow_sending_without_reply=True))

    assert sent.reply_to_message is None


async def test_an_edit_changes_something(bot, ana):
    """The same text with the same keyboard is "not modified"; without the keyboard it is a change."""
    markup = keyboard(callback_data="x")
    sent = await bot.send_message(ana.id, "<b>x</b>", parse_mode="HTML", reply_markup=markup)
    with refuses("Message is not modified"):
        await bot.edit_message_text("<b>x</b> ", ana.id, sent.message_id, parse_mode="HTML", reply_markup=markup)

    edited = await bot.edit_message_text("<b>x</b>", ana.id, sent.message_id, parse_mode="HTML")

    assert edited.reply_markup is None
    assert edited.edit_date is not None


async def test_what_is_edited_is_the_bots_own_and_there(bot, ana):
    """Others' messages, lost ones, and files by their text cannot be edited."""
    sent = await bot.send_document(ana.id, b"x")
    with refuses("Message can't be edited"):
        await bot.edit_message_text("x", ana.id, ana.newest())
    with refuses("Message to edit not found"):
        await bot.edit_message_text("x", ana.id, 99)
    with refuses("There is no text in the message to edit"):
        await bot.edit_message_text("x", ana.id, sent.message_id)

    assert "c" == (await bot.edit_message_caption(ana.id, sent.message_id, caption="c")).caption


async def test_a_message_is_deleted_within_48_hours(room, clock, bot, ana):
    """Later it stays."""
    young, old = [await bot.send_message(ana.id, "x") for _ in range(2)]

    assert await bot.delete_message(ana.id, young.message_id)
    clock.set(clock.now() + timedelta(hours=49))
    with refuses("Message can't be deleted"):
        await bot.delete_message(ana.id, old.message_id)
    with refuses("Message to delete not found"):
        await bot.delete_message(ana.id, young.message_id)


async def test_a_pressed_button_is_answered_once_and_soon(clock, bot, ana, handled):
    """A second answer, and one after 15 seconds, is refused."""
    await ana.presses_data(1, "x")
    first = handled.updates[-1].callback_query.id

    assert await bot.answer_callback_query(first)
    with refuses("Query is too old"):
        await bot.answer_callback_query(first)
    await ana.presses_data(1, "x")
    clock.set(clock.now() + timedelta(seconds=16))
    with refuses("Query is too old"):
        await bot.answer_callback_query(handled.updates[-1].callback_query.id)


async def test_the_answer_to_a_button_has_200_characters_at_most(bot, ana, handled):
    """A toast is short."""
    await ana.presses_data(1, "x")
    with refuses("message_too_long"):
        await bot.answer_callback_query(handled.updates[-1].callback_query.id, "a" * 201)


@pytest.mark.parametrize("name", ["Venue", "é", "a" * 33, ""])
async def test_command_names_are_lower_case(bot, name):
    """1 to 32 of a-z, 0-9 and _."""
    with refuses("bot_command_invalid"):
        await bot.set_my_commands([BotCommand(name, "x")])


async def test_commands_are_described(bot):
    """1 to 256 characters."""
    with refuses("bot_command_description_invalid"):
        await bot.set_my_commands([("venue", "")])


async def test_there_are_100_commands_at_most(bot):
    """A longer list is refused."""
    with refuses("bot_commands_too_much"):
        await bot.set_my_commands([(f"c{number}", "x") for number in range(101)])


async def test_commands_have_a_known_chat_and_a_language_of_two_letters(bot):
    """A scope names a chat that there is; "fr-CA" is no language of commands."""
    with refuses("Chat not found"):
        await bot.set_my_commands([("venue", "x")], BotCommandScopeChat(99))
    with refuses("language code"):
        await bot.set_my_commands([("venue", "x")], language_code="fr-CA")


async def test_the_bots_own_words_are_short(bot):
    """Name 64, description 512, short description 120 characters."""
    assert await bot.set_my_name("a" * 64)
    with refuses("too long"):
        await bot.set_my_name("a" * 65)
    with refuses("too long"):
        await bot.set_my_description("a" * 513)
    with refuses("too long"):
        await bot.set_my_short_description("a" * 121)


async def test_a_file_holds_something(bot, ana):
    """An empty file is refused."""
    with refuses("File must be non-empty"):
        await bot.send_document(ana.id, b"")


async def test_a_file_has_50_megabytes_at_most_and_20_to_be_fetched(bot, ana):
    """What the bot sends may be larger than what it can fetch."""
    sent = await bot.send_document(ana.id, bytes(21 * 1024 * 1024))
    with refuses("File is too big"):
        await bot.get_file(sent.document.file_id)
    with refuses("File is too big"):
        await bot.send_document(ana.id, bytes(50 * 1024 * 1024 + 1))


async def test_a_file_that_nobody_sent_is_refused(bot, ana):
    """A file_id must be known; addresses are not fetched in a rehearsal."""
    with refuses("wrong file identifier"):
        await bot.send_document(ana.id, "https://example.org/a.pdf")
    with refuses("Invalid file_id"):
        await bot.get_file("nothing")


async def test_an_album_has_2_to_10_files(bot, ana):
    """One file is no album."""
    with refuses("2 to 10 items"):
        await bot.send_media_group(ana.id, [InputMediaDocument(b"x")])


async def test_a_pin_lies_on_the_earth_and_has_a_name(bot, ana):
    """Latitude and longitude in degrees; a venue has title and address."""
    with refuses("latitude"):
        await bot.send_location(ana.id, 91, 0)
    with refuses("Title must be non-empty"):
        await bot.send_venue(ana.id, 46.2, 6.1, " ", "Geneva")


async def test_a_contact_has_a_number_and_a_name(bot, ana):
    """An empty one is refused."""
    with refuses("Phone number must be non-empty"):
        await bot.send_contact(ana.id, " ", "Ana")
    with refuses("First name must be non-empty"):
        await bot.send_contact(ana.id, "+41", " ")


async def test_inline_results_differ_and_are_50_at_most(bot, ana, handled):
    """Each has an id of its own within 64 bytes, and a text that could be sent."""
    await ana.asks_inline("lima")
    query = handled.updates[-1].inline_query.id

    def article(number, text="x"):
        return InlineQueryResultArticle(number, "t", InputTextMessageContent(text, parse_mode="HTML"))

    for results, problem in [
        ([article(str(n)) for n in range(51)], "results_too_much"),
        ([article("1"), article("1")], "result_id_duplicate"),
        ([article("é" * 33)], "result_id_invalid"),
        ([article("1", "<br>")], "unsupported start tag"),
    ]:
        with refuses(problem):
            await bot.answer_inline_query(query, results)

    assert await bot.answer_inline_query(query, [article("1")])


async def test_a_reaction_is_one_of_telegrams(bot, ana):
    """Not every emoji is a reaction."""
    assert await bot.set_message_reaction(ana.id, ana.newest(), "👍")
    with refuses("reaction_invalid"):
        await bot.set_message_reaction(ana.id, ana.newest(), ReactionTypeEmoji("🗓"))


async def test_a_webhook_is_https(bot):
    """Telegram delivers nowhere else."""
    with refuses("HTTPS"):
        await bot.set_webhook("http://example.org/telegram")


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("sendMessage", {"chat_id": 5, "text": "x", "txt": "y"}),
        ("sendMessage", {"chat_id": 5, "text": 7}),
        ("sendMessage", {"chat_id": 5}),
        ("sendMessage", {"chat_id": 5, "text": "x", "reply_markup": {"inline_keyboard": [[{"text": "x", "uri": ""}]]}}),
        ("setMyCommands", {"commands": [], "scope": {"type": "chat"}}),
        ("sendChatAction", {"chat_id": 5, "action": "dance"}),
    ],
)  # fmt: skip
def test_unknown_parameters_and_wrong_types_are_refused(room, method, parameters):
    """Telegram would pass over some of these in silence; a rehearsal does not, so that the slip is seen."""
    room.person("Ana", id=5)
    with pytest.raises(Refused) as refused:
        answer(room.telegram, Call(method, parameters))

    assert refused.value.code == 400
