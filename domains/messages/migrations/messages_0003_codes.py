"""messages that have something in confidence (one-time codes), when they were first shown, and who settled them"""

from __future__ import annotations

from alembic import op

revision = "messages_0003"
down_revision = "messages_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was sent so far had nothing; what was read was shown."""
    op.execute(
        "alter table messages_messages add column sealed bytea, add column shown_at timestamptz,"
        " add column settled_by text"
    )
    op.execute("update messages_messages set shown_at = read_at")
