"""applications of institutions on terms, and what an institution tells of itself"""

from __future__ import annotations

from alembic import op

revision = "access_0004"
down_revision = "access_0003"
branch_labels = None
depends_on = None

TERMS = "payment text not null, amount bigint not null, starts date not null, ends date, note text not null default ''"

TABLES = f"""
alter table access_institutions
    add column address text not null default '', add column phone text not null default '',
    add column introduction text not null default '';
create table access_applications (
    tenant text references access_institutions, application text, {TERMS}, ends_at timestamptz,
    told text not null default '', opened_at timestamptz not null, v bigint not null,
    primary key (tenant, application)
);
create index access_applications_ending on access_applications (ends_at) where ends_at is not null;
create table access_application_changes (
    tenant text references access_institutions, application text, v bigint, {TERMS},
    at timestamptz not null, "by" text not null, primary key (tenant, application, v)
);
"""

# Whoever worked with the house before there were applications goes on with all of it.
OPENED = """
insert into access_applications (tenant, application, payment, amount, starts, opened_at, v)
select i.id, a.code, 'free', 0, (now() at time zone i.time_zone)::date, now(), 1
from access_institutions i cross join (values ('registration'), ('referral'), ('calling')) a (code)
where i.kind <> 'platform';
"""


def upgrade() -> None:
    """Make the tables, and open for everybody what he has had."""
    for statement in (TABLES + OPENED).split(";\n"):
        if statement.strip():
            op.execute(statement)
