"""alerts, their stories, groups, silences and duty rosters"""

from __future__ import annotations

from alembic import op

revision = "alerts_0001"
down_revision = None
branch_labels = ("alerts",)
depends_on = "hub_0001"


def upgrade() -> None:
    """Create the tables; one open alert per rule and key."""
    op.execute(
        "create table alerts_alerts (tenant text, id text, v bigint not null, rule text not null,"
        " rule_version integer not null, key text not null, occasion text not null, level text not null,"
        " state text not null, latched boolean not null, holds boolean not null, times integer not null,"
        " escalated smallint not null,"
        " says_zh text not null, says_en text not null, happened_at timestamptz not null,"
        " opened_at timestamptz not null, acknowledged_at timestamptz, returned_at timestamptz,"
        " shelved_until timestamptz, closed_at timestamptz, owner text, note text not null, grouped text not null,"
        " told_at timestamptz, withheld text not null, evidence jsonb not null, primary key (tenant, id))"
    )
    op.execute("create unique index alerts_open on alerts_alerts (tenant, rule, key) where closed_at is null")
    op.execute("create unique index alerts_once on alerts_alerts (tenant, rule, key, occasion)")
    op.execute("create index alerts_lately on alerts_alerts (tenant, opened_at desc, id)")
    op.execute("create index alerts_untold on alerts_alerts (tenant, rule, grouped) where told_at is null")
    op.execute(
        "create table alerts_steps (tenant text, alert_id text, n integer, at timestamptz not null,"
        " actor text not null, step text not null, reason text not null, detail jsonb not null,"
        " primary key (tenant, alert_id, n))"
    )
    op.execute(
        "create table alerts_groups (tenant text, rule text, grouped text, told_at timestamptz, due_at timestamptz,"
        " primary key (tenant, rule, grouped))"
    )
    op.execute(
        "create table alerts_silences (tenant text, id text, rules text[] not null, key text not null,"
        " kind text not null, starts_at timestamptz not null, ends_at timestamptz not null, by text not null,"
        " comment text not null, v bigint not null, primary key (tenant, id))"
    )
    op.execute("create index alerts_silences_end on alerts_silences (tenant, ends_at)")
    op.execute(
        "create table alerts_rosters (tenant text, id text, name text not null, rota jsonb not null,"
        " v bigint not null, primary key (tenant, id))"
    )
