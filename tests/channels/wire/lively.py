"""A stage on which everything is offered."""

from __future__ import annotations

from typing import Any

from channels.broker.base import Retention
from channels.wire.desk import Grant, Terms
from tests.channels.stage import Raw

KEPT = Terms(Retention(size=10, ttl=60, meta_ttl=600))
LIVELY = Grant(Terms(Retention(size=10, ttl=60, meta_ttl=600), presence=True, signals=True), hears_signals=True)


async def ask(client: Raw, name: str, number: int = 9, **fields: Any) -> dict[str, Any]:
    """One command and its reply."""
    await client.say({"id": number, name: fields})
    return await client.reply(number)
