"""/health and /metrics: for the operator, and for nobody else."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer, make_mocked_request

from bot.clock import Clock
from bot.observing import Backlog, Metrics
from bot.store.database import Database
from bot.web.health import Health
from bot.web.operation import Operation, must_be_direct
from bot.web.server import create_web


class Watch:
    """A monotonic clock that is set."""

    seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
async def database(tmp_path: Path):
    database = await Database.open(tmp_path / "plenary.db", Clock())
    yield database
    await database.close()


@pytest.fixture
def watch():
    return Watch()


async def backlog() -> Backlog:
    return Backlog(updates=2, deliveries={"pending": 5}, oldest_seconds=1.5)


async def no_backlog() -> Backlog:
    raise RuntimeError("the store does not answer")


@pytest.fixture
async def client_of():
    clients = []

    async def client(health: Health, backlog=backlog) -> TestClient:
        clients.append(TestClient(TestServer(create_web(Operation(health, Metrics(), backlog).routes()))))
        await clients[-1].start_server()
        return clients[-1]

    yield client
    for each in clients:
        await each.close()


async def health_of(client: TestClient) -> tuple[int, dict[str, object]]:
    async with client.get("/health") as response:
        return response.status, await response.json()


async def test_it_is_ready_when_the_store_answers_and_telegram_has(client_of, database, watch):
    """200 and small JSON."""
    health = Health(database, monotonic=watch)
    health.heard()

    assert (200, {"ready": True, "store": "ok", "updates": "ok"}) == await health_of(await client_of(health))


async def test_it_is_not_ready_before_telegram_has_answered(client_of, database, watch):
    """A start is over when the first getUpdates has come back, or the webhook is set."""
    client = await client_of(Health(database, monotonic=watch))

    assert (503, {"ready": False, "store": "ok", "updates": "Telegram has not answered yet"}) == await health_of(client)


async def test_long_silence_of_telegram_is_not_ready_and_the_next_answer_is(client_of, database, watch):
    """A long poll ends every 30 seconds; after 90 without an answer something is wrong."""
    health = Health(database, monotonic=watch)
    health.heard()
    client = await client_of(health)
    watch.seconds += 90

    assert 200 == (await health_of(client))[0]

    watch.seconds += 30
    status, report = await health_of(client)

    assert (503, "Telegram has not answered for 120 seconds") == (status, report["updates"])

    health.heard()

    assert 200 == (await health_of(client))[0]


async def test_nobody_writing_to_a_webhook_is_no_fault(client_of, database, watch):
    """Telegram calls when there is something, and only then."""
    health = Health(database, longest_silence=None, monotonic=watch)
    health.heard()
    watch.seconds += 100_000

    assert 200 == (await health_of(await client_of(health)))[0]


async def test_a_store_that_is_stuck_is_not_ready(client_of, database, watch):
    """It has two seconds to answer, here a hundredth of one."""
    health = Health(database, store_seconds=0.01, monotonic=watch)
    health.heard()
    client = await client_of(health)
    go_on = threading.Event()
    stuck = asyncio.create_task(database.read(lambda connection: go_on.wait(10)))
    await asyncio.sleep(0)
    status, report = await health_of(client)
    go_on.set()
    await stuck

    assert (503, "does not answer (TimeoutError)", "ok") == (status, report["store"], report["updates"])
    assert 200 == (await health_of(client))[0]


async def test_a_store_that_fails_is_not_ready(client_of, tmp_path, watch):
    """Whatever the error is."""
    database = await Database.open(tmp_path / "plenary.db", Clock())
    await database.close()
    health = Health(database, monotonic=watch)
    health.heard()
    status, report = await health_of(await client_of(health))

    assert 503 == status
    assert report["store"].startswith("does not answer (")


async def test_the_process_is_alive_while_it_is_not_ready(client_of, database, watch):
    """A supervisor that restarts what is not alive must not restart it because Telegram is away."""
    client = await client_of(Health(database, monotonic=watch))
    async with client.get("/health/live") as response:
        assert (200, {"live": True}) == (response.status, await response.json())


async def test_metrics_are_as_prometheus_reads_them(client_of, database):
    """Text format, counts and what waits."""
    async with (await client_of(Health(database))).get("/metrics") as response:
        lines = (await response.text()).splitlines()

        assert response.headers["Content-Type"].startswith("text/plain; version=")
    assert 'plenary_deliveries{state="pending"} 5.0' in lines
    assert "plenary_updates_waiting 2.0" in lines


async def test_metrics_come_also_when_the_store_does_not_answer(client_of, database, caplog):
    """Then they are needed most."""
    async with (await client_of(Health(database), no_backlog)).get("/metrics") as response:
        assert 200 == response.status
        assert "plenary_uptime_seconds" in await response.text()

    assert ["What waits could not be read from the store."] == [record.getMessage() for record in caplog.records]


@pytest.mark.parametrize("path", ["/health", "/health/live", "/metrics"])
@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP", "X-Forwarded-Host"])
async def test_what_a_proxy_passes_on_is_an_unknown_page(client_of, database, path, header):
    """A proxy that passes on too much gives nothing away."""
    async with (await client_of(Health(database))).get(path, headers={header: "127.0.0.1"}) as response:
        assert (404, "404: Not Found") == (response.status, await response.text())


@pytest.mark.parametrize(
    ("remote", "served"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("172.18.0.3", True),
        ("::ffff:10.0.0.7", True),
        ("fd00::7", True),
        ("8.8.8.8", False),
        ("::ffff:8.8.8.8", False),
        ("2a00:1450::1", False),
        ("", False),
    ],
)
def test_only_this_machine_and_private_networks_are_served(remote, served):
    """Where the server listens on every address, the Internet still gets nothing."""
    request = make_mocked_request("GET", "/metrics").clone(remote=remote)

    if served:
        must_be_direct(request)
    else:
        with pytest.raises(Exception, match="Not Found"):
            must_be_direct(request)
