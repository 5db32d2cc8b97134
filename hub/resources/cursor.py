"""The place in a list to go on from: the sorted value and the id of the last row seen, opaque to the client."""

from __future__ import annotations

import base64
import binascii
from datetime import date, datetime
from typing import Annotated, Any, Protocol

import msgspec
import sqlalchemy as sa
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.resources.errors import BadCursor

Size = Annotated[int, Meta(ge=1, le=200)]
"""How many rows a page has."""


class Wish(Protocol):
    """Which page is wanted: how many rows, behind the cursor that an earlier page gave (empty: the first)."""

    @property
    def size(self) -> int:
        """How many rows at most."""

    @property
    def cursor(self) -> str:
        """Where an earlier page ended."""


def cut(sort: str, row: Any) -> str:
    """The cursor behind ``row`` in a list sorted by ``sort``."""
    name = sort.lstrip("-")
    return base64.urlsafe_b64encode(msgspec.json.encode((sort, getattr(row, name), row.id))).decode().rstrip("=")


def after(
    cursor: str, sort: str, column: sa.ColumnElement[Any], row_id: sa.ColumnElement[str]
) -> sa.ColumnElement[bool]:
    """What holds of the rows behind the cursor; raises ``BadCursor`` for one of another list."""
    kind = column.type.python_type
    known = kind if kind in (str, int, bool, date, datetime) else str
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        made_for, value, last = msgspec.json.decode(text, type=tuple[str, known, str])  # type: ignore[valid-type]
    except (binascii.Error, ValueError, msgspec.MsgspecError) as error:
        raise BadCursor("cursor") from error
    if made_for != sort:
        raise BadCursor("cursor")
    here = sa.tuple_(column, row_id)
    there = sa.tuple_(sa.literal(value, column.type), sa.literal(last))
    return here < there if sort.startswith("-") else here > there


async def page(
    db: AsyncConnection,
    query: sa.Select[Any],
    order: tuple[sa.Column[Any], sa.Column[Any]],
    wish: Wish,
    *,
    ascending: bool = False,
) -> tuple[list[Any], str | None]:
    """One page of ``query`` by ``order`` (a moment or the like, and the column ``id``), the newest first unless said.

    Gives the rows and the cursor of the next page (None: no more); raises ``BadCursor``.
    """
    sort = f"{order[0].key}" if ascending else f"-{order[0].key}"
    if wish.cursor:
        query = query.where(after(wish.cursor, sort, *order))
    placed = order if ascending else tuple(column.desc() for column in order)
    rows = list(await db.execute(query.order_by(*placed).limit(wish.size + 1)))
    if len(rows) <= wish.size:
        return rows, None
    return rows[: wish.size], cut(sort, rows[wish.size - 1])
