"""What other domains may use of this room."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.catalog import resources
from domains.catalog.menus import BASE_DATA
from domains.catalog.standard import from_above
from hub.resources.narrowing import living

__all__ = [
    "BASE_DATA",
    "EXAM_TYPE",
    "MODALITIES",
    "OfferedItem",
    "exam_type_of",
    "from_above",
    "modality_for",
    "offered_items",
]

MODALITIES: Final = resources.modality.table
"""Where the ways of imaging are kept, for joins."""
_SPOKEN: Final = {"DX": "DR", "PT": "PET"}
EXAM_TYPE: Final[sa.ColumnElement[str]] = sa.case(_SPOKEN, value=MODALITIES.c.code, else_=MODALITIES.c.code)
"""``exam_type_of`` of each modality, in SQL."""


class OfferedItem(msgspec.Struct, frozen=True):
    """An examination that can be ordered: what it is, by which way of imaging (DICOM), and its fee in fen."""

    code: str
    name: str
    modality: str
    part: str
    fee: int


async def offered_items(
    db: AsyncConnection, tenant: str, codes: Collection[str] | None = None
) -> dict[str, OfferedItem]:
    """The institution's enabled exam items by code: all of them, or those with these codes."""
    item, way, part = (r.table for r in (resources.exam_item, resources.modality, resources.body_part))
    query = (
        sa.select(item.c.code, item.c.name, way.c.code.label("modality"), part.c.name.label("part"), item.c.fee)
        .join(way, sa.and_(way.c.tenant == item.c.tenant, way.c.id == item.c.modality_id))
        .outerjoin(part, sa.and_(part.c.tenant == item.c.tenant, part.c.id == item.c.body_part_id))
        .where(living(resources.exam_item, tenant), item.c.enabled)
        .order_by(item.c.code)
    )
    if codes is not None:
        query = query.where(item.c.code.in_(list(codes)))
    rows = await db.execute(query)
    return {row.code: OfferedItem(row.code, row.name, row.modality, row.part or "", row.fee) for row in rows}


def exam_type_of(modality: str) -> str:
    """The type of examination that staff and rooms speak of: DICOM's DX is what hospitals call DR."""
    return _SPOKEN.get(modality, modality)


async def modality_for(db: AsyncConnection, tenant: str, exam_type: str) -> str | None:
    """The id of the institution's modality for examinations of this type; None when it keeps none."""
    here = sa.and_(living(resources.modality, tenant), EXAM_TYPE.in_((exam_type,)))
    return (await db.execute(sa.select(MODALITIES.c.id).where(here).order_by(MODALITIES.c.id).limit(1))).scalar()
