"""links and seals of the audit, and page visits"""

from __future__ import annotations

from alembic import op

revision = "audit_0001"
down_revision = None
branch_labels = ("audit",)
depends_on = "hub_0002_audit"


def upgrade() -> None:
    """Create the tables; links and seals are only added to."""
    op.execute("create table audit_links (n bigint primary key, entry_id text not null unique, digest bytea not null)")
    op.execute("create table audit_seals (n bigint primary key, mac bytea not null, at timestamptz not null)")
    for table in ("audit_links", "audit_seals"):
        op.execute(
            f"create trigger {table}_stay before update or delete or truncate on {table}"
            " for each statement execute function hub_audit_stays()"
        )
    op.execute(
        "create table audit_visits (tenant text, id text, actor text not null, page text not null, address text,"
        " at timestamptz not null, seconds integer not null, primary key (tenant, id))"
    )
    op.execute("create index audit_visits_at on audit_visits (tenant, at, id)")
