"""submissions, their flow, where samples go, what patients agree to"""

from __future__ import annotations

from alembic import op

from hub.resources.table import create

revision = "samples_0001"
down_revision = None
branch_labels = ("samples",)
depends_on = ("hub_resources_0001",)

WORDS = (
    *("name", "phone", "review_reason", "reviewed_by", "sample_type", "tracking_no", "change_reason", "decided_by"),
    *("rejection", "return_no", "updated_by"),
)

TABLES = f"""
create table samples_records (
    tenant text, id text, v bigint not null default 0,
    {", ".join(f"{word} text not null default ''" for word in WORDS)},
    review text not null default 'none' check (review in ('none', 'waiting', 'passed', 'rejected')),
    state text check (state in ('editable', 'effective', 'change_waiting', 'returned')),
    materials_no integer not null default 0, reviewed_no integer not null default 0, reviewed_at timestamptz,
    sealed bytea, sample_type_id text, needs_return boolean not null default false,
    consent_version integer, consent_at timestamptz, submitted_at timestamptz,
    change_no integer not null default 0, asked_at timestamptz,
    decided_no integer not null default 0, decided_at timestamptz, returned_at timestamptz,
    updated_at timestamptz not null, turn bigint not null default 0,
    primary key (tenant, id), check ((state is null) = (review <> 'passed'))
);
create index samples_records_by_updated_at on samples_records (tenant, updated_at, id);
create index samples_records_by_turn on samples_records (tenant, turn, id);
create index samples_records_of_phone on samples_records (tenant, phone);
create index samples_records_in_name on samples_records using gin (hub_grams(name));
create table samples_flow (
    tenant text, sample_id text, n bigint, at timestamptz not null, actor text not null, step text not null,
    state_before text, state_after text, reason text not null, changes bytea not null,
    primary key (tenant, sample_id, n)
);
create table samples_settings (
    tenant text primary key, v bigint not null, address text not null default '', recipient text not null default '',
    phone text not null default '', platform_phone text not null default '',
    consent_version integer not null default 0, updated_at timestamptz not null, updated_by text not null default ''
);
create table samples_consents (
    tenant text, version integer, text text not null, at timestamptz not null, "by" text not null,
    primary key (tenant, version)
)
"""

STAYS = (
    """create function samples_stay() returns trigger language plpgsql as
    $$ begin raise exception 'the flow of a submission is only added to'; end $$""",
    """create trigger samples_flow_stays before update or delete or truncate on samples_flow
    for each statement execute function samples_stay()""",
)


def upgrade() -> None:
    """Create the tables; a submission has a state exactly when its materials have passed, and its flow stays."""
    for statement in (*TABLES.split(";\n"), *STAYS):
        op.execute(statement)
    types = "name text not null, iced boolean not null, note text not null"
    sorts = ("name", "created_at", "updated_at")
    for statement in create(
        "samples_sample_types", types, unique=("name",), sorts=sorts, searched=("name",), filtered=("enabled",)
    ):
        op.execute(statement)
