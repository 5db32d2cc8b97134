"""ways besides the message centre: settings, addresses, templates, preferences, deliveries"""

from __future__ import annotations

from alembic import op

revision = "messages_0002"
down_revision = "messages_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was sent so far stays; it was pushed once."""
    op.execute("alter table messages_messages add column pushes smallint not null default 1")
    op.execute(
        "create table messages_ways (tenant text, way text, enabled boolean not null, settings jsonb not null,"
        " sealed bytea, v bigint not null, changed_at timestamptz not null, primary key (tenant, way))"
    )
    op.execute(
        "create table messages_addresses (tenant text, account text, way text, sealed bytea not null,"
        " changed_at timestamptz not null, primary key (tenant, account, way))"
    )
    op.execute(
        "create table messages_templates (tenant text, topic text, way text, version integer, spec jsonb not null,"
        " by text not null, at timestamptz not null, primary key (tenant, topic, way, version))"
    )
    op.execute(
        "create table messages_preferences (tenant text, account text, spec jsonb not null,"
        " primary key (tenant, account))"
    )
    op.execute("create table messages_policies (tenant text primary key, spec jsonb not null)")
    op.execute(
        "create table messages_listed (tenant text, id text, kind text not null, way text not null,"
        " digest bytea not null, masked text not null, note text not null, by text not null,"
        " at timestamptz not null, primary key (tenant, id))"
    )
    op.execute("create unique index messages_listed_once on messages_listed (tenant, kind, way, digest)")
    op.execute(
        "create table messages_deliveries (tenant text, id text, v bigint not null, message_id text not null,"
        " account text not null, topic text not null, level text not null, way text not null,"
        " push smallint not null, state text not null, deferred boolean not null, alone boolean not null,"
        " out_id text not null, provider_id text not null, code text not null, reason text not null,"
        " address text not null, template text not null, template_version integer, tries smallint not null,"
        " asked smallint not null, due_at timestamptz, leased_by text, created_at timestamptz not null,"
        " tried_at timestamptz, ended_at timestamptz, primary key (tenant, id))"
    )
    op.execute("create unique index messages_deliveries_once on messages_deliveries (tenant, message_id, way, push)")
    op.execute("create index messages_deliveries_due on messages_deliveries (due_at) where due_at is not null")
    op.execute("create index messages_deliveries_under_way on messages_deliveries (tenant) where ended_at is null")
    op.execute(
        "create index messages_of_alert on messages_messages (tenant, (about ->> 'alert_id'))"
        " where about ->> 'alert_id' is not null"
    )
