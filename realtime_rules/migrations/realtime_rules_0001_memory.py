"""what the triggers remember, and how far the facts were read"""

from __future__ import annotations

from alembic import op

revision = "realtime_rules_0001"
down_revision = None
branch_labels = ("realtime_rules",)
depends_on = "hub_0001"


def upgrade() -> None:
    """Create the tables."""
    op.execute("create table watch_leader (one boolean primary key default true check (one), epoch bigint not null)")
    op.execute("insert into watch_leader (epoch) values (0)")
    op.execute("create table watch_positions (shard smallint primary key, seq bigint not null)")
    op.execute(
        "create table watch_journal (n bigint generated always as identity primary key, whole boolean not null,"
        " memories bytea not null)"
    )
