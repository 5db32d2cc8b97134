"""institutions, accounts and sessions"""

from __future__ import annotations

from alembic import op

revision = "access_0001"
down_revision = None
branch_labels = ("access",)
depends_on = "hub_0001"


def upgrade() -> None:
    """Create the tables."""
    op.execute("create table access_institutions (id text primary key, name text not null, time_zone text not null)")
    op.execute(
        "create table access_accounts (id text primary key,"
        " tenant text not null references access_institutions, login text not null unique, name text not null,"
        " password text not null, roles text[] not null, disabled boolean not null default false, v bigint not null)"
    )
    op.execute(
        "create table access_sessions (id text primary key, tenant text not null references access_institutions,"
        " account_id text references access_accounts, device text, permissions text[] not null, scope text[],"
        " refresh bytea unique, opened_at timestamptz not null, expires_at timestamptz not null, ended_at timestamptz,"
        " check ((account_id is null) <> (device is null)))"
    )
