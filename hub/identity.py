"""Who stands behind a token. The kernel only asks; a domain knows accounts and sessions."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from hub.caller import Caller
from hub.house import House


@dataclass(frozen=True, slots=True)
class Bearer:
    """A known caller and the moment its connection token has to be renewed (None: not from such a token)."""

    caller: Caller
    expires_at: datetime | None = None


class Resolver(Protocol):
    """Turns tokens into callers with the rights they have now. Answers may be at most one second old."""

    async def by_token(self, token: str, address: str | None) -> Caller:
        """The caller behind an access token; raises ``Unauthenticated``."""
        ...

    async def by_connection_token(self, token: str) -> Bearer:
        """The caller behind a live connection's token; raises ``Unauthenticated`` or ``TokenExpired``."""
        ...

    async def again(self, caller: Caller) -> Caller:
        """The same caller with its present rights; raises ``Unauthenticated`` when its session has ended."""
        ...

    def forget(self, actors: Collection[str]) -> None:
        """The rights of these actors (none: of everybody) have changed: do not answer from memory any more."""
        ...


@dataclass(frozen=True, slots=True)
class Identity:
    """How a module says that it knows who people are. Exactly one module does."""

    open: Callable[[House], Resolver]
