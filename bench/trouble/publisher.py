"""Backends that repeat each publication under one idempotency key until it is acknowledged."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import httpx
import msgspec

from bench.trouble.roads import HOST
from bench.trouble.verdict import ROWS
from bench.trouble.witness import Place

ANSWER_SECONDS = 4.0
AGAIN_SECONDS = 0.1
TURN = 16
KEY = "faults"


class _Position(msgspec.Struct):
    offset: int = 0
    epoch: str = ""


class _Publication(msgspec.Struct):
    offset: int
    data: dict[str, msgspec.Raw]


class _Result(_Position):
    publications: list[_Publication] = []


class _Answer(msgspec.Struct):
    result: _Result | None = None


class Publisher:
    """The only one who publishes in its channel, one number after the other."""

    def __init__(self, client: httpx.AsyncClient, ports: Callable[[int], int], channel: str, *, rows: bool) -> None:
        """`ports` says where to go in the n-th turn; a turn ends with a failure, or after some publications."""
        self.channel, self.rows = channel, rows
        self.acknowledged: dict[int, Place] = {}
        self.newest: Place | None = None
        self.padding = 0
        self._client, self._ports = client, ports
        self._number = self._turn = 0

    async def go_on(self, pause: float, stopped: asyncio.Event) -> None:
        """Publish every so many seconds, until told to stop; what was begun is finished."""
        while not stopped.is_set():
            await self.publish()
            await asyncio.sleep(pause)

    async def publish(self) -> None:
        """One number, until it is acknowledged."""
        self._number += 1
        number = self._number
        self._turn += number % TURN == 0
        row = {"version": number, "version_epoch": f"row{number % ROWS}"} if self.rows else {}
        # Text in the way of a slow reader, and what makes Redis' output buffers run over.
        data = {"n": number, "pad": "x" * self.padding}
        said = {"channel": self.channel, "data": data, "idempotency_key": f"{self.channel}/{number}", **row}
        result = await self._until_answered("publish", said)
        self.newest = self.acknowledged[number] = Place(result.epoch, result.offset)

    async def log(self, limit: int) -> tuple[Place, dict[int, int]]:
        """The end of the channel's log, and the numbers that it keeps by their offsets."""
        said = {"channel": self.channel, "limit": limit, "reverse": True}
        result = await self._until_answered("history", said)
        kept = {one.offset: int(bytes(one.data["n"])) for one in result.publications}
        return Place(result.epoch, result.offset), kept

    async def _until_answered(self, method: str, said: dict[str, object]) -> _Result:
        while True:
            url = f"http://{HOST}:{self._ports(self._turn)}/api/{method}"
            try:
                answer = await self._client.post(
                    url, json=said, headers={"X-API-Key": KEY}, timeout=httpx.Timeout(ANSWER_SECONDS)
                )
                result = msgspec.json.decode(answer.content, type=_Answer).result if answer.is_success else None
            except (httpx.HTTPError, msgspec.DecodeError):
                result = None
            if result is not None:
                return result
            self._turn += 1
            await asyncio.sleep(AGAIN_SECONDS)
