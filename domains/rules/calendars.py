"""The calendars that every institution has from the start."""

from __future__ import annotations

from typing import Final

from realtime_rules.calendars import Calendar, Hours

_WEEK: Final = (0, 1, 2, 3, 4)
_ALL: Final = (0, 1, 2, 3, 4, 5, 6)

SHIPPED: Final[dict[str, tuple[str, Calendar]]] = {
    "working-hours": (
        "工作时间",
        Calendar(
            hours=(Hours(weekdays=_WEEK, start="08:00", end="12:00"), Hours(weekdays=_WEEK, start="13:30", end="17:30"))
        ),
    ),
    "working-days": ("工作日", Calendar(hours=(Hours(weekdays=_WEEK, start="00:00", end="00:00"),))),
    "daytime": ("每日白天", Calendar(hours=(Hours(weekdays=_ALL, start="08:00", end="22:00"),), holidays=False)),
    "night": ("夜班", Calendar(hours=(Hours(weekdays=_ALL, start="22:00", end="08:00"),), holidays=False)),
}
"""Code -> (name, hours); an institution may change each."""
