"""accounts of patients beside those of staff, and the WeChat users that they are"""

from __future__ import annotations

from alembic import op

revision = "access_0006"
down_revision = "access_0005"
branch_labels = None
depends_on = None

STATEMENTS = (
    (
        "alter table access_accounts add column kind text not null default 'staff',"
        " add check (kind in ('staff', 'patient'))"
    ),
    (
        "create unique index access_accounts_patient on access_accounts (tenant, phone)"
        " where kind = 'patient' and deleted_at is null"
    ),
    "create index access_accounts_staff on access_accounts (tenant, created_at, id) where kind = 'staff'",
    (
        "create table access_wechat (tenant text references access_institutions, openid bytea,"
        " account_id text not null references access_accounts, bound_at timestamptz not null,"
        " primary key (tenant, openid), unique (tenant, account_id))"
    ),
)


def upgrade() -> None:
    """Whoever has an account by now works there."""
    for statement in STATEMENTS:
        op.execute(statement)
