"""The rule that this room ships (post-checkup.md §9, W-QC-35), and what its facts' kinds are called."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.jobs.kind import kinds
from hub.levels import Level
from realtime_rules.ports import Called, Pack
from realtime_rules.rule import Recipient, Rule
from realtime_rules.triggers.happened import Happened
from realtime_rules.triggers.step import Step

LARGE: Final = 500
"""Rows; the requirement proposes it."""

PACK: Final = Pack(
    "jobs",
    (
        Rule(
            code="W-QC-35",
            zh="数据导出预警",
            en="Large data export",
            trigger=Happened(on=Step(fact="jobs.data_exported", when=f"event.rows > {LARGE}")),
            key=("job_id",),
            level=Level.HIGH,
            says_zh="{event.account_id} 导出了 {event.rows} 条数据（{event.job_kind}）",
            says_en="{event.account_id} exported {event.rows} rows ({event.job_kind})",
            to=(Recipient(kind="role", name="admin"),),
            channels=("popup", "wechat", "wecom", "sms"),
            source="W-QC-35 QC-141",
        ),
    ),
)


async def _names(db: AsyncConnection, tenant: str, names: Collection[str]) -> dict[str, str]:
    del db, tenant
    known = kinds()
    return {name: known[name].zh for name in names if name in known}


CALLED: Final = Called("job_kind", _names)
