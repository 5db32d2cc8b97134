"""The schedule of rooms (检查室排班): on which days, at which times, how many places each."""

from __future__ import annotations

from typing import Final

from hub.resources.fields import Choice, Number, Option, Reference, Text
from hub.resources.filters import Is
from hub.resources.resource import Resource
from hub.resources.words import Words

_CLOCK: Final = "([01][0-9]|2[0-3]):[0-5][0-9]|24:00"
_CLOCK_HINT: Final = Words("应为 24 小时制时间，如 08:00", "a time of day such as 08:00")

room_schedule = Resource(
    __name__,
    "room-schedule",
    "检查室排班",
    "room schedule",
    fields=(
        Reference("room_id", "检查室", "Room", required=True, to="queue/exam-room"),
        Choice(
            "weekday",
            "星期",
            "Weekday",
            required=True,
            options=(
                Option("1", "星期一", "Monday"),
                Option("2", "星期二", "Tuesday"),
                Option("3", "星期三", "Wednesday"),
                Option("4", "星期四", "Thursday"),
                Option("5", "星期五", "Friday"),
                Option("6", "星期六", "Saturday"),
                Option("7", "星期日", "Sunday"),
            ),
        ),
        Text("opens", "开始时间", "From", required=True, longest=5, pattern=_CLOCK, hint=_CLOCK_HINT),
        Text("closes", "结束时间", "Until", required=True, longest=5, pattern=_CLOCK, hint=_CLOCK_HINT),
        Number("minutes", "每个号源分钟数", "Minutes per slot", required=True, least=5, most=480),
        Number("places", "每个号源人数", "Places per slot", required=True, least=1, most=100),
    ),
    filters=(Is("room_id"), Is("weekday")),
    sorts=("room_id", "created_at", "updated_at"),
    sort="room_id",
    shows="room_id",
    keepers=("admin", "head"),
    readers=("admin", "head", "registrar"),
    under="reception",
    order=40,
)
