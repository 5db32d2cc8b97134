"""rules and calendars of the institutions, and by what the processes work"""

from __future__ import annotations

from alembic import op

revision = "rules_0001"
down_revision = None
branch_labels = ("rules",)
depends_on = "hub_0001"


def upgrade() -> None:
    """Create the tables."""
    op.execute(
        "create table rules_own (tenant text, code text, version integer, spec jsonb, by text not null,"
        " at timestamptz not null, comment text not null, primary key (tenant, code, version))"
    )
    op.execute(
        "create table rules_calendars (tenant text, code text, name text not null, spec jsonb not null,"
        " v bigint not null, primary key (tenant, code))"
    )
    op.execute("create table rules_stamp (n bigint not null)")
    op.execute("insert into rules_stamp (n) values (1)")
    op.execute(
        "create table rules_loaded (process text primary key, n bigint not null, at timestamptz not null,"
        " wrong jsonb not null)"
    )
