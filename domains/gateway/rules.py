"""The rules that this room ships (post-checkup.md §9.2, W-PC-57 and W-PC-58)."""

from __future__ import annotations

from typing import Final

from hub.levels import Level
from realtime_rules.ports import Pack
from realtime_rules.rule import Channel, Grouping, Recipient, Reminder, Rule
from realtime_rules.triggers.absent import Silent
from realtime_rules.triggers.happened import Happened
from realtime_rules.triggers.step import Step

_WHO: Final = (Recipient(kind="role", name="admin"), Recipient(kind="role", name="operator"))
_WAYS: Final[tuple[Channel, ...]] = ("popup", "wecom", "sms", "email")

PACK: Final = Pack(
    "gateway",
    (
        Rule(
            code="W-PC-57",
            zh="接口中断预警",
            en="Interface interrupted",
            trigger=Silent(on=Step(fact="gateway.message_accepted"), seconds=1800),
            key=("sender_id",),
            level=Level.HIGH,
            says_zh="接口 {key} 已 30 分钟没有消息",
            says_en="Interface {key} has been silent for 30 minutes",
            to=_WHO,
            channels=_WAYS,
            remind=Reminder(every=900, most=4),
            source="W-PC-57 PC-317",
        ),
        Rule(
            code="W-PC-58",
            zh="数据同步失败预警",
            en="Data synchronisation failed",
            trigger=Happened(on=Step(fact="gateway.message_rejected")),
            key=("message_id",),
            level=Level.MEDIUM,
            says_zh="接口 {event.sender_id} 的 {event.kind} 消息未能处理（{event.reason}）",
            says_en="A {event.kind} message of interface {event.sender_id} was refused ({event.reason})",
            to=_WHO,
            channels=_WAYS,
            group=Grouping(by=("sender_id",), wait=0, interval=900),
            source="W-PC-58 PC-317",
        ),
    ),
)
