"""What staff see and do: the detail with its flow, correcting, resetting, return numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from domains.samples.commands.desk import CorrectSample, FillReturnNumber, ResetSample
from domains.samples.commands.patient import AskForChange
from domains.samples.commands.review import RejectChange
from domains.samples.errors import EditedMeanwhile, NoReturn, StepNotPossible, WrongContent
from domains.samples.model import State
from domains.samples.resources import sample
from hub.caller import Caller
from hub.errors import NotFound
from hub.house import House
from hub.resources.shapes import shapes_of
from tests.domains.samples.desk import (
    BACK,
    HEAD,
    NUMBER,
    asked,
    content,
    detail,
    messages,
    mine,
    passed,
    patient,
    returned,
    submitted,
    ways,
)
from tests.kit.clock import StillClock


async def correct(house: House, who: Caller, staff: Caller = HEAD, v: int | None = None, **changes: Any) -> None:
    seen = await detail(house, who)
    photos = changes.pop("photos", tuple(file.file_id for file in seen.photos))
    wanted = await content(house, staff, photos=photos, **changes)
    await house.dispatch(staff, CorrectSample(sample_id=who.actor, v=seen.v if v is None else v, content=wanted))


@pytest.mark.covers("SS-008")
async def test_the_detail_shows_all_of_the_submission(house: House) -> None:
    who = await patient(house)
    await submitted(house, who)
    seen = await detail(house, who)
    assert (seen.sample_type, seen.needs_return) == ("血液样本", True)
    assert (seen.return_recipient, seen.return_phone, seen.return_address) == (
        "王小明",
        "13900000001",
        "示范市和平路 1 号",
    )
    assert (seen.report_email, seen.tracking_no, seen.state) == ("ming@example.com", NUMBER, State.EFFECTIVE)
    assert [file.name for file in seen.photos] == ["form.jpg"]
    assert (len(seen.identity), len(seen.documents), len(seen.signed), seen.phone) == (2, 1, 1, "13900000001")
    with pytest.raises(NotFound):
        await detail(house, who, replace(HEAD, tenant="branch", reads=frozenset({"branch"})))


async def test_those_who_see_people_masked_see_the_detail_masked(house: House) -> None:
    who = await patient(house)
    await submitted(house, who)
    seen = await detail(house, who, replace(HEAD, masked=True))
    assert (seen.name, seen.phone, seen.return_phone) == ("王*明", "139****0001", "139****0001")
    assert (seen.return_address, seen.report_email) == ("***", "***")
    told = str(seen.flow)
    assert not [secret for secret in ("王小明", "和平路", "ming@", "13900000001") if secret in told]
    row = (await house.dispatch.ask(replace(HEAD, masked=True), shapes_of(sample).list())).rows[0]
    assert (row.name, row.phone) == ("王*明", "139****0001")


@pytest.mark.covers("SS-009")
async def test_the_flow_has_every_step_the_newest_first_and_stays(house: House, clock: StillClock) -> None:
    who = await patient(house)
    await asked(house, who, "单号填错了")
    clock.forward(minutes=5)
    await house.dispatch(HEAD, RejectChange(sample_id=who.actor, number=1, reason="信息无误"))
    lines = (await detail(house, who)).flow
    assert [line.step for line in lines] == [
        "change_rejected",
        "change_asked",
        "submitted",
        "materials_passed",
        "materials_sent",
    ]
    first = lines[0]
    assert (first.at, first.reason) == (house.clock(), "信息无误")
    assert (first.state_before, first.state_after) == (State.CHANGE_WAITING, State.EFFECTIVE)
    assert [line.who for line in lines if line.step in ("submitted", "change_asked")] == ["王小明", "王小明"]
    told = {change.field: (change.before, change.after) for change in lines[2].changes}
    assert told["tracking_no"] == ("", NUMBER)
    assert told["needs_return"] == ("false", "true")
    assert told["photos"] == ("0", "1")
    for statement in ("update samples_flow set reason = ''", "delete from samples_flow", "truncate samples_flow"):
        with pytest.raises(DBAPIError, match="only added to"):
            async with house.engine.begin() as db:
                await db.execute(sa.text(statement))


@pytest.mark.covers("SS-015", "SS-054")
async def test_staff_correct_what_is_in_effect_and_a_flow_line_says_what(house: House) -> None:
    who = await patient(house)
    await submitted(house, who)
    v = (await detail(house, who)).v
    await correct(house, who, tracking_no="SF0000000001", needs_return=False)
    seen = await mine(house, who)
    assert (seen.state, seen.tracking_no, seen.needs_return, seen.return_phone) == (
        State.EFFECTIVE,
        "SF0000000001",
        False,
        "",
    )
    line = (await detail(house, who)).flow[0]
    assert line.step == "edited"
    changes = {change.field: (change.before, change.after) for change in line.changes}
    assert changes["tracking_no"] == (NUMBER, "SF0000000001")
    assert changes["return_phone"] == ("13900000001", "")
    assert "photos" not in changes
    with pytest.raises(EditedMeanwhile):
        await correct(house, who, v=v, tracking_no="SF0000000002")
    with pytest.raises(WrongContent):
        await correct(house, who, tracking_no="x")


async def test_what_a_masked_editor_sends_back_as_he_saw_it_stays(house: House) -> None:
    who = await patient(house)
    await submitted(house, who)
    masked = replace(HEAD, masked=True)
    seen = await detail(house, who, masked)
    personal = ("return_recipient", "return_phone", "return_address", "report_email")
    before = await mine(house, who)
    as_seen = {name: getattr(seen, name) for name in personal}
    await correct(house, who, masked, **{**as_seen, "tracking_no": "SF0000000001"})
    after = await mine(house, who)
    assert [getattr(after, name) for name in personal] == [getattr(before, name) for name in personal]
    assert after.tracking_no == "SF0000000001"


async def test_photos_that_staff_put_in_are_the_patients_too(house: House) -> None:
    who = await patient(house)
    await submitted(house, who)
    before = {file.file_id for file in (await mine(house, who)).photos}
    await correct(house, who, photos=())  # one is uploaded by the corrector
    after = {file.file_id for file in (await mine(house, who)).photos}
    assert len(after) == 1
    assert not before & after


@pytest.mark.covers("SS-015")
async def test_only_what_is_in_effect_is_corrected(house: House) -> None:
    who = await patient(house)
    await passed(house, who)
    with pytest.raises(StepNotPossible):
        await correct(house, who)
    await asked(house, who)
    with pytest.raises(StepNotPossible):
        await correct(house, who)
    other = await patient(house, "13900000002")
    await returned(house, other)
    with pytest.raises(StepNotPossible):
        await correct(house, other)


@pytest.mark.covers("SS-016")
async def test_a_reset_opens_what_is_in_effect_and_nothing_else(house: House) -> None:
    who = await patient(house)
    await submitted(house, who)
    told = len(await messages(house, who))
    await house.dispatch(HEAD, ResetSample(sample_id=who.actor))
    assert (await mine(house, who)).state is State.EDITABLE
    assert (await detail(house, who)).flow[0].step == "reset"
    assert len(await messages(house, who)) == told
    with pytest.raises(StepNotPossible):
        await house.dispatch(HEAD, ResetSample(sample_id=who.actor))
    await submitted(house, who)
    await house.dispatch(who, AskForChange(reason="错了"))
    with pytest.raises(StepNotPossible):
        await house.dispatch(HEAD, ResetSample(sample_id=who.actor))


@pytest.mark.covers("SS-017")
async def test_a_return_number_is_filled_in_where_the_sample_comes_back_and_is_in_effect(house: House) -> None:
    who = await patient(house)
    await submitted(house, who, needs_return=False)
    with pytest.raises(NoReturn):
        await house.dispatch(HEAD, FillReturnNumber(sample_id=who.actor, return_no=BACK))
    await correct(house, who, needs_return=True)
    for wrong in ("", "SF 12", "1" * 31):
        with pytest.raises(WrongContent):
            await house.dispatch(HEAD, FillReturnNumber(sample_id=who.actor, return_no=wrong))
    await house.dispatch(HEAD, FillReturnNumber(sample_id=who.actor, return_no=BACK))
    seen = await mine(house, who)
    assert (seen.state, seen.return_no, seen.returned_at) == (State.RETURNED, BACK, house.clock())
    other = await patient(house, "13900000002")
    await asked(house, other)
    with pytest.raises(StepNotPossible):
        await house.dispatch(HEAD, FillReturnNumber(sample_id=other.actor, return_no=BACK))


@pytest.mark.covers("SS-018")
async def test_the_number_is_amended_and_the_state_stays(house: House) -> None:
    who = await patient(house)
    await returned(house, who)
    await house.dispatch(HEAD, FillReturnNumber(sample_id=who.actor, return_no="SF0000000009"))
    seen = await mine(house, who)
    assert (seen.state, seen.return_no) == (State.RETURNED, "SF0000000009")
    line = (await detail(house, who)).flow[0]
    assert (line.step, line.changes[0].before, line.changes[0].after) == ("return_amended", BACK, "SF0000000009")


@pytest.mark.covers("SS-019", "SS-047", "SS-048", "SS-055", "W-SS-03")
async def test_each_number_makes_one_message_in_the_centre_and_nothing_else(house: House) -> None:
    who = await patient(house)
    await returned(house, who)
    message = (await messages(house, who))[0]
    assert (message.topic, message.title_zh) == ("samples.returned", "回寄信息")
    assert message.text_zh == f"样品已经寄回，回寄物流单号：{BACK}"
    assert message.about == {"page": "samples/form", "return_no": BACK}
    count = len(await messages(house, who))
    await house.dispatch(HEAD, FillReturnNumber(sample_id=who.actor, return_no=BACK))
    assert len(await messages(house, who)) == count  # unchanged: nothing to tell
    await house.dispatch(HEAD, FillReturnNumber(sample_id=who.actor, return_no="SF0000000009"))
    told = await messages(house, who)
    assert (len(told), told[0].about["return_no"]) == (count + 1, "SF0000000009")
    assert await ways(house, "samples.returned") == []
