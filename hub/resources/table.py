"""Tables of resources: what every one has besides its own fields, for the declaration and for migrations alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import sqlalchemy as sa

from hub.db import Moment, metadata

HOUSE: Final = (
    *("tenant", "id", "v", "enabled", "created_at", "created_by", "updated_at", "updated_by"),
    *("deleted_at", "synced_v"),
)
"""What every row has besides its own fields."""


def table_of(name: str, columns: Sequence[sa.Column[Any]]) -> sa.Table:
    """The table with its own ``columns`` between those that every resource has."""
    return sa.Table(
        name,
        metadata,
        sa.Column("tenant", sa.Text, primary_key=True),
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("v", sa.BigInteger, nullable=False),
        sa.Column("enabled", sa.Boolean, nullable=False),
        *columns,
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("updated_at", Moment, nullable=False),
        sa.Column("updated_by", sa.Text, nullable=False),
        sa.Column("deleted_at", Moment),
        sa.Column("synced_v", sa.BigInteger),
    )


def create(  # noqa: PLR0913 - each kind of index has its own list of columns
    table: str,
    columns: str,
    *,
    unique: Iterable[str] = (),
    sorts: Iterable[str] = ("created_at", "updated_at"),
    searched: Iterable[str] = (),
    references: Iterable[str] = (),
    filtered: Iterable[str] = (),
) -> Iterator[str]:
    """The statements that make a resource's table: to be run by a migration, which spells the columns out.

    ``unique`` are groups of columns such as ``"code"`` or ``"hospital_id, name"``; ``sorts`` are the columns by which
    lists are sorted; ``searched`` those in which a part of a text is looked for; ``references`` those that hold ids;
    ``filtered`` others by whose value a list is narrowed down (``Is``, ``Exact``).
    """
    yield (
        f"create table {table} (tenant text not null, id text not null,"
        f" v bigint not null, enabled boolean not null, {columns},"
        " created_at timestamptz not null, created_by text not null,"
        " updated_at timestamptz not null, updated_by text not null, deleted_at timestamptz, synced_v bigint,"
        " primary key (tenant, id))"
    )
    living = "where deleted_at is null"
    for group in unique:
        name = "_".join(group.replace(" ", "").split(","))
        yield f"create unique index {table}_one_{name} on {table} (tenant, {group}) {living}"
    for column in sorts:
        yield f"create index {table}_by_{column} on {table} (tenant, {column}, id) {living}"
    for column in searched:
        yield f"create index {table}_in_{column} on {table} using gin (hub_grams({column})) {living}"
    for column in (*references, *filtered):
        yield f"create index {table}_of_{column} on {table} (tenant, {column}) {living}"
