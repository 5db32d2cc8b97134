"""exam items say how a patient prepares, and keep files that go with them"""

from __future__ import annotations

from alembic import op

revision = "catalog_0003"
down_revision = "catalog_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them, empty; the defaults stay, for rows that a synchronisation adds have no files."""
    op.execute(
        "alter table catalog_exam_items add column instructions text not null default '',"
        " add column attachments jsonb not null default '[]'"
    )
