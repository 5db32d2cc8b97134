"""A lean HTTP/1.1 client: one kept-open connection, JSON in and out. The load must not cost more than the server."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any, Self

import msgspec


class Line:
    """One connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def open(cls, port: int) -> Self:
        """Connect."""
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def post(self, path: str, fields: dict[str, Any], token: str = "") -> tuple[int, Any]:
        """Send one command and wait for its answer: (status, JSON)."""
        body = msgspec.json.encode(fields)
        head = (
            f"POST /api/{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\nIdempotency-Key: {uuid.uuid4()}\r\nAuthorization: Bearer {token}\r\n\r\n"
        )
        self._writer.write(head.encode() + body)
        headers = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = int(headers.split("content-length:")[1].split("\r\n")[0])
        answer = await self._reader.readexactly(length)
        return int(headers.split(" ", 2)[1]), msgspec.json.decode(answer)

    def close(self) -> None:
        """Hang up."""
        self._writer.close()
