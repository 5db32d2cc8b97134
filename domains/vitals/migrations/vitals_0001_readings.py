"""devices, whom they measure, their readings by the day, and what was measured last"""

from __future__ import annotations

from alembic import op

from hub.resources.table import create

revision = "vitals_0001"
down_revision = None
branch_labels = ("vitals",)
depends_on = ("hub_resources_0001",)

TABLES = """
create table vitals_bindings (
    tenant text, device_id text, v bigint not null, patient_id text not null, patient text not null,
    since timestamptz not null, primary key (tenant, device_id)
);
create index vitals_bindings_of_patient_id on vitals_bindings (tenant, patient_id) where patient_id <> '';
create table vitals_lanes (lane smallint primary key, n bigint not null, told bigint not null);
insert into vitals_lanes select s, 0, 0 from generate_series(100, 115) s;
create table vitals_batches (
    lane smallint not null, n bigint not null, tenant text not null, device_id text not null,
    patient_id text not null, place text not null, actor text not null, received_at timestamptz not null,
    first bigint not null, last bigint not null,
    metrics text[] not null, moments bigint[] not null, measured double precision[] not null
) partition by range (received_at);
create index vitals_batches_by_n on vitals_batches (lane, n);
create index vitals_batches_by_last on vitals_batches (tenant, device_id, last);
create index vitals_batches_by_received on vitals_batches (tenant, received_at);
create table vitals_batches_other partition of vitals_batches default;
create table vitals_latest (
    tenant text, device_id text, n bigint not null, heard_at timestamptz not null, measured jsonb not null,
    primary key (tenant, device_id)
) with (fillfactor = 50)
"""

PARTITION = """
create function vitals_partition(p_day date) returns void language plpgsql as $$
declare name text := 'vitals_batches_' || to_char(p_day, 'YYYYMMDD');
begin
    if to_regclass(name) is null then
        execute format('create table %I partition of vitals_batches for values from (%L) to (%L)',
            name, p_day::timestamp at time zone 'UTC', (p_day + 1)::timestamp at time zone 'UTC');
    end if;
exception when check_violation then
    -- Readings of that day came before their partition and lie in vitals_batches_other, where they stay usable.
    raise warning 'partition % not made: its readings are in vitals_batches_other', name;
end $$;
"""

RETIRE = """
create function vitals_retire(p_before timestamptz) returns int language plpgsql as $$
declare
    part text;
    dropped int := 0;
begin
    for part in
        select relid::text from pg_partition_tree('vitals_batches')
        where relid::text ~ '^vitals_batches_[0-9]{8}$'
            and (to_date(right(relid::text, 8), 'YYYYMMDD') + 1)::timestamp at time zone 'UTC' <= p_before
    loop
        execute format('drop table %I', part);
        dropped := dropped + 1;
    end loop;
    delete from vitals_batches_other where received_at < p_before;
    return dropped;
end $$;
"""


def upgrade() -> None:
    """Create the tables and functions."""
    for statement in TABLES.split(";\n"):
        op.execute(statement)
    op.execute(PARTITION)
    op.execute(RETIRE)
    op.execute("select vitals_partition(current_date + n) from generate_series(0, 2) n")
    columns = "code text not null, name text not null, kind text not null, place text not null, note text not null"
    sorts = ("name", "created_at", "updated_at")
    for statement in create(
        "vitals_devices",
        columns,
        unique=("code",),
        sorts=sorts,
        searched=("code", "name", "place"),
        filtered=("kind", "enabled"),
    ):
        op.execute(statement)
