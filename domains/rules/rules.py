"""The rule that this room ships (post-checkup.md §9.2, W-PC-55)."""

from __future__ import annotations

from typing import Final

from domains.rules.effect import not_in_effect
from hub.levels import Level
from realtime_rules.ports import Pack
from realtime_rules.rule import Recipient, Rule, Wait
from realtime_rules.triggers.scheduled import Scheduled

_ADMINISTRATORS: Final = (Recipient(kind="role", name="admin"),)

PACK: Final = Pack(
    "rules",
    (
        Rule(
            code="W-PC-55",
            zh="配置变更未生效预警",
            en="Configuration not effective",
            trigger=Scheduled(cron="* * * * *", measure=not_in_effect.name, when="row.minutes >= 10"),
            level=Level.LOW,
            says_zh="规则变更 {values.minutes} 分钟仍未生效：{values.what}",
            says_en="A rule change has not been taken up for {values.minutes} minutes: {values.what}",
            to=(Recipient(kind="role", name="operator"),),
            otherwise=_ADMINISTRATORS,
            escalation=(Wait(after=3000, to=_ADMINISTRATORS, level=Level.MEDIUM),),
            source="W-PC-55 PC-298",
        ),
    ),
)
