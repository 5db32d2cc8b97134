"""The list of patients with their submissions (患者管理), and the sample types to choose from."""

from __future__ import annotations

from typing import Final

from domains.samples.events import SAMPLE_EVENTS
from domains.samples.model import REVIEWS, STATES
from domains.samples.permissions import KEEPERS, STAFF
from domains.samples.tables import records
from hub.resources.fields import Choice, Flag, Instant, Number, Option, Text
from hub.resources.filters import Between, Exact, Is, Like
from hub.resources.resource import Resource

sample_type = Resource(
    __name__,
    "sample-type",
    "送检样本类型",
    "sample type",
    fields=(
        Text("name", "样本类型", "Sample type", required=True),
        Flag("iced", "需加冰袋", "Needs an ice bag", width=110),
        Text("note", "备注", "Note", longest=200),
    ),
    filters=(Like("name"), Is("enabled")),
    sorts=("name", "created_at", "updated_at"),
    sort="created_at",
    unique=(("name",),),
    readers=STAFF,
    keepers=KEEPERS,
    under="samples",
    order=20,
)

sample = Resource(
    __name__,
    "sample",
    "送检患者",
    "sample submission",
    fields=(
        Text("name", "姓名", "Name", required=True, mask="name", width=110),
        Text("phone", "手机号", "Phone", required=True, longest=20, mask="phone", width=130),
        Choice(
            "review",
            "资料审核",
            "Materials",
            required=True,
            options=tuple(Option(value.value, *words) for value, words in REVIEWS.items()),
            width=110,
        ),
        Choice(
            "state",
            "送检状态",
            "Submission",
            options=tuple(Option(value.value, *words) for value, words in STATES.items()),
            width=140,
        ),
        Text("sample_type", "样本类型", "Sample type", width=120),
        Flag("needs_return", "样本需寄回", "To be returned", width=110),
        Text("tracking_no", "送检物流单号", "Tracking no.", longest=30, width=150),
        Text("return_no", "回寄物流单号", "Return no.", longest=30, width=150),
        Number("materials_no", "资料提交次数", "Materials sent", listed=False, exported=False),
        Number("change_no", "修改申请次数", "Change requests", listed=False, exported=False),
        Instant("submitted_at", "提交时间", "Submitted", width=160),
        Instant("updated_at", "更新时间", "Updated", required=True, width=160),
        Number("turn", "待办置顶", "Waiting first", required=True, listed=False, exported=False),
    ),
    filters=(Like("name"), Exact("phone"), Is("review"), Is("state"), Is("needs_return"), Between("updated_at")),
    sorts=("updated_at", "turn"),
    sort="-updated_at",
    changes=False,
    rows=records,
    told_by=tuple((kind, "sample_id") for kind in SAMPLE_EVENTS),
    readers=STAFF,
    keepers=KEEPERS,
    exports=True,
    personal=True,
)

ALL: Final = (sample_type, sample)
