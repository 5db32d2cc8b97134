"""Where saved queries and column settings are kept."""

from __future__ import annotations

import sqlalchemy as sa

from hub.db import Json, Moment, metadata

views = sa.Table(
    "lists_views",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("account", sa.Text, primary_key=True),
    sa.Column("page", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("query", Json, nullable=False),
    sa.Column("saved_at", Moment, nullable=False),
)

columns = sa.Table(
    "lists_columns",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("account", sa.Text, primary_key=True),
    sa.Column("page", sa.Text, primary_key=True),
    sa.Column("shown", Json, nullable=False),
)
