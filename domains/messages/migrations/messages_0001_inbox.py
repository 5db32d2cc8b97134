"""what people were told"""

from __future__ import annotations

from alembic import op

revision = "messages_0001"
down_revision = None
branch_labels = ("messages",)
depends_on = "hub_0001"


def upgrade() -> None:
    """Create the table; the same notice reaches a person once."""
    op.execute(
        "create table messages_messages (tenant text, id text, v bigint not null, account text not null,"
        " topic text not null, level text not null, title_zh text not null, title_en text not null,"
        " text_zh text not null, text_en text not null, about jsonb not null, once text not null,"
        " sent_at timestamptz not null, read_at timestamptz, primary key (tenant, id))"
    )
    op.execute("create unique index messages_once on messages_messages (tenant, account, topic, once)")
    op.execute("create index messages_of on messages_messages (tenant, account, id desc)")
    op.execute("create index messages_unread on messages_messages (tenant, account) where read_at is null")
