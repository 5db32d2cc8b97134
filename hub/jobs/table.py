"""Where jobs are kept, and what they have to say about single rows of their input."""

from __future__ import annotations

import sqlalchemy as sa

from hub.db import Json, Moment, metadata

jobs = sa.Table(
    "hub_jobs",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("v", sa.BigInteger, nullable=False),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("input", sa.LargeBinary, nullable=False),
    sa.Column("acts_as", Json, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("done", sa.BigInteger, nullable=False),
    sa.Column("total", sa.BigInteger),
    sa.Column("counts", Json, nullable=False),
    sa.Column("checkpoint", sa.BigInteger, nullable=False),
    sa.Column("file_id", sa.Text),
    sa.Column("error_zh", sa.Text, nullable=False),
    sa.Column("error_en", sa.Text, nullable=False),
    sa.Column("attempts", sa.SmallInteger, nullable=False),
    sa.Column("cancelling", sa.Boolean, nullable=False),
    sa.Column("leased_by", sa.Text),
    sa.Column("leased_until", Moment),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("ended_at", Moment),
)

notes = sa.Table(
    "hub_job_notes",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("job_id", sa.Text, primary_key=True),
    sa.Column("row", sa.BigInteger, primary_key=True),
    sa.Column("wrong", Json, nullable=False),
    sa.Column("cells", Json, nullable=False),
)
