"""The database: one metadata for all tables, one engine per process; each domain owns its own tables."""

from __future__ import annotations

from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

metadata = sa.MetaData()

Json = postgresql.JSONB
Moment = sa.DateTime(timezone=True)


def open_engine(url: str, size: int = 20) -> AsyncEngine:
    """An engine with at most ``size`` connections, made when needed and kept; those used last are used first."""
    return create_async_engine(
        url,
        pool_size=size,
        max_overflow=0,
        pool_use_lifo=True,
        pool_pre_ping=False,
        pool_recycle=1800,
        hide_parameters=True,  # values may be personal data, and errors are logged
        json_serializer=_dump,
        json_deserializer=msgspec.json.decode,
        connect_args={"server_settings": {"application_name": "carewire"}, "timeout": 5, "command_timeout": 30},
    )


def reads_of(engine: AsyncEngine) -> AsyncEngine:
    """The same connections for mere looking: no transaction is begun and ended around a statement."""
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def _dump(value: Any) -> str:
    return msgspec.json.encode(value).decode()


facts = sa.Table(
    "hub_facts",
    metadata,
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("shard", sa.SmallInteger, nullable=False),
    sa.Column("occurred_at", Moment, nullable=False),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("aggregate", sa.Text, nullable=False),
    sa.Column("envelope", sa.LargeBinary, nullable=False),
)

relay_cursors = sa.Table(
    "hub_relay_cursors",
    metadata,
    sa.Column("shard", sa.SmallInteger, primary_key=True),
    sa.Column("seq", sa.BigInteger, nullable=False),
)

group_cursors = sa.Table(
    "hub_group_cursors",
    metadata,
    sa.Column("group", sa.Text, primary_key=True),
    sa.Column("shard", sa.SmallInteger, primary_key=True),
    sa.Column("seq", sa.BigInteger, nullable=False),
)

parked = sa.Table(
    "hub_parked_facts",
    metadata,
    sa.Column("group", sa.Text, primary_key=True),
    sa.Column("seq", sa.BigInteger, primary_key=True),
    sa.Column("shard", sa.SmallInteger, nullable=False),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("envelope", sa.LargeBinary, nullable=False),
    sa.Column("error", sa.Text, nullable=False),
    sa.Column("parked_at", Moment, nullable=False),
    sa.Column("replay", sa.Boolean, nullable=False, server_default=sa.false()),
)

timers = sa.Table(
    "hub_timers",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("due_at", Moment, nullable=False),
    sa.Column("command", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("attempts", sa.SmallInteger, nullable=False, server_default="0"),
    sa.Column("error", sa.Text),
)

idempotency = sa.Table(
    "hub_idempotency",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("actor", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("fingerprint", sa.Text, nullable=False),
    sa.Column("result", sa.LargeBinary),
    sa.Column("at", Moment, nullable=False),
)

audit = sa.Table(
    "hub_audit",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("command", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("cause", sa.Text),
    sa.Column("trace", sa.Text, nullable=False),
    sa.Column("address", sa.Text),
    sa.Column("at", Moment, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False, server_default=""),
)
