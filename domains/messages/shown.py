"""A message as its reader sees it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec


class MessageRow(msgspec.Struct, frozen=True):
    """A message as its reader sees it; ``pushes``: how often he was told of it.

    ``settled_by``: who has taken over what it is about; empty: it is over by itself; None: neither.
    """

    message_id: str
    topic: str
    level: str
    title_zh: str
    title_en: str
    text_zh: str
    text_en: str
    about: dict[str, str]
    pushes: int
    sent_at: datetime
    settled_by: str | None


def shown(row: Any) -> MessageRow:
    """A row of the table for its reader."""
    fields = {name: getattr(row, name) for name in MessageRow.__struct_fields__ if name != "message_id"}
    return MessageRow(message_id=row.id, **fields)
