"""The rule that this room ships (post-checkup.md §9.2, W-QC-24)."""

from __future__ import annotations

from typing import Final

from domains.maintenance import boards
from hub.levels import Level
from realtime_rules.ports import Pack
from realtime_rules.rule import Recipient, Rule, Wait
from realtime_rules.triggers.scheduled import Scheduled

_ADMINISTRATORS: Final = (Recipient(kind="role", name="admin"),)

PACK: Final = Pack(
    "maintenance",
    (
        Rule(
            code="W-QC-24",
            zh="看板数据更新失败预警",
            en="Boards are not up to date",
            trigger=Scheduled(cron="* * * * *", measure=boards.measure.name, when="row.seconds >= 60"),
            level=Level.LOW,
            says_zh="看板与实时页面的数据已有 {values.seconds} 秒没有更新（{values.facts} 条待更新）",
            says_en="Boards and live pages are {values.seconds} seconds behind ({values.facts} changes wait)",
            to=(Recipient(kind="role", name="operator"),),
            otherwise=_ADMINISTRATORS,
            escalation=(Wait(after=600, to=_ADMINISTRATORS, level=Level.MEDIUM),),
            source="W-QC-24 QC-089",
        ),
    ),
)
