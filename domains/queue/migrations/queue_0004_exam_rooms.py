"""rooms are a list page: kept with who changed them and when, switched, deleted, and of a modality"""

from __future__ import annotations

from alembic import op

revision = "queue_0004"
down_revision = "queue_0003"
branch_labels = None
depends_on = ("catalog_0001",)

# The names of rooms are spoken in the lobby: from now on each is there once.
STATEMENTS = """
update queue_rooms r set name = r.name || '（' || r.campus || '）' where exists (select 1 from queue_rooms o where
    o.tenant = r.tenant and o.name = r.name and o.campus <> r.campus);
update queue_rooms r set name = r.name || ' ' || r.id where exists (select 1 from queue_rooms o where o.tenant =
    r.tenant and o.name = r.name and o.id < r.id);
alter table queue_rooms add column enabled boolean not null default true, add column modality_id text, add
    column note text not null default '', add column created_at timestamptz not null default now(), add column
    created_by text not null default '', add column updated_at timestamptz not null default now(), add column
    updated_by text not null default '', add column deleted_at timestamptz, add column synced_v bigint, alter
    column exam_types set default '{}';
update queue_rooms r set modality_id = m.id from catalog_modalities m where m.tenant = r.tenant and m.deleted_at
    is null and cardinality(r.exam_types) = 1 and case m.code when 'DX' then 'DR' when 'PT' then 'PET' else
    m.code end = r.exam_types[1];
alter table queue_rooms alter column enabled drop default, alter column note drop default, alter column
    created_at drop default, alter column created_by drop default, alter column updated_at drop default, alter
    column updated_by drop default;
create unique index queue_rooms_one_name on queue_rooms (tenant, name) where deleted_at is null;
create index queue_rooms_by_created_at on queue_rooms (tenant, created_at, id) where deleted_at is null;
create index queue_rooms_by_updated_at on queue_rooms (tenant, updated_at, id) where deleted_at is null;
create index queue_rooms_in_name on queue_rooms using gin (hub_grams(name)) where deleted_at is null;
create index queue_rooms_of_modality_id on queue_rooms (tenant, modality_id) where deleted_at is null;
"""


def upgrade() -> None:
    """Add the columns; rooms that are there stay, of the modality that they were opened for where there is one."""
    for statement in STATEMENTS.split(";\n"):
        if statement.strip():
            op.execute(statement)
