"""Telling people: who is meant, what they read, and what follows when nobody acts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from domains.access.public import able, holders
from domains.alerts import rotas, store
from domains.alerts.events import AlertNoted
from domains.messages.public import Notice, send
from hub.commands import Tx
from hub.levels import RANK, Level
from realtime_rules.rule import Channel, Recipient, Rule

TOPIC: Final = "alerts.alert"
NAMED: Final = 5
"""So many alerts of a group are named in one message."""


async def people(tx: Tx, to: Iterable[Recipient], event: Mapping[str, Any]) -> list[str]:
    """The accounts that are meant, each once, in the order of the rule."""
    found: dict[str, None] = {}
    for recipient in to:
        found |= dict.fromkeys(await _meant(tx, recipient, event))
    return list(found)


async def _meant(tx: Tx, recipient: Recipient, event: Mapping[str, Any]) -> list[str]:
    tenant = tx.caller.tenant
    match recipient.kind:
        case "role":
            department = str(event.get(recipient.department) or "") or None if recipient.department else None
            return await holders(tx.db, tenant, recipient.name, department)
        case "roster":
            return await able(tx.db, tenant, await rotas.on_duty(tx.db, tenant, recipient.name, tx.now))
        case "account":
            return await able(tx.db, tenant, [recipient.name])
        case "field":
            account = event.get(recipient.name)
            return await able(tx.db, tenant, [str(account)]) if account else []


async def tell(
    tx: Tx, rule: Rule, rows: Sequence[Any], to: Sequence[Recipient], channels: tuple[Channel, ...], reason: str
) -> int:
    """Tell these people of these alerts in one message each; the stories name them. Gives how many were told."""
    about = rows[0].evidence["event"]
    told = await people(tx, to, about) or await people(tx, rule.otherwise, about)
    level = max((Level(row.level) for row in rows), key=RANK.__getitem__)
    notice = Notice(
        topic=TOPIC,
        level=level,
        title_zh=rule.zh,
        title_en=rule.en,
        text_zh=_listed([row.says_zh for row in rows], "等 {n} 条"),
        text_en=_listed([row.says_en for row in rows], "and others, {n} in all"),
        to=tuple(told),
        channels=channels,
        about=_about(rule, rows),
        once=f"{reason}:{rows[0].id}:{rows[-1].v}",
    )
    await send(tx, notice)
    await store.note_tellings(tx.db, tx.caller.tenant, rows[0].id, told, tx.now)
    detail = {"to": told, "channels": list(channels), "together": len(rows)}
    lines = [
        store.Step(alert_id=r.id, at=tx.now, actor=tx.caller.actor, step="told", reason=reason, detail=detail)
        for r in rows
    ]
    await store.tell_story(tx.db, tx.caller.tenant, lines)
    return len(told)


async def tell_group(tx: Tx, rule: Rule, grouped: str) -> None:
    """Tell of everything in a group that has not been told, and start the clocks of what happens if nobody acts."""
    tenant = tx.caller.tenant
    rows = await store.untold(tx.db, tenant, rule.code, grouped)
    if not rows:
        await store.keep_groups(
            tx.db, [{"tenant": tenant, "rule": rule.code, "grouped": grouped, "told_at": tx.now, "due_at": None}]
        )
        return
    await tell(tx, rule, rows, rule.to, rule.channels, "group")
    await store.change(tx.db, tenant, {row.id: {"told_at": tx.now, "v": row.v + 1} for row in rows})
    await store.keep_groups(
        tx.db, [{"tenant": tenant, "rule": rule.code, "grouped": grouped, "told_at": tx.now, "due_at": None}]
    )
    for row in rows:
        tx.record(AlertNoted(alert_id=row.id, rule=row.rule, level=row.level, v=row.v + 1))


def _about(rule: Rule, rows: Sequence[Any]) -> dict[str, str]:
    """What a message leads to: its alert and what that is about; of several, the rule."""
    if len(rows) > 1:
        return {"rule": rule.code}
    about = {"alert_id": rows[0].id}
    return {rule.key[0]: rows[0].key, **about} if len(rule.key) == 1 else about


def _listed(texts: list[str], more: str) -> str:
    shown = "；".join(texts[:NAMED])
    return shown if len(texts) <= NAMED else f"{shown}；{more.format(n=len(texts))}"


def next_step(rule: Rule, after: int, opened_at: datetime) -> tuple[int, datetime] | None:
    """The number and moment of the escalation step that follows step ``after``; None: there is none."""
    if after >= len(rule.escalation):
        return None
    return after + 1, opened_at + timedelta(seconds=rule.escalation[after].after)
