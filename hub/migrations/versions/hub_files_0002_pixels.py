"""files: how wide and high a picture is"""

from __future__ import annotations

from alembic import op

revision = "hub_files_0002"
down_revision = "hub_files_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Unknown of what was uploaded before."""
    op.execute("alter table hub_files add column width integer, add column height integer")
