"""Who has been examined, by day, type, campus, room and number (RIS-114)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domains.queue.commands.calls import CallTicket
from domains.queue.commands.rooms import OpenRoom
from domains.queue.commands.steps import FinishExam, StartExam
from domains.queue.examined import PAGE, ExaminedList, ListExamined
from hub.house import House
from hub.resources.errors import BadCursor
from tests.domains.queue.desk import TECHNICIAN, admit, names, put
from tests.kit.clock import StillClock
from tests.kit.house import person


async def ask(house: House, **filters: object) -> ExaminedList:
    return await house.dispatch.ask(TECHNICIAN, ListExamined(**filters))  # type: ignore[arg-type,no-any-return]


async def examine(house: House, **fields: object) -> str:
    """Admit somebody and have him examined."""
    admitted = await admit(house, **fields)
    await put(house, admitted.ticket_id, "examined")
    return admitted.exam_no


@pytest.mark.covers("RIS-114")
async def test_a_finished_examination_leaves_the_line_and_stands_among_the_examined(house: House) -> None:
    admitted = await admit(
        house, patient_id="p-done", name="毕已检", items=("头部平扫", "胸部平扫"), patient_class="vip"
    )
    for step in (CallTicket, StartExam, FinishExam):
        assert "毕已检" not in [row.name for row in (await ask(house)).rows]
        await house.dispatch(TECHNICIAN, step(ticket_id=admitted.ticket_id))
    assert "毕已检" not in await names(house)
    row = next(row for row in (await ask(house)).rows if row.ticket_id == admitted.ticket_id)
    assert (row.name, row.patient_class, row.items) == ("毕已检", "vip", ("头部平扫", "胸部平扫"))
    assert (row.exam_no, row.image_no, row.number) == (admitted.exam_no, admitted.image_no, admitted.number)
    assert (row.room_id, row.sex, row.age) == ("ct1", "female", 35)


@pytest.mark.covers("RIS-114")
async def test_filters_by_type_campus_and_room_combine(house: House) -> None:
    room = OpenRoom(id="us9", name="US9 室", campus="东院", exam_types=("US", "CT"))
    await house.dispatch(person("admin"), room)
    here = await examine(house, patient_id="a")
    there = await examine(house, patient_id="b", room_id="us9")
    other = await examine(house, patient_id="c", room_id="us9", exam_type="US")

    async def found(**filters: str) -> set[str]:
        return {row.exam_no for row in (await ask(house, **filters)).rows} & {here, there, other}

    assert await found() == {here, there, other}
    assert await found(exam_type="CT") == {here, there}
    assert await found(campus="东院") == {there, other}
    assert await found(room_id="ct1") == {here}
    assert await found(campus="东院", exam_type="CT") == {there}
    assert await found(campus="东院", room_id="ct1") == set()


@pytest.mark.covers("RIS-114")
async def test_the_pre_exam_time_says_the_day_and_an_exam_number_is_found_on_any_day(
    house: House, clock: StillClock
) -> None:
    today = clock().date()
    before = await examine(house, patient_id="old", pre_exam_time=clock() - timedelta(days=3))
    now = await examine(house, patient_id="new")
    assert before not in {row.exam_no for row in (await ask(house)).rows}
    since = await ask(house, since=today - timedelta(days=4), until=today - timedelta(days=2))
    assert [row.exam_no for row in since.rows] == [before]
    both = await ask(house, since=today - timedelta(days=4))
    assert {before, now} <= {row.exam_no for row in both.rows}
    assert [row.exam_no for row in (await ask(house, exam_no=before)).rows] == [before]
    assert (await ask(house, exam_no=before[:-1])).rows == ()


async def test_pages_follow_each_other_without_a_gap(house: House, clock: StillClock) -> None:
    made = [
        await examine(house, patient_id=f"p{n}", pre_exam_time=clock() - timedelta(minutes=n % 7))
        for n in range(PAGE + 5)
    ]
    first = await ask(house)
    rest = await ask(house, after=first.next)
    assert len(first.rows) == PAGE
    assert rest.next == ""
    told = [row.exam_no for row in (*first.rows, *rest.rows)]
    assert len(told) == len(set(told))
    assert set(made) <= set(told)


@pytest.mark.parametrize("after", ["x", "2026-01-01T00:00:00 a", "9999"])
async def test_a_place_that_is_none_is_refused(house: House, after: str) -> None:
    with pytest.raises(BadCursor):
        await ask(house, after=after)
