"""Links, seals, what checking them found, and page visits. The entries themselves are the hub's (``hub.db.audit``)."""

from __future__ import annotations

import sqlalchemy as sa

from hub.db import Moment, metadata

links = sa.Table(
    "audit_links",
    metadata,
    sa.Column("n", sa.BigInteger, primary_key=True),
    sa.Column("entry_id", sa.Text, nullable=False, unique=True),
    sa.Column("digest", sa.LargeBinary, nullable=False),
)

seals = sa.Table(
    "audit_seals",
    metadata,
    sa.Column("n", sa.BigInteger, primary_key=True),
    sa.Column("mac", sa.LargeBinary, nullable=False),
    sa.Column("at", Moment, nullable=False),
)

visits = sa.Table(
    "audit_visits",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("page", sa.Text, nullable=False),
    sa.Column("address", sa.Text),
    sa.Column("at", Moment, nullable=False),
    sa.Column("seconds", sa.Integer, nullable=False),
)

rounds = sa.Table(
    "audit_rounds",
    metadata,
    sa.Column("id", sa.SmallInteger, primary_key=True, server_default="1"),
    sa.Column("newest", sa.BigInteger, nullable=False),
    sa.Column("passed", sa.BigInteger, nullable=False),
)

flaws = sa.Table(
    "audit_flaws",
    metadata,
    sa.Column("n", sa.BigInteger, primary_key=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("found_at", Moment, nullable=False),
)
