"""How another domain keeps step with tickets: it hears of each change within the transaction of the change.

So what follows a ticket is never behind it, and a change that the follower cannot go along with does not happen.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from domains.queue import store
from domains.queue.model import Ticket
from hub.commands import Tx
from hub.module import discover


@dataclass(frozen=True, slots=True)
class Follower:
    """``take`` is called with each ticket as it is after a change, while the ticket is locked."""

    take: Callable[[Ticket, Tx], Awaitable[None]]


async def keep(tx: Tx, ticket: Ticket) -> None:
    """Write what a step changed, and tell all followers."""
    await store.save(tx.db, tx.caller.tenant, ticket)
    await tell(tx, ticket)


async def tell(tx: Tx, ticket: Ticket) -> None:
    """Tell all followers of a ticket that has been written."""
    for follower in discover().of(Follower):
        await follower.take(ticket, tx)
