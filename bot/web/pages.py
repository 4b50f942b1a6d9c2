"""Pages for people without Telegram: a meeting with its file and documents, and how to subscribe to a live calendar.

A meeting for invited people is there only with `?token=`: that of a link which organisers made, or of a live calendar that
holds it. To all others there is no such page.
"""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote, urlencode

from aiohttp import web

from bot.errors import UserError
from bot.ics.items import NoEntry
from bot.model import Meeting, Selection
from bot.rendering import TEMPLATES, Rendering
from bot.services.admissions import Admissions
from bot.services.entries import Entries
from bot.services.feeds import Feed, Feeds
from bot.services.meetings import Meetings
from bot.services.sight import Sight, sight
from bot.web.event_data import event_data
from bot.web.feeds import TOKEN
from bot.web.languages import language_of
from bot.web.server import HEADERS

_MEETING = "{meeting:[a-z0-9-]{1,32}}"
_DOCUMENT = "{document:[a-z0-9-]{1,32}}"
_POLICY = HEADERS["Content-Security-Policy"].replace("form-action", "style-src 'self'; script-src 'self'; form-action")
_ASSETS = {"page.css": "text/css", "page.js": "text/javascript"}


class Pages:
    """Shows pages in the language that is asked for. `public_url` is where people outside reach them."""

    def __init__(
        self,
        rendering: Rendering,
        meetings: Meetings,
        admissions: Admissions,
        entries: Entries,
        feeds: Feeds,
        public_url: str,
        language: str,
    ) -> None:
        self._rendering = rendering
        self._meetings = meetings
        self._admissions = admissions
        self._entries = entries
        self._feeds = feeds
        self._public_url = public_url
        self._language = language
        self._assets = {name: (TEMPLATES / "pages" / name).read_bytes() for name in _ASSETS}

    def routes(self) -> list[web.RouteDef]:
        """Give what the server adds."""
        return [
            web.get("/meetings/{asset:page\\.(?:css|js)}", self.show_asset),
            web.get(f"/meetings/{_MEETING}", self.show_meeting),
            web.get(f"/meetings/{_MEETING}.ics", self.send_meeting),
            web.get(f"/meetings/{_MEETING}/{_DOCUMENT}", self.send_document),
            web.get(f"/calendars/{TOKEN}", self.show_feed),
        ]

    async def show_asset(self, request: web.Request) -> web.Response:
        """Send the style or the script of the pages."""
        name = request.match_info["asset"]
        headers = {"Cache-Control": "max-age=3600"}
        return web.Response(body=self._assets[name], content_type=_ASSETS[name], charset="utf-8", headers=headers)

    async def show_meeting(self, request: web.Request) -> web.Response:
        """Show a meeting. Raises HTTPNotFound for one that is not there, or not for whoever asks."""
        meeting_id, token = await self._admit(request)
        try:
            view = await self._meetings.view(meeting_id)
        except UserError:
            raise web.HTTPNotFound from None
        language = language_of(request, self._rendering.supported, self._language)
        return self._page(
            "meeting.html",
            language,
            languages=self._languages(meeting_id, token),
            view=view,
            file=f"{meeting_id}.ics{_query(lang=language, token=token)}",
            query=_query(token=token),
            data=event_data(view, language, f"{self._public_url}/meetings/{meeting_id}"),
        )

    async def send_meeting(self, request: web.Request) -> web.Response:
        """Send a meeting's .ics file. Raises HTTPNotFound like its page, and where no day is known."""
        meeting_id, _ = await self._admit(request)
        language = language_of(request, self._rendering.supported, self._language)
        try:
            entry = await self._entries.of(Selection("meeting", meeting=meeting_id), language)
        except UserError:
            raise web.HTTPNotFound from None
        return _file(entry.name, entry.content, "text/calendar; charset=utf-8")

    async def send_document(self, request: web.Request) -> web.Response:
        """Send a document of a meeting, or one that its facts rest on. Raises HTTPNotFound where there is none."""
        meeting_id, _ = await self._admit(request)
        try:
            view = await self._meetings.view(meeting_id)
            document, name, content = await self._meetings.document_file(request.match_info["document"])
        except UserError:
            raise web.HTTPNotFound from None
        if document not in (*view.meeting.documents, *view.resting_on):
            raise web.HTTPNotFound
        return _file(Path(name).name, content, "application/octet-stream")

    async def show_feed(self, request: web.Request) -> web.Response:
        """Show how to subscribe to a live calendar. Raises HTTPNotFound for a token of none."""
        token = request.match_info["token"]
        try:
            feed = await self._feeds.of(token)
        except NoEntry:
            language = language_of(request, self._rendering.supported, self._language)
            page = self._page("empty_feed.html", language, languages=self._languages(token))
            page.set_status(HTTPStatus.SERVICE_UNAVAILABLE)
            return page
        if feed is None:
            raise web.HTTPNotFound
        asked = self._rendering.supported(request.query.get("lang"))
        address = f"{self._public_url}/calendars/{token}.ics"
        webcal = "webcal:" + address.partition(":")[2]
        outlook = f"/calendar/0/addfromweb{_query(url=address, name=feed.content.name)}"
        language = asked or feed.calendar.language
        return self._page(
            "feed.html",
            language,
            languages=self._languages(token),
            name=feed.content.name,
            address=address,
            webcal=webcal,
            google=f"https://calendar.google.com/calendar/render?cid={quote(webcal, safe='')}",
            outlook=f"https://outlook.live.com{outlook}",
            outlook_at_work=f"https://outlook.office.com{outlook}",
            file=f"{token}.ics",
            meetings=[
                (meeting, f"../meetings/{meeting.id}{_query(lang=language, token=_token_for(meeting, token))}")
                for meeting in _meetings_of(feed)
            ],
        )

    async def _admit(self, request: web.Request) -> tuple[str, str | None]:
        """The meeting that is asked for and the token that opens it; from here on the request sees what it may."""
        meeting_id, token = request.match_info["meeting"], request.query.get("token")
        is_let_in = token is not None and (
            await self._admissions.opens(token, meeting_id) or await self._holds(token, meeting_id)
        )
        sight.set(Sight(let_in_to=frozenset({meeting_id} if is_let_in else ())))
        return meeting_id, token if is_let_in else None

    async def _holds(self, token: str, meeting_id: str) -> bool:
        """Whether the token is that of a live calendar that holds the meeting."""
        try:
            feed = await self._feeds.of(token)
        except NoEntry:
            return False
        return feed is not None and any(meeting.id == meeting_id for meeting in _meetings_of(feed))

    def _languages(self, path: str, token: str | None = None) -> list[tuple[str, str]]:
        """The languages to switch to, each with the address of the page in it."""
        return [(code, f"{path}{_query(lang=code, token=token)}") for code in self._rendering.languages]

    def _page(self, template: str, language: str, **values: object) -> web.Response:
        headers = {
            "Content-Language": language,
            "Content-Security-Policy": _POLICY,
            "Vary": "Accept-Language",
        }
        text = self._rendering.render(f"pages/{template}", language, **values)
        return web.Response(text=text, content_type="text/html", charset="utf-8", headers=headers)


def _meetings_of(feed: Feed) -> list[Meeting]:
    """The meetings that a live calendar speaks of, each once."""
    return list({item.meeting.id: item.meeting for item in feed.content.collected.items}.values())


def _token_for(meeting: Meeting, token: str) -> str | None:
    return token if meeting.visibility == "invited" else None


def _query(**values: str | None) -> str:
    given = {name: value for name, value in values.items() if value is not None}
    return f"?{urlencode(given)}" if given else ""


def _file(name: str, content: bytes, content_type: str) -> web.Response:
    """A file to keep; no browser shows it as a page."""
    headers = {"Content-Type": content_type, "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return web.Response(body=content, headers=headers)
