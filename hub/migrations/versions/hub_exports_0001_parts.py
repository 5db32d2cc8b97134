"""exports: the parts of archives that are being made"""

from __future__ import annotations

from alembic import op

revision = "hub_exports_0001"
down_revision = None
branch_labels = ("hub_exports",)
depends_on = ("hub_jobs_0001",)


def upgrade() -> None:
    """Create the table."""
    op.execute(
        "create table hub_export_parts (tenant text not null, job_id text not null, first integer not null,"
        " file_id text not null, size bigint not null, folders integer not null, missing integer not null,"
        " entries jsonb not null, primary key (tenant, job_id, first))"
    )
