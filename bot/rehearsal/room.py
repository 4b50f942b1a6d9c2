"""The room's page and what it asks for: a window on chats in memory, on loopback only."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote
from zoneinfo import ZoneInfo

from aiohttp import web
from pydantic import Base64Bytes, BaseModel, ValidationError

from bot.rehearsal import Rehearsal
from bot.rehearsal.cast import Cast, Member
from bot.rehearsal.entities import utf16_length
from bot.rehearsal.guard import add_headers, only_this_machine
from bot.rehearsal.limits import LARGEST_DOWNLOAD, LARGEST_PHOTO, LONGEST_CAPTION
from bot.rehearsal.memory import Chat, Event, Message
from bot.rehearsal.people import Group

_PAGE = Path(__file__).parent / "page"
_SHOWN = 4  # unread messages of each person of which the first line is shown
_LINE = 80
_MOST = LARGEST_DOWNLOAD * 4 // 3 + 64 * 1024  # bytes of a request: a file in base64, and words
_PICTURES = {".jpg", ".jpeg", ".png", ".webp"}
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


class _Text(BaseModel):
    text: str
    reply_to: int | None = None


class _Attached(BaseModel):
    name: str
    content: Base64Bytes
    caption: str = ""


class _Press(BaseModel):
    message_id: int
    data: str


class _Query(BaseModel):
    query: str


class _Pick(BaseModel):
    result: str


class _Move(BaseModel):
    forward: int | None = None  # seconds
    local: str | None = None  # a wall-clock time, in `timezone`
    timezone: str = "UTC"
    next: bool = False  # to what happens next by itself


Next = Callable[[datetime], Awaitable[datetime | None]]
"""The first instant after another at which something happens by itself; None when nothing will."""


async def _nothing_to_come(now: datetime) -> datetime | None:
    return None


_Body = TypeVar("_Body", bound=BaseModel)


def create_room(
    rehearsal: Rehearsal, cast: Cast, moved: Callable[[], None] = lambda: None, upcoming: Next = _nothing_to_come
) -> web.Application:
    """Give the page and what it asks for as an application; it may stand under any prefix.

    `moved` is called when the clock was moved: what is due by it has to be looked for. `upcoming` says where it can jump.
    """
    room = _Room(rehearsal, cast, moved, upcoming)
    app = web.Application(middlewares=[only_this_machine], client_max_size=_MOST)
    app.on_response_prepare.append(add_headers)
    app.cleanup_ctx.append(room.watching)
    app.on_shutdown.append(room.end_events)
    app.add_routes(
        [
            web.get("/", _page_file(_PAGE / "room.html")),
            *(web.get(f"/{file.name}", _page_file(file)) for file in _PAGE.iterdir()),
            web.get("/api/people", room.show_people),
            web.get("/api/events", room.stream_events),
            web.get("/api/files/{file}", room.open_file),
            web.post("/api/clock", room.move_clock),
            web.get("/api/chats/{person}/{chat}", room.show_chat),
            web.post("/api/chats/{person}/{chat}/read", room.mark_read),
            web.post("/api/chats/{person}/{chat}/text", room.send_text),
            web.post("/api/chats/{person}/{chat}/file", room.send_file),
            web.post("/api/chats/{person}/{chat}/press", room.press),
            web.post("/api/chats/{person}/{chat}/inline", room.ask_inline),
            web.post("/api/chats/{person}/{chat}/pick", room.pick),
            web.post("/api/chats/{person}/{chat}/location", room.share_location),
            web.post("/api/chats/{person}/{chat}/contact", room.share_contact),
        ]
    )
    return app


class _Room:
    def __init__(self, rehearsal: Rehearsal, cast: Cast, moved: Callable[[], None], upcoming: Next) -> None:
        self._upcoming = upcoming
        self._moved = moved
        self._telegram = rehearsal.telegram
        self._cast = cast
        self._members = {member.person.id: member for member in cast.members}
        self._read: dict[tuple[int, int], int] = {}  # the newest message read, by person and chat
        self._pages: set[asyncio.Queue[dict[str, Any] | None]] = set()

    # What there is to see

    async def show_people(self, request: web.Request) -> web.Response:
        """Everybody, with what she has not read, and the hour."""
        people = [self._about(member) for member in self._cast.members]
        now = self._telegram.clock.now().isoformat()
        return web.json_response({"bot": self._telegram.bot, "now": now, "people": people})

    async def show_chat(self, request: web.Request) -> web.Response:
        """All messages of a chat as Telegram has them, the keys in the place of letters, the commands on offer."""
        member, _, chat = self._place(request)
        messages, commands = list(chat.messages.values()), self._telegram.menu(chat, member.person.user)
        return web.json_response({"messages": messages, "keyboard": chat.reply_keyboard, "commands": commands})

    async def open_file(self, request: web.Request) -> web.Response:
        """A file that was sent, to be saved."""
        file = self._telegram.files.get(request.match_info["file"])
        if file is None:
            raise web.HTTPNotFound
        disposition = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}"}
        return web.Response(body=file.content, content_type=file.mime_type, headers=disposition)

    async def stream_events(self, request: web.Request) -> web.StreamResponse:
        """Whatever happens in any chat, as server-sent events, until the page or the room closes."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        page: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        self._pages.add(page)
        try:
            while (event := await page.get()) is not None:
                await response.write(f"data: {json.dumps(event)}\n\n".encode())
        except ConnectionResetError:
            pass  # the page was closed
        finally:
            self._pages.discard(page)
        return response

    # What people do

    async def mark_read(self, request: web.Request) -> web.Response:
        """She has seen the chat up to its newest message."""
        member, _, chat = self._place(request)
        self._read[member.person.id, chat.id] = chat.newest
        return web.Response(status=204)

    async def send_text(self, request: web.Request) -> web.Response:
        """Write a text, perhaps as a reply."""
        member, group, chat = self._place(request)
        given = await _given(request, _Text)
        if not given.text.strip():
            raise web.HTTPBadRequest(text="There is nothing to send.")
        await member.person.says(given.text, chat=group, reply_to=_existing(chat, given.reply_to))
        return web.Response(status=204)

    async def send_file(self, request: web.Request) -> web.Response:
        """Attach a picture, which goes as a photo, or any other file, with a caption."""
        member, group, _ = self._place(request)
        given = await _given(request, _Attached)
        caption, content = given.caption.strip(), given.content
        if not content:
            raise web.HTTPBadRequest(text="There is nothing in this file.")
        if len(content) > LARGEST_DOWNLOAD:
            raise web.HTTPBadRequest(text="A file has 20 MB at most: more a bot cannot fetch.")
        if utf16_length(caption) > LONGEST_CAPTION:
            raise web.HTTPBadRequest(text=f"A caption has {LONGEST_CAPTION:,} characters at most.")
        if Path(given.name).suffix.lower() in _PICTURES and len(content) <= LARGEST_PHOTO:
            await member.person.sends_photo(caption, content=content, name=given.name, chat=group)
        else:
            await member.person.sends_document(given.name, content, caption, chat=group)
        return web.Response(status=204)

    async def press(self, request: web.Request) -> web.Response:
        """Press a button under a message."""
        member, group, _ = self._place(request)
        given = await _given(request, _Press)
        await member.person.presses_data(given.message_id, given.data, chat=group)
        return web.Response(status=204)

    async def ask_inline(self, request: web.Request) -> web.Response:
        """Type the bot's name and a query; the results to pick from, and the button over them."""
        member, _, _ = self._place(request)
        results = await member.person.asks_inline((await _given(request, _Query)).query)
        shown = [{name: one.get(name) for name in ("id", "title", "description")} for one in results]
        return web.json_response({"results": shown, "button": self._telegram.inline_buttons.get(member.person.id)})

    async def pick(self, request: web.Request) -> web.Response:
        """Send one of the results."""
        member, group, _ = self._place(request)
        given = await _given(request, _Pick)
        if given.result not in {one["id"] for one in self._telegram.inline_results.get(member.person.id, [])}:
            raise web.HTTPBadRequest(text="That is not offered any more.")
        await member.person.picks(given.result, chat=group)
        return web.Response(status=204)

    async def share_location(self, request: web.Request) -> web.Response:
        """Share the place where she is."""
        member, group, _ = self._place(request)
        await member.person.sends_location(*member.location, chat=group)
        return web.Response(status=204)

    async def share_contact(self, request: web.Request) -> web.Response:
        """Share her own contact, with a number that nobody has."""
        member, _, _ = self._place(request)
        await member.person.sends_contact("+15555550100", member.person.user["first_name"], own=True)
        return web.Response(status=204)

    async def move_clock(self, request: web.Request) -> web.Response:
        """Move the clock forward, to a wall-clock time in a zone, or to what happens next by itself."""
        given = await _given(request, _Move)
        clock = self._telegram.clock
        try:
            if given.next:
                clock.set(await self._next(clock.now()))
            elif given.local is None:
                clock.set(clock.now() + timedelta(seconds=given.forward or 0))
            else:
                clock.set(datetime.fromisoformat(given.local).replace(tzinfo=ZoneInfo(given.timezone)))
        except (LookupError, OSError, OverflowError, ValueError) as error:
            raise web.HTTPBadRequest(text="That is no hour that a clock can show.") from error
        self._moved()
        self._tell({"kind": "clock"})
        return web.Response(status=204)

    async def _next(self, now: datetime) -> datetime:
        instant = await self._upcoming(now)
        if instant is None:
            raise web.HTTPBadRequest(text="Nothing more will happen by itself.")
        return instant

    # Underneath

    async def watching(self, app: web.Application) -> AsyncIterator[None]:
        """Tell every open page what happens, as long as the room is open."""
        with self._telegram.watched_by(self._note):
            yield

    async def end_events(self, app: web.Application) -> None:
        """Let the open pages go, so that the server can stop."""
        self._tell(None)

    def _note(self, event: Event) -> None:
        words = event.message["text"] if event.kind in {"toast", "alert"} else None
        self._tell({"kind": event.kind, "chat": event.chat_id, "user": event.user_id, "text": words})

    def _tell(self, event: dict[str, Any] | None) -> None:
        for page in self._pages:
            page.put_nowait(event)

    def _place(self, request: web.Request) -> tuple[Member, Group | None, Chat]:
        """Who acts, in which group if it is one, in which chat. Raises 404 for others."""
        member = next((one for one in self._cast.members if str(one.person.id) == request.match_info["person"]), None)
        group = self._cast.group
        if member and request.match_info["chat"] == str(group.id):
            return member, group, group.chat
        if member and request.match_info["chat"] == str(member.person.id):
            return member, None, member.person.private
        raise web.HTTPNotFound

    def _about(self, member: Member) -> dict[str, Any]:
        user, group = member.person.user, self._cast.group.chat
        chats = {self._telegram.bot["first_name"]: member.person.private, group.about["title"]: group}
        return {
            "id": member.person.id,
            "name": f"{user['first_name']} {user['last_name']}",
            "language": user["language_code"],
            "role": member.role,
            "place": member.place,
            "timezone": member.timezone,
            "chats": [
                {"id": chat.id, "title": title, "unread": len(self._unread(member, chat))}
                for title, chat in chats.items()
            ],
            "waiting": [_first_line(message) for message in self._unread(member, member.person.private)[-_SHOWN:]],
        }

    def _unread(self, member: Member, chat: Chat) -> list[Message]:
        read = self._read.get((member.person.id, chat.id), 0)
        others = (one for one in chat.messages.values() if one["from"]["id"] != member.person.id)
        return [one for one in others if one["message_id"] > read]


async def _given(request: web.Request, body: type[_Body]) -> _Body:
    """What the page sent. Raises 400 for anything else."""
    try:
        return body.model_validate_json(await request.read())
    except ValidationError as error:
        raise web.HTTPBadRequest(text="The room does not understand this.") from error


def _first_line(message: Message) -> str:
    """What a message begins with; of one without words, what it is."""
    words = str(message.get("text") or message.get("caption") or message.get("document", {}).get("file_name") or "…")
    return words.strip().partition("\n")[0][:_LINE]


def _existing(chat: Chat, message_id: int | None) -> int | None:
    return message_id if message_id in chat.messages else None


def _page_file(file: Path) -> Callable[[web.Request], Awaitable[web.Response]]:
    content = file.read_bytes()

    async def give(request: web.Request) -> web.Response:
        return web.Response(body=content, content_type=_TYPES[file.suffix], charset="utf-8")

    return give
