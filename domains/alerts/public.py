"""What other domains may use of this room."""

from __future__ import annotations

from collections.abc import Collection

from domains.alerts import model, store, timers
from domains.alerts.events import AlertAcknowledged
from domains.alerts.settling import settle
from domains.alerts.withholding import ended
from domains.rules.public import rules_of
from hub.commands import Tx

__all__ = ["acknowledge", "hush"]


async def acknowledge(tx: Tx, rules: Collection[str], key: str) -> None:
    """Whoever acted where the alert came from has taken its alerts over: nobody is reminded any more."""
    tenant = tx.caller.tenant
    for row in await store.open_for(tx.db, tenant, [(rule, key) for rule in rules]):
        before = store.life_of(row)
        if before.acknowledged_at is not None:
            continue
        alert = model.acknowledge(before, tx.caller.actor, tx.now)
        await store.change(tx.db, tenant, {row.id: store.life(alert)})
        line = store.Step(alert_id=row.id, at=tx.now, actor=tx.caller.actor, step="acknowledged")
        await store.tell_story(tx.db, tenant, [line])
        timers.disarm(tx, row.id)
        if alert.closed_at is not None:
            ended(tx, (await rules_of(tx.db, tenant)).get(row.rule), row.key)
        tx.record(AlertAcknowledged(alert_id=row.id, rule=row.rule, level=row.level, v=alert.v))
        await settle(tx, [row.id])


async def hush(tx: Tx, rules: Collection[str], key: str) -> None:
    """Whoever was told of these alerts sees that the caller has it; their clocks go on, for it is not dealt with."""
    rows = await store.open_for(tx.db, tx.caller.tenant, [(rule, key) for rule in rules])
    await settle(tx, [row.id for row in rows])
