"""the fact log, cursors, timers, idempotency, audit, and the sealing function"""

from __future__ import annotations

from alembic import op

revision = "hub_0001"
down_revision = None
branch_labels = ("hub",)
depends_on = None

TABLES = """
create sequence hub_facts_seq;
create table hub_facts (
    seq bigint not null default nextval('hub_facts_seq'),
    shard smallint not null,
    occurred_at timestamptz not null,
    tenant text not null,
    type text not null,
    aggregate text not null,
    envelope bytea not null
) partition by range (occurred_at);
create index hub_facts_shard_seq on hub_facts (shard, seq);
create index hub_facts_aggregate on hub_facts (tenant, aggregate);
create table hub_facts_other partition of hub_facts default;

create table hub_relay_cursors (shard smallint primary key, seq bigint not null);
insert into hub_relay_cursors select s, 0 from generate_series(0, 15) s;
create table hub_group_cursors ("group" text, shard smallint, seq bigint not null, primary key ("group", shard));

create table hub_parked_facts (
    "group" text, seq bigint, shard smallint not null, tenant text not null, key text not null,
    envelope bytea not null, error text not null, parked_at timestamptz not null, replay boolean not null default false,
    primary key ("group", seq)
);

create table hub_timers (
    tenant text, name text, key text, due_at timestamptz not null, command text not null, body bytea not null,
    attempts smallint not null default 0, error text, primary key (tenant, name, key)
);
create index hub_timers_due on hub_timers (due_at) where attempts < 20;

create table hub_idempotency (
    tenant text, actor text, key text, fingerprint text not null, result bytea, at timestamptz not null,
    primary key (tenant, actor, key)
);
create index hub_idempotency_at on hub_idempotency (at);

create table hub_audit (
    id text primary key, tenant text not null, actor text not null, command text not null, body bytea not null,
    cause text, trace text not null, address text, at timestamptz not null
);
create index hub_audit_at on hub_audit (tenant, at);
"""

# The last statement of every command. It takes the locks of the shards in ascending order before any number is
# drawn, and they are held until the commit: so within a shard the order of numbers is the order of commits.
SEAL = """
create function hub_seal(
    p_audit hub_audit, p_asker_tenant text, p_asker text, p_key text, p_fingerprint text,
    p_result bytea, p_at timestamptz,
    p_shards smallint[], p_shard smallint[], p_type text[], p_aggregate text[], p_envelope bytea[]
) returns void language plpgsql as $$
declare s smallint;
begin
    insert into hub_audit select p_audit.*;
    if p_key is not null then
        -- Waits for a running command with the same key; if that commits, this one fails and is rolled back.
        insert into hub_idempotency (tenant, actor, key, fingerprint, result, at)
        values (p_asker_tenant, p_asker, p_key, p_fingerprint, p_result, p_at);
    end if;
    foreach s in array p_shards loop
        perform pg_advisory_xact_lock(7301, s);
    end loop;
    insert into hub_facts (shard, occurred_at, tenant, type, aggregate, envelope)
    select shard, p_at, p_audit.tenant, type, aggregate, envelope
    from unnest(p_shard, p_type, p_aggregate, p_envelope)
        with ordinality as f (shard, type, aggregate, envelope, place)
    order by place;
end $$;
"""

PARTITIONS = """
create function hub_facts_partition(p_month date) returns void language plpgsql as $$
declare
    first date := date_trunc('month', p_month);
    name text := 'hub_facts_' || to_char(first, 'YYYYMM');
begin
    if to_regclass(name) is null then
        execute format('create table %I partition of hub_facts for values from (%L) to (%L)',
            name, first, (first + interval '1 month')::date);
    end if;
exception when check_violation then
    -- Facts of that month came before their partition and lie in hub_facts_other, where they stay usable.
    raise warning 'partition % not made: its facts are in hub_facts_other', name;
end $$;
"""

RETIRE = """
create function hub_facts_retire(p_before date) returns int language plpgsql as $$
declare
    part text;
    dropped int := 0;
begin
    for part in
        select relid::text from pg_partition_tree('hub_facts')
        where relid::text ~ '^hub_facts_[0-9]{6}$'
            and to_date(right(relid::text, 6), 'YYYYMM') + interval '1 month' <= p_before
    loop
        execute format('drop table %I', part);
        dropped := dropped + 1;
    end loop;
    return dropped;
end $$;
"""


def upgrade() -> None:
    """Create the kernel's tables and functions."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            op.execute(statement)
    op.execute(SEAL)
    op.execute(PARTITIONS)
    op.execute(RETIRE)
    op.execute("select hub_facts_partition(current_date), hub_facts_partition(current_date + 31)")
