"""saved queries and column settings"""

from __future__ import annotations

from alembic import op

revision = "lists_0001"
down_revision = None
branch_labels = ("lists",)
depends_on = ("hub_0001",)

TABLES = """
create table lists_views (
    tenant text, account text, page text, name text, query jsonb not null, saved_at timestamptz not null,
    primary key (tenant, account, page, name)
);
create table lists_columns (
    tenant text, account text, page text, shown jsonb not null, primary key (tenant, account, page)
);
"""


def upgrade() -> None:
    """Create the tables."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            op.execute(statement)
