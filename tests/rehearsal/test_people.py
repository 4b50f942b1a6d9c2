"""People write, press and read: what they do reaches the bot as Telegram brings it, and they see what it answers."""

from __future__ import annotations

import pytest
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
)

CARD = InlineKeyboardMarkup(
    [
        [
            InlineKeyboardButton("🏛 Venue", callback_data="venue:geneva"),
            InlineKeyboardButton("🗓 Programme", callback_data="programme:geneva"),
        ],
        [InlineKeyboardButton("Site", url="https://example.org")],
    ]
)


async def echo(update, bot):
    """Answer a text with itself, an edit with an edit's word, a button by editing."""
    if update.callback_query:
        await update.callback_query.answer()
        await update.callback_query.edit_message_text(f"<i>{update.callback_query.data}</i>", parse_mode="HTML")
    elif update.edited_message:
        await update.edited_message.reply_text("edited: " + update.edited_message.text)
    elif update.message:
        await update.message.reply_html(f"<b>{update.message.text or 'what?'}</b>", reply_markup=CARD)


async def test_who_writes_sees_the_answer(room, handled):
    """A text comes back as a message with its markup and its buttons."""
    handled(echo)
    ana = room.person("Ana", language_code="es")

    [answer] = await ana.says("¿dónde?")

    assert "¿dónde?" == answer.text
    assert "<b>¿dónde?</b>" == answer.html
    assert ["🏛 Venue", "🗓 Programme", "Site"] == answer.labels
    assert not answer.edited
    assert "es" == handled.updates[0].effective_user.language_code


async def test_a_message_arrives_as_telegram_writes_it(room, clock, handled):
    """Who, where, when by the rehearsal's clock, and what was tapped in it."""
    ana = room.person("Ana", last_name="Quispe", username="ana")

    await ana.says("/venue@PlenaryBot see https://example.org")

    message = handled.updates[0].message
    assert (ana.id, "Ana", "Quispe", "ana") == (
        message.from_user.id,
        message.from_user.first_name,
        message.from_user.last_name,
        message.chat.username,
    )
    assert "2011-05-10" == message.date.date().isoformat()
    assert ["bot_command", "url"] == [entity.type for entity in message.entities]
    assert ana.id > 2**31


async def test_updates_and_messages_are_counted_up(room, handled):
    """Update ids rise over all chats, message ids within one."""
    handled(echo)
    ana, ben = room.person("Ana"), room.person("Ben")

    await ana.says("1")
    await ben.says("2")
    await ana.says("3")

    assert [1, 2, 3] == [update.update_id for update in handled.updates]
    assert [1, 1, 3] == [update.message.message_id for update in handled.updates]


async def test_a_button_is_pressed_by_its_label(room, handled):
    """Icons need not be said; the pressed message is edited, its keyboard gone unless it is given again."""
    handled(echo)
    ana = room.person("Ana")
    await ana.says("card")

    [edited] = await ana.presses("Venue")

    assert edited.edited
    assert ("<i>venue:geneva</i>", []) == (edited.html, edited.buttons)
    with pytest.raises(LookupError, match="no button 'Venue'"):
        await ana.presses("Venue")


async def test_the_newest_message_with_the_button_is_meant(room, handled):
    """Unless the message is given."""
    handled(echo)
    ana = room.person("Ana")
    [old], [new] = await ana.says("old"), await ana.says("new")

    assert [new.message_id] == [seen.message_id for seen in await ana.presses("Venue")]
    assert [old.message_id] == [seen.message_id for seen in await ana.presses("🗓 Programme", on=old)]


async def test_a_button_that_leads_away_asks_the_bot_nothing(room, handled):
    """Its address is in sight instead."""
    handled(echo)
    ana = room.person("Ana")
    [card] = await ana.says("card")

    assert "https://example.org" == card.button("Site").url
    with pytest.raises(LookupError, match="asks the bot nothing"):
        await ana.presses("Site")


async def test_junk_can_be_pressed_on_a_message_that_is_gone(room, handled):
    """A stale client sends what it shows; of a deleted message the bot gets the id alone."""
    ana = room.person("Ana")

    await ana.presses_data(99, "nonsense")

    query = handled.updates[0].callback_query
    assert ("nonsense", 99, False) == (query.data, query.message.message_id, query.message.is_accessible)


async def test_the_answer_to_a_button_is_seen_by_who_pressed_it(room, handled):
    """A toast passes by, an alert stays."""
    ana = room.person("Ana")

    @handled
    async def answer(update, bot):
        await update.callback_query.answer("Out of date.", show_alert=update.callback_query.data == "loud")

    [toast], [alert] = await ana.presses_data(1, "soft"), await ana.presses_data(1, "loud")

    assert [("toast", "Out of date."), ("alert", "Out of date.")] == [(one.kind, one.text) for one in (toast, alert)]


async def test_keys_in_the_place_of_letters(room, handled):
    """A reply keyboard stays with the chat until it is used up or removed; its keys send their label."""
    ana = room.person("Ana")

    @handled
    async def answer(update, bot):
        keys = ReplyKeyboardMarkup(
            [[KeyboardButton("Here", request_location=True), "/cancel"]],
            one_time_keyboard=update.message.text == "once",
        )
        markup = ReplyKeyboardRemove() if update.message.text == "/cancel" else keys
        await update.message.reply_text("where?", reply_markup=markup)

    await ana.says("ask")
    assert [["Here", "/cancel"]] == ana.keyboard
    await ana.presses("/cancel")
    assert [] == ana.keyboard
    await ana.says("once")
    handled(echo)
    await ana.presses("Here")

    assert "Here" == handled.updates[-1].message.text
    assert [] == ana.keyboard


async def test_people_send_more_than_text(room, bot, handled):
    """Stickers, voices, places, contacts, files and photos arrive as such, and a file can be fetched."""
    ana = room.person("Ana")
    await ana.sends_sticker()
    await ana.sends_voice()
    await ana.sends_location(46.2, 6.1)
    await ana.sends_contact("+41227907111", "Ana", own=True)
    await ana.sends_photo("the letter")
    await ana.sends_document("letter 047.txt", b"Excellency,")

    sticker, voice, place, contact, photo, letter = [update.message for update in handled.updates]

    assert ("👋", 46.2, ana.id) == (sticker.sticker.emoji, place.location.latitude, contact.contact.user_id)
    assert (3, "the letter") == (voice.voice.duration.total_seconds(), photo.caption)
    assert ("letter 047.txt", "text/plain") == (letter.document.file_name, letter.document.mime_type)
    fetched = await (await bot.get_file(letter.document.file_id)).download_as_bytearray()
    assert b"Excellency," == fetched


async def test_an_edit_arrives_as_an_edit(room, handled):
    """With what the message says now."""
    handled(echo)
    ana = room.person("Ana")
    await ana.says("lma")

    [answer] = await ana.edits(ana.newest(), "lima")

    assert "edited: lima" == answer.text


async def test_a_deep_link_starts_with_its_payload(room, handled):
    """t.me/bot?start=payload; Telegram opens no other payload than 64 of A-Z, a-z, 0-9, _ and -."""
    ana = room.person("Ana")

    await ana.starts("geneva-2011")
    await ana.starts()

    assert ["/start geneva-2011", "/start"] == [update.message.text for update in handled.updates]
    with pytest.raises(ValueError, match="deep link"):
        await ana.starts("geneva 2011")


async def test_inline_results_come_back_to_who_asked(room, handled):
    """The bot's name and a query, in any chat."""

    @handled
    async def answer(update, bot):
        text = InputTextMessageContent(update.inline_query.query)
        await update.inline_query.answer([InlineQueryResultArticle("1", "Lima", text)])

    results = await room.person("Ana").asks_inline("lima")

    assert [("Lima", "lima")] == [(one["title"], one["input_message_content"]["message_text"]) for one in results]


async def test_blocking_tells_the_bot(room, handled):
    """The bot learns that it was blocked and unblocked; meanwhile she does not write."""
    ana = room.person("Ana")
    await ana.starts()
    await ana.blocks()
    with pytest.raises(RuntimeError, match="blocked"):
        await ana.says("hello")
    await ana.unblocks()
    await ana.says("hello")

    changes = [update.my_chat_member for update in handled.updates if update.my_chat_member]
    assert [("member", "kicked"), ("kicked", "member")] == [
        (one.old_chat_member.status, one.new_chat_member.status) for one in changes
    ]


@pytest.mark.parametrize(
    ("text", "arrives"),
    [
        ("when is lima?", False),
        ("/venue", True),
        ("/venue@PlenaryBot", True),
        ("/venue@OtherBot", False),
        ("@plenarybot when is lima?", True),
        ("mail me: x@plenarybot.org", False),
    ],
)
async def test_of_a_group_the_bot_gets_what_is_meant_for_it(room, handled, text, arrives):
    """Privacy mode: commands and mentions."""
    group = room.group("Delegations")

    await room.person("Ana").says(text, chat=group)

    assert arrives == bool(handled.updates)


async def test_of_a_group_the_bot_gets_replies_to_it(room, handled):
    """In the topic where they were written, with what they reply to."""
    handled(echo)
    group = room.group("Delegations", topics={5: "Logistics"})
    ana, ben = room.person("Ana"), room.person("Ben")
    [answer] = await ana.says("/venue", chat=group, thread=5)

    await ben.says("and lunch?", chat=group, thread=5, reply_to=answer)

    message = handled.updates[-1].message
    assert ("and lunch?", 5, True) == (message.text, message.message_thread_id, message.is_topic_message)
    assert answer.message_id == message.reply_to_message.message_id
    assert "Logistics" == handled.updates[0].message.reply_to_message.forum_topic_created.name


async def test_in_a_group_anybody_presses(room, handled):
    """Everybody sees the edit; the answer to the button is seen by who pressed it alone."""
    group = room.group("Delegations")
    ana, ben = room.person("Ana"), room.person("Ben")
    handled(echo)
    [card] = await ana.says("/venue", chat=group)

    @handled
    async def answer(update, bot):
        await update.callback_query.answer("Only Ana can.")

    seen_by_ben = await ben.presses("Venue", chat=group)

    assert ben.id == handled.updates[-1].callback_query.from_user.id
    assert ["Only Ana can."] == [one.text for one in seen_by_ben]
    assert [card.message_id] == [one.message_id for one in ben.shown(group)]


async def test_a_bot_that_was_thrown_out_hears_nothing(room, handled):
    """Until it is brought back."""
    group, ana = room.group("Delegations"), room.person("Ana")
    await ana.removes_bot(group)
    await ana.says("/venue", chat=group)
    await ana.adds_bot(group)
    await ana.says("/venue", chat=group)

    assert ["my_chat_member", "my_chat_member", "message"] == [kind(update) for update in handled.updates]


async def test_a_bot_gets_the_updates_that_it_asked_for(room, handled):
    """What is not among `allowed_updates` never comes."""
    ana = room.person("Ana")
    room.connect(room._take, allowed_updates=[Update.CALLBACK_QUERY])

    await ana.says("hello")
    await ana.presses_data(1, "x")

    assert ["callback_query"] == [kind(update) for update in handled.updates]


async def test_without_a_bot_nobody_is_heard(room):
    """A rehearsal is connected first."""
    with pytest.raises(RuntimeError, match="connect"):
        await room.person("Ana").says("hello")


def kind(update):
    return next(name for name in Update.ALL_TYPES if getattr(update, name))
