"""a tree of institutions, departments, roles in the database, menus, policies, failures, and sessions' ends"""

from __future__ import annotations

from alembic import op

revision = "access_0002"
down_revision = "access_0001"
branch_labels = None
depends_on = None

INSTITUTIONS = """
alter table access_institutions
    add column short_name text not null default '', add column parent text references access_institutions,
    add column path text[] not null default '{}', add column kind text not null default 'ordinary',
    add column region text not null default '', add column hospital_type text not null default '',
    add column grade text not null default '', add column enabled boolean not null default true,
    add column valid_until timestamptz, add column implement boolean not null default false,
    add column admin_id text, add column withheld text[] not null default '{}',
    add column created_at timestamptz not null default now(), add column deleted_at timestamptz,
    add column v bigint not null default 1,
    add check (kind in ('platform', 'regional', 'ordinary'));
update access_institutions set path = array[id];
create index access_institutions_path on access_institutions using gin (path);
"""

ACCOUNTS = """
alter table access_accounts
    add column phone text not null default '', add column title text not null default '',
    add column department_id text, add column masked boolean not null default false,
    add column must_change boolean not null default false,
    add column password_at timestamptz not null default now(), add column valid_until timestamptz,
    add column totp bytea, add column totp_pending bytea, add column totp_step bigint not null default 0,
    add column recovery bytea[] not null default '{}', add column signed_in_at timestamptz,
    add column created_at timestamptz not null default now(), add column deleted_at timestamptz;
create index access_accounts_tenant on access_accounts (tenant, id);
create table access_departments (
    tenant text references access_institutions, id text, name text not null, number text not null,
    created_at timestamptz not null, updated_at timestamptz not null, deleted_at timestamptz,
    v bigint not null, primary key (tenant, id)
);
create unique index access_departments_number on access_departments (tenant, number) where deleted_at is null;
create table access_roles (
    tenant text references access_institutions, id text, preset text, name text not null,
    description text not null default '', enabled boolean not null default true,
    extent text not null default 'institution', granted text[] not null default '{}',
    withheld text[] not null default '{}', created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(), deleted_at timestamptz, v bigint not null default 1,
    primary key (tenant, id), check (extent in ('own', 'department', 'institution', 'descendants'))
);
create unique index access_roles_name on access_roles (tenant, name) where deleted_at is null;
"""

# Until now a role was a word; those in use, and the three that every institution has, become rows of the same name.
ROLES = """
insert into access_roles (tenant, id, preset, name, extent)
select i.id, p.id, p.id, p.name, case p.id when 'admin' then 'descendants' else 'institution' end
from access_institutions i cross join (values
    ('admin', '超级管理员'), ('head', '科室主任'), ('doctor', '临床医生'), ('reviewer', '审核医生'),
    ('technician', '技师'), ('registrar', '登记员'), ('operator', '系统运维')) p (id, name)
where p.id in ('admin', 'head', 'doctor')
    or exists (select from access_accounts a where a.tenant = i.id and p.id = any (a.roles));
"""

REST = """
create table access_menus (
    id text primary key, parent text not null default '', kind text not null, zh text not null, en text not null,
    "order" integer not null, page text not null default '', permission text not null default '',
    level text not null, removed boolean not null default false, v bigint not null default 1
);
create table access_policies (
    tenant text primary key references access_institutions, policy jsonb not null, v bigint not null default 1
);
create table access_failures (
    key bytea primary key, count integer not null, since timestamptz not null, last timestamptz not null
);
create index access_failures_last on access_failures (last);
alter table access_sessions
    add column ended_why text, add column terminal text not null default 'api', add column address text,
    add column active_at timestamptz;
create index access_sessions_open on access_sessions (account_id, terminal) where ended_at is null;
"""


def upgrade() -> None:
    """Widen what is there, make what is new, and turn roles into rows."""
    for statement in (INSTITUTIONS + ACCOUNTS + ROLES + REST).split(";\n"):
        if statement.strip():
            op.execute(statement)
