"""What the triggers noticed, as it is handed to the stages."""

from __future__ import annotations

from typing import Any

import msgspec


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A rule's finding about one key: it came (``holds``) or went.

    ``window`` names the occasion: the same (tenant, rule, key, window) is the same finding. ``at`` is when it happened,
    in seconds of the epoch; ``event`` is the fact that led to it last (empty when time did), ``values`` what the
    trigger saw, ``events`` the ids of the facts behind it.
    """

    tenant: str
    rule: str
    version: int
    key: str
    window: str
    holds: bool
    at: float
    event: dict[str, Any] = {}
    values: dict[str, Any] = {}
    events: tuple[str, ...] = ()
