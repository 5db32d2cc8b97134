"""A delivery as operators see it, without whom it goes to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec


class DeliveryRow(msgspec.Struct, frozen=True):
    """A delivery.

    ``push`` counts the rounds; ``due_at``: when it is tried (or asked about) next; ``code`` and ``reason``: the
    vendor's last word.
    """

    delivery_id: str
    message_id: str
    account: str
    topic: str
    level: str
    way: str
    push: int
    state: str
    code: str
    reason: str
    provider_id: str
    tries: int
    created_at: datetime
    tried_at: datetime | None
    due_at: datetime | None
    ended_at: datetime | None


def delivery_row(row: Any) -> DeliveryRow:
    """A row of the table."""
    fields = {name: getattr(row, name) for name in DeliveryRow.__struct_fields__ if name != "delivery_id"}
    return DeliveryRow(delivery_id=row.id, **fields)
