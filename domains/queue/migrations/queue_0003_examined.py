"""The list of the examined: by day, by room, and by examination number."""

from __future__ import annotations

from alembic import op

revision = "queue_0003"
down_revision = "queue_0002"
branch_labels = None
depends_on = None


INDEXES = (
    "create index queue_tickets_examined on queue_tickets (tenant, pre_exam_time, id) where state = 'examined'",
    "create index queue_tickets_exam_no on queue_tickets (tenant, exam_no)",
)


def upgrade() -> None:
    for index in INDEXES:
        op.execute(index)
