"""A subscriber with the official Python SDK that checks every delivery: in order, never twice, never turned back."""

from __future__ import annotations

import asyncio
from typing import Any

from centrifuge import (
    Client,
    PublicationContext,
    SubscribedContext,
    SubscriptionErrorContext,
    SubscriptionEventHandler,
)

from tests.kit.reducer import Rows


class Watcher(SubscriptionEventHandler):
    """The rows of one channel as a client sees them, with all complaints about how they came."""

    def __init__(self, url: str, channel: str, token: str) -> None:
        self.rows: dict[str, tuple[int, Any]] = {}
        self.complaints: list[str] = []
        self.joins: list[str] = []
        self._position: tuple[str, int] = ("", 0)
        socket = url.replace("http", "ws", 1) + "/connection/websocket"
        self._client = Client(socket, token=token, min_reconnect_delay=0.05, max_reconnect_delay=0.5)
        self._sub = self._client.new_subscription(
            channel, events=self, min_resubscribe_delay=0.05, max_resubscribe_delay=0.5
        )

    async def open(self) -> None:
        """Connect and wait for the first snapshot."""
        await self._client.connect()
        await self._sub.subscribe()
        while not self.joins:  # noqa: ASYNC110 - filled by the SDK's callback
            await asyncio.sleep(0.02)

    async def close(self) -> None:
        """Hang up."""
        await self._client.disconnect()

    async def on_subscribed(self, ctx: SubscribedContext) -> None:
        """A first join, a continuation, or a fresh start."""
        epoch, offset = ctx.stream_position.epoch, ctx.stream_position.offset  # type: ignore[union-attr]
        if ctx.was_recovering and ctx.recovered:
            self.joins.append("recovered")
            return
        self.joins.append("fresh")
        self._position = (epoch, offset)
        fresh = {r["key"]: (r["version"], r["row"]) for r in (ctx.data or {})["rows"]}
        for key, (version, _) in self.rows.items():
            if key in fresh and fresh[key][0] < version:
                self.complaints.append(f"{key} turned back from {version} to {fresh[key][0]}")
        self.rows = fresh

    async def on_publication(self, ctx: PublicationContext) -> None:
        """One delta; offsets follow each other without a gap."""
        epoch, offset = self._position
        if ctx.pub.offset != offset + 1:
            self.complaints.append(f"offset {ctx.pub.offset} after {offset}")
        self._position = (epoch, ctx.pub.offset)
        delta = ctx.pub.data
        held = self.rows.get(delta["key"], (0, None))[0]
        # A snapshot read after its position may already have what the first publications then say again.
        if delta["version"] > held:
            self.rows[delta["key"]] = (delta["version"], delta.get("row"))

    async def on_error(self, ctx: SubscriptionErrorContext) -> None:
        """Temporary errors are the SDK's business; it tries again."""

    def shown(self) -> dict[str, Any]:
        """What the user sees: state by ticket."""
        return {key: row["state"] for key, (_, row) in self.rows.items() if row is not None}


async def at_rest() -> None:
    """Wait for what the SDK still does after a disconnect: a test's loop must not end in the middle of a handshake."""
    behind = asyncio.all_tasks() - {asyncio.current_task()}
    if behind:
        await asyncio.wait(behind, timeout=15)
    await asyncio.sleep(0.05)  # the loop's turn that tells the transports of their end


def fresh_rows(snapshot: dict[str, Any]) -> dict[str, Any]:
    """What a fresh snapshot shows: state by ticket."""
    return {key: row["state"] for key, row in Rows(snapshot).present().items()}
