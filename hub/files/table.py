"""Where the rows of files are kept; the blobs are in the storage."""

from __future__ import annotations

import sqlalchemy as sa

from hub.db import Moment, metadata

files = sa.Table(
    "hub_files",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("media_type", sa.Text, nullable=False),
    sa.Column("width", sa.Integer),
    sa.Column("height", sa.Integer),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("whole", sa.Boolean, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("created_by", sa.Text, nullable=False),
    sa.Column("purpose", sa.Text),
    sa.Column("key", sa.Text),
    sa.Column("expires_at", Moment),
)
