"""Telling people: who is meant, what they read, and what follows when nobody acts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec

from domains.access.public import able, holders
from domains.alerts import rotas, store
from domains.messages.public import Notice, send
from hub.commands import Tx
from hub.levels import RANK, Level
from realtime_rules.rule import Channel, Recipient, Rule

TOPIC: Final = "alerts.alert"
NAMED: Final = 5
"""So many alerts of a group are named in one message."""


async def people(tx: Tx, rule: Rule, to: Iterable[Recipient], event: Mapping[str, Any]) -> list[str]:
    """The accounts that are meant, each once, in the order of the rule; of those who take turns the next."""
    found: dict[str, None] = {}
    for recipient in to:
        meant = await _meant(tx, recipient, event)
        if recipient.turns and meant:
            place = f"{recipient.kind}:{recipient.name}:{recipient.department and event.get(recipient.department)}"
            turn = await store.next_turn(tx.db, tx.caller.tenant, rule.code, place)
            meant = [sorted(meant)[turn % len(meant)]]
        found |= dict.fromkeys(meant)
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


class News(msgspec.Struct, frozen=True, kw_only=True):
    """An alert as far as people are told of it; ``event`` is the fact behind it, ``v`` its version."""

    id: str
    key: str
    level: str
    v: int
    says_zh: str
    says_en: str
    event: Mapping[str, Any]


def news_of(row: Any) -> News:
    """The same of an alert that is written."""
    return News(
        id=row.id,
        key=row.key,
        level=row.level,
        v=row.v,
        says_zh=row.says_zh,
        says_en=row.says_en,
        event=row.evidence["event"],
    )


async def tell(
    tx: Tx,
    rule: Rule,
    alerts: Sequence[News],
    reason: str,
    *,
    to: Sequence[Recipient] = (),
    channels: tuple[Channel, ...] = (),
) -> list[store.Step]:
    """Tell these people (empty: the rule's) of these alerts in one message each; gives the lines for their stories.

    With the same ``reason`` nobody is told of the same twice.
    """
    about, channels = alerts[0].event, channels or rule.channels
    told = await people(tx, rule, to or rule.to, about) or await people(tx, rule, rule.otherwise, about)
    notice = Notice(
        topic=TOPIC,
        level=max((Level(alert.level) for alert in alerts), key=RANK.__getitem__),
        title_zh=rule.zh,
        title_en=rule.en,
        text_zh=_listed([alert.says_zh for alert in alerts], "等 {n} 条"),
        text_en=_listed([alert.says_en for alert in alerts], "and others, {n} in all"),
        to=tuple(told),
        channels=channels,
        about=_about(rule, alerts),
        once=f"{reason}:{alerts[0].id}:{alerts[-1].v}",
    )
    await send(tx, notice)
    await store.note_tellings(tx.db, tx.caller.tenant, alerts[0].id, told, tx.now)
    detail = {"to": told, "channels": list(channels), "together": len(alerts)}
    return [
        store.Step(alert_id=a.id, at=tx.now, actor=tx.caller.actor, step="told", reason=reason, detail=detail)
        for a in alerts
    ]


def _about(rule: Rule, alerts: Sequence[News]) -> dict[str, str]:
    """What a message leads to: its alert and what that is about; of several, the rule."""
    if len(alerts) > 1:
        return {"rule": rule.code}
    about = {"alert_id": alerts[0].id}
    return {rule.key[0]: alerts[0].key, **about} if len(rule.key) == 1 else about


def _listed(texts: list[str], more: str) -> str:
    shown = "；".join(texts[:NAMED])
    return shown if len(texts) <= NAMED else f"{shown}；{more.format(n=len(texts))}"
