"""Who is cancelled while a command is written is cancelled."""

from __future__ import annotations

import asyncio

import pytest

from hub.bus.connect import Redis, connect
from hub.settings import Settings

TICKS = 12
"""A command is through after fewer turns of the loop than these."""


async def _for_ever(client: Redis) -> None:
    while True:
        await client.ping()


@pytest.mark.parametrize("ticks", range(TICKS))
async def test_a_cancellation_is_never_forgotten(settings: Settings, ticks: int) -> None:
    client = connect(settings.redis_url)
    try:
        for _ in range(20):
            await client.ping()
            task = asyncio.ensure_future(_for_ever(client))
            for _ in range(ticks):
                await asyncio.sleep(0)
            task.cancel()
            done, _ = await asyncio.wait({task}, timeout=2)
            assert done
            assert task.cancelled()
    finally:
        await client.aclose()
