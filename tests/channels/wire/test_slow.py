"""Readers that take little or nothing: whole frames in order, the latest row only, and nobody else waits."""

from __future__ import annotations

import asyncio
import json
import os
import socket
from typing import Any

import pytest

from channels.broker.base import Extras, Retention
from channels.wire.limits import Limits
from tests.channels.stage import PATH, Stage, until

KEPT = Retention(size=1000, ttl=60, meta_ttl=600)


@pytest.fixture
def limits() -> Limits:
    """A queue that the tests can fill."""
    return Limits(close_wait=0.5, queue=300_000)


class Slow:
    """A WebSocket client on a bare socket that reads only when told to."""

    def __init__(self, stage: Stage) -> None:
        self.socket = socket.socket()
        # Small, so that little fits between the two sides.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.socket.settimeout(0)
        self.stage = stage
        self._unread = b""

    async def open(self, *channels: str, counted: bool = True) -> None:
        """Connect and subscribe; `counted`: return when the node has so many subscriptions."""
        loop = asyncio.get_running_loop()
        await loop.sock_connect(self.socket, ("127.0.0.1", self.stage.port))
        lines = (
            f"GET {PATH} HTTP/1.1", "Host: x", "Upgrade: websocket", "Connection: Upgrade",
            "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", "", "",
        )  # fmt: skip
        await loop.sock_sendall(self.socket, "\r\n".join(lines).encode())
        while b"\r\n\r\n" not in self._unread:
            self._unread += await loop.sock_recv(self.socket, 4096)
        self._unread = self._unread.partition(b"\r\n\r\n")[2]
        commands: list[dict[str, Any]] = [{"id": 1, "connect": {"token": "slow"}}]
        commands += [{"id": n, "subscribe": {"channel": channel}} for n, channel in enumerate(channels, 2)]
        await self._send("\n".join(map(json.dumps, commands)).encode())
        if counted:
            await until(lambda: self.stage.node.subscriptions >= len(channels))

    async def _send(self, payload: bytes) -> None:
        mask = os.urandom(4)
        masked = bytes(byte ^ mask[n % 4] for n, byte in enumerate(payload))
        size = len(payload)
        length = bytes((0x80 | size,)) if size < 126 else b"\xfe" + size.to_bytes(2, "big")
        head = b"\x81" + length + mask
        await asyncio.get_running_loop().sock_sendall(self.socket, head + masked)

    async def some(self, frames: int = 5) -> list[dict[str, Any]]:
        """What the next frames say."""
        found: list[dict[str, Any]] = []
        for _ in range(frames):
            frame = await self._frame()
            assert frame is not None
            found += [json.loads(text) for text in frame[1].split(b"\n") if text != b"{}"]
        return found

    async def messages(self) -> list[dict[str, Any]]:
        """Everything up to a close frame or a quiet moment; every frame must be whole."""
        found: list[dict[str, Any]] = []
        while (frame := await self._frame()) is not None:
            kind, payload = frame
            if kind == 8:
                found.append({"close": int.from_bytes(payload[:2], "big")})
                break
            assert kind == 1
            found += [json.loads(text) for text in payload.split(b"\n") if text != b"{}"]
        return found

    async def _frame(self) -> tuple[int, bytes] | None:
        if not await self._have(2):
            return None
        first, size = self._unread[0], self._unread[1]
        assert first & 0x80, "a fragment"
        start = {126: 4, 127: 10}.get(size, 2)
        assert await self._have(start)
        if start > 2:
            size = int.from_bytes(self._unread[2:start], "big")
        assert await self._have(start + size), "half a frame"
        payload, self._unread = self._unread[start : start + size], self._unread[start + size :]
        return first & 0x0F, payload

    async def _have(self, count: int) -> bool:
        while len(self._unread) < count:
            try:
                got = await asyncio.wait_for(asyncio.get_running_loop().sock_recv(self.socket, 65_536), 0.5)
            except (TimeoutError, ConnectionError):
                return False
            if not got:
                return False
            self._unread += got
        return True


@pytest.fixture
async def slow(stage: Stage) -> Any:
    reader = Slow(stage)
    try:
        await reader.open("a")
        yield reader
    finally:
        reader.socket.close()


def offsets(messages: list[dict[str, Any]]) -> list[int]:
    return [message["push"]["pub"]["offset"] for message in messages if "push" in message]


async def test_a_pause_loses_nothing_and_breaks_no_frame(stage: Stage, slow: Slow) -> None:
    for n in range(5000):
        # Of all sizes, so that the socket is full in the middle of a frame.
        await stage.broker.publish("a", json.dumps([n, "行" * (n * 7 % 2000)]).encode(), KEPT)
        await asyncio.sleep(0)
        if stage.node.queued > 100_000:
            break
    assert stage.node.queued > 100_000
    got = await slow.messages()
    for n in range(5):
        await stage.broker.publish("a", b"[%d]" % n, KEPT)
        await asyncio.sleep(0)
    got += await slow.messages()
    assert offsets(got) == list(range(1, len(offsets(got)) + 1))
    assert len(offsets(got)) == (await stage.broker.history("a", None, 0)).position.offset
    assert stage.node.counters.slow_closes == 0


async def test_who_reads_nothing_is_closed_and_others_are_not_delayed(stage: Stage, slow: Slow) -> None:
    async with stage.raw() as quick:
        await quick.connect()
        await quick.subscribe("a")
        for n in range(2000):
            await stage.broker.publish("a", json.dumps(["x" * 10_000, n]).encode(), KEPT)
            assert (await quick.pub())["data"][1] == n
            if stage.node.counters.slow_closes:
                break
        assert stage.node.counters.slow_closes == 1
        assert stage.node.counters.closes == {3008: 1}
        await until(lambda: stage.node.connections == 1)
        got = await slow.messages()
        assert offsets(got) == list(range(1, len(offsets(got)) + 1))


async def test_of_a_row_only_the_latest_is_kept(stage: Stage, slow: Slow) -> None:
    async def publish(row: int, n: int) -> None:
        data = json.dumps([row, n, "x" * 5_000]).encode()
        await stage.broker.publish("a", data, KEPT, Extras(key=f"row {row}"))
        await asyncio.sleep(0)

    for n in range(3000):
        await publish(n % 20, n)
    assert stage.node.counters.slow_closes == 0
    assert stage.node.counters.skipped > 1000
    got = await slow.messages()
    seen = offsets(got)
    assert seen == sorted(set(seen))
    last = {
        message["push"]["pub"]["data"][0]: message["push"]["pub"]["data"][1] for message in got if "push" in message
    }
    assert last == {n % 20: n for n in range(2980, 3000)}
    await publish(0, 3000)
    assert offsets(await slow.messages()) == [3001]


async def test_what_is_no_row_is_never_skipped(stage: Stage, slow: Slow) -> None:
    for n in range(5000):
        extras = Extras(key="row") if n % 2 else Extras()
        await stage.broker.publish("a", json.dumps([n, "x" * 5_000]).encode(), KEPT, extras)
        await asyncio.sleep(0)
        if stage.node.queued > 200_000:
            break
    assert stage.node.queued > 200_000
    top = (await stage.broker.history("a", None, 0)).position.offset
    plain = [offset for offset in offsets(await slow.messages()) if offset % 2]
    assert plain == list(range(1, top + 1, 2))
