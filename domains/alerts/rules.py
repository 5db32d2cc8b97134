"""The rules that this room ships (post-checkup.md, W-QC-38)."""

from __future__ import annotations

from typing import Final

from domains.alerts import piles
from hub.levels import Level
from realtime_rules.ports import Pack
from realtime_rules.rule import Grouping, Recipient, Rule, Wait
from realtime_rules.triggers.scheduled import Scheduled

PACK: Final = Pack(
    "alerts",
    (
        Rule(
            code=piles.RULE,
            zh="预警未处理累计预警",
            en="Alerts pile up",
            trigger=Scheduled(
                cron="*/5 * * * *",
                measure=piles.measure.name,
                when='row.kind == "person" ? row.open > 10 : row.open > 30',
            ),
            level=Level.MEDIUM,
            says_zh="{values.who} 有 {values.open} 条预警未处理",
            says_en="{values.open} alerts wait for {values.who}",
            to=(Recipient(kind="role", name="head"),),
            otherwise=(Recipient(kind="role", name="admin"),),
            channels=("popup", "wecom"),
            group=Grouping(by=("key",)),
            escalation=(Wait(after=86_400, to=(Recipient(kind="role", name="admin"),)),),
            source="W-QC-38 QC-158",
        ),
    ),
)
