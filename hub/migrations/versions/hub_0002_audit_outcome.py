"""the audit says how it ended, finds sign-ins quickly, and is only ever added to"""

from __future__ import annotations

from alembic import op

revision = "hub_0002_audit"
down_revision = "hub_0001"
branch_labels = None
depends_on = None

ONLY_ADDED = """
create function hub_audit_stays() returns trigger language plpgsql as $$
begin
    raise exception 'the audit is only added to';
end $$;
"""


def upgrade() -> None:
    """Add the column and its index, and the guard."""
    op.execute("alter table hub_audit add column outcome text not null default ''")
    op.execute(
        "create index hub_audit_doors on hub_audit (tenant, at, id)"
        " where command in ('access/sign-in', 'access/sign-out')"
    )
    op.execute(ONLY_ADDED)
    op.execute(
        "create trigger hub_audit_stays before update or delete or truncate on hub_audit"
        " for each statement execute function hub_audit_stays()"
    )
