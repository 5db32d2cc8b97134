"""rooms, tickets, screens and their numbers"""

from __future__ import annotations

from alembic import op

revision = "queue_0001"
down_revision = None
branch_labels = ("queue",)
depends_on = ("hub_0001", "access_0001")

TABLES = """
create table queue_rooms (
    tenant text references access_institutions, id text, name text not null, campus text not null,
    exam_types text[] not null, v bigint not null, primary key (tenant, id)
);
create table queue_tickets (
    id text primary key, tenant text not null, room_id text not null, patient_id text not null, number text not null,
    name text not null, sex text not null, birth_date date not null, phone text not null,
    patient_class smallint not null, exam_type text not null, items text[] not null, exam_no text not null,
    image_no text not null, pre_exam_time timestamptz not null, arrears boolean not null,
    clinical_diagnosis text not null, requesting_department text not null, state text not null, calls int not null,
    called_at timestamptz, v bigint not null,
    foreign key (tenant, room_id) references queue_rooms (tenant, id), unique (tenant, exam_no)
);
create index queue_tickets_line on queue_tickets (tenant, room_id, pre_exam_time) where state <> 'examined';
create unique index queue_one_calling_per_room on queue_tickets (tenant, room_id) where state = 'calling';
create unique index queue_one_calling_per_patient on queue_tickets (tenant, patient_id) where state = 'calling';
create table queue_screens (
    code text primary key, tenant text not null references access_institutions, id text not null unique,
    name text not null, room_ids text[] not null, from_loopback boolean not null, v bigint not null
);
create table queue_counters (tenant text, name text, value bigint not null, primary key (tenant, name));
"""


def upgrade() -> None:
    """Create the tables."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            op.execute(statement)
