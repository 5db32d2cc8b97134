"""critical values, their limits and trails"""

from __future__ import annotations

from alembic import op

from hub.resources.table import create

revision = "critical_values_0001"
down_revision = None
branch_labels = ("critical_values",)
depends_on = ("hub_resources_0001",)


def upgrade() -> None:
    """Create the tables; a result makes one critical value per item, and a trail stays."""
    op.execute(
        "create table critical_values_values (tenant text, id text, v bigint not null, state text not null,"
        " level smallint not null, source text not null, result_no text not null, patient_id text not null,"
        " patient_name text not null, patient_sex text not null, birth_date date, department text not null,"
        " bed text not null, item text not null, item_name text not null, value text not null, unit text not null,"
        " doctor_id text, doctor text not null,"
        " keeper text not null, observed_at timestamptz, reported_by text not null, detected_at timestamptz not null,"
        " delivered_at timestamptz, read_at timestamptz, confirmed_at timestamptz, handled_at timestamptz,"
        " closed_at timestamptz, cancelled_at timestamptz, escalated_at timestamptz, primary key (tenant, id))"
    )
    op.execute(
        "create unique index critical_values_once on critical_values_values (tenant, source, result_no, item)"
        " where result_no <> ''"
    )
    op.execute("create index critical_values_lately on critical_values_values (tenant, detected_at desc, id)")
    for column in ("patient_name", "item_name", "department"):
        op.execute(
            f"create index critical_values_in_{column} on critical_values_values using gin (hub_grams({column}))"
        )
    bounds = "first_low text not null, first_high text not null, second_low text not null, second_high text not null"
    limits = (
        f"item text not null, name text not null, unit text not null, {bounds}, sex text, youngest bigint,"
        " oldest bigint, department text not null"
    )
    indexes = {"searched": ("item", "name", "department"), "sorts": ("item", "created_at", "updated_at")}
    for statement in create(
        "critical_values_limits", limits, unique=("item, sex, youngest, oldest, department",), **indexes
    ):
        op.execute(statement)
    op.execute(
        "create table critical_values_trail (tenant text, value_id text, n integer, at timestamptz not null,"
        " actor text not null, step text not null, detail jsonb not null, primary key (tenant, value_id, n))"
    )
    op.execute(
        "create function critical_values_stay() returns trigger language plpgsql as"
        " $$ begin raise exception 'the trail of a critical value is only added to'; end $$"
    )
    op.execute(
        "create trigger critical_values_trail_stays before update or delete or truncate on critical_values_trail"
        " for each statement execute function critical_values_stay()"
    )
