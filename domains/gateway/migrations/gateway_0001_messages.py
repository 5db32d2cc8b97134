"""senders and messages"""

from __future__ import annotations

from alembic import op

revision = "gateway_0001"
down_revision = None
branch_labels = ("gateway",)
depends_on = ("hub_0001", "access_0001")

TABLES = """
create table gateway_senders (
    id text primary key, tenant text not null references access_institutions, name text not null,
    application text not null, facility text not null, addresses text[] not null, enabled boolean not null,
    v bigint not null, unique (application, facility), unique (tenant, id)
);
create table gateway_messages (
    id text primary key, tenant text not null, sender_id text not null, control_id text not null, kind text not null,
    state text not null, reason text not null, reason_zh text not null, reason_en text not null, digest bytea not null,
    sealed bytea not null, attempts int not null, received_at timestamptz not null, handled_at timestamptz not null,
    v bigint not null, foreign key (tenant, sender_id) references gateway_senders (tenant, id),
    unique (tenant, sender_id, control_id)
);
create index gateway_messages_latest on gateway_messages (tenant, id desc);
create index gateway_messages_rejected on gateway_messages (tenant, id desc) where state = 'rejected';
"""


def upgrade() -> None:
    """Create the tables."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            op.execute(statement)
