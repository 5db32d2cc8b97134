"""Tells the rooms what a message was about when it has arrived at somebody's screen or telephone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from hub.commands import Tx
from hub.module import discover

Reached = Callable[[Tx, Mapping[str, str], str, str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Follows:
    """A room that wants to know. ``reached`` gets what the message leads to, the account and the way.

    It is called in the transaction that writes the arrival down, perhaps several times for one message (shown, read,
    a vendor's receipt).
    """

    reached: Reached


async def arrived(tx: Tx, about: Mapping[str, str], account: str, way: str) -> None:
    """A message has arrived on this way; ``popup`` is the screen."""
    if about:
        for follower in discover().of(Follows):
            await follower.reached(tx, about, account, way)
