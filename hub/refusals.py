"""Somebody known wanted what is out of his scope: the fact that he was refused, bounded for each account."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar, Final

from hub.commands import Tx
from hub.errors import Forbidden, HubError
from hub.events import Event

WINDOW: Final = timedelta(minutes=10)
"""Attempts are counted for so long, then anew."""
EACH: Final = 10
"""So many attempts of a window are each a fact of their own; after them a fact tells of a minute at most."""
REST: Final = timedelta(minutes=1)
MOST: Final = 10_000
"""Accounts that one process remembers."""


class AccessRefused(Event, frozen=True, tag="audit.access_refused"):
    """An account lacked the right for an operation; ``looking``: it only wanted to see something.

    ``times``: so often within ten minutes, as far as the process that tells it has seen.
    """

    key: ClassVar[str] = "account_id"
    aggregate: ClassVar[str] = "account_id"
    account_id: str
    operation: str
    looking: bool
    times: int


def out_of_scope(error: HubError) -> bool:
    """Whether it says that the right is missing; what else is refused is a matter of the moment or of the input."""
    return error.code == Forbidden.code


@dataclass(slots=True)
class _Tries:
    since: datetime
    told_at: datetime
    times: int = 0


@dataclass(slots=True)
class Refusals:
    """Who was refused how often of late. A script that tries for ever must not flood the log of facts."""

    _tries: dict[tuple[str, str], _Tries] = field(default_factory=dict)

    def tell(self, tx: Tx, name: str, error: HubError, *, looking: bool) -> None:
        """Record the fact with the caller's transaction, if it is one and has not been told often enough."""
        if not out_of_scope(error):
            return
        tries = self._of(tx.caller.tenant, tx.caller.actor, tx.now)
        tries.times += 1
        if tries.times > EACH and tx.now - tries.told_at < REST:
            return
        tries.told_at = tx.now
        tx.record(
            AccessRefused(account_id=tx.caller.actor, operation=name, looking=looking, times=tries.times, v=1),
        )

    def _of(self, tenant: str, actor: str, now: datetime) -> _Tries:
        tries = self._tries.get((tenant, actor))
        if tries is None or now - tries.since > WINDOW:
            if len(self._tries) >= MOST:
                self._tries = {who: one for who, one in self._tries.items() if now - one.since <= WINDOW}
            if len(self._tries) >= MOST:
                self._tries.clear()
            tries = self._tries[tenant, actor] = _Tries(now, now)
        return tries
