"""Where the register and the openings are kept."""

from __future__ import annotations

import sqlalchemy as sa

from hub.db import Moment, metadata

openings = sa.Table(
    "algorithms_openings",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("v", sa.BigInteger, nullable=False),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("algorithm_id", sa.Text, nullable=False),
    sa.Column("starts", sa.Date, nullable=False),
    sa.Column("ends", sa.Date),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("opened_at", Moment, nullable=False),
    sa.Column("opened_by", sa.Text, nullable=False),
    sa.Column("ended_at", Moment),
    sa.Column("ended_by", sa.Text, nullable=False, server_default=""),
)
"""``tenant`` may use ``algorithm_id`` of the register of ``owner``, from ``starts`` to ``ends`` (included)."""

register = sa.table(
    "algorithms_algorithms",
    *(sa.column(name) for name in ("tenant", "id", "name", "enabled", "deleted_at")),
)
"""The table of the resource of algorithms, as commands read it."""
