"""The reverse proxies of deploy/, unchanged but for names and ports, in front of the server, with TLS, on loopback."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import subprocess
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import web

from bot.clock import Clock
from bot.observing import Backlog, Metrics
from bot.settings import Address
from bot.store.database import Database
from bot.web.health import Health
from bot.web.operation import Operation
from bot.web.server import create_web, listening
from tests.deploy.conftest import DEPLOY

HOST = "plenary.example.org"
TOKEN = "AAverysecretfeedtoken0123456789"


@dataclass(frozen=True)
class Answer:
    """What came back, headers as one text in small letters."""

    status: int
    headers: str
    body: str


@dataclass(frozen=True)
class Proxy:
    """A proxy that runs, and the folder that it writes to."""

    folder: Path
    port: int
    trusted: ssl.SSLContext

    async def get(self, path: str, method: str = "GET", body: bytes = b"") -> Answer:
        """Send the path as it stands, which a client library would tidy up first."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, ssl=self.trusted, server_hostname=HOST)
        head = f"{method} {path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + body)
        answer = await reader.read()
        writer.close()
        await writer.wait_closed()
        headers, _, content = answer.decode().partition("\r\n\r\n")
        return Answer(int(headers.split()[1]), headers.lower(), content)

    def written(self) -> str:
        """Everything that the proxy has logged."""
        return "".join(path.read_text(errors="replace") for path in self.folder.glob("**/*.log"))


@pytest.fixture(scope="session")
def certificate(program, tmp_path_factory) -> Path:
    """A certificate signed by itself, with its key in the same file."""
    path = tmp_path_factory.mktemp("certificate") / "both.pem"
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", path, "-out", f"{path}.crt"]
    name = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    subprocess.run([program("openssl"), "req", "-x509", *key, *name], check=True, capture_output=True)
    path.write_text(path.read_text() + Path(f"{path}.crt").read_text())
    return path


@pytest.fixture
async def upstream(tmp_path: Path) -> AsyncIterator[Address]:
    """The bot's own server, with everything that it serves."""

    async def show(request: web.Request) -> web.Response:
        await request.read()
        return web.Response(text=f"{request.method} {request.path} for {request.headers['X-Forwarded-For']}")

    async def backlog() -> Backlog:
        return Backlog(updates=0, deliveries={}, oldest_seconds=0)

    database = await Database.open(tmp_path / "plenary.db", Clock())
    health = Health(database)
    health.heard()
    routes = [
        web.post("/telegram", show),
        web.get("/calendars/{token}.ics", show),
        web.get("/meetings/{id}", show),
        *Operation(health, Metrics(), backlog).routes(),
    ]
    async with listening(create_web(routes), Address("127.0.0.1", 0)) as served:
        yield served
    await database.close()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextlib.contextmanager
def nginx(command: str, folder: Path, port: int, upstream: Address, certificate: Path):
    """nginx with deploy/nginx.conf."""
    text = (DEPLOY / "nginx.conf").read_text()
    for before, now in {
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "listen [::]:80;": "",
        "listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
        "listen [::]:443 ssl;": "",
        "server 127.0.0.1:8080;": f"server 127.0.0.1:{upstream.port};",
        f"/etc/letsencrypt/live/{HOST}/fullchain.pem": str(certificate),
        f"/etc/letsencrypt/live/{HOST}/privkey.pem": str(certificate),
        "/var/log/nginx/": f"{folder}/",
    }.items():
        assert before in text
        text = text.replace(before, now)
    (folder / "plenary.conf").write_text(text)
    places = "".join(f"{name}_temp_path {folder};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "main.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log stderr notice; events {{}}"
        f" http {{ access_log {folder}/access.log; {places} include {folder}/plenary.conf; }}"
    )
    arguments = ["-p", folder, "-c", folder / "main.conf"]
    with process([command, *arguments], "start worker process ", folder / "nginx.log", {}):
        yield


@contextlib.contextmanager
def caddy(command: str, folder: Path, port: int, upstream: Address, certificate: Path):
    """Caddy with deploy/Caddyfile."""
    text = (DEPLOY / "Caddyfile").read_text()
    site = "{$PLENARY_HOST:plenary.example.org} {\n"

    assert site in text

    text = text.replace(site, f"{site}\ttls {certificate} {certificate}\n")
    text = text.replace("{\n", "{\n\tadmin off\n\tauto_https disable_redirects\n", 1)
    (folder / "Caddyfile").write_text(text)
    environment = {
        "HOME": str(folder),
        "PLENARY_HOST": f"{HOST}:{port}",
        "PLENARY_UPSTREAM": f"127.0.0.1:{upstream.port}",
    }
    arguments = ["run", "--config", folder / "Caddyfile", "--adapter", "caddyfile"]
    with process([command, *arguments], "serving initial configuration", folder / "caddy.log", environment):
        yield


@contextlib.contextmanager
def process(command: list[object], ready: str, log: Path, environment: dict[str, str]):
    """A process that says on standard error when it is ready; afterwards everything it said there is in `log`."""
    running = subprocess.Popen(command, stderr=subprocess.PIPE, env=environment, text=True)
    said = ""
    try:
        while ready not in said and (line := running.stderr.readline()):
            said += line
        yield
    finally:
        running.terminate()
        log.write_text(said + running.communicate()[1])


@contextlib.contextmanager
def running(kind, program, tmp_path: Path, upstream: Address, certificate: Path):
    """A proxy in front of the server; what it logs can be read after it has ended."""
    folder, port = tmp_path / "proxy", free_port()
    folder.mkdir()
    with kind(program(kind.__name__), folder, port, upstream, certificate):
        yield Proxy(folder, port, ssl.create_default_context(cafile=f"{certificate}.crt"))


@pytest.fixture(params=[nginx, caddy], ids=lambda each: each.__name__)
def proxy(request, program, tmp_path, upstream, certificate):
    """Each of the two in front of the server."""
    with running(request.param, program, tmp_path, upstream, certificate) as one:
        yield one


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/telegram"), ("GET", f"/calendars/{TOKEN}.ics"), ("GET", "/meetings/geneva-2011")]
)
async def test_webhook_feeds_and_pages_pass(proxy, method, path):
    """With the address of who asks, over TLS only."""
    answer = await proxy.get(path, method, b"{}")

    assert (200, f"{method} {path} for 127.0.0.1") == (answer.status, answer.body)
    assert "strict-transport-security: max-age=31536000" in answer.headers
    assert "referrer-policy: no-referrer" in answer.headers


@pytest.mark.parametrize(
    "path",
    [
        "/metrics",
        "/health",
        "/health/live",
        "/",
        "/telegram/",
        "/telegram/../metrics",
        "/calendars/../metrics",
        "/calendars/..%2fmetrics",
        "/calendars/%2e%2e/metrics",
        "/meetings/../health",
        "/meetings//../health",
        "//metrics",
        "/calendars/x.ics/../../metrics",
    ],
)
async def test_nothing_else_passes(proxy, path):
    """Neither what is for the operator, nor any way around."""
    answer = await proxy.get(path)

    assert answer.status in (400, 404, 405)
    assert "plenary_" not in answer.body
    assert "ready" not in answer.body


async def test_a_body_that_is_too_long_is_refused(proxy):
    """No update of Telegram's is longer than a megabyte. Older Caddys say it with 502."""
    assert (await proxy.get("/telegram", "POST", b"x" * 1_100_000)).status in (413, 502)


@pytest.mark.parametrize("kind", [nginx, caddy], ids=lambda each: each.__name__)
@pytest.mark.parametrize("away", [False, True], ids=["there", "away"])
async def test_no_address_of_a_feed_is_logged(program, tmp_path, upstream, certificate, kind, away):
    """Neither when it is answered nor when the bot is away: the address is the key."""
    where = Address("127.0.0.1", 1) if away else upstream
    with running(kind, program, tmp_path, where, certificate) as proxy:
        answers = [await proxy.get(f"/calendars/{TOKEN}.ics{more}") for more in ("", f"?{'x' * 5000}", "/")]

    assert ([502, 502, 502] if away else [200, 200, 404]) == [answer.status for answer in answers]
    assert TOKEN not in proxy.written()
