"""A process that runs for good: its event loop, its signals, its end."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Awaitable, Callable

import uvloop

from hub import logs


def run_for_good(main: Callable[[], Awaitable[None]]) -> int:
    """Run ``main`` on a loop of its own until it ends by itself or by SIGTERM or SIGINT."""
    logs.set_up()
    uvloop.run(_until_stopped(main))
    return 0


async def _until_stopped(main: Callable[[], Awaitable[None]]) -> None:
    # What the start has made stays for good: looking through it again and again would only cost pauses.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    task = asyncio.ensure_future(main())
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        if not task.cancelled():
            raise
