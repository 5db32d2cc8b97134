"""Facts: named in the past tense, never changed once recorded."""

from __future__ import annotations

import zlib
from datetime import datetime
from typing import ClassVar, Final

import msgspec

SHARDS: Final = 16
"""Number of ordered lanes of the fact log. Fixed for the life of an installation."""


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    """Base of every fact; subclasses pass ``tag="queue.ticket_called"``.

    ``key`` and ``aggregate`` name the fields that hold the ordering key (the patient if there is one, else the
    aggregate) and the aggregate's id; ``v`` is the aggregate's version after this fact; ``schema`` counts up when
    the fact's shape changes (new fields need defaults).
    """

    key: ClassVar[str]
    aggregate: ClassVar[str]
    schema: ClassVar[int] = 1
    v: int


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """What travels on the bus: the fact plus who, where, when and because of what."""

    id: str
    tenant: str
    type: str
    key: str
    aggregate: str
    v: int
    schema: int
    actor: str
    occurred_at: datetime
    cause: str | None
    trace: str
    body: msgspec.Raw


class Fact(msgspec.Struct, frozen=True):
    """A recorded envelope with its place in the log: ``seq`` rises in commit order within a ``shard``."""

    shard: int
    seq: int
    envelope: Envelope


def tag_of(kind: type[Event]) -> str:
    """The wire name of an event class, ``<domain>.<past_tense>``."""
    return str(kind.__struct_config__.tag)


def shard_of(tenant: str, key: str) -> int:
    """The lane of an ordering key; stable across processes and releases."""
    return zlib.crc32(f"{tenant}\0{key}".encode()) % SHARDS
