"""what is open and what was told lately are found without looking at everything; turns; rosters can be deleted"""

from __future__ import annotations

from alembic import op

revision = "alerts_0003"
down_revision = "alerts_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The oldest open alerts were looked for along all there ever were, floods along all groups of a rule."""
    op.execute("drop index alerts_standing")
    op.execute("create index alerts_standing on alerts_alerts (tenant, opened_at, id) where open")
    op.execute("create index alerts_groups_told on alerts_groups (tenant, rule, told_at)")
    op.execute(
        "create table alerts_turns (tenant text, rule text, recipient text, n bigint not null,"
        " primary key (tenant, rule, recipient))"
    )
    op.execute("alter table alerts_rosters add column deleted_at timestamptz")
