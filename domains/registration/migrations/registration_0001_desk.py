"""orders, registrations, schedules and places"""

from __future__ import annotations

from alembic import op

from hub.resources import table

revision = "registration_0001"
down_revision = None
branch_labels = ("registration",)
# Not what these bring along: Alembic stumbles over it when it merges.
depends_on = ("patients_0001", "queue_0001", "hub_resources_0001")

REQUEST = """
    patient_id text not null, name text not null, pinyin text not null, sex text not null, birth_date date,
    rank smallint not null, exam_type text not null, items jsonb not null, parts text[] not null,
    diagnosis text not null, purpose text not null, history text not null, signs text not null,
    requesting_department text not null, requesting_doctor text not null, requested_at timestamptz,
    study_uid text not null
"""

TABLES = f"""
create table registration_orders (
    id text primary key, tenant text not null references access_institutions, order_no text not null,
    state text not null, {REQUEST}, received_at timestamptz not null, v bigint not null, unique (tenant, order_no)
);
create index registration_orders_day on registration_orders (tenant, received_at) where state = 'waiting';
create index registration_orders_of on registration_orders (tenant, patient_id) where state = 'waiting';
create table registration_registrations (
    id text primary key, tenant text not null references access_institutions, state text not null,
    ticket_state text not null, {REQUEST}, order_id text references registration_orders, order_no text not null,
    arrears boolean not null, campus text not null, room_id text, pre_exam_time timestamptz, slot_at timestamptz,
    number text not null, exam_no text not null, image_no text not null, direction text not null,
    other_tenant text not null, other_id text not null, other_v bigint not null, requesting_campus text not null,
    registered_at timestamptz not null, registered_by text not null, updated_at timestamptz not null,
    edition int not null, v bigint not null,
    foreign key (tenant, room_id) references queue_rooms (tenant, id)
);
create index registration_by_time on registration_registrations (tenant, registered_at, id);
create index registration_by_exam on registration_registrations (tenant, pre_exam_time, id);
create index registration_by_state on registration_registrations (tenant, state, registered_at, id);
create index registration_by_type on registration_registrations (tenant, exam_type, registered_at, id);
create index registration_in_name on registration_registrations using gin (hub_grams(name));
create index registration_in_parts on registration_registrations using gin (parts);
create index registration_of_order_no on registration_registrations (tenant, order_no) where order_no <> '';
create index registration_of_patient on registration_registrations (tenant, patient_id);
create unique index registration_of_order on registration_registrations (tenant, order_id) where state <> 'cancelled';
create unique index registration_of_referral on registration_registrations (tenant, other_tenant, other_id)
    where direction = 'received';
create table registration_slots (
    tenant text not null, room_id text not null, at timestamptz not null, taken int not null check (taken >= 0),
    v bigint not null, primary key (tenant, room_id, at)
);
create table registration_openings (
    institution text references access_institutions, campus text, exam_types text[] not null,
    primary key (institution, campus)
);
"""


def upgrade() -> None:
    """Create the tables."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            op.execute(statement)
    schedule = table.create(
        "registration_room_schedules",
        "room_id text not null, weekday text not null, opens text not null, closes text not null,"
        " minutes bigint not null, places bigint not null",
        sorts=("created_at", "updated_at", "room_id"),
        searched=("room_id",),
    )
    for statement in schedule:
        op.execute(statement)
