"""messages and senders are list pages; a sender may say what it writes in"""

from __future__ import annotations

from alembic import op

revision = "gateway_0002"
down_revision = "gateway_0001"
branch_labels = None
depends_on = None

# Refused ones are few beside the accepted, and are what one looks for: they have an index of their own.
STATEMENTS = """
alter table gateway_senders alter column addresses type text using array_to_string(addresses, ' '), add column
    charset text not null default 'auto';
alter table gateway_senders alter column charset drop default;
create index gateway_messages_by_received_at on gateway_messages (tenant, received_at, id);
create index gateway_messages_of_sender_id on gateway_messages (tenant, sender_id);
create index gateway_messages_of_control_id on gateway_messages (tenant, control_id);
create index gateway_messages_refused on gateway_messages (tenant, received_at, id) where state = 'rejected';
drop index gateway_messages_latest;
drop index gateway_messages_rejected;
"""


def upgrade() -> None:
    """Senders that are there write as their messages declare; what they sent stays as it is."""
    for statement in STATEMENTS.split(";\n"):
        if statement.strip():
            op.execute(statement)
