"""The demo hospital's critical limits, as adult medicine commonly has them; each hospital sets its own."""

from __future__ import annotations

from typing import Any, Final

from domains.critical_values.resources import limit
from hub.demo import DemoSeed, founder
from hub.house import House
from hub.resources.shapes import shapes_of

# item, name, unit, level 1 low and high, level 2 low and high
LIMITS: Final = (
    ("K", "血钾", "mmol/L", "2.5", "6.5", "2.8", "6.2"),
    ("Na", "血钠", "mmol/L", "115", "160", "120", "155"),
    ("Ca", "血钙", "mmol/L", "1.5", "3.5", "1.75", "3.25"),
    ("GLU", "血糖", "mmol/L", "2.2", "27.8", "2.8", "22.2"),
    ("HB", "血红蛋白", "g/L", "45", "", "50", "230"),
    ("PLT", "血小板", "10^9/L", "20", "1000", "30", ""),
    ("WBC", "白细胞", "10^9/L", "1.0", "50", "1.5", "30"),
    ("PT", "凝血酶原时间", "s", "", "40", "", "30"),
    ("CTNI", "肌钙蛋白I", "ng/mL", "", "1.0", "", "0.5"),
)
NAMES: Final = ("item", "name", "unit", "first_low", "first_high", "second_low", "second_high")


async def _seed(house: House, _: str) -> None:
    caller, shapes = founder(house, "demo"), shapes_of(limit)
    if (await house.dispatch.ask(caller, shapes.list(limit=1))).rows:
        return
    for line in LIMITS:
        values: dict[str, Any] = dict(zip(NAMES, line, strict=True))
        await house.dispatch(caller, shapes.create(**values))


seed = DemoSeed(60, _seed)
