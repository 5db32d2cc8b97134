"""The place in a list to go on from: the sorted value and the id of the last row seen, opaque to the client."""

from __future__ import annotations

import base64
import binascii
from datetime import date, datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from hub.resources.errors import BadCursor


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
