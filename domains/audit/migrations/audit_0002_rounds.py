"""how far the chain has been checked, and what did not fit"""

from __future__ import annotations

from alembic import op

revision = "audit_0002"
down_revision = "audit_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An existing chain counts as new up to here: the rounds look at it from its beginning."""
    op.execute(
        "create table audit_rounds (id smallint primary key default 1 check (id = 1),"
        " newest bigint not null, passed bigint not null)"
    )
    op.execute("insert into audit_rounds (newest, passed) select coalesce(max(n), 0), 0 from audit_links")
    op.execute(
        "create table audit_flaws (n bigint primary key, tenant text not null, what text not null,"
        " found_at timestamptz not null)"
    )
