"""The rules that this room ships (post-checkup.md §9.2, W-QC-34, W-QC-36 and W-QC-37), and what operations are called.

The audit takes in every command, so quality, reception and private actions are among what these rules watch.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from domains.audit import gaps, looks
from domains.audit.queries import labels
from hub.levels import Level
from realtime_rules.ports import Called, Pack
from realtime_rules.rule import Recipient, Rule
from realtime_rules.triggers.happened import Happened
from realtime_rules.triggers.scheduled import Scheduled
from realtime_rules.triggers.step import Step

_SECURITY: Final = (Recipient(kind="role", name="admin"),)

PACK: Final = Pack(
    "audit",
    (
        Rule(
            code="W-QC-34",
            zh="违规访问预警",
            en="Illegal access",
            # A page may ask a question too many by itself; nobody sends a command by accident.
            trigger=Happened(on=Step(fact="audit.access_refused", when="!event.looking || event.times >= 5")),
            key=("account_id",),
            level=Level.HIGH,
            says_zh="{event.account_id} 越权访问被拒绝：{event.operation}",
            says_en="{event.account_id} was refused access beyond the account's rights: {event.operation}",
            to=_SECURITY,
            channels=("popup", "wechat", "wecom", "sms"),
            source="W-QC-34 QC-141",
        ),
        Rule(
            code="W-QC-36",
            zh="操作未记录预警",
            en="Audit gap",
            trigger=Scheduled(
                cron="* * * * *",
                measure=gaps.measure.name,
                when='row.kind == "broken" || row.seconds >= 60',
            ),
            level=Level.MEDIUM,
            says_zh="审计缺口（含质控、接待、私密操作）：{values.zh}",
            says_en="Gap in the audit of quality, reception and private actions: {values.en}",
            to=_SECURITY,
            source="W-QC-36 QC-149",
        ),
        Rule(
            code="W-QC-37",
            zh="异常操作预警",
            en="Abnormal action",
            trigger=Scheduled(cron="*/5 * * * *", measure=looks.measure.name, when="row.records > 200"),
            level=Level.MEDIUM,
            says_zh="{values.who} 一小时内查看了 {values.records} 份不同的个人信息",
            says_en="{values.who} looked at {values.records} different personal records within an hour",
            to=_SECURITY,
            source="W-QC-37 QC-147 QC-149",
        ),
    ),
)


async def _names(db: AsyncConnection, tenant: str, operations: Collection[str]) -> dict[str, str]:
    del db, tenant
    return {name: labels()[name][0] for name in operations if name in labels()}


CALLED: Final = Called("operation", _names)
