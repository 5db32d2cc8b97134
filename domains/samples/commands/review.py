"""What reviewers decide: materials, and requests to change a submission. The first decision holds."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from domains.access.public import name_patient
from domains.samples import model, notices, permissions
from domains.samples.commands.patient import LONGEST_REASON
from domains.samples.content import Line, raise_if, text
from domains.samples.events import ChangeApproved, ChangeRejected, MaterialsPassed, MaterialsRejected, SampleEvent
from domains.samples.hidden import Found
from domains.samples.moving import Move, Step, handled_by, locked, take
from hub.caller import Permission
from hub.commands import Command, Tx, handles

Id = Annotated[str, Meta(min_length=1, max_length=64)]
Number = Annotated[int, Meta(ge=1)]


class PassMaterials(Command, frozen=True, kw_only=True):
    """The materials will do (资料审核通过). ``number``: the ``materials_no`` that the reviewer saw."""

    needs: ClassVar[Permission] = permissions.REVIEW
    sample_id: Id
    number: Number


class RejectMaterials(Command, frozen=True, kw_only=True):
    """The materials will not do; the reason is shown to the patient."""

    needs: ClassVar[Permission] = permissions.REVIEW
    private: ClassVar[frozenset[str]] = frozenset({"reason"})
    sample_id: Id
    number: Number
    reason: Line


class ApproveChange(Command, frozen=True, kw_only=True):
    """Let the patient write anew (通过送检修改申请). ``number``: the ``change_no`` that the reviewer saw."""

    needs: ClassVar[Permission] = permissions.REVIEW
    sample_id: Id
    number: Number


class RejectChange(Command, frozen=True, kw_only=True):
    """Leave the submission as it is (驳回送检修改申请); the reason is shown to the patient."""

    needs: ClassVar[Permission] = permissions.REVIEW
    private: ClassVar[frozenset[str]] = frozenset({"reason"})
    sample_id: Id
    number: Number
    reason: Line


@handles(PassMaterials)
async def pass_materials(cmd: PassMaterials, tx: Tx) -> None:
    """Raises ``AlreadyHandled`` and ``MaterialsNotWaiting``; the patient is told (W-SS-01), and called by his name."""
    step = Step("materials_passed", MaterialsPassed)
    row = await _review(tx, cmd, model.pass_materials, step)
    await name_patient(tx, row.id, row.name)
    await notices.materials_passed(tx, cmd.sample_id, cmd.number)


@handles(RejectMaterials)
async def reject_materials(cmd: RejectMaterials, tx: Tx) -> None:
    """As ``pass_materials``; the patient is told why."""
    reason = _reason(cmd.reason)
    rejected = model.reject_materials
    step = Step("materials_rejected", MaterialsRejected, reason=reason)
    await _review(tx, cmd, lambda one: rejected(one, reason), step)
    await notices.materials_rejected(tx, cmd.sample_id, cmd.number, reason)


@handles(ApproveChange)
async def approve_change(cmd: ApproveChange, tx: Tx) -> None:
    """Raises ``AlreadyHandled`` and ``StepNotPossible``; the patient is told (W-SS-02)."""
    await _decide(tx, cmd, model.approve_change, "change_approved", ChangeApproved, "")
    await notices.change_approved(tx, cmd.sample_id, cmd.number)


@handles(RejectChange)
async def reject_change(cmd: RejectChange, tx: Tx) -> None:
    """As ``approve_change``; the patient is told why."""
    reason = _reason(cmd.reason)
    rejected = model.reject_change
    await _decide(tx, cmd, lambda one: rejected(one, reason), "change_rejected", ChangeRejected, reason)
    await notices.change_rejected(tx, cmd.sample_id, cmd.number, reason)


async def _review(tx: Tx, cmd: PassMaterials | RejectMaterials, move: Move, step: Step) -> Found:
    row = await locked(tx, cmd.sample_id)
    if cmd.number <= row.reviewed_no:
        await handled_by(tx, row.reviewed_by)
    more = {"reviewed_no": row.materials_no, "reviewed_by": tx.caller.actor, "reviewed_at": tx.now}
    return await take(tx, row, move, Step(step.name, step.kind, step.reason, more=more))


async def _decide(
    tx: Tx, cmd: ApproveChange | RejectChange, move: Move, name: str, kind: type[SampleEvent], reason: str
) -> None:
    row = await locked(tx, cmd.sample_id)
    if cmd.number <= row.decided_no:
        await handled_by(tx, row.decided_by)
    more = {"decided_no": row.change_no, "decided_by": tx.caller.actor, "decided_at": tx.now}
    await take(tx, row, move, Step(name, kind, reason, more=more))


def _reason(given: str) -> str:
    reason = given.strip()
    raise_if(text("reason", "驳回原因", "Reason of the rejection", reason, LONGEST_REASON))
    return reason
