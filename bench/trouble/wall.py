"""A TCP proxy that can turn into a black hole, for old connections and for fresh ones."""

from __future__ import annotations

import asyncio
import contextlib

from bench.trouble.roads import HOST

CHUNK = 65_536


class Wall:
    """Stands before one port. What comes while it is closed is held, and goes on later, as TCP would repeat it."""

    def __init__(self, target: int) -> None:
        self.port = 0
        self._target = target
        self._open = asyncio.Event()
        self._open.set()
        self._server: asyncio.Server | None = None
        self._carrying: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Listen; `port` says where."""
        self._server = await asyncio.start_server(self._accept, HOST, 0)
        self.port = self._server.sockets[0].getsockname()[1]

    def close(self) -> None:
        """Nothing passes any more."""
        self._open.clear()

    def reopen(self) -> None:
        """Everything passes again, what was held first."""
        self._open.set()

    async def stop(self) -> None:
        """End it and all connections."""
        if self._server is not None:
            self._server.close()
        for task in self._carrying:
            task.cancel()
        await asyncio.gather(*self._carrying, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("a connection is served by a task")
        self._carrying.add(task)
        try:
            await self._open.wait()
            await self._carry(reader, writer)
        except OSError:
            writer.transport.abort()
        finally:
            self._carrying.discard(task)
            writer.close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        onward_reader, onward_writer = await asyncio.open_connection(HOST, self._target)
        try:
            await asyncio.gather(self._pump(reader, onward_writer), self._pump(onward_reader, writer))
        finally:
            onward_writer.close()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while chunk := await reader.read(CHUNK):
            await self._open.wait()
            writer.write(chunk)
            await writer.drain()
        await self._open.wait()
        with contextlib.suppress(OSError):
            writer.close()
