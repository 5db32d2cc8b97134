"""What operators do."""

from __future__ import annotations

from typing import ClassVar

from hub.events import Event


class UserDisconnected(Event, frozen=True, tag="delivery.user_disconnected"):
    """An operator ended all live connections of a person or device; ``again``: they may come back by themselves."""

    key: ClassVar[str] = "user_id"
    aggregate: ClassVar[str] = "order_id"
    order_id: str
    user_id: str
    again: bool
