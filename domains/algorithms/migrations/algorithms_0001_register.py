"""the register of algorithms, and which institution may use which until when"""

from __future__ import annotations

from alembic import op

from hub.resources.table import create

revision = "algorithms_0001"
down_revision = None
branch_labels = ("algorithms",)
depends_on = ("hub_resources_0001",)

REGISTER = (
    "name text not null, modality_id text not null, body_part_id text not null, vendor text not null,"
    " description text not null, picture jsonb not null default '[]', endpoint text not null"
)

OPENINGS = """
create table algorithms_openings (
    tenant text, id text, v bigint not null, owner text not null, algorithm_id text not null,
    starts date not null, ends date, note text not null, opened_at timestamptz not null, opened_by text not null,
    ended_at timestamptz, ended_by text not null default '', primary key (tenant, id), check (ends >= starts)
);
create unique index algorithms_openings_one on algorithms_openings (tenant, algorithm_id) where ended_at is null;
create index algorithms_openings_of on algorithms_openings (owner, algorithm_id) where ended_at is null
"""


def upgrade() -> None:
    """Create the tables; an institution has an algorithm open at most once at a time."""
    references = ("modality_id", "body_part_id")
    found = {"searched": ("name", "vendor"), "references": references, "filtered": ("enabled",)}
    made = create("algorithms_algorithms", REGISTER, unique=("name",), **found)
    for statement in (*made, *OPENINGS.split(";\n")):
        op.execute(statement)
