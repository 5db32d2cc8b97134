"""people and their numbers"""

from __future__ import annotations

from alembic import op

revision = "patients_0001"
down_revision = None
branch_labels = ("patients",)
depends_on = ("hub_0001", "access_0001")

TABLES = """
create table patients_people (
    id text primary key, tenant text not null references access_institutions, name text not null, pinyin text not null,
    sex text not null, birth_date date, height double precision, weight double precision, sealed bytea not null,
    merged_into text, updated_at timestamptz not null, v bigint not null, unique (tenant, id),
    foreign key (tenant, merged_into) references patients_people (tenant, id)
);
create table patients_numbers (
    tenant text, kind text, digest bytea, patient_id text not null, sealed bytea not null,
    primary key (tenant, kind, digest), foreign key (tenant, patient_id) references patients_people (tenant, id)
);
create index patients_numbers_of on patients_numbers (tenant, patient_id);
"""


def upgrade() -> None:
    """Create the tables."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            op.execute(statement)
