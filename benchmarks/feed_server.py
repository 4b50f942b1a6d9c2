"""`python -m benchmarks.feed_server FOLDER ENTRIES`: serve a live calendar as `plenary run` does; its address is printed."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

from benchmarks.feed_store import PUBLIC_URL, opened
from bot.settings import Address, Settings
from bot.web.public import public_pages
from bot.web.server import create_web, listening


async def serve(folder: Path, entries: int) -> None:
    """Serve until SIGTERM."""
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    async with opened(folder, entries) as store:
        pages = public_pages(Settings(_env_file=None, public_url=PUBLIC_URL), store.services)
        async with listening(create_web(pages), Address("127.0.0.1", 0)) as address:
            print(f"{address.port} {store.path}", flush=True)
            await stopped.wait()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2])))
