"""Where institutions, accounts and sessions are kept."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from hub.db import Moment, metadata

institutions = sa.Table(
    "access_institutions",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("time_zone", sa.Text, nullable=False),
)

accounts = sa.Table(
    "access_accounts",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("login", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("password", sa.Text, nullable=False),
    sa.Column("roles", ARRAY(sa.Text), nullable=False),
    sa.Column("disabled", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("v", sa.BigInteger, nullable=False),
)

sessions = sa.Table(
    "access_sessions",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("account_id", sa.Text),
    sa.Column("device", sa.Text),
    sa.Column("permissions", ARRAY(sa.Text), nullable=False),
    sa.Column("scope", ARRAY(sa.Text)),
    sa.Column("refresh", sa.LargeBinary),
    sa.Column("opened_at", Moment, nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
    sa.Column("ended_at", Moment),
)
