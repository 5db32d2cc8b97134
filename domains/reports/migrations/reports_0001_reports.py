"""reports with their revisions and logs; who was examined before there was a reading room gets his report too"""

from __future__ import annotations

from alembic import op

revision = "reports_0001"
down_revision = None
branch_labels = ("reports",)
depends_on = ("registration_0001", "queue_0004", "access_0006")

STATES = "'to_diagnose', 'diagnosing', 'to_review', 'reviewing', 'reviewed', 'printed'"

TABLES = f"""
create table reports_reports (
    tenant text, id text, v bigint not null, state text not null check (state in ({STATES})),
    holder text, holder_name text not null, held_at timestamptz, writer text, writer_name text not null,
    reviewer text, reviewer_name text not null, revision bigint not null, content jsonb not null, submitted jsonb,
    rejection text not null, submissions int not null, prints int not null, submitted_at timestamptz,
    reviewed_at timestamptz, printed_at timestamptz, exam_at timestamptz not null, turn bigint not null,
    patient_id text not null, name text not null, sex text not null, birth_date date, rank smallint not null,
    exam_type text not null, items text[] not null, parts text[] not null, exam_no text not null,
    image_no text not null, room_id text, room text not null, campus text not null, registrar text not null,
    requesting_doctor text not null, requesting_department text not null, requested_at timestamptz,
    primary key (tenant, id), check (holder is null or state in ('diagnosing', 'reviewing'))
);
create index reports_by_exam on reports_reports (tenant, exam_at, id);
create index reports_by_turn on reports_reports (tenant, state, turn, id);
create index reports_underway on reports_reports (tenant, id) where state in ('diagnosing', 'to_review', 'reviewing');
create index reports_by_submission on reports_reports (tenant, submitted_at) where submitted_at is not null;
create index reports_of_patient on reports_reports (tenant, patient_id);
create index reports_of_exam_no on reports_reports (tenant, exam_no);
create index reports_in_name on reports_reports using gin (hub_grams(name));
create table reports_revisions (
    tenant text, report_id text, n bigint, at timestamptz not null, actor text not null, content jsonb not null,
    digest text not null, primary key (tenant, report_id, n)
);
create table reports_log (
    tenant text, report_id text, n bigint, at timestamptz not null, actor text not null, actor_name text not null,
    step text not null, state text not null, detail jsonb not null, primary key (tenant, report_id, n)
)
"""

STAYS = (
    """create function reports_stay() returns trigger language plpgsql as
    $$ begin raise exception 'revisions and logs of reports are only added to'; end $$""",
    """create trigger reports_revisions_stay before update or delete or truncate on reports_revisions
    for each statement execute function reports_stay()""",
    """create trigger reports_log_stays before update or delete or truncate on reports_log
    for each statement execute function reports_stay()""",
)

# The copy of a referral that was sent has its report where the patient was examined.
EXAMINED = """
insert into reports_reports (tenant, id, v, state, holder_name, writer_name, reviewer_name, revision, content,
    rejection, submissions, prints, exam_at, turn, patient_id, name, sex, birth_date, rank, exam_type, items, parts,
    exam_no, image_no, room_id, room, campus, registrar, requesting_doctor, requesting_department, requested_at)
select r.tenant, r.id, 1, 'to_diagnose', '', '', '', 0, '{}', '', 0, 0, r.updated_at,
    r.rank * 1000000000000000 + (extract(epoch from r.updated_at) * 1000)::bigint, r.patient_id, r.name, r.sex,
    r.birth_date, r.rank, r.exam_type, array(select i ->> 'name' from jsonb_array_elements(r.items) i), r.parts,
    r.exam_no, r.image_no, r.room_id, coalesce(o.name, ''), r.campus, coalesce(a.name, ''), r.requesting_doctor,
    r.requesting_department, r.requested_at
from registration_registrations r
left join queue_rooms o on o.tenant = r.tenant and o.id = r.room_id
left join access_accounts a on a.tenant = r.tenant and a.id = r.registered_by
where r.state = 'examined' and r.direction <> 'sent'
"""


def upgrade() -> None:
    """Make the tables, and a report to be written for each examination that is done."""
    for statement in (*TABLES.split(";\n"), *STAYS):
        op.execute(statement)
    op.execute(EXAMINED)
