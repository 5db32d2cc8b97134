"""Writes the deliveries of messages: on which ways, from when on, and what follows when one fails."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import msgspec

from domains.access.public import institution
from domains.messages import store
from domains.messages.events import DeliveryChanged
from domains.messages.model import WAYS, Policy, Preference, Way, next_way, quiet_until, welcome
from hub.commands import Tx
from hub.ids import new_id
from hub.levels import Level

NOBODY = Preference()
REACHED: Final = frozenset({"sent", "delivered"})
"""What got out, as far as the vendor tells."""


class Parcel(msgspec.Struct, frozen=True, kw_only=True):
    """A message that is to go out. ``push`` counts the rounds; ``alone``: on these ways or not at all."""

    message_id: str
    account: str
    topic: str
    level: Level
    ways: tuple[Way, ...]
    push: int = 1
    alone: bool = False


def ways_in(channels: Sequence[str]) -> tuple[Way, ...]:
    """The ways among the channels that somebody wants; the popup is none."""
    return tuple(way for way in WAYS if way in channels)


async def plan(tx: Tx, parcels: Sequence[Parcel], policy: Policy | None = None) -> list[str]:
    """Write what goes out and when, after what each person wishes; gives the ids."""
    if not parcels:
        return []
    tenant = tx.caller.tenant
    rules = policy or await store.policy(tx.db, tenant)
    wishes = await store.preferences(tx.db, tenant, {parcel.account for parcel in parcels})
    zone = (await institution(tx.db, tenant)).time_zone
    rows: list[dict[str, Any]] = []
    for parcel in parcels:
        wish = wishes.get(parcel.account, NOBODY)
        ways = parcel.ways if parcel.alone else welcome(parcel.ways, parcel.level, parcel.topic, wish)
        until = None if parcel.alone else quiet_until(tx.now, parcel.level, wish, rules, zone)
        rows += [_row(tx, parcel, way, until) for way in ways]
    return await write(tx, rows)


async def write(tx: Tx, rows: list[dict[str, Any]]) -> list[str]:
    """Write deliveries and tell of them."""
    written = await store.add_deliveries(tx.db, rows)
    for row in written:
        tx.record(told(row, row.v, "queued"))
    return [row.id for row in written]


async def fall_over(tx: Tx, failed: Any) -> None:
    """The way failed for good: take the next one, unless the message has been seen meanwhile."""
    tenant = tx.caller.tenant
    message = await store.message(tx.db, tenant, failed.message_id)
    if failed.alone or failed.way == "webhook" or message is None or message.read_at is not None:
        return
    earlier = await store.of_message(tx.db, tenant, failed.message_id)
    # Ways of this round, and those on which an earlier round got out and was not seen.
    tried = {row.way for row in earlier if row.push == failed.push or row.state in REACHED}
    policy = await store.policy(tx.db, tenant)
    wish = (await store.preferences(tx.db, tenant, [failed.account])).get(failed.account, NOBODY)
    way = next_way(tried, Level(failed.level), failed.topic, wish, policy)
    if way is not None:
        parcel = Parcel(
            message_id=failed.message_id,
            account=failed.account,
            topic=failed.topic,
            level=Level(failed.level),
            ways=(way,),
            push=failed.push,
        )
        await write(tx, [{**_row(tx, parcel, way, None), "deferred": True}])


def _row(tx: Tx, parcel: Parcel, way: Way, until: datetime | None) -> dict[str, Any]:
    delivery_id = new_id()
    return {
        "tenant": tx.caller.tenant,
        "id": delivery_id,
        "v": 1,
        "message_id": parcel.message_id,
        "account": parcel.account,
        "topic": parcel.topic,
        "level": parcel.level,
        "way": way,
        "push": parcel.push,
        "state": "queued",
        "deferred": until is not None or parcel.push > 1,
        "alone": parcel.alone,
        "out_id": delivery_id,
        "provider_id": "",
        "code": "",
        "reason": "",
        "address": "",
        "template": "",
        "template_version": None,
        "tries": 0,
        "asked": 0,
        "due_at": until or tx.now,
        "leased_by": None,
        "created_at": tx.now,
        "tried_at": None,
        "ended_at": None,
    }


def told(row: Any, v: int, state: str, code: str = "") -> DeliveryChanged:
    """The fact that a delivery is one step further."""
    return DeliveryChanged(
        delivery_id=row.id,
        message_id=row.message_id,
        account=row.account,
        topic=row.topic,
        level=row.level,
        way=row.way,
        state=state,
        code=code,
        v=v,
    )
