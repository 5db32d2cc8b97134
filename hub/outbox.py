"""The fact log: what a transaction recorded, written by its last statement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.caller import Caller
from hub.commands import Tx
from hub.db import audit
from hub.events import Envelope, Event, shard_of, tag_of
from hub.ids import new_id


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept for a repeat: who asked, under which key, what exactly, and the result."""

    asker: Caller
    key: str
    fingerprint: str
    result: bytes


@dataclass(frozen=True, slots=True)
class Done:
    """What the audit keeps of a command or question: its name, its public fields, and how it ended."""

    name: str
    body: bytes
    outcome: str = ""
    """Empty: it was done; else the code of the refusal."""


# All arrays travel as text: of other arrays asyncpg asks the database what they are, on each new connection anew, and
# that would be here, where the transaction holds its locks. Mere casts: with a subquery it would be planned each time.
_SEAL = sa.text(
    "select hub_seal(row(:id, :tenant, :actor, :command, :body, :cause, :trace, :address, :at, :outcome)::hub_audit,"
    " :asker_tenant, :asker, :key, :fingerprint, :result, :at,"
    " cast(:shards as smallint[]), cast(:shard as smallint[]), :type, :aggregate, cast(:envelope as bytea[]))"
).bindparams(
    sa.bindparam("id", type_=sa.Text),
    sa.bindparam("tenant", type_=sa.Text),
    sa.bindparam("actor", type_=sa.Text),
    sa.bindparam("command", type_=sa.Text),
    sa.bindparam("body", type_=BYTEA),
    sa.bindparam("cause", type_=sa.Text),
    sa.bindparam("trace", type_=sa.Text),
    sa.bindparam("address", type_=sa.Text),
    sa.bindparam("at", type_=sa.DateTime(timezone=True)),
    sa.bindparam("outcome", type_=sa.Text),
    sa.bindparam("asker_tenant", type_=sa.Text),
    sa.bindparam("asker", type_=sa.Text),
    sa.bindparam("key", type_=sa.Text),
    sa.bindparam("fingerprint", type_=sa.Text),
    sa.bindparam("result", type_=BYTEA),
    sa.bindparam("shards", type_=ARRAY(sa.Text)),
    sa.bindparam("shard", type_=ARRAY(sa.Text)),
    sa.bindparam("type", type_=ARRAY(sa.Text)),
    sa.bindparam("aggregate", type_=ARRAY(sa.Text)),
    sa.bindparam("envelope", type_=ARRAY(sa.Text)),
)


async def seal(tx: Tx, done: Done, kept: Kept | None) -> list[int]:
    """Write audit, facts and what is kept for a repeat in one round trip, numbering the facts in commit order.

    Gives the shards that got facts.
    """
    envelopes = [_envelope(event, tx) for event in tx.recorded]
    shards = [shard_of(e.tenant, e.key) for e in envelopes]
    touched = sorted(set(shards))
    await tx.db.execute(
        _SEAL,
        {
            **_entry(tx, done),
            "asker_tenant": kept and kept.asker.tenant,
            "asker": kept and kept.asker.actor,
            "key": kept and kept.key,
            "fingerprint": kept and kept.fingerprint,
            "result": kept and kept.result,
            "shards": [str(shard) for shard in touched],
            "shard": [str(shard) for shard in shards],
            "type": [e.type for e in envelopes],
            "aggregate": [e.aggregate for e in envelopes],
            "envelope": [rf"\x{msgspec.json.encode(e).hex()}" for e in envelopes],
        },
    )
    return touched


async def note(db: AsyncConnection, tx: Tx, done: Done) -> None:
    """Write an audit entry by itself, for what changes nothing."""
    await db.execute(sa.insert(audit).values(_entry(tx, done)))


def _entry(tx: Tx, done: Done) -> dict[str, Any]:
    return {
        "id": new_id(),
        "tenant": tx.caller.tenant,
        "actor": tx.caller.actor,
        "command": done.name,
        "body": done.body,
        "cause": tx.cause,
        "trace": tx.trace,
        "address": tx.caller.address,
        "at": tx.now,
        "outcome": done.outcome,
    }


def _envelope(event: Event, tx: Tx) -> Envelope:
    return Envelope(
        id=new_id(),
        tenant=tx.caller.tenant,
        type=tag_of(type(event)),
        key=getattr(event, event.key),
        aggregate=getattr(event, event.aggregate),
        v=event.v,
        schema=event.schema,
        actor=tx.caller.actor,
        occurred_at=tx.now,
        cause=tx.cause,
        trace=tx.trace,
        body=msgspec.Raw(msgspec.json.encode(event)),
    )
