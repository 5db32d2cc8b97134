"""Rules to play with, and facts that happened before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from domains.rules.commands import SaveRule
from hub.db import facts
from hub.events import Envelope, shard_of
from hub.house import House
from hub.ids import new_id
from hub.levels import Level
from realtime_rules.rule import Rule
from realtime_rules.triggers.happened import Happened
from realtime_rules.triggers.step import Step
from tests.kit.house import person

ADMIN = person("admin")
HEAD = person("head")
CALLED = Rule(
    code="T-CALLED",
    zh="叫号过多",
    en="Called too often",
    trigger=Happened(on=Step(fact="queue.ticket_called", when="event.calls >= 3")),
    level=Level.LOW,
    says_zh="{key} 已呼叫 {event.calls} 次",
    says_en="{key} was called {event.calls} times",
)


def changed(rule: Rule = CALLED, **values: Any) -> Rule:
    """The rule with other parts."""
    return msgspec.structs.replace(rule, **values)


async def save(house: House, rule: Rule = CALLED, edition: int = 0, comment: str = "") -> int:
    """Save it as the administrator; gives its version."""
    saved = await house.dispatch(ADMIN, SaveRule(rule=rule, edition=edition, comment=comment))
    return int(saved.version)


async def happened(house: House, at: datetime, key: str, tenant: str = "demo", **body: Any) -> None:
    """A call of the ticket ``key`` at this time, as if it had been recorded then."""
    kind = body.pop("fact", "queue.ticket_called")
    whole = {"type": kind, "v": 1, "ticket_id": key, "room_id": "ct1", "patient_id": key, "calls": 1, **body}
    envelope = Envelope(
        id=new_id(),
        tenant=tenant,
        type=kind,
        key=key,
        aggregate=key,
        v=1,
        schema=1,
        actor="test",
        occurred_at=at,
        cause=None,
        trace="",
        body=msgspec.Raw(msgspec.json.encode(whole)),
    )
    row = {"shard": shard_of(tenant, key), "occurred_at": at, "tenant": tenant, "type": kind, "aggregate": key}
    async with house.engine.begin() as db:
        await db.execute(sa.insert(facts).values({**row, "envelope": msgspec.json.encode(envelope)}))
