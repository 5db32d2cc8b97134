"""an index for every value by which a list is narrowed down"""

from __future__ import annotations

from alembic import op

revision = "catalog_0002"
down_revision = "catalog_0001"
branch_labels = None
depends_on = None

FILTERED = (
    ("catalog_exam_items", "enabled"),
    ("catalog_charge_items", "enabled"),
    # Serves the type alone and both together, which are asked for together.
    ("catalog_charge_items", "type, modality_id"),
)


def upgrade() -> None:
    """Create them."""
    for table, columns in FILTERED:
        name = "_".join(columns.split(", "))
        op.execute(f"create index {table}_of_{name} on {table} (tenant, {columns}) where deleted_at is null")
