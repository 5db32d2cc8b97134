"""Tells whoever was told of alerts that somebody has them now."""

from __future__ import annotations

from collections.abc import Collection

from domains.access.public import names
from domains.messages.public import settle_alerts
from hub.commands import Tx


async def settle(tx: Tx, alert_ids: Collection[str]) -> None:
    """The caller has taken these alerts over, or dealt with them."""
    who = tx.caller.actor
    name = (await names(tx.db, tx.caller.tenant, [who])).get(who, "")
    await settle_alerts(tx, alert_ids, name)
