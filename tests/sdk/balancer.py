"""A TCP balancer on loopback: each new connection goes to the next of several ports."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import threading
from collections.abc import Iterator, Sequence


class Balancer:
    """Runs in a thread of its own, beside whatever the test does."""

    def __init__(self, targets: Sequence[int]) -> None:
        self.port = 0
        self._targets = itertools.cycle(targets)
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._stop = asyncio.Event()
        self._carrying: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._serve(),), daemon=True)

    def open(self) -> None:
        """Begin to forward."""
        self._thread.start()
        self._ready.wait()

    def close(self) -> None:
        """Drop everything."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
        self._loop.close()

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        for task in self._carrying:
            task.cancel()
        await asyncio.gather(*self._carrying, return_exceptions=True)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._carrying.add(task)
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", next(self._targets))
            try:
                await asyncio.gather(_pipe(reader, far_writer), _pipe(far_reader, writer))
            finally:
                far_writer.transport.abort()
        except (OSError, asyncio.CancelledError):
            writer.transport.abort()
        finally:
            self._carrying.discard(task)


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    # An end is passed on as it came: what is under way the other way may still arrive.
    writer.close()


@contextlib.contextmanager
def balancing(targets: Sequence[int]) -> Iterator[int]:
    """The port of a balancer before these ports."""
    one = Balancer(targets)
    one.open()
    try:
        yield one.port
    finally:
        one.close()
