"""The list of alerts: it only shows; rules open them and people handle them by commands of their own (QC-151)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from domains.alerts.events import ALERT_EVENTS
from domains.alerts.permissions import CLINICAL
from domains.alerts.tables import alerts
from hub.levels import Level
from hub.resources.fields import Choice, Flag, Instant, Number, Option, Text
from hub.resources.filters import Between, Exact, Is, Like
from hub.resources.resource import Resource

STAGES: Final = (
    Option("waiting", "待处理", "Waiting"),
    Option("escalated", "升级", "Escalated"),
    Option("handling", "处理中", "In hand"),
    Option("shelved", "已搁置", "Put aside"),
    Option("done", "已处理", "Dealt with"),
)
STATES: Final = (
    Option("unacknowledged", "未确认", "Unacknowledged"),
    Option("acknowledged", "已接手", "Acknowledged"),
    Option("returned", "已恢复未确认", "Returned, unacknowledged"),
    Option("latched", "已锁存", "Latched"),
    Option("shelved", "已搁置", "Shelved"),
    Option("closed", "已关闭", "Closed"),
)
LEVELS: Final = (
    Option(Level.HIGH.value, "紧急", "High"),
    Option(Level.MEDIUM.value, "重要", "Medium"),
    Option(Level.LOW.value, "一般", "Low"),
    Option(Level.INFO.value, "提示", "Information"),
)


@dataclass(frozen=True, slots=True)
class Owner(Text):
    """The account that has it; None: nobody."""

    @property
    def blank(self) -> Any:
        """Nobody."""
        return None


record = Resource(
    __name__,
    "record",
    "预警记录",
    "alert",
    fields=(
        Choice("level", "级别", "Level", required=True, options=LEVELS, width=90),
        Choice("stage", "处理状态", "Stage", required=True, options=STAGES, width=100),
        Choice("state", "预警状态", "State", required=True, options=STATES, listed=False),
        Text("rule", "规则", "Rule", required=True, width=140),
        Text("says_zh", "内容", "Says", required=True, longest=300),
        Text("says_en", "英文内容", "Says (English)", required=True, longest=300, listed=False),
        Owner("owner", "处理人", "Who has it", longest=64, width=110),
        Instant("opened_at", "发生时间", "Opened", required=True, width=160),
        Instant("acknowledged_at", "接手时间", "Taken over", width=160),
        Instant("returned_at", "恢复时间", "Returned", listed=False),
        Instant("shelved_until", "搁置至", "Put aside until", listed=False),
        Instant("closed_at", "处理完成", "Closed", listed=False),
        Number("times", "次数", "Times", required=True, width=70),
        Number("escalated", "升级次数", "Escalations", required=True, listed=False),
        Text("withheld", "未通知原因", "Kept from people by", listed=False),
        Text("key", "对象", "About", required=True, longest=200, listed=False),
        Text("note", "处理结果", "Result", longest=500),
        Flag("nuisance", "无效预警", "Nuisance", listed=False),
        Flag("open", "未处理完", "Open", listed=False),
        Number("urgency", "紧急程度", "Urgency", required=True, listed=False),
    ),
    filters=(
        Is("open"),
        Is("stage"),
        Is("level"),
        Is("rule"),
        Is("owner"),
        Between("opened_at"),
        Like("says_zh"),
        Exact("key"),
        Is("state"),
        Is("nuisance"),
    ),
    sorts=("urgency", "opened_at"),
    sort="-urgency",
    shows="says_zh",
    changes=False,
    rows=alerts,
    told_by=tuple((kind, "alert_id") for kind in ALERT_EVENTS),
    readers=CLINICAL,
    personal=True,
)
