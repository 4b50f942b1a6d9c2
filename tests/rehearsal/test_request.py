"""The way to Telegram: calls are kept, answered as whole objects, and meet the trouble that a test asks for."""

from __future__ import annotations

import pytest
from telegram import (
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeChatMember,
    InputMediaDocument,
    LinkPreviewOptions,
    MenuButtonCommands,
    ReplyParameters,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut

from bot.rehearsal.refused import Refused


@pytest.fixture
async def ana(room, handled):
    ana = room.person("Ana")
    await ana.starts()
    return ana


async def test_a_sent_message_comes_back_whole(bot, ana):
    """As Telegram answers: numbered, dated by the rehearsal's clock, from the bot, with what it replies to."""
    sent = await bot.send_message(
        ana.id,
        "<b>Lima</b> www.example.org",
        parse_mode="HTML",
        reply_parameters=ReplyParameters(1),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        disable_notification=True,
        protect_content=True,
    )

    assert (2, "2011-05-10", "PlenaryBot", ana.id) == (
        sent.message_id, sent.date.date().isoformat(), sent.from_user.username, sent.chat.id
    )  # fmt: skip
    assert ["bold", "url"] == [entity.type for entity in sent.entities]
    assert ("/start", True) == (sent.reply_to_message.text, sent.has_protected_content)


async def test_every_call_is_kept(room, bot, ana):
    """With its parameters, its files, and the refusal where there was one."""
    await bot.send_document(ana.id, b"BEGIN:VCALENDAR", caption="c", filename="geneva.ics")
    with pytest.raises(BadRequest):
        await bot.send_message(99, "x")

    sent, refused = room.calls[-2:]

    assert ("sendDocument", "c", {"document": ("geneva.ics", b"BEGIN:VCALENDAR")}) == (
        sent.method, sent["caption"], sent.files
    )  # fmt: skip
    assert ("sendMessage", "Bad Request: chat not found") == (refused.method, refused.refused)
    assert sent.refused is None


async def test_files_places_and_contacts_are_seen(bot, ana):
    """A person sees the file with its content, the pin with its name, the card with its number."""
    await bot.send_document(ana.id, b"BEGIN:VCALENDAR", filename="geneva.ics")
    await bot.send_photo(ana.id, b"png")
    await bot.send_location(ana.id, 46.2, 6.1)
    await bot.send_venue(ana.id, 46.2, 6.1, "WMO", "Geneva")
    await bot.send_contact(ana.id, "+41227907111", "Secretariat")
    await bot.send_media_group(ana.id, [InputMediaDocument(b"a", filename="a.txt"), InputMediaDocument(b"b")])

    document, _, pin, venue, card, first, second = ana.shown()

    assert ("geneva.ics", b"BEGIN:VCALENDAR", "text/calendar") == (
        document.document.name, document.document.content, document.document.mime_type
    )  # fmt: skip
    assert ((46.2, 6.1), "WMO", "+41227907111") == (pin.location, venue.venue["title"], card.contact["phone_number"])
    assert [b"a", b"b"] == [first.document.content, second.document.content]
    assert first.message["media_group_id"] == second.message["media_group_id"]


async def test_a_file_is_sent_again_by_its_id_and_fetched(bot, ana):
    """What Telegram has is not uploaded twice."""
    sent = await bot.send_document(ana.id, b"x", filename="a b/c.txt")
    again = await bot.send_document(ana.id, sent.document.file_id)
    fetched = await bot.get_file(again.document.file_id)

    assert "c.txt" == again.document.file_name
    assert b"x" == await fetched.download_as_bytearray()
    with pytest.raises(InvalidToken):
        await bot.request.retrieve(fetched.file_path + "x")


async def test_a_message_is_copied_and_deleted(bot, ana):
    """A copy has an id of its own; a deleted message is gone from the screen."""
    sent = await bot.send_message(ana.id, "<b>x</b>", parse_mode="HTML")
    copy = await bot.copy_message(ana.id, ana.id, sent.message_id)
    await bot.delete_message(ana.id, sent.message_id)

    [shown] = ana.shown()

    assert (copy.message_id, "<b>x</b>") == (shown.message_id, shown.html)


async def test_a_person_is_offered_the_commands_of_her_language_and_scope(room, bot, ana):
    """The narrowest scope that has any, in her language or else in none."""
    yara, group = room.person("Yara", language_code="ar-LB"), room.group("Delegations")
    await yara.starts()
    await bot.set_my_commands([("help", "Help")])
    await bot.set_my_commands([("venue", "المكان")], BotCommandScopeAllPrivateChats(), "ar")
    await bot.set_my_commands([("venue", "Venue"), ("next", "Next")], BotCommandScopeAllPrivateChats())
    await bot.set_my_commands([("announce", "Announce")], BotCommandScopeChat(ana.id))
    await bot.set_my_commands([("here", "Here")], BotCommandScopeAllGroupChats())
    await bot.set_my_commands([("mine", "Mine")], BotCommandScopeChatMember(group.id, ana.id))

    assert [["announce"], ["venue"], ["venue", "next"]] == [
        ana.menu, yara.menu, room.person("Fatou", language_code="fr").menu
    ]  # fmt: skip
    in_group = [room.telegram.menu(group.chat, one.user)[0]["command"] for one in (ana, yara)]
    assert ["mine", "here"] == in_group
    await bot.delete_my_commands(BotCommandScopeChat(ana.id))
    assert ["venue", "next"] == ana.menu
    assert ("help",) == tuple(one.command for one in await bot.get_my_commands())


async def test_chats_members_and_the_bot_itself_are_described(room, bot, ana):
    """As whole objects, which python-telegram-bot reads."""
    group = room.group("Delegations")
    await ana.says("/venue", chat=group)

    assert ("Delegations", "Ana") == ((await bot.get_chat(group.id)).title, (await bot.get_chat(ana.id)).first_name)
    assert "member" == (await bot.get_chat_member(group.id, ana.id)).status
    assert () == await bot.get_chat_administrators(group.id)
    assert ("PlenaryBot", True) == (bot.username, bot.supports_inline_queries)
    assert await bot.send_chat_action(ana.id, "typing")
    assert await bot.set_chat_menu_button(ana.id, MenuButtonCommands())
    assert await bot.set_webhook("https://example.org/telegram", secret_token="s")
    assert "https://example.org/telegram" == (await bot.get_webhook_info()).url
    assert await bot.delete_webhook()
    assert "" == (await bot.get_webhook_info()).url
    assert await bot.leave_chat(group.id)
    with pytest.raises(Forbidden, match="not a member"):
        await bot.send_message(group.id, "x")


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (Refused(429, "Too Many Requests: retry after 3", retry_after=3), RetryAfter),
        (Refused(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1001), ChatMigrated),
        (Refused(403, "Forbidden: user is deactivated"), Forbidden),
        (Refused(500, "Internal Server Error"), NetworkError),
        ((502, b"<html>"), NetworkError),
        (TimedOut(), TimedOut),
    ],
)
async def test_a_call_meets_the_trouble_that_is_asked_for(room, bot, ana, trouble, error):
    """Once, and then all is well; nothing has been sent meanwhile."""
    room.answers_next("sendMessage", trouble)

    with pytest.raises(error):
        await bot.send_message(ana.id, "x")

    assert [] == ana.shown()
    assert await bot.send_message(ana.id, "x")
    assert room.calls[-2].refused is not None


async def test_trouble_can_wait_for_one_chat(room, bot, ana):
    """The others are answered."""
    ben = room.person("Ben")
    await ben.starts()
    room.answers_next("sendMessage", TimedOut(), chat=ben)

    await bot.send_message(ana.id, "x")
    with pytest.raises(TimedOut):
        await bot.send_message(ben.id, "x")

    assert ([1], []) == ([len(ana.shown())], ben.shown())


async def test_an_answer_can_be_lost_after_the_message_was_sent(room, bot, ana):
    """The person has it, the bot does not know."""
    room.answers_next("sendMessage", TimedOut(), delivered=True)

    with pytest.raises(TimedOut):
        await bot.send_message(ana.id, "x")

    assert ["x"] == [one.text for one in ana.shown()]


async def test_an_unknown_method_is_not_found(bot):
    """What a rehearsal does not know, it says."""
    with pytest.raises(InvalidToken, match="method not found"):
        await bot.get_updates()
