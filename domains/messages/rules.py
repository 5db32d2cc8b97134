"""The rule that this room ships (post-checkup.md §9, W-TEC-03): a channel that fails is itself an alert."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from domains.messages.adapters.every import ADAPTERS
from hub.levels import Level
from realtime_rules.ports import Called, Pack
from realtime_rules.rule import Grouping, Recipient, Reminder, Rule
from realtime_rules.triggers.happened import Happened
from realtime_rules.triggers.step import Step

_WORKS: Final = "event.state == 'sent' || event.state == 'delivered'"

PACK: Final = Pack(
    "messages",
    (
        Rule(
            code="W-TEC-03",
            zh="消息通道失效预警",
            en="A message channel fails",
            trigger=Happened(
                on=Step(fact="messages.delivery_failed"),
                over=(Step(fact="messages.delivery_changed", when=_WORKS),),
            ),
            key=("way",),
            level=Level.HIGH,
            says_zh="通道 {event.way} 发送失败（{event.code}），已改用下一通道",
            says_en="Channel {event.way} failed ({event.code}); the next one is used",
            to=(Recipient(kind="role", name="operator"), Recipient(kind="role", name="admin")),
            channels=("popup", "sms", "email"),
            group=Grouping(by=("key",)),
            remind=Reminder(every=900, most=4),
            source="W-TEC-03 TEC-013",
        ),
    ),
)


async def _names(db: AsyncConnection, tenant: str, ways: Collection[str]) -> dict[str, str]:
    del db, tenant
    return {way: adapter.zh for way, adapter in ADAPTERS.items() if way in ways}


CALLED: Final = Called("way", _names)
