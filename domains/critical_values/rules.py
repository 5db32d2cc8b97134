"""The rules that this room ships (post-checkup.md §9.2, W-QC-01 to W-QC-04)."""

from __future__ import annotations

from typing import Final

from hub.levels import Level
from realtime_rules.ports import Pack
from realtime_rules.rule import Grouping, Recipient, Reminder, Rule, Wait
from realtime_rules.triggers.absent import Absent
from realtime_rules.triggers.happened import Happened
from realtime_rules.triggers.step import Step

_OVER: Final = (Step(fact="critical_values.handled"), Step(fact="critical_values.cancelled"))
_DOCTOR: Final = (Recipient(kind="field", name="doctor_id"),)
_ABOVE: Final = (
    Recipient(kind="role", name="head"),
    Recipient(kind="role", name="admin"),
)
_WAYS: Final = ("popup", "wechat", "wecom", "sms")
_SAYS: Final = (
    "{event.patient} {event.item_name} {event.value} {event.unit}（{event.department}）",
    "{event.patient}: {event.item_name} {event.value} {event.unit} ({event.department})",
)


def _told(code: str, level: int, every: float) -> Rule:
    zh = "一级" if level == 1 else "二级"
    return Rule(
        code=code,
        zh=f"危急值（{zh}）",
        en=f"Critical value, level {level}",
        trigger=Happened(
            on=Step(fact="critical_values.detected", when=f"event.level == {level}"),
            over=_OVER,
        ),
        key=("value_id",),
        level=Level.HIGH,
        says_zh=_SAYS[0],
        says_en=_SAYS[1],
        to=_DOCTOR,
        otherwise=_ABOVE,
        channels=_WAYS,
        group=Grouping(by=("key",)),
        remind=Reminder(every=every, most=24),
        source=f"{code} QC-002; W-QC-03 QC-003",
    )


PACK: Final = Pack(
    "critical_values",
    (
        _told("W-QC-01", 1, 300),
        _told("W-QC-02", 2, 600),
        Rule(
            code="W-QC-04",
            zh="危急值未处理升级预警",
            en="Critical value not handled",
            trigger=Absent(after=Step(fact="critical_values.detected"), expected=_OVER, seconds=1800),
            key=("value_id",),
            level=Level.HIGH,
            says_zh=f"30 分钟未处理：{_SAYS[0]}",
            says_en=f"Not handled for 30 minutes: {_SAYS[1]}",
            to=_ABOVE,
            channels=_WAYS,
            group=Grouping(by=("key",)),
            escalation=(Wait(after=900, to=(Recipient(kind="role", name="admin"),)),),
            source="W-QC-04 QC-007",
        ),
    ),
)
