"""What our server for WebSockets relies on in picows and uvloop. An update that breaks it must be noticed here."""

from __future__ import annotations

import asyncio
import inspect
import random
import re
import socket
import struct
from importlib.metadata import requires, version
from pathlib import Path

from picows import WSListener, WSTransport
from picows.picows import WSProtocol  # type: ignore[attr-defined]  # not in its stubs

from tests.channels.stage import Stage, until
from tests.channels.wire.test_slow import Slow

ROOT = Path(__file__).resolve().parents[3]


def test_the_version_is_pinned_exactly() -> None:
    pinned = re.search(r'"picows==([\d.]+)"', (ROOT / "pyproject.toml").read_text("utf-8"))
    assert pinned is not None
    assert pinned[1] == version("picows")
    assert requires("picows") is not None


def test_the_calls_that_we_make_are_there() -> None:
    for name in ("send", "send_close", "disconnect", "underlying_transport"):
        assert hasattr(WSTransport, name)
    for name in ("on_ws_connected", "on_ws_frame", "on_ws_disconnected", "pause_writing", "resume_writing"):
        assert hasattr(WSListener, name)
    for name in ("get_buffer", "buffer_updated", "connection_made", "connection_lost"):
        assert inspect.isroutine(getattr(WSProtocol, name))


async def test_a_descriptor_is_ours_as_long_as_we_write_to_it(stage: Stage) -> None:
    """Sockets break off in masses while rooms write straight to descriptors, and new ones get the same numbers.

    Nobody may ever read what was meant for another: a message of another channel, or half a frame.
    """
    chance = random.Random(7)

    async def publish() -> None:
        while True:
            for n in range(4):
                await stage.broker.publish(f"c{n}", b'{"channel":"c%d"}' % n, stage.desk.retention)
            await asyncio.sleep(0.001)

    publishing = asyncio.ensure_future(publish())
    await asyncio.gather(*(_come_and_go(stage, chance) for _ in range(5)))
    publishing.cancel()
    await until(lambda: stage.node.connections == 0)
    await until(lambda: not stage.node.rooms.counts())


async def _come_and_go(stage: Stage, chance: random.Random) -> None:
    for turn in range(30):
        reader = Slow(stage)
        channel = f"c{chance.randrange(4)}"
        await reader.open(channel, counted=False)
        pushes = [message["push"] for message in await reader.some() if "push" in message]
        for push in pushes:
            assert push["channel"] == channel
            assert push["pub"]["data"] == {"channel": channel}
        if turn % 2:
            reader.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        reader.socket.close()
