"""The diagnosis list: what comes into it, its filters, its columns (radiology.md 5.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domains.registration.commands.form import Request
from domains.reports.model import State
from domains.reports.queries.listing import ListReports
from hub.errors import Forbidden, Invalid
from hub.house import House
from tests.domains.registration.desk import MR, REGISTRAR
from tests.domains.reports.desk import (
    HEAD,
    entered,
    examined,
    names,
    passed,
    reviewing,
    rows,
    shown,
    somebody,
    submitted,
)
from tests.kit.clock import MORNING, StillClock

HOUR = timedelta(hours=1)
REQUEST = Request(requesting_department="呼吸内科", requesting_doctor="陈志远", requested_at=MORNING - HOUR)


@pytest.mark.covers("RIS-202")
async def test_by_default_it_shows_who_was_examined_today_and_is_to_be_diagnosed(
    house: House, clock: StillClock
) -> None:
    await examined(house, "昨天")
    clock.forward(hours=24)
    await examined(house, "今天")
    begun = await examined(house, "写着")
    await entered(house, begun)
    assert await names(house) == ["今天"]
    assert await names(house, exam_from=MORNING) == ["昨天", "今天"]


@pytest.mark.covers("RIS-203", "RIS-204")
async def test_one_or_several_of_the_six_statuses_are_chosen(house: House) -> None:
    await examined(house, "待诊断")
    await entered(house, await examined(house, "诊断中"))
    await submitted(house, await examined(house, "待审核"))
    under_review = await examined(house, "审核中")
    await submitted(house, under_review)
    await reviewing(house, under_review)
    await passed(house, await examined(house, "已审核"))
    for name, state in (
        ("待诊断", "to_diagnose"),
        ("诊断中", "diagnosing"),
        ("待审核", "to_review"),
        ("审核中", "reviewing"),
        ("已审核", "reviewed"),
    ):
        assert await names(house, statuses=(State(state),)) == [name]
    assert await names(house, statuses=(State.TO_REVIEW, State.DIAGNOSING)) == ["诊断中", "待审核"]
    assert len(await names(house, statuses=())) == 5


@pytest.mark.covers("RIS-201")
async def test_a_row_has_the_columns_of_the_requirements(house: House) -> None:
    desk = await somebody(house, "registrar")
    report = await examined(house, "欧阳若兰", who={"sex": "female"}, request=REQUEST, caller=desk)
    await passed(house, report)
    (row,) = await rows(house, statuses=())
    assert (row.name, row.sex, row.age, row.exam_state, row.exam_type) == ("欧阳若兰", "female", 35, "completed", "CT")
    assert (row.room, row.parts, row.items) == ("CT1 室", ("胸部",), ("胸部CT平扫",))
    assert (row.image_no[:2], row.exam_no[:8], row.exam_at) == ("CT", "20260302", house.clock())
    assert (row.registrar, row.writer, row.reviewer) == ("登记员小林", "诊断医生小吴", "审核医生小何")
    assert (row.requesting_doctor, row.requesting_department) == ("陈志远", "呼吸内科")
    assert row.requested_at == MORNING - HOUR
    masked = await rows(house, replace(HEAD, masked=True), statuses=())
    assert [one.name for one in masked] == ["欧**兰"]


@pytest.mark.covers("RIS-209")
async def test_the_basic_filters(house: House, clock: StillClock) -> None:
    chest = await examined(house, "赵一")
    await submitted(house, chest)
    clock.forward(hours=2)
    head = await examined(house, "赵二", room_id="mr1", items=(MR,))
    await submitted(house, head)
    every: dict[str, Any] = {"statuses": ()}
    assert await names(house, **every, exam_from=MORNING + HOUR) == ["赵二"]
    assert await names(house, **every, exam_until=MORNING + HOUR) == ["赵一"]
    assert await names(house, **every, diagnosed_from=MORNING + HOUR) == ["赵二"]
    assert await names(house, **every, diagnosed_until=MORNING + HOUR) == ["赵一"]
    assert await names(house, **every, exam_type="MR") == ["赵二"]
    assert await names(house, **every, room_id="ct1") == ["赵一"]
    campus = (await shown(house, chest)).report.campus
    assert await names(house, **every, campus=campus, room_id="ct1") == ["赵一"]
    assert await names(house, **every, campus="别处") == []
    assert await names(house, **every, name="赵") == ["赵一", "赵二"]
    assert await names(house, **every, name="二") == ["赵二"]
    number = (await shown(house, head)).report.exam_no
    clock.forward(hours=48)  # a number is looked for on all days
    assert await names(house, **every, exam_no=number) == ["赵二"]
    assert await names(house, **every, exam_no=number[:-1]) == []
    assert await names(house, **every) == []


@pytest.mark.covers("RIS-034")
async def test_emergency_and_vip_are_first_for_the_report_too(house: House, clock: StillClock) -> None:
    for name, kind in (("普通", "normal"), ("贵宾", "vip"), ("急诊", "emergency"), ("后来", "normal")):
        await examined(house, name, request=Request(patient_class=kind))  # type: ignore[arg-type]
        clock.forward(minutes=1)
    assert await names(house) == ["急诊", "贵宾", "普通", "后来"]
    assert await names(house, order="newest") == ["后来", "急诊", "贵宾", "普通"]


async def test_pages_follow_each_other(house: House) -> None:
    for n in range(5):
        await examined(house, f"页{n}")
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = await house.dispatch.ask(HEAD, ListReports(size=2, cursor=cursor))
        seen += [row.name for row in page.rows]
        cursor = page.next
    assert seen == [f"页{n}" for n in range(5)]
    with pytest.raises(Invalid):
        await house.dispatch.ask(HEAD, ListReports(cursor="nonsense"))


async def test_the_desk_does_not_see_the_list(house: House) -> None:
    with pytest.raises(Forbidden):
        await house.dispatch.ask(REGISTRAR, ListReports())
    assert (await somebody(house)).permissions >= {"reports.read", "reports.write"}
