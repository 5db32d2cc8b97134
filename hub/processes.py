"""The endless processes: their event loop, their signals, their end."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
from collections.abc import Awaitable, Callable, Sequence

import uvloop

from hub import logs, roles
from hub.house import House, open_house
from hub.settings import Settings


def run_roles(names: Sequence[str]) -> int:
    """Run the named roles (all when none is named) until SIGTERM or SIGINT."""

    async def work(house: House) -> None:
        await roles.work(house, names)

    return run_until_stopped(work)


def run_until_stopped(main: Callable[[House], Awaitable[None]]) -> int:
    """Open the house, run ``main`` and cancel it on SIGTERM or SIGINT."""

    async def inside() -> None:
        async with open_house(Settings.load(os.environ)) as house:
            await main(house)

    return run_for_good(inside)


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
