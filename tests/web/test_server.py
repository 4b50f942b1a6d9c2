"""The server: strict headers on everything, plain errors, no access log."""

from __future__ import annotations

import asyncio
import gzip
import logging
from io import BytesIO

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.errors import StartError, StoreError
from bot.settings import Address
from bot.web.server import HEADERS, create_web, listening

TOKEN = "AAverysecretfeedtoken0123456789"


async def show_feed(request: web.Request) -> web.Response:
    return web.Response(text="BEGIN:VCALENDAR", headers={"Cache-Control": "private"})


async def show_page(request: web.Request) -> web.Response:
    return web.Response(text="<p>", headers={"Content-Security-Policy": "default-src 'self'"})


async def fail(request: web.Request) -> web.Response:
    raise RuntimeError("the page is broken")


async def fail_with_the_store(request: web.Request) -> web.Response:
    raise StoreError("The disk is full.")


async def find_nothing(request: web.Request) -> web.Response:
    raise web.HTTPNotFound


@pytest.fixture
async def client():
    application = create_web(
        [
            web.get("/calendars/{token}.ics", show_feed),
            web.get("/page", show_page),
            web.get("/broken/{token}", fail),
            web.get("/full", fail_with_the_store),
            web.get("/gone/{token}", find_nothing),
            web.post("/telegram", show_page),
        ]
    )
    async with TestClient(TestServer(application)) as client:
        yield client


@pytest.mark.parametrize("path", ["/calendars/x.ics", "/nothing", "/broken/x", "/full", "/telegram", "/gone/x"])
async def test_every_answer_has_strict_headers(client, path):
    """Pages, unknown ones, wrong methods and errors alike; and none says what serves it."""
    async with client.get(path) as response:
        missing = {name for name, value in HEADERS.items() if response.headers.get(name) != value}

        assert missing <= {"Cache-Control"}
        assert "Server" not in response.headers


async def test_a_page_may_say_what_it_needs(client):
    """A header of the page's own rules over the strict one."""
    async with client.get("/page") as response:
        assert ["default-src 'self'"] == response.headers.getall("Content-Security-Policy")
        assert ["nosniff"] == response.headers.getall("X-Content-Type-Options")
    async with client.get("/calendars/x.ics") as response:
        assert ["private"] == response.headers.getall("Cache-Control")


@pytest.mark.parametrize("path", ["/nothing", "/gone/x", "/", "/calendars/", "/calendars/a/b.ics", "/.env"])
async def test_what_is_not_there_is_a_plain_404(client, path):
    """A token that is wrong gives the very same answer as a page that does not exist."""
    async with client.get(path) as response:
        assert (404, "text/plain", "404: Not Found") == (response.status, response.content_type, await response.text())


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [("POST", "/calendars/x.ics", "GET,HEAD"), ("DELETE", "/page", "GET,HEAD"), ("GET", "/telegram", "POST")],
)
async def test_a_method_that_a_page_does_not_take_is_405(client, method, path, allowed):
    """The answer names those that it takes."""
    async with client.request(method, path) as response:
        assert (405, allowed) == (response.status, response.headers["Allow"])


async def test_head_is_answered_as_get_without_the_body(client):
    """Calendar apps look before they fetch."""
    async with client.head("/calendars/x.ics") as response:
        assert (200, "15", "") == (response.status, response.headers["Content-Length"], await response.text())


async def test_an_error_is_plain_outside_and_named_inside(client, caplog):
    """The log has the traceback and the route, not the address: it may hold a token."""
    async with client.get(f"/broken/{TOKEN}", headers={"Accept": "text/html"}) as response:
        assert (500, "text/plain") == (response.status, response.content_type)
        assert "500: Internal Server Error" == await response.text()

    (record,) = caplog.records

    assert ("A page failed.", "/broken/{token}") == (record.getMessage(), record.route)
    assert "the page is broken" in caplog.text
    assert TOKEN not in caplog.text


async def test_a_store_that_fails_is_503(client, caplog):
    """One line in the log, without a traceback."""
    async with client.get("/full") as response:
        assert 503 == response.status

    assert ["A page failed: The disk is full."] == [record.getMessage() for record in caplog.records]


async def test_no_request_is_logged(client, caplog):
    """Whoever asks for what, also at the debug level, leaves no line: the address of a feed is its key."""
    caplog.set_level(logging.DEBUG)
    application = create_web([web.get("/calendars/{token}.ics", show_feed), web.get("/gone/{token}", find_nothing)])
    async with listening(application, Address("127.0.0.1", 0)) as served, aiohttp.ClientSession() as session:
        for path in (f"/calendars/{TOKEN}.ics", f"/gone/{TOKEN}", f"/{TOKEN}"):
            async with session.get(f"http://127.0.0.1:{served.port}{path}?token={TOKEN}") as response:
                await response.read()

    assert TOKEN not in caplog.text
    assert not [record for record in caplog.records if record.name.startswith("aiohttp")]


async def test_it_serves_until_the_block_is_left():
    """Port 0 takes a free one and says which; afterwards nobody is there."""
    async with (
        listening(create_web([web.get("/page", show_page)]), Address("127.0.0.1", 0)) as served,
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{served.port}/page") as response,
    ):
        assert 200 == response.status

    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", served.port)


async def test_it_serves_ipv6():
    """PLENARY_LISTEN=[::1]:8080"""
    async with listening(create_web([]), Address("::1", 0)) as served:
        assert "::1" == served.host


@pytest.mark.parametrize("host", ["127.0.0.1", "192.0.2.1", "no-such-host.invalid"])
async def test_an_address_where_nothing_can_be_served_stops_the_start(host):
    """A port in use, an address or a name that is not this machine's: one sentence that names the setting."""
    async with listening(create_web([]), Address("127.0.0.1", 0)) as taken:
        sentence = rf"^Nothing can be served on {host}:{taken.port} \(.+\); see PLENARY_LISTEN\.$"
        with pytest.raises(StartError, match=sentence):
            await listening(create_web([]), Address(host, taken.port)).__aenter__()


async def test_a_request_under_way_is_finished_at_the_stop():
    """Who asked before the stop is answered."""
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def wait(request: web.Request) -> web.Response:
        asked.set()
        await go_on.wait()
        return web.Response(text="done")

    async with aiohttp.ClientSession() as session:
        async with listening(create_web([web.get("/wait", wait)]), Address("127.0.0.1", 0)) as served:
            answer = asyncio.create_task(session.get(f"http://127.0.0.1:{served.port}/wait"))
            await asked.wait()
            asyncio.get_running_loop().call_later(0.01, go_on.set)

        async with await answer as response:
            assert "done" == await response.text()


async def raw(address: Address, request: bytes) -> bytes:
    """What comes back for bytes until the server closes."""
    reader, writer = await asyncio.open_connection(address.host, address.port)
    writer.write(request)
    answer = await reader.read()
    writer.close()
    return answer


@pytest.mark.parametrize(
    "request_",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
        b"GET /calendars/" + TOKEN.encode() + b"\x01 HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 70_000 + b"\r\n\r\n",
        b"POST /telegram HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
    ],
)
async def test_what_is_no_request_is_refused_as_plainly_as_all_else(caplog, request_):
    """No line in the log, which whoever reaches the port could fill the disk with; strict headers, nothing of what came."""
    async with listening(create_web([web.post("/telegram", take_body)]), Address("127.0.0.1", 0)) as served:
        answer = await raw(served, request_)

    head, _, body = answer.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")

    assert b"400: Bad Request" == body
    assert {f"{name}: {value}" for name, value in HEADERS.items()} <= set(lines)
    assert f"Content-Length: {len(body)}" in lines
    assert not [line for line in lines if line.startswith("Server:")]
    assert [] == caplog.records


async def take_body(request: web.Request) -> web.Response:
    return web.Response(text=str(len(await request.read())))


async def test_what_comes_packed_is_not_unpacked():
    """A few kilobytes could be gigabytes."""
    packed = gzip.compress(b" " * 1_000_000)
    async with (
        listening(create_web([web.post("/telegram", take_body)]), Address("127.0.0.1", 0)) as served,
        aiohttp.ClientSession(headers={"Content-Encoding": "gzip"}) as session,
        session.post(f"http://{served.host}:{served.port}/telegram", data=BytesIO(packed)) as response,
    ):
        assert str(len(packed)) == await response.text()
