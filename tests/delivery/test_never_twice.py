"""The promise: whatever errors come, and whenever the process dies, no chat gets an announcement twice."""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.delivery.simulated import closed, opened, simulate
from tests.delivery.telegram import Faults, Telegram
from tests.delivery.test_loop import Running, running

EVERYBODY = range(1, 41)
DONE = {"sent", "unreachable", "uncertain", "failed"}

shares = st.floats(0, 0.15)
troubles = st.builds(
    Faults,
    flood=st.floats(0, 0.05),
    server_error=shares,
    never_leaves=shares,
    cut_before=shares,
    cut_after=shares,
    blocked=st.frozensets(st.sampled_from(EVERYBODY), max_size=5),
)


async def until_killed(path: Path, telegram: Telegram, seconds: float, *, first: bool) -> None:
    """Run, and die after so many seconds: what is under way is not settled."""
    database = await opened(path)
    sending = Running(telegram, database)
    await sending.outbox.start()
    if first:
        await sending.announce(EVERYBODY)
    await asyncio.sleep(seconds)
    for task in (sending.outbox._worker, *sending.outbox._flights):
        task.cancel()
    await asyncio.sleep(1)
    await closed(database)


@settings(max_examples=15, deadline=None)
@given(faults=troubles, kills=st.lists(st.floats(0, 2), min_size=1, max_size=3), seed=st.integers(0, 1000))
def test_nobody_gets_an_announcement_twice_and_nobody_is_forgotten(faults, kills, seed):
    """Everyone is sent it once, or is listed as unreachable or failed, or is uncertain."""

    async def scenario(path: Path):
        telegram = Telegram(faults)
        telegram._chance.seed(seed)
        for number, seconds in enumerate(kills):
            await until_killed(path, telegram, seconds, first=number == 0)
        async with running(path, telegram) as sending:
            await sending.finish()
            return telegram, await sending.states()

    with tempfile.TemporaryDirectory() as folder:
        telegram, states = simulate(lambda: scenario(Path(folder) / "plenary.db"))

    got = Counter(message.chat for message in telegram.messages)
    assert set(EVERYBODY) == set(states)
    assert DONE >= set(states.values())
    assert set(got.values()) <= {1}
    assert {chat for chat, state in states.items() if state == "sent"} <= set(got)
    assert set(got) <= {chat for chat, state in states.items() if state in ("sent", "uncertain")}
