"""Rules and findings to play with, as the engine would hand them over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from domains.alerts.commands.raising import RaiseFindings
from domains.alerts.permissions import RAISE
from domains.rules.commands import SaveRule
from hub.caller import Caller
from hub.firing import fire_next
from hub.house import House
from hub.levels import Level
from realtime_rules.findings import Finding
from realtime_rules.rule import Grade, Grouping, Recipient, Rule, Wait
from realtime_rules.triggers.happened import Happened
from realtime_rules.triggers.step import Step
from tests.kit.house import one, person

HEAD = person("head")
ADMIN = person("admin")
DOCTOR = person("doctor")
RULE = Rule(
    code="T-LATE",
    zh="检查超时预警",
    en="Exam overdue",
    trigger=Happened(on=Step(fact="queue.ticket_called", when='event.room_id == "ct1"')),
    level=Level.MEDIUM,
    says_zh="{key} 检查超时",
    says_en="{key} is overdue",
    to=(Recipient(kind="role", name="head"),),
    grades=(Grade(when='event.room_id == "mr1"', level=Level.HIGH),),
    group=Grouping(interval=0),
    source="T-1",
)
ESCALATING = msgspec.structs.replace(
    RULE, code="T-UP", zh="无人处理升级", en="Nobody acts", escalation=(Wait(after=600, level=Level.HIGH),)
)
EVENT = {"type": "queue.ticket_called", "v": 2, "ticket_id": "t1", "room_id": "ct1"}


async def save(house: House, *rules: Rule) -> None:
    """Have these rules in force at the demo hospital."""
    for rule in rules or (RULE,):
        await house.dispatch(ADMIN, SaveRule(rule=rule, edition=0))


def finding(key: str = "p1", window: str = "w1", **more: Any) -> Finding:
    """What a trigger found about ``key``."""
    values: Mapping[str, Any] = {"holds": True, "at": 1_772_413_200.0, "event": EVENT, "events": ("f1",)}
    return Finding(
        **{"tenant": "demo", "rule": RULE.code, "version": 1, "key": key, "window": window, **values, **more}
    )


async def found(house: House, *findings: Finding) -> None:
    """Hand findings over as the engine does, and fire what is due."""
    engine = Caller("demo", "rules", frozenset({RAISE.name}), frozenset({"demo"}))
    await house.dispatch(engine, RaiseFindings(findings=findings or (finding(),)))
    await fire(house)


async def fire(house: House) -> None:
    """Fire every timer that is due."""
    while await fire_next(house.dispatch):
        continue


async def alert_id(house: House, key: str = "p1") -> str:
    """The newest alert about ``key``."""
    found_id: str = await one(
        house, "select id from alerts_alerts where tenant = 'demo' and key = :key order by id desc limit 1", key=key
    )
    return found_id
