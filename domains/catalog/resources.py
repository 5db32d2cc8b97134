"""The list pages of base data.

Newest change first where the hospital's own end asks for it (SA-834 ... SA-838); newest first elsewhere. Both orders
show a new row at the top.
"""

from __future__ import annotations

from typing import Final

from domains.catalog import standard
from domains.catalog.menus import BASE_DATA
from hub.resources.fields import Choice, File, Money, Option, Reference, RichText, Text
from hub.resources.filters import Is, Like
from hub.resources.resource import Resource
from hub.resources.words import Words

_CODE: Final = "[A-Za-z0-9._-]*"
_BYTE: Final = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])"
_CODE_HINT: Final = Words("只能包含字母、数字、点、横线和下划线", "letters, digits, dots, dashes and underscores only")
_NOTE: Final = Text("note", "备注", "Note", longest=300, lines=3, listed=False)
_BY_CHANGE: Final = "-updated_at"
KEEPERS: Final = ("admin", "head")


def _code(zh: str, en: str, longest: int = 20) -> Text:
    return Text("code", zh, en, required=True, longest=longest, pattern=_CODE, hint=_CODE_HINT, width=140)


def _named(name: str, zh: str, en: str, order: int) -> Resource:
    """A plain list of names (ID-770 ... ID-772)."""
    return Resource(
        __name__,
        name,
        zh,
        en,
        fields=(Text("name", f"{zh}名称", f"{en.capitalize()} name", required=True), _NOTE),
        filters=(Like("name"),),
        unique=(("name",),),
        keepers=KEEPERS,
        under=BASE_DATA.id,
        order=order,
        imports=True,
        exports=True,
    )


hospital_type = _named("hospital-type", "医院类型", "hospital type", 90)
hospital_grade = _named("hospital-grade", "医院等级", "hospital grade", 100)
staff_type = _named("staff-type", "人员类型", "staff type", 110)

modality = Resource(
    __name__,
    "modality",
    "模态",
    "modality",
    plural="modalities",
    fields=(
        _code("模态编码", "Modality code"),
        Text("name", "模态名称", "Modality name", required=True),
        _NOTE,
    ),
    filters=(Like("code"), Like("name")),
    sort=_BY_CHANGE,
    unique=(("code",), ("name",)),
    source=standard.modalities,
    keepers=KEEPERS,
    under=BASE_DATA.id,
    order=30,
    imports=True,
    exports=True,
)

body_part = Resource(
    __name__,
    "body-part",
    "部位",
    "body part",
    fields=(
        _code("部位编码", "Body part code"),
        Text("name", "部位名称", "Body part name", required=True),
        Reference("modality_id", "模态", "Modality", to="catalog/modality"),
        _NOTE,
    ),
    filters=(Like("code"), Like("name"), Is("modality_id")),
    sort=_BY_CHANGE,
    unique=(("code",),),
    source=standard.body_parts,
    keepers=KEEPERS,
    under=BASE_DATA.id,
    order=40,
    imports=True,
    exports=True,
)

exam_item = Resource(
    __name__,
    "exam-item",
    "检查项目",
    "exam item",
    fields=(
        _code("项目编码", "Item code", 30),
        Text("name", "项目名称", "Item name", required=True),
        Reference("modality_id", "模态", "Modality", required=True, to="catalog/modality"),
        Reference("body_part_id", "部位", "Body part", to="catalog/body-part"),
        Money("fee", "检查费", "Exam fee", required=True, width=120),
        _NOTE,
        RichText("instructions", "检查须知", "Instructions"),
        File("attachments", "附件", "Attachments", most=6, listed=True, width=140),
    ),
    filters=(Like("name"), Like("code"), Is("body_part_id"), Is("modality_id"), Is("enabled")),
    sorts=("modality_id", "fee", "created_at", "updated_at"),
    sort=_BY_CHANGE,
    unique=(("code",),),
    source=standard.exam_items,
    keepers=KEEPERS,
    under=BASE_DATA.id,
    order=10,
    imports=True,
    exports=True,
)

charge_item = Resource(
    __name__,
    "charge-item",
    "收费项目",
    "charge item",
    fields=(
        _code("收费代码", "Charge code", 30),
        Text("name", "收费项目名称", "Charge item name", required=True),
        Choice(
            "type",
            "收费项目类型",
            "Charge item type",
            required=True,
            options=(
                Option("exam", "检查费", "Examination"),
                Option("drug", "药品费", "Drug"),
                Option("supply", "材料费", "Supply"),
                Option("other", "其他", "Other"),
            ),
        ),
        Reference("modality_id", "模态", "Modality", required=True, to="catalog/modality"),
        Money("price", "价格", "Price", required=True, width=120),
        Text("unit", "计价单位", "Unit", longest=10),
        _NOTE,
    ),
    filters=(Like("name"), Is("type"), Is("modality_id"), Like("code"), Is("enabled")),
    sorts=("modality_id", "price", "created_at", "updated_at"),
    sort=_BY_CHANGE,
    unique=(("code",),),
    source=standard.charge_items,
    keepers=KEEPERS,
    under=BASE_DATA.id,
    order=20,
    imports=True,
    exports=True,
)

device = Resource(
    __name__,
    "device",
    "设备",
    "device",
    fields=(
        Text("name", "设备名称", "Device name", required=True),
        Reference("modality_id", "所属类型", "Device type", required=True, to="catalog/modality"),
        Text(
            "ip",
            "设备IP",
            "Device IP",
            required=True,
            longest=15,
            pattern=rf"{_BYTE}(\.{_BYTE}){{3}}",
            hint=Words("应为 IPv4 地址，如 192.168.1.20", "an IPv4 address such as 192.168.1.20"),
        ),
        _NOTE,
    ),
    filters=(Is("modality_id"), Like("name")),
    sort=_BY_CHANGE,
    unique=(("name",),),
    keepers=KEEPERS,
    under=BASE_DATA.id,
    order=60,
    imports=True,
    exports=True,
)

ordering_department = Resource(
    __name__,
    "ordering-department",
    "开单科室",
    "ordering department",
    fields=(Text("name", "科室名称", "Department name", required=True),),
    filters=(Like("name"),),
    unique=(("name",),),
    keepers=KEEPERS,
    under=BASE_DATA.id,
    order=70,
    imports=True,
    exports=True,
)

ordering_doctor = Resource(
    __name__,
    "ordering-doctor",
    "开单医生",
    "ordering doctor",
    fields=(
        Reference("department_id", "所属科室", "Department", required=True, to="catalog/ordering-department"),
        Text("name", "医生名称", "Doctor name", required=True, longest=30),
    ),
    filters=(Is("department_id"), Like("name")),
    unique=(("department_id", "name"),),
    keepers=KEEPERS,
    under=BASE_DATA.id,
    order=80,
    imports=True,
    exports=True,
)

ALL: Final = (
    exam_item,
    charge_item,
    modality,
    body_part,
    device,
    ordering_department,
    ordering_doctor,
    hospital_type,
    hospital_grade,
    staff_type,
)
