"""What the room's page asks for, and who may ask."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from telegram import BotCommandScopeChat, InlineKeyboardButton, InlineKeyboardMarkup, InputFile

from bot.rehearsal.cast import CHIEF_ORGANISER, Cast, gather
from bot.rehearsal.limits import LARGEST_DOWNLOAD
from bot.rehearsal.room import create_room


@pytest.fixture
def cast(room) -> Cast:
    return gather(room)


@pytest.fixture
async def page(room, cast, handled) -> AsyncIterator[TestClient[Any, Any]]:
    """The page's side of the room, behind which a small bot answers."""

    @handled
    async def answer(update, bot):
        if update.callback_query:
            await update.callback_query.answer("Out of date.")
            await update.callback_query.edit_message_text("pressed " + update.callback_query.data)
        elif update.message.text == "file":
            await update.message.reply_document(InputFile(b"BEGIN:VCALENDAR", filename="Genève.ics"))
        else:
            keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Venue", callback_data="venue")]])
            await update.message.reply_html(f"<b>{update.message.text or 'what?'}</b>", reply_markup=keyboard)

    async with TestClient(TestServer(create_room(room, cast))) as client:
        yield client


def chat_of(cast, index=0, group=False):
    """The address of somebody's chat: her own with the bot, or the group."""
    person = cast.members[index].person
    return f"/api/chats/{person.id}/{cast.group.id if group else person.id}"


async def people(page):
    return (await (await page.get("/api/people")).json())["people"]


async def messages(page, chat):
    return (await (await page.get(chat)).json())["messages"]


async def test_the_page_is_served_with_all_it_needs(page):
    """Three kinds of files, all from here, and a policy that lets nothing else run."""
    for path, kind in {"/": "text/html", "/room.css": "text/css", "/room.js": "text/javascript"}.items():
        response = await page.get(path)

        assert (200, kind) == (response.status, response.content_type)
        assert "default-src 'none'; script-src 'self'" in response.headers["Content-Security-Policy"]
        assert "http://" not in (await response.text()).replace("http://${", "")


async def test_people_of_all_six_languages_and_an_organiser_are_there(page):
    """With name, language, role, place and zone; the organiser has the id that the bot knows."""
    everybody = await people(page)

    assert {"en", "es", "ar", "zh-hans", "fr", "ru"} == {one["language"] for one in everybody}
    assert [(CHIEF_ORGANISER, "Europe/Zurich")] == [
        (one["id"], one["timezone"]) for one in everybody if one["role"] == "Chief organiser"
    ]
    assert {"Plenary", "Delegations in Geneva"} == {chat["title"] for chat in everybody[0]["chats"]}


async def test_what_is_written_reaches_the_bot_and_its_answer_the_page(page, cast):
    """Messages are given as Telegram has them."""
    await page.post(f"{chat_of(cast)}/text", json={"text": "when is lima?"})

    asked, answered = await messages(page, chat_of(cast))

    assert ("when is lima?", "when is lima?") == (asked["text"], answered["text"])
    assert "bold" == answered["entities"][0]["type"]


async def test_a_button_is_pressed(page, cast):
    """The bot edits its message."""
    await page.post(f"{chat_of(cast)}/text", json={"text": "card"})
    await page.post(f"{chat_of(cast)}/press", json={"message_id": 2, "data": "venue"})

    assert "pressed venue" == (await messages(page, chat_of(cast)))[1]["text"]


async def test_unread_messages_are_counted_until_they_are_read(page, cast):
    """One's own do not count; in the group, what others wrote does."""
    await page.post(f"{chat_of(cast)}/text", json={"text": "card"})
    await page.post(f"{chat_of(cast, group=True)}/text", json={"text": "/venue"})

    grace, lucia = (await people(page))[:2]
    await page.post(f"{chat_of(cast)}/read", json={})

    assert [[1, 1], [0, 2]] == [[chat["unread"] for chat in one["chats"]] for one in (grace, lucia)]
    assert [0, 1] == [chat["unread"] for chat in (await people(page))[0]["chats"]]


async def test_a_reply_in_the_group_says_what_it_answers(page, cast):
    """What is gone is not answered."""
    await page.post(f"{chat_of(cast, group=True)}/text", json={"text": "/venue"})
    await page.post(f"{chat_of(cast, 1, group=True)}/text", json={"text": "and lunch?", "reply_to": 2})
    await page.post(f"{chat_of(cast, 1, group=True)}/text", json={"text": "hello?", "reply_to": 99})

    *_, question, answer, alone = await messages(page, chat_of(cast, group=True))

    assert (2, "and lunch?") == (question["reply_to_message"]["message_id"], answer["text"])
    assert "reply_to_message" not in alone


async def test_pictures_and_files_are_sent(page, cast, handled, room):
    """A picture goes as a photo, anything else as a file, each with its caption; the bot can fetch the bytes."""
    heard = []

    @handled
    async def keep(update, bot):
        message = update.message
        sent = message.photo[-1] if message.photo else message.document
        file = await bot.get_file(sent.file_id)
        heard.append((bool(message.photo), message.caption, bytes(await file.download_as_bytearray())))

    for name, content, caption in (("map.png", b"\x89PNG", " Room 3 "), ("letter.pdf", b"%PDF", "")):
        given = {"name": name, "content": b64encode(content).decode(), "caption": caption}
        assert 204 == (await page.post(f"{chat_of(cast)}/file", json=given)).status

    assert [(True, "Room 3", b"\x89PNG"), (False, None, b"%PDF")] == heard


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": "map.png", "content": ""}, "There is nothing in this file."),
        ({"name": "map.png", "content": "QUJD", "caption": "x" * 1025}, "A caption has 1,024 characters at most."),
        ({"name": "map.png", "content": "QUJ"}, "The room does not understand this."),
    ],
)
async def test_what_telegram_would_not_take_is_not_sent(page, cast, given, words):
    """Said in one sentence, and nothing stands in the chat."""
    response = await page.post(f"{chat_of(cast)}/file", json=given)

    assert (400, words) == (response.status, await response.text())
    assert [] == await messages(page, chat_of(cast))


async def test_a_file_of_telegrams_size_fits_through(page, cast):
    """What getFile gives, and not a byte more."""
    for size, status in ((LARGEST_DOWNLOAD, 204), (LARGEST_DOWNLOAD + 1, 400)):
        body = BytesIO(json.dumps({"name": "a.pdf", "content": b64encode(bytes(size)).decode()}).encode())
        sent = await page.post(f"{chat_of(cast)}/file", data=body, headers={"Content-Type": "application/json"})

        assert status == sent.status


async def test_people_share_where_they_are_and_who(page, cast, handled):
    """Each has a place; the number is nobody's."""
    await page.post(f"{chat_of(cast, 1)}/location", json={})
    await page.post(f"{chat_of(cast, 1)}/contact", json={})

    place, contact = [update.message for update in handled.updates]

    assert (-12.05, "+15555550100") == (place.location.latitude, contact.contact.phone_number)


async def test_a_file_is_opened_under_its_name(page, cast):
    """Letters beyond ASCII included; it is saved, never shown as a page of ours."""
    await page.post(f"{chat_of(cast)}/text", json={"text": "file"})
    document = (await messages(page, chat_of(cast)))[1]["document"]

    response = await page.get(f"/api/files/{document['file_id']}")

    assert (b"BEGIN:VCALENDAR", "text/calendar") == (await response.read(), response.content_type)
    assert "attachment; filename*=UTF-8''Gen%C3%A8ve.ics" == response.headers["Content-Disposition"]
    assert 404 == (await page.get("/api/files/nothing")).status


async def test_each_is_offered_her_commands(page, cast, bot):
    """In her chat, by her language and role."""
    chief = cast.members[-1].person
    await chief.starts()
    await bot.set_my_commands([("help", "Help")])
    await bot.set_my_commands([("announce", "Announce")], BotCommandScopeChat(chief.id))

    offered = [(await (await page.get(chat_of(cast, index))).json())["commands"][0]["command"] for index in (0, -1)]

    assert ["help", "announce"] == offered


@pytest.mark.parametrize(
    ("move", "hour"),
    [
        ({"forward": 3600}, "2011-05-10T09:00"),
        ({"forward": 86400}, "2011-05-11T08:00"),
        ({"local": "2011-06-27T09:00", "timezone": "Europe/Zurich"}, "2011-06-27T07:00"),
    ],
)
async def test_the_clock_is_moved(page, clock, move, hour):
    """By seconds, or to a time as it hangs on somebody's wall."""
    assert 204 == (await page.post("/api/clock", json=move)).status

    assert hour == clock.now().isoformat()[:16]
    assert hour == (await (await page.get("/api/people")).json())["now"][:16]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/clock", {"local": "tomorrow"}),
        ("/api/clock", {"local": "2011-06-27T09:00", "timezone": "../passwd"}),
        ("/api/clock", {"forward": 10**18}),
        ("/api/clock", []),
        ("{chat}/text", {"text": " "}),
        ("{chat}/text", {}),
        ("{chat}/press", {"message_id": "x", "data": "y"}),
    ],
)
async def test_nonsense_is_refused_and_changes_nothing(page, cast, clock, path, body):
    """With one sentence."""
    response = await page.post(path.format(chat=chat_of(cast)), json=body)

    assert 400 == response.status
    assert (await response.text()).endswith(".")
    assert [] == await messages(page, chat_of(cast))
    assert "2011-05-10T08:00" == clock.now().isoformat()[:16]


async def test_nobody_reads_anothers_chat(page, cast):
    """A person has her own chat and the group."""
    one, other = cast.members[0].person.id, cast.members[1].person.id

    assert [404, 404, 404] == [
        (await page.get(f"/api/chats/{person}/{chat}")).status for person, chat in [(one, other), (9, 9), ("x", "y")]
    ]


async def test_the_page_hears_what_happens(page, cast):
    """Every message, edit and toast, as it happens; the stream ends with the room."""
    async with page.get("/api/events") as events:
        await page.post(f"{chat_of(cast)}/text", json={"text": "card"})
        await page.post(f"{chat_of(cast)}/press", json={"message_id": 2, "data": "venue"})
        await page.post("/api/clock", json={"forward": 1})

        heard = [json.loads((await events.content.readuntil(b"\n\n"))[6:]) for _ in range(5)]
        await page.server.runner.shutdown()

        assert ["sent", "sent", "toast", "edited", "clock"] == [event["kind"] for event in heard]
        assert (cast.members[0].person.id, "Out of date.") == (heard[2]["user"], heard[2]["text"])
        assert b"" == await events.content.read()


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1.example.org", "192.168.1.5:8080", "", "localhost.:80"])
async def test_the_room_is_open_on_this_machine_only(page, host):
    """A name that resolves to this machine is not this machine: no DNS rebinding."""
    response = await page.get("/api/people", headers={"Host": host})

    assert 403 == response.status


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost:8080", "[::1]:8080"])
async def test_this_machine_has_three_names(page, host):
    """By number or by name."""
    assert 200 == (await page.get("/api/people", headers={"Host": host})).status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://127.0.0.1:{port}"}, 204),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Origin": "https://example.org"}, 403),
        ({"Origin": "null"}, 403),
        ({"Content-Type": "text/plain"}, 403),
    ],
)
async def test_only_its_own_page_acts_in_the_room(page, cast, headers, status):
    """Another site's script or form is refused."""
    headers = {name: value.format(port=page.port) for name, value in headers.items()}
    sent = {"Content-Type": "application/json", **headers}

    response = await page.post(f"{chat_of(cast)}/text", data=b'{"text": "hello"}', headers=sent)

    assert status == response.status


async def test_the_clock_jumps_to_what_happens_next(room, cast, handled):
    """And says so where nothing will."""
    steps = [datetime(2011, 5, 11, 7, tzinfo=UTC), None]

    async def upcoming(now):
        return steps.pop(0)

    async with TestClient(TestServer(create_room(room, cast, upcoming=upcoming))) as client:
        moved = await client.post("/api/clock", json={"next": True})
        shown = (await (await client.get("/api/people")).json())["now"]
        nothing = await client.post("/api/clock", json={"next": True})

    assert (204, 400) == (moved.status, nothing.status)
    assert shown.startswith("2011-05-11T07:00:00")


async def test_what_each_person_has_not_read_is_listed(page, cast):
    """By the first line of each message."""
    await page.post(f"{chat_of(cast)}/text", json={"text": "hello\nthere"})

    assert ["hello"] == (await people(page))[0]["waiting"]
