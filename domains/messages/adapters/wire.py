"""How vendors are called: one client, their passes, and what a call that went wrong means."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

import httpx
import msgspec

from domains.messages.model import Outcome
from hub.clock import Clock

TIMEOUT: Final = httpx.Timeout(15.0, connect=5.0)
WHOLE: Final = 45.0
"""Seconds that one call may take altogether; well below the lease of a delivery."""
BUSY: Final = 429
BROKEN: Final = 500
EARLY: Final = timedelta(minutes=5)
"""So long before its end a pass is got anew."""


@dataclass(slots=True)
class Pass:
    """What a vendor gives against the credentials, good until ``until``."""

    token: str
    until: datetime


@dataclass(slots=True)
class Wire:
    """What calls of one process share: connections, the clock, and the passes by whom they belong to."""

    client: httpx.AsyncClient
    clock: Clock
    passes: dict[tuple[str, ...], Pass] = field(default_factory=dict)
    locks: dict[tuple[str, ...], asyncio.Lock] = field(default_factory=dict)

    async def token(self, owner: tuple[str, ...], fetch: Callable[[], Awaitable[Pass]]) -> str:
        """The pass of ``owner``, got with ``fetch`` when there is none or it ends soon."""
        async with self.locks.setdefault(owner, asyncio.Lock()):
            held = self.passes.get(owner)
            if held is None or held.until - EARLY <= self.clock():
                held = self.passes[owner] = await fetch()
            return held.token

    def forget(self, owner: tuple[str, ...]) -> None:
        """The vendor does not take this pass any more."""
        self.passes.pop(owner, None)


class Failed(Exception):
    """A call that gave no usable answer; what it means for the delivery."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.code)
        self.outcome = outcome


@contextlib.asynccontextmanager
async def open_wire(clock: Clock) -> AsyncIterator[Wire]:
    """A client for this process. Redirects are not followed: credentials go where the settings say, nowhere else."""
    # The client's own log lines hold whole addresses, and vendors want passes and secrets in theirs.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    async with httpx.AsyncClient(timeout=TIMEOUT, follow_redirects=False) as client:
        yield Wire(client, clock)


async def call(wire: Wire, request: httpx.Request) -> Any:
    """The JSON that the vendor answers with; raises ``Failed``."""
    response = await exchange(wire, request)
    try:
        return msgspec.json.decode(response.content)
    except msgspec.DecodeError as error:
        code = f"http_{response.status_code}"
        if response.is_success:
            raise Failed(Outcome(state="unclear", code=code, reason="no JSON")) from error
        raise Failed(Outcome(state="failed", code=code, reason="no JSON")) from error


async def exchange(wire: Wire, request: httpx.Request) -> httpx.Response:
    """Send it once. What could not even be handed over may be tried again; what was handed over may have arrived."""
    try:
        async with asyncio.timeout(WHOLE):
            response = await wire.client.send(request)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol) as error:
        raise Failed(Outcome(state="retry", code="unreachable", reason=type(error).__name__)) from error
    except (httpx.TransportError, TimeoutError) as error:
        raise Failed(Outcome(state="unclear", code="no_answer", reason=type(error).__name__)) from error
    if response.status_code == BUSY:
        raise Failed(Outcome(state="retry", code="http_429", wait=_wait(response)))
    if response.status_code >= BROKEN:
        raise Failed(Outcome(state="unclear", code=f"http_{response.status_code}"))
    return response


def _wait(response: httpx.Response) -> float:
    """The seconds of ``Retry-After``; other forms of it count as none."""
    told = response.headers.get("retry-after", "")
    return min(float(told), 3600.0) if told.isdecimal() else 0.0
