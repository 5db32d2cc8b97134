"""A network cable with scissors: a TCP proxy on loopback that can be cut for a while."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator


class Cable:
    """Forwards connections to a port; while it is cut, open ones are dropped and new ones refused."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._whole = True
        self._writers: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.port = 0

    def cut(self) -> None:
        """Drop everything, as when the cable is pulled."""
        self._loop.call_soon_threadsafe(self._cut)

    def mend(self) -> None:
        """Plug it in again."""
        self._whole = True

    def _cut(self) -> None:
        self._whole = False
        for writer in self._writers:
            writer.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._whole:
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.transport.abort()
            return
        self._writers |= {writer, far_writer}
        try:
            await asyncio.gather(_pipe(reader, far_writer), _pipe(far_reader, writer))
        finally:
            self._writers -= {writer, far_writer}

    def _run(self) -> None:
        self._loop.run_until_complete(self._serve())

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._stop = asyncio.Event()
        self._ready.set()
        async with server:
            await self._stop.wait()
            self._cut()
            while self._writers:  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    def open(self) -> None:
        """Begin to forward."""
        self._thread.start()
        self._ready.wait()

    def close(self) -> None:
        """Stop, and wait until it has."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(5)
        self._loop.close()


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.transport.abort()


@contextlib.contextmanager
def cable(target: int) -> Iterator[Cable]:
    """A whole cable to this port."""
    one = Cable(target)
    one.open()
    try:
        yield one
    finally:
        one.close()
