"""base data: modalities, body parts, items, devices, departments, doctors, kinds of hospitals and staff"""

from __future__ import annotations

from collections.abc import Iterable

from alembic import op

from hub.resources.table import create

revision = "catalog_0001"
down_revision = None
branch_labels = ("catalog",)
depends_on = ("hub_resources_0001",)

NAMED = ("catalog_hospital_types", "catalog_hospital_grades", "catalog_staff_types")
CODED = "code text not null, name text not null"


def upgrade() -> None:
    """Create the tables."""
    for table in NAMED:
        _run(create(table, "name text not null, note text not null", unique=("name",), searched=("name",)))
    by_code = {"unique": ("code",), "searched": ("code", "name")}
    _run(
        create(
            "catalog_modalities",
            f"{CODED}, note text not null",
            unique=("code", "name"),
            searched=("code", "name"),
        )
    )
    body_parts = f"{CODED}, modality_id text, note text not null"
    _run(create("catalog_body_parts", body_parts, references=("modality_id",), **by_code))
    exam_items = f"{CODED}, modality_id text not null, body_part_id text, fee bigint not null, note text not null"
    sorts = ("created_at", "updated_at", "modality_id")
    _run(create("catalog_exam_items", exam_items, sorts=(*sorts, "fee"), references=("body_part_id",), **by_code))
    charge_items = (
        f"{CODED}, type text not null, modality_id text not null, price bigint not null, unit text not null,"
        " note text not null"
    )
    _run(create("catalog_charge_items", charge_items, sorts=(*sorts, "price"), **by_code))
    by_name = {"unique": ("name",), "searched": ("name",)}
    devices = "name text not null, modality_id text not null, ip text not null, note text not null"
    _run(create("catalog_devices", devices, references=("modality_id",), **by_name))
    _run(create("catalog_ordering_departments", "name text not null", **by_name))
    doctors = "department_id text not null, name text not null"
    _run(create("catalog_ordering_doctors", doctors, unique=("department_id, name",), searched=("name",)))


def _run(statements: Iterable[str]) -> None:
    for statement in statements:
        op.execute(statement)
