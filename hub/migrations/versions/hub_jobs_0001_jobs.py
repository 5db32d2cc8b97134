"""jobs: long work with its progress"""

from __future__ import annotations

from alembic import op

revision = "hub_jobs_0001"
down_revision = None
branch_labels = ("hub_jobs",)
depends_on = ("hub_0001", "hub_files_0001")


def upgrade() -> None:
    """Create the tables."""
    op.execute(
        "create table hub_jobs (tenant text not null, id text not null, v bigint not null, owner text not null,"
        " kind text not null, input bytea not null, acts_as jsonb not null, state text not null,"
        " done bigint not null, total bigint, counts jsonb not null, checkpoint bigint not null, file_id text,"
        " error_zh text not null, error_en text not null, attempts smallint not null, cancelling boolean not null,"
        " leased_by text, leased_until timestamptz, created_at timestamptz not null, ended_at timestamptz,"
        " primary key (tenant, id))"
    )
    op.execute("create index hub_jobs_of on hub_jobs (tenant, owner, id)")
    op.execute("create index hub_jobs_open on hub_jobs (created_at) where state in ('queued', 'running')")
    op.execute(
        "create table hub_job_notes (tenant text not null, job_id text not null, row bigint not null,"
        " wrong jsonb not null, cells jsonb not null, primary key (tenant, job_id, row))"
    )
