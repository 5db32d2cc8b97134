"""what the door shows, and how often one may be wrong at it"""

from __future__ import annotations

from alembic import op

revision = "access_0003"
down_revision = "access_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One row for the institution that the platform belongs to."""
    op.execute("""
create table access_platform (
    tenant text primary key references access_institutions, settings jsonb not null, v bigint not null default 1
)""")
