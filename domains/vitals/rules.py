"""The rules that this room ships. Priorities after IEC 60601-1-8: what threatens life is high, a silent device medium.

The limits are those that monitors are delivered with for adults; every institution sets its own.
"""

from __future__ import annotations

from typing import Final

from hub.levels import Level
from realtime_rules.ports import Pack
from realtime_rules.readings import HEARD
from realtime_rules.rule import Recipient, Rule
from realtime_rules.triggers.absent import Silent
from realtime_rules.triggers.reading import Reading
from realtime_rules.triggers.step import Step

_DOCTORS: Final = (Recipient(kind="role", name="doctor"),)
_ABOVE: Final = (Recipient(kind="role", name="head"), Recipient(kind="role", name="admin"))
_BOUND: Final = 'event.patient_id != ""'

PACK: Final = Pack(
    "vitals",
    (
        Rule(
            code="CW-VITALS-01",
            zh="心率过缓或过速",
            en="Heart rate too low or too high",
            trigger=Reading(
                on=Step(fact="reading.heart_rate", when="event.value <= 40.0 || event.value >= 140.0"),
                until="event.value > 45.0 && event.value < 130.0",
                seconds=10,
                off_seconds=5,
            ),
            key=("device_id",),
            level=Level.HIGH,
            says_zh="{event.place} {event.device_id}：心率 {event.value} 次/分",
            says_en="{event.place} {event.device_id}: heart rate {event.value}/min",
            to=_DOCTORS,
            otherwise=_ABOVE,
        ),
        Rule(
            code="CW-VITALS-02",
            zh="血氧饱和度过低",
            en="Oxygen saturation too low",
            trigger=Reading(
                on=Step(fact="reading.spo2", when="event.value < 85.0"),
                until="event.value >= 88.0",
                seconds=10,
                off_seconds=5,
            ),
            key=("device_id",),
            level=Level.HIGH,
            says_zh="{event.place} {event.device_id}：血氧饱和度 {event.value}%",
            says_en="{event.place} {event.device_id}: oxygen saturation {event.value}%",
            to=_DOCTORS,
            otherwise=_ABOVE,
        ),
        Rule(
            code="CW-VITALS-03",
            zh="监护设备无数据",
            en="Monitor silent",
            trigger=Silent(on=Step(fact=HEARD, when=_BOUND), over=(Step(fact="vitals.device_unbound"),), seconds=60),
            key=("device_id",),
            level=Level.MEDIUM,
            says_zh="{event.place} {event.device_id} 已 60 秒没有数据",
            says_en="{event.place} {event.device_id} has sent nothing for 60 seconds",
            to=_DOCTORS,
            otherwise=_ABOVE,
        ),
    ),
)
