"""One way from a name and JSON to a command or query, for REST, the socket's RPC and the CLI alike."""

from __future__ import annotations

import time
from typing import Any, Final

from prometheus_client import Histogram

from hub.caller import Caller
from hub.commands import Answer, Command, Handler, Query
from hub.dispatch import Dispatcher
from hub.errors import HubError, NotFound, Unavailable
from hub.refusals import out_of_scope
from hub.validation import decode

SECONDS = Histogram(
    "carewire_operation_seconds",
    "Time of commands and queries at the door, in seconds",
    ["name", "outcome"],
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)


LONGEST_KEY: Final = 200
"""Characters of an idempotency key."""


class UnknownOperation(NotFound):
    """No command or query has this name, or it is not exposed here."""

    code = "unknown_operation"
    zh = "没有名为 {name} 的操作。"
    en = "There is no operation called {name}."


class Operations:
    """Everything that can be asked of this house, by name."""

    def __init__(self, dispatch: Dispatcher) -> None:
        self._dispatch = dispatch
        self.kinds: dict[str, Handler[Any] | Answer[Any]] = dispatch.kinds()

    def find(self, name: str, exposure: str) -> Handler[Any] | Answer[Any]:
        """The command or query of that name; ``UnknownOperation`` unless it is exposed there."""
        kind = self.kinds.get(name)
        if kind is None or exposure not in kind.asks.exposed:
            raise UnknownOperation(name=name)
        return kind

    async def run(
        self, name: str, exposure: str, caller: Caller, body: bytes, *, key: str | None = None, trace: str = ""
    ) -> Any:
        """Decode ``body`` and carry it out; raises ``HubError``."""
        kind = self.find(name, exposure)
        started = time.perf_counter()
        outcome = "failed"
        try:
            # Before the input is looked at: who has no right learns nothing about the shape of what he asks.
            caller.require(kind.asks.needs)
            asked = decode(body, kind.asks)
            result = await self._carry_out(caller, asked, key, trace)
            outcome = "ok"
        except HubError as error:
            outcome = error.code
            await self._note(name, kind, caller, error, trace)
            raise
        finally:
            SECONDS.labels(name, outcome).observe(time.perf_counter() - started)
        return result

    async def _note(
        self, name: str, kind: Handler[Any] | Answer[Any], caller: Caller, error: HubError, trace: str
    ) -> None:
        """The operation log tells refusals too. What nobody sent, or what failed for want of a part, is no attempt.

        Of questions only those are told that were out of somebody's scope.
        """
        attempt = isinstance(kind, Handler) or out_of_scope(error)
        if caller.actor and attempt and not (error.noted or isinstance(error, Unavailable)):
            await self._dispatch.refused(caller, name, error, trace)

    async def _carry_out(self, caller: Caller, asked: Command | Query, key: str | None, trace: str) -> Any:
        if isinstance(asked, Command):
            return await self._dispatch(caller, asked, key=key, trace=trace)
        return await self._dispatch.ask(caller, asked)
