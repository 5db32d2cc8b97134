"""screens that are paired by a code, that speak, and that tell how they are"""

from __future__ import annotations

from alembic import op

revision = "queue_0002"
down_revision = "queue_0001"
branch_labels = None
depends_on = None

TABLES = """
alter table queue_screens
    add column revoked boolean not null default false, add column sound text not null default '',
    add column hears boolean not null default false, add column reported_at timestamptz,
    add column last_number text not null default '', add column spoken_at timestamptz;
create index queue_screens_of on queue_screens (tenant);
create table queue_pairings (
    id text primary key, secret bytea not null unique, digits text not null, tenant text, address text not null,
    asked_at timestamptz not null, expires_at timestamptz not null, state text not null, screen text
);
create unique index queue_pairings_waiting on queue_pairings (digits) where state = 'waiting';
create index queue_pairings_address on queue_pairings (address);
create table queue_guesses (tenant text not null, actor text not null, at timestamptz not null);
create index queue_guesses_of on queue_guesses (tenant, actor, at);
create table queue_manners (
    tenant text primary key references access_institutions, names text not null, v bigint not null
);
"""


def upgrade() -> None:
    """Add what screens tell, the codes under way, and how names are shown."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            op.execute(statement)
