"""What may be asked of a room: commands change something, queries only look. Each is declared once.

From the declaration follow REST (``POST /api/<domain>/<name>``), the socket's RPC (same name), the CLI
(``do <domain>/<name>``), OpenAPI and the TypeScript types; nobody writes a route.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, ClassVar, Final, Generic, TypeVar, get_type_hints

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.caller import Caller, Permission
from hub.errors import HubError, Unavailable
from hub.events import Event

REST: Final = "rest"
RPC: Final = "rpc"
CLI: Final = "cli"
RULES: Final = "rules"
EVERYWHERE: Final = frozenset({REST, RPC, CLI, RULES})
INSIDE: Final = frozenset[str]()
"""Exposed to timers and other commands only."""


class Asked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of commands and queries: what is asked, and the right it needs."""

    needs: ClassVar[Permission]
    exposed: ClassVar[frozenset[str]] = EVERYWHERE


class Command(Asked, frozen=True, kw_only=True):
    """A wish to change something, named in the imperative.

    ``secret_result`` keeps the result out of the idempotency store; ``private`` fields stay out of the audit;
    ``cookie`` names a field that travels as an HttpOnly cookie over REST, in both directions; ``jar`` is what the names
    of such cookies begin with, so that two apps of one browser have each their own.
    """

    secret_result: ClassVar[bool] = False
    private: ClassVar[frozenset[str]] = frozenset()
    cookie: ClassVar[str | None] = None
    jar: ClassVar[str] = "carewire"


class Query(Asked, frozen=True, kw_only=True):
    """A question; answering it changes nothing. ``personal``: it shows somebody's data, and who asked is audited."""

    personal: ClassVar[bool] = False


class Noted(Exception):
    """Raised by a handler to refuse with ``error`` and yet keep what it wrote: a failed sign-in must count."""

    def __init__(self, error: HubError) -> None:
        super().__init__(error.code)
        self.error = error


@dataclass(frozen=True, slots=True)
class Alarm:
    """A timer to arm or (``command`` None) to disarm, in the transaction of the state it guards."""

    name: str
    key: str
    due_at: datetime | None = None
    command: Command | None = None


T = TypeVar("T")


@dataclass(slots=True)
class Tx:
    """What a handler may touch while it runs."""

    caller: Caller
    db: AsyncConnection
    now: datetime
    cause: str | None = None
    trace: str = ""
    secret: str = field(default="", repr=False)
    recorded: list[Event] = field(default_factory=list)
    alarms: list[Alarm] = field(default_factory=list)

    def record(self, event: Event) -> None:
        """Note a fact; it is written with the commit or not at all."""
        self.recorded.append(event)

    def act_as(self, tenant: str, actor: str) -> None:
        """From now on this is the doing of ``actor`` in ``tenant`` (sign-in: nobody has become somebody)."""
        self.caller = replace(self.caller, tenant=tenant, actor=actor)

    def arm(self, name: str, key: str, due_at: datetime, command: Command) -> None:
        """Have ``command`` run at ``due_at``; one timer per (tenant, name, key), the last arming holds."""
        self.alarms.append(Alarm(name, key, due_at, command))

    def disarm(self, name: str, key: str) -> None:
        """Take an armed timer back; nothing happens when there is none."""
        self.alarms.append(Alarm(name, key))


@dataclass(frozen=True, slots=True)
class Look:
    """What a query may use: a connection that only reads, the present moment, and what this process has besides."""

    db: AsyncConnection
    now: datetime
    tools: Mapping[type, object] = field(default_factory=dict)
    secret: str = field(default="", repr=False)

    def tool(self, kind: type[T]) -> T:
        """The process's own one of a kind; ``Unavailable`` in a process that has none."""
        found = self.tools.get(kind)
        if not isinstance(found, kind):
            raise Unavailable(part=kind.__name__)
        return found


C = TypeVar("C", bound=Command)
Q = TypeVar("Q", bound=Query)


@dataclass(frozen=True, slots=True)
class Handler(Generic[C]):
    """Carries out one kind of command."""

    asks: type[C]
    run: Callable[[C, Tx], Awaitable[Any]]
    result: Any


@dataclass(frozen=True, slots=True)
class Answer(Generic[Q]):
    """Answers one kind of query. The caller is the first argument."""

    asks: type[Q]
    run: Callable[[Caller, Q, Look], Awaitable[Any]]
    result: Any


def handles(command: type[C]) -> Callable[[Callable[[C, Tx], Awaitable[Any]]], Handler[C]]:
    """Declare the handler of ``command``."""
    return lambda run: Handler(command, run, get_type_hints(run)["return"])


def answers(query: type[Q]) -> Callable[[Callable[[Caller, Q, Look], Awaitable[Any]]], Answer[Q]]:
    """Declare what answers ``query``."""
    return lambda run: Answer(query, run, get_type_hints(run)["return"])


def name_of(asked: type[Asked]) -> str:
    """The one name of a command or query, ``<domain>/<kebab-name>``."""
    parts = asked.__module__.split(".")
    domain = parts[1] if parts[0] == "domains" else parts[0]
    return f"{domain}/{re.sub(r'(?<=[a-z0-9])(?=[A-Z])', '-', asked.__name__).lower()}"
