"""the alert centre: what the list is sorted and narrowed by, who was told how much, what statistics read"""

from __future__ import annotations

from alembic import op

revision = "alerts_0002"
down_revision = "alerts_0001"
branch_labels = None
depends_on = "hub_resources_0001"


def upgrade() -> None:
    """Add columns that follow from the others, and what people were told so far."""
    op.execute(
        "alter table alerts_alerts"
        " add column nuisance boolean not null default false,"
        " add column open boolean not null generated always as (closed_at is null) stored,"
        " add column stage text not null generated always as (case when closed_at is not null then 'done'"
        " when shelved_until is not null then 'shelved' when acknowledged_at is not null then 'handling'"
        " when escalated > 0 then 'escalated' else 'waiting' end) stored,"
        " add column urgency smallint not null generated always as (case when closed_at is not null then 0 else"
        " case level when 'high' then 12 when 'medium' then 8 when 'low' then 4 else 0 end"
        " + case when shelved_until is not null then 1 when acknowledged_at is not null then 2"
        " when escalated > 0 then 4 else 3 end end) stored"
    )
    op.execute("create index alerts_urgent on alerts_alerts (tenant, urgency, id)")
    op.execute("create index alerts_standing on alerts_alerts (tenant, id) where open")
    op.execute("create index alerts_owned on alerts_alerts (tenant, owner, opened_at) where owner is not null")
    op.execute("create index alerts_about on alerts_alerts (tenant, key, opened_at)")
    op.execute("create index alerts_saying on alerts_alerts using gin (hub_grams(says_zh))")
    op.execute("drop index alerts_lately")
    op.execute(
        "create index alerts_lately on alerts_alerts (tenant, opened_at, id)"
        " include (level, rule, acknowledged_at, returned_at, closed_at, withheld, nuisance)"
    )
    op.execute(
        "create table alerts_tellings (tenant text, account text, at timestamptz, alert_id text,"
        " primary key (tenant, account, at, alert_id))"
    )
    op.execute("create index alerts_tellings_at on alerts_tellings (tenant, at, account)")
    op.execute(
        "insert into alerts_tellings select tenant, account, at, min(alert_id) from alerts_steps,"
        " lateral jsonb_array_elements_text(detail->'to') account where step = 'told' group by 1, 2, 3"
    )
