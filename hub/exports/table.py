"""Which parts of an archive are stored."""

from __future__ import annotations

import sqlalchemy as sa

from hub.db import Json, metadata

parts = sa.Table(
    "hub_export_parts",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("job_id", sa.Text, primary_key=True),
    sa.Column("first", sa.Integer, primary_key=True),
    sa.Column("file_id", sa.Text, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("folders", sa.Integer, nullable=False),
    sa.Column("missing", sa.Integer, nullable=False),
    sa.Column("entries", Json, nullable=False),
)
"""``first`` is the number of the first folder in the part, ``folders`` how many of them have something in them."""
