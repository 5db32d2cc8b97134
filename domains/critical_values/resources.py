"""The institution's own list of critical limits (QC-001)."""

from __future__ import annotations

from typing import Final

from domains.critical_values.events import EVENTS
from domains.critical_values.model import STATES
from domains.critical_values.tables import values
from hub.resources.fields import Choice, Instant, Number, Option, Text
from hub.resources.filters import Between, Is, Like
from hub.resources.resource import Resource
from hub.resources.words import Words

_DECIMAL: Final = r"-?[0-9]{1,8}(\.[0-9]{1,4})?"
_DECIMAL_HINT: Final = Words("应为数字，最多四位小数", "a number with at most four decimals")
EVERYBODY: Final = ("admin", "head", "doctor", "reviewer", "technician")


def _bound(name: str, zh: str, en: str) -> Text:
    return Text(name, zh, en, longest=14, pattern=_DECIMAL, hint=_DECIMAL_HINT, width=110)


limit = Resource(
    __name__,
    "limit",
    "危急值界限",
    "critical limit",
    fields=(
        Text("item", "项目编码", "Item code", required=True, longest=40, width=120),
        Text("name", "项目名称", "Item name", required=True),
        Text("unit", "单位", "Unit", longest=20, width=90),
        _bound("first_low", "一级低限", "Level 1 low"),
        _bound("first_high", "一级高限", "Level 1 high"),
        _bound("second_low", "二级低限", "Level 2 low"),
        _bound("second_high", "二级高限", "Level 2 high"),
        Choice(
            "sex",
            "适用性别",
            "For sex",
            options=(Option("male", "男", "Male"), Option("female", "女", "Female")),
            width=90,
        ),
        Number("youngest", "最小年龄", "From age", most=150, width=90),
        Number("oldest", "最大年龄", "To age", most=150, width=90),
        Text("department", "适用科室", "For department"),
    ),
    filters=(Like("item"), Like("name"), Like("department"), Is("enabled")),
    sorts=("item", "created_at", "updated_at"),
    sort="item",
    unique=(("item", "sex", "youngest", "oldest", "department"),),
    readers=EVERYBODY,
    keepers=("admin", "head"),
    under="critical",
    order=20,
    imports=True,
    exports=True,
)

value = Resource(
    __name__,
    "value",
    "危急值",
    "critical value",
    fields=(
        Choice(
            "state",
            "状态",
            "State",
            required=True,
            options=tuple(Option(state, *STATES[state]) for state in STATES),
            width=100,
        ),
        Number("level", "级别", "Level", required=True, width=80),
        Text("patient_name", "患者", "Patient", required=True, mask="name", width=100),
        Text("department", "科室", "Department", width=120),
        Text("bed", "床号", "Bed", width=80),
        Text("item_name", "项目", "Item", required=True, width=120),
        Text("value", "结果", "Result", required=True, width=100),
        Text("unit", "单位", "Unit", width=90),
        Text("doctor", "责任医生", "Doctor", width=110),
        Text("keeper", "处理人", "In hand", width=110),
        Instant("detected_at", "发现时间", "Found", required=True, width=160),
        Instant("confirmed_at", "确认时间", "Read back", width=160),
        Instant("handled_at", "处置时间", "Handled", width=160),
    ),
    filters=(Between("detected_at", days=7), Is("state"), Like("patient_name"), Like("item_name"), Like("department")),
    sorts=("detected_at",),
    sort="-detected_at",
    shows="item_name",
    changes=False,
    rows=values,
    told_by=tuple((kind, "value_id") for kind in EVENTS),
    readers=("admin", "head", "doctor", "reviewer"),
    exports=True,
    personal=True,
)

ALL: Final = (limit, value)
