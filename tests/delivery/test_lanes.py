"""The lanes on the event loop that the running bot has."""

from __future__ import annotations

import asyncio

from uvloop import new_event_loop

from bot.delivery.lanes import Lanes


def test_places_that_are_free_in_less_than_a_millisecond_are_granted() -> None:
    """The loop of the running bot counts in milliseconds: what is due sooner is no timer to it."""

    async def replies() -> list[float]:
        lanes = Lanes()
        lanes.hold(0.0003)
        async with asyncio.timeout(5):
            return await asyncio.gather(lanes.reply(1), lanes.reply(2))

    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        assert 2 == len(runner.run(replies()))
