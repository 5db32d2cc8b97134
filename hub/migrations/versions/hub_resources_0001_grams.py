"""the function behind the search for parts of texts"""

from __future__ import annotations

from alembic import op

revision = "hub_resources_0001"
down_revision = None
branch_labels = ("hub_resources",)
depends_on = ("hub_0001",)

GRAMS = """
create function hub_grams(t text) returns text[] language plpgsql immutable strict parallel safe cost 10000 as $$
declare
    low text := lower(t);
    grams text[] := string_to_array(low, null);
begin
    for i in 1 .. length(low) - 1 loop
        grams := grams || substr(low, i, 2);
    end loop;
    return grams;
end $$
"""
"""Must not change once released: indexes hold what it gave. In SQL instead of PL/pgSQL it takes 25 times as
long. The cost keeps the planner from calling it row by row where it could ask an index."""


def upgrade() -> None:
    """Create it."""
    op.execute(GRAMS)
