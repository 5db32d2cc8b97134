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
        self._writers: set[asyncio.StreamWriter] = set()

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
        for writer in self._writers:
            writer.transport.abort()
        self._open.set()
        if self._carrying:
            await asyncio.wait(self._carrying)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("a connection is served by a task")
        self._carrying.add(task)
        self._writers.add(writer)
        try:
            await self._open.wait()
            await self._carry(reader, writer)
        finally:
            self._carrying.discard(task)
            self._writers.discard(writer)
            writer.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            onward_reader, onward = await asyncio.open_connection(HOST, self._target)
        except OSError:
            return  # nobody is behind the wall: the caller aborts, as the kernel would refuse
        self._writers.add(onward)
        pumps = {asyncio.ensure_future(self._pump(*ends)) for ends in ((reader, onward), (onward_reader, writer))}
        await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        for end in (onward, writer):
            end.transport.abort()
        await asyncio.wait(pumps)
        self._writers.discard(onward)

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while chunk := await reader.read(CHUNK):
                await self._open.wait()
                writer.write(chunk)
                await writer.drain()
        await self._open.wait()
