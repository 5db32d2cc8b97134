"""What reviewers decide, who was first, and what the patient is told of it."""

from __future__ import annotations

import pytest

from domains.samples.commands.patient import AskForChange
from domains.samples.commands.review import ApproveChange, PassMaterials, RejectChange, RejectMaterials
from domains.samples.errors import AlreadyHandled, StepNotPossible, WrongContent
from domains.samples.model import Review, State
from domains.samples.queries.desk import CountWaitingSamples
from domains.samples.resources import sample
from hub.house import House
from hub.resources.shapes import shapes_of
from tests.domains.samples.desk import (
    HEAD,
    SECOND,
    asked,
    detail,
    messages,
    mine,
    passed,
    patient,
    sent,
    submitted,
    ways,
)
from tests.kit.house import one


@pytest.mark.covers("SS-010", "SS-007")
async def test_a_request_shows_in_the_list_and_is_counted(house: House) -> None:
    who, other = await patient(house), await patient(house, "13900000002")
    await asked(house, who)
    await submitted(house, other)
    listed = shapes_of(sample).list
    rows = (await house.dispatch.ask(HEAD, listed())).rows
    assert {row.id: row.state for row in rows} == {who.actor: "change_waiting", other.actor: "effective"}
    assert [row.id for row in (await house.dispatch.ask(HEAD, listed(state="change_waiting"))).rows] == [who.actor]
    # Pinned: what waits stands before what is newer.
    assert next(row.id for row in (await house.dispatch.ask(HEAD, listed(sort="-turn"))).rows) == who.actor
    waiting = await house.dispatch.ask(HEAD, CountWaitingSamples())
    assert (waiting.materials, waiting.changes) == (0, 1)
    await sent(house, await patient(house, "13900000003"))
    waiting = await house.dispatch.ask(HEAD, CountWaitingSamples())
    assert (waiting.materials, waiting.changes) == (1, 1)


@pytest.mark.covers("SS-011")
async def test_staff_see_the_reason(house: House) -> None:
    who = await patient(house)
    await asked(house, who, "邮箱写错了")
    seen = await detail(house, who)
    assert (seen.state, seen.change_reason, seen.change_no) == (State.CHANGE_WAITING, "邮箱写错了", 1)


@pytest.mark.covers("SS-012")
async def test_an_approval_opens_the_form_and_the_second_reviewer_hears_who_was_first(house: House) -> None:
    who = await patient(house)
    await asked(house, who)
    head = await one(house, "select id from access_accounts where login = 'head'")
    first = type(HEAD)(HEAD.tenant, head, HEAD.permissions, HEAD.reads)
    await house.dispatch(first, ApproveChange(sample_id=who.actor, number=1))
    assert (await mine(house, who)).state is State.EDITABLE
    for late in (
        ApproveChange(sample_id=who.actor, number=1),
        RejectChange(sample_id=who.actor, number=1, reason="不必"),
    ):
        with pytest.raises(AlreadyHandled) as refused:
            await house.dispatch(SECOND, late)
        assert refused.value.detail("zh") == "已由科室主任老马处理，无需重复操作。"
    assert (await mine(house, who)).state is State.EDITABLE
    await submitted(house, who)
    await house.dispatch(who, AskForChange(reason="又错了"))
    # He saw the first request: it is not the one that waits now.
    with pytest.raises(AlreadyHandled):
        await house.dispatch(SECOND, ApproveChange(sample_id=who.actor, number=1))
    assert (await mine(house, who)).state is State.CHANGE_WAITING


@pytest.mark.covers("SS-013", "SS-046")
async def test_a_rejection_needs_a_reason_which_the_patient_sees(house: House) -> None:
    who = await patient(house)
    await asked(house, who)
    for wrong in ("", " ", "不" * 201):
        with pytest.raises(WrongContent):
            await house.dispatch(HEAD, RejectChange(sample_id=who.actor, number=1, reason=wrong))
    await house.dispatch(HEAD, RejectChange(sample_id=who.actor, number=1, reason="信息无误，无需修改"))
    seen = await mine(house, who)
    assert (seen.state, seen.rejection) == (State.EFFECTIVE, "信息无误，无需修改")
    await house.dispatch(who, AskForChange(reason="确有错误"))
    assert (await mine(house, who)).rejection == ""


async def test_without_a_request_there_is_nothing_to_decide(house: House) -> None:
    who = await patient(house)
    await submitted(house, who)
    with pytest.raises(StepNotPossible):
        await house.dispatch(HEAD, ApproveChange(sample_id=who.actor, number=1))


async def test_two_reviewers_of_materials(house: House) -> None:
    who = await patient(house)
    await sent(house, who)
    await house.dispatch(HEAD, RejectMaterials(sample_id=who.actor, number=1, reason="照片不清"))
    with pytest.raises(AlreadyHandled):
        await house.dispatch(SECOND, PassMaterials(sample_id=who.actor, number=1))
    assert (await mine(house, who)).review is Review.REJECTED
    message = (await messages(house, who))[0]
    assert (message.title_zh, message.text_zh) == ("资料审核未通过", "驳回原因：照片不清。请修改后重新提交。")


@pytest.mark.covers("SS-026", "W-SS-01")
async def test_after_the_review_the_patient_is_told_what_to_do_next(house: House) -> None:
    who = await patient(house)
    await passed(house, who, "王小明")
    (message,) = await messages(house, who)
    assert (message.topic, message.level, message.title_zh) == ("samples.materials_passed", "info", "资料审核通过")
    assert "样本请发顺丰到付，血液样本需要联系顺丰快递员加冰袋。" in message.text_zh
    assert message.about == {"page": "samples/approved"}
    assert await ways(house, message.topic) == []
    assert await one(house, "select name from access_accounts where id = :id", id=who.actor) == "王小明"


@pytest.mark.covers("SS-014", "SS-042", "SS-043", "SS-044", "SS-052", "W-SS-02")
@pytest.mark.parametrize("approve", [True, False])
async def test_either_decision_makes_a_message_and_tries_a_subscription_message(house: House, *, approve: bool) -> None:
    who = await patient(house)
    await asked(house, who)
    reject = RejectChange(sample_id=who.actor, number=1, reason="信息无误")
    await house.dispatch(HEAD, ApproveChange(sample_id=who.actor, number=1) if approve else reject)
    message = (await messages(house, who))[0]
    assert (message.topic, message.title_zh) == ("samples.change_decided", "送检信息修改申请审核结果")
    result = "审核结果：通过。您可以重新编辑并提交送检信息。" if approve else "审核结果：驳回。驳回原因：信息无误"
    assert message.text_zh == result
    # The detail leads to the submission's page, a tap on the subscription message to 个人中心.
    assert message.about == {
        "page": "samples/form",
        "opens": "me",
        "result": "passed" if approve else "rejected",
    }
    assert await ways(house, message.topic) == ["mini_program", "wechat"]
    # Best effort: no other way takes over, and the decision stands whatever becomes of it.
    alone = "select bool_and(alone) from messages_deliveries where topic = 'samples.change_decided'"
    assert await one(house, alone) is True
    assert (await mine(house, who)).state is (State.EDITABLE if approve else State.EFFECTIVE)
