"""What the patient does, from his materials to the change that he asks for."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from domains.samples.commands.patient import AskForChange, SendMaterials, SubmitSample
from domains.samples.commands.review import PassMaterials, RejectMaterials
from domains.samples.commands.settings import PublishConsent
from domains.samples.errors import (
    ConsentOutdated,
    MaterialsNotWaiting,
    NotOpenYet,
    StepNotPossible,
    WrongContent,
)
from domains.samples.model import Review, State
from domains.samples.queries.patient import ShowConsent, ShowSampleDesk
from domains.samples.resources import sample_type
from hub.caller import Caller
from hub.errors import Forbidden, HubError, Invalid, NotFound
from hub.files.errors import UploadGone, WrongMedia
from hub.house import House
from hub.resources.shapes import shapes_of
from tests.domains.samples.desk import (
    HEAD,
    NUMBER,
    approved,
    asked,
    content,
    detail,
    mine,
    opened,
    passed,
    patient,
    returned,
    sent,
    submitted,
    type_id,
    uploaded,
)
from tests.kit.house import one


async def submit(house: House, who: Caller, version: int = 0, **changes: Any) -> None:
    wanted = await content(house, who, **changes)
    await house.dispatch(who, SubmitSample(content=wanted, agreed=True, consent_version=version))


async def fields(house: House, who: Caller, **changes: Any) -> set[str]:
    """The fields that are named as wrong."""
    with pytest.raises(WrongContent) as refused:
        await submit(house, who, **changes)
    return {wrong.field.removeprefix("content.") for wrong in refused.value.fields}


@pytest.mark.covers("SS-001")
async def test_submission_opens_only_after_the_materials_have_passed(house: House) -> None:
    who = await patient(house)
    for before in (None, sent):
        if before is not None:
            await before(house, who)
        with pytest.raises(NotOpenYet):
            await submit(house, who)
    assert ((await mine(house, who)).review, (await mine(house, who)).state) == (Review.WAITING, None)
    await house.dispatch(HEAD, PassMaterials(sample_id=who.actor, number=1))
    assert (await mine(house, who)).state is State.EDITABLE
    await submit(house, who)


async def test_rejected_materials_show_why_and_are_sent_again(house: House) -> None:
    who = await patient(house)
    await sent(house, who)
    with pytest.raises(MaterialsNotWaiting):
        await sent(house, who)
    await house.dispatch(HEAD, RejectMaterials(sample_id=who.actor, number=1, reason="照片不清"))
    seen = await mine(house, who)
    assert (seen.review, seen.review_reason, seen.state) == (Review.REJECTED, "照片不清", None)
    kept = seen.identity[0].file_id
    again = SendMaterials(
        name="王晓明", identity=(kept,), documents=(await uploaded(house, who, b"%PDF-1.7\n" + bytes(50), "x.pdf"),)
    )
    await house.dispatch(who, again)
    seen = await mine(house, who)
    assert (seen.review, seen.review_reason, seen.materials_no, seen.name) == (Review.WAITING, "", 2, "王晓明")
    assert ([file.file_id for file in seen.identity], len(seen.documents), seen.signed) == ([kept], 1, ())


async def test_materials_need_a_name_photos_and_documents_of_the_right_kind(house: House) -> None:
    who = await patient(house)
    with pytest.raises(WrongContent) as refused:
        await house.dispatch(who, SendMaterials(name=" ", identity=(), documents=()))
    assert {wrong.field for wrong in refused.value.fields} == {"name", "identity", "documents"}
    paper = await uploaded(house, who, b"%PDF-1.7\n" + bytes(50), "x.pdf")
    with pytest.raises(WrongMedia) as media:
        await house.dispatch(who, SendMaterials(name="王", identity=(paper,), documents=(paper,)))
    assert media.value.fields[0].field == "identity"
    with pytest.raises(NotFound):
        await house.dispatch(HEAD_AS_PATIENT, SendMaterials(name="王", identity=("x",), documents=("y",)))


HEAD_AS_PATIENT = Caller("demo", HEAD.actor, frozenset({"samples.submit"}), frozenset({"demo"}))


@pytest.mark.covers("SS-032")
async def test_the_sample_type_is_chosen_from_those_that_are_offered(house: House) -> None:
    who = await patient(house)
    await passed(house, who)
    desk = await house.dispatch.ask(who, ShowSampleDesk())
    assert ("血液样本", True) in [(one.name, one.iced) for one in desk.types]
    saliva = await type_id(house, "唾液样本")
    shapes = shapes_of(sample_type)
    assert shapes.enable is not None
    await house.dispatch(HEAD, shapes.enable(sample_type_ids=(saliva,), enabled=False))
    desk = await house.dispatch.ask(who, ShowSampleDesk())
    assert "唾液样本" not in [one.name for one in desk.types]
    for wrong in (saliva, "", "none"):
        assert await fields(house, who, sample_type_id=wrong) == {"sample_type_id"}
    await submit(house, who)
    assert (await mine(house, who)).sample_type == "血液样本"


@pytest.mark.covers("SS-033")
async def test_return_fields_are_asked_for_only_when_the_sample_comes_back(house: House) -> None:
    who = await patient(house)
    await passed(house, who)
    nothing = {"return_recipient": "", "return_phone": "", "return_address": ""}
    assert await fields(house, who, **nothing) == set(nothing)
    assert await fields(house, who, return_phone="123", return_recipient="王" * 51) == {
        "return_phone",
        "return_recipient",
    }
    assert await fields(house, who, return_address="路" * 201) == {"return_address"}
    await submit(house, who, return_phone="010-88886666")
    seen = await mine(house, who)
    assert (seen.needs_return, seen.return_recipient, seen.return_phone, seen.return_address) == (
        True,
        "王小明",
        "010-88886666",
        "示范市和平路 1 号",
    )


async def test_turning_the_return_off_clears_its_fields(house: House) -> None:
    who = await patient(house)
    await approved(house, who)
    assert (await mine(house, who)).return_address == "示范市和平路 1 号"
    await submit(house, who, needs_return=False)
    seen = await mine(house, who)
    assert (seen.needs_return, seen.return_recipient, seen.return_phone, seen.return_address) == (False, "", "", "")


@pytest.mark.covers("SS-034")
async def test_email_tracking_number_and_photos_are_required_and_checked(house: House) -> None:
    who = await patient(house)
    await passed(house, who)
    assert await fields(house, who, report_email="", tracking_no=" ") == {"report_email", "tracking_no"}
    for wrong in ("ming", "ming@", "a b@example.com", f"{'m' * 95}@ex.cn"):
        assert await fields(house, who, report_email=wrong) == {"report_email"}
    for wrong in ("SF123", "SF-1234567", "1" * 31, "顺丰1234567"):
        assert await fields(house, who, tracking_no=wrong) == {"tracking_no"}
    nothing = (await content(house, who)).__class__(
        sample_type_id=await type_id(house), report_email="a@b.cn", tracking_no=NUMBER, photos=()
    )
    with pytest.raises(WrongContent) as refused:
        await house.dispatch(who, SubmitSample(content=nothing, agreed=True, consent_version=0))
    assert [wrong.field for wrong in refused.value.fields] == ["content.photos"]
    ten = tuple([await uploaded(house, who) for _ in range(10)])
    assert await fields(house, who, photos=ten) == {"photos"}
    paper = await uploaded(house, who, b"%PDF-1.7\n" + bytes(50), "x.pdf")
    with pytest.raises(WrongMedia):
        await submit(house, who, photos=(paper,))
    other = await uploaded(house, await patient(house, "13900000002"))
    with pytest.raises(UploadGone):
        await submit(house, who, photos=(other,))
    await submit(house, who, photos=ten[:9])
    seen = await mine(house, who)
    assert (seen.report_email, seen.tracking_no, len(seen.photos)) == ("ming@example.com", NUMBER, 9)


@pytest.mark.covers("SS-035")
async def test_the_notice_must_be_agreed_to_and_what_was_agreed_is_kept(house: House) -> None:
    who = await patient(house)
    await passed(house, who)
    desk = await house.dispatch.ask(who, ShowSampleDesk())
    assert (desk.receiving.consent_version, "顺丰到付" in desk.consent) == (0, True)
    wanted = await content(house, who)
    with pytest.raises(Invalid) as refused:
        await house.dispatch(who, SubmitSample(content=wanted, agreed=False, consent_version=0))
    assert refused.value.fields[0].field == "agreed"
    await house.dispatch(HEAD, PublishConsent(text="第一版告知书"))
    with pytest.raises(ConsentOutdated):
        await house.dispatch(who, SubmitSample(content=wanted, agreed=True, consent_version=0))
    await house.dispatch(who, SubmitSample(content=wanted, agreed=True, consent_version=1))
    seen = await mine(house, who)
    assert (seen.consent_version, seen.consent_at) == (1, house.clock())
    await house.dispatch(HEAD, PublishConsent(text="第二版告知书"))
    assert (await house.dispatch.ask(who, ShowSampleDesk())).consent == "第二版告知书"
    assert (await house.dispatch.ask(who, ShowConsent(version=1))).text == "第一版告知书"
    assert (await house.dispatch.ask(who, ShowConsent(version=0))).text == desk.consent
    with pytest.raises(NotFound):
        await house.dispatch.ask(who, ShowConsent(version=3))


@pytest.mark.covers("SS-036")
async def test_a_valid_submission_is_in_effect(house: House) -> None:
    who = await patient(house)
    await passed(house, who)
    await submit(house, who)
    seen = await mine(house, who)
    assert (seen.state, seen.submitted_at) == (State.EFFECTIVE, house.clock())
    assert (await detail(house, who)).state is State.EFFECTIVE


@pytest.mark.covers("SS-037", "SS-051")
async def test_after_submitting_the_patient_can_edit_nothing_until_he_asked_and_may(house: House) -> None:
    who = await patient(house)
    await submitted(house, who)
    before = await mine(house, who)
    with pytest.raises(StepNotPossible):
        await submit(house, who, tracking_no="SF0000000001")
    assert await mine(house, who) == before
    await house.dispatch(who, AskForChange(reason="单号填错了"))
    with pytest.raises(StepNotPossible):
        await submit(house, who, tracking_no="SF0000000001")


@pytest.mark.covers("SS-038", "SS-039", "SS-040")
async def test_a_change_is_asked_for_with_a_reason_once_and_only_when_in_effect(house: House) -> None:
    who = await patient(house)
    await opened(house, who)
    with pytest.raises(StepNotPossible):
        await house.dispatch(who, AskForChange(reason="填错了"))
    await submitted(house, who)
    for wrong in ("", "  ", "错" * 201):
        with pytest.raises(WrongContent) as refused:
            await house.dispatch(who, AskForChange(reason=wrong))
        assert refused.value.fields[0].field == "reason"
    await house.dispatch(who, AskForChange(reason="单号填错了"))
    seen = await mine(house, who)
    assert (seen.state, seen.change_reason, seen.change_no) == (State.CHANGE_WAITING, "单号填错了", 1)
    with pytest.raises(StepNotPossible) as again:
        await house.dispatch(who, AskForChange(reason="再申请"))
    assert again.value.detail("zh").startswith("送检信息当前为“修改申请待审核”")


@pytest.mark.covers("SS-045")
async def test_after_approval_the_patient_edits_and_submits_again(house: House) -> None:
    who = await patient(house)
    await approved(house, who)
    assert (await mine(house, who)).state is State.EDITABLE
    await submit(house, who, tracking_no="SF0000000001")
    seen = await mine(house, who)
    assert (seen.state, seen.tracking_no, seen.change_reason) == (State.EFFECTIVE, "SF0000000001", "")


@pytest.mark.covers("SS-050")
async def test_after_the_return_his_page_shows_state_and_number_and_nothing_more_can_be_asked(house: House) -> None:
    who = await patient(house)
    await returned(house, who, "SF0000000009")
    seen = await mine(house, who)
    assert (seen.state, seen.return_no) == (State.RETURNED, "SF0000000009")
    with pytest.raises(StepNotPossible):
        await house.dispatch(who, AskForChange(reason="填错了"))
    with pytest.raises(StepNotPossible):
        await submit(house, who)


async def test_the_patient_right_opens_no_staff_door(house: House) -> None:
    who = await patient(house)
    await asked(house, who)
    for command in (PassMaterials(sample_id=who.actor, number=1), PublishConsent(text="x")):
        with pytest.raises(Forbidden):
            await house.dispatch(who, command)
    with pytest.raises(HubError):
        await detail(house, who, who)


@pytest.mark.covers("SS-002")
async def test_no_other_state_may_be_stored(house: House) -> None:
    who = await patient(house)
    await submitted(house, who)
    for column, value in (("state", "lost"), ("review", "lost"), ("state", None)):
        with pytest.raises(IntegrityError):
            async with house.engine.begin() as db:
                await db.execute(sa.text(f"update samples_records set {column} = :v"), {"v": value})
    assert await one(house, "select state from samples_records") == "effective"
