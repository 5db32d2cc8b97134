"""when the rules changed last, and what came of back-tests"""

from __future__ import annotations

from alembic import op

revision = "rules_0002"
down_revision = "rules_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column and the table."""
    op.execute("alter table rules_stamp add column at timestamptz")
    op.execute(
        "create table rules_trials (tenant text, job_id text, code text not null, by text not null,"
        " at timestamptz not null, result jsonb not null, primary key (tenant, job_id))"
    )
