"""files: what was uploaded, and what keeps it"""

from __future__ import annotations

from alembic import op

revision = "hub_files_0001"
down_revision = None
branch_labels = ("hub_files",)
depends_on = ("hub_0001",)


def upgrade() -> None:
    """Create the table."""
    op.execute(
        "create table hub_files (tenant text not null, id text not null, name text not null, size bigint not null,"
        " media_type text not null, sha256 text not null, whole boolean not null,"
        " created_at timestamptz not null, created_by text not null,"
        " purpose text, key text, expires_at timestamptz, primary key (tenant, id))"
    )
    op.execute("create index hub_files_of on hub_files (tenant, purpose, key) where purpose is not null")
    op.execute("create index hub_files_uploads on hub_files (tenant, created_by) where purpose is null")
    op.execute("create index hub_files_expiring on hub_files (expires_at) where expires_at is not null")
