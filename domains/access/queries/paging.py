"""Lists by cursor: newest first, page by page, without counting what lies before."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import msgspec
import sqlalchemy as sa
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import Invalid

Size = Annotated[int, Meta(ge=1, le=200)]


class _Place(msgspec.Struct, frozen=True, array_like=True):
    at: datetime
    id: str


async def page(
    db: AsyncConnection, query: sa.Select[Any], order: tuple[sa.ColumnElement[Any], sa.ColumnElement[Any]], wish: Any
) -> tuple[list[Any], str | None]:
    """One page of ``query``, newest first by ``order`` (a moment, an id), and the cursor of the next (None: no more).

    ``wish`` has the ``size`` of a page and the ``cursor`` that an earlier page gave (empty: the first).
    """
    if wish.cursor:
        query = query.where(sa.tuple_(*order) < sa.tuple_(*_read(wish.cursor)))
    rows = list(await db.execute(query.order_by(*(c.desc() for c in order)).limit(wish.size + 1)))
    if len(rows) <= wish.size:
        return rows, None
    last = rows[wish.size - 1]._mapping  # noqa: SLF001 - SQLAlchemy's public name
    place = _Place(*(last[c.key] for c in order))
    return rows[: wish.size], msgspec.json.encode(place).hex()


def _read(cursor: str) -> tuple[Any, Any]:
    try:
        place = msgspec.json.decode(bytes.fromhex(cursor), type=_Place)
    except (ValueError, msgspec.MsgspecError) as error:
        raise Invalid("cursor") from error
    return (place.at, place.id)


def like(text: str) -> str:
    """A pattern that finds ``text`` anywhere."""
    escaped = text.strip().replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return f"%{escaped}%"
