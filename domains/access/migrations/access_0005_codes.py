"""one-time codes for those who forgot their password; from where an account has signed in"""

from __future__ import annotations

from alembic import op

revision = "access_0005"
down_revision = "access_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One code at a time for each account."""
    op.execute(
        "create table access_codes (tenant text references access_institutions, account_id text, digest bytea not null,"
        " until timestamptz not null, primary key (tenant, account_id))"
    )
    op.execute("create index access_sessions_of on access_sessions (tenant, account_id, address)")
