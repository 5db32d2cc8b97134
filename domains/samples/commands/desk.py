"""What staff do to a submission: correct it, open it again, say by which number it comes back."""

from __future__ import annotations

from typing import ClassVar

from domains.access.public import names
from domains.samples import model, notes, notices, permissions, photos
from domains.samples.commands.review import Id
from domains.samples.content import Content, Line, number, raise_if, tidied
from domains.samples.errors import EditedMeanwhile
from domains.samples.events import ReturnNumberFilled, SampleEdited, SampleReset
from domains.samples.filling import filled
from domains.samples.masks import untouched
from domains.samples.model import State
from domains.samples.moving import Step, locked, take
from hub.caller import Permission
from hub.commands import Command, Tx, handles
from hub.files.keeping import settle


class CorrectSample(Command, frozen=True, kw_only=True):
    """Correct a submission (编辑送检信息); it stays in effect. ``v``: the version that the editor saw."""

    needs: ClassVar[Permission] = permissions.EDIT
    private: ClassVar[frozenset[str]] = frozenset({"content"})
    sample_id: Id
    v: int
    content: Content


class ResetSample(Command, frozen=True, kw_only=True):
    """Open a submission for the patient again (重置送检信息编辑)."""

    needs: ClassVar[Permission] = permissions.EDIT
    sample_id: Id


class FillReturnNumber(Command, frozen=True, kw_only=True):
    """Fill in or amend the courier's number of the sample that comes back (填写回寄物流单号)."""

    needs: ClassVar[Permission] = permissions.RETURN
    sample_id: Id
    return_no: Line


@handles(CorrectSample)
async def correct_sample(cmd: CorrectSample, tx: Tx) -> None:
    """Raises ``StepNotPossible``, ``EditedMeanwhile``, ``WrongContent`` and what speaks against a photo."""
    row = await locked(tx, cmd.sample_id)
    content = tidied(untouched(cmd.content, row) if tx.caller.masked else cmd.content)
    if row.v != cmd.v and row.state == State.EFFECTIVE:
        known = await names(tx.db, tx.caller.tenant, [row.updated_by])
        raise EditedMeanwhile(who=known.get(row.updated_by, row.name))
    more, changes = await filled(tx, row, content)
    await take(
        tx,
        row,
        lambda one: model.edit(one, needs_return=content.needs_return),
        Step("edited", SampleEdited, changes=changes, more=more),
    )
    await settle(tx, content.photos, photos.FORM, row.id, "content.photos")


@handles(ResetSample)
async def reset_sample(cmd: ResetSample, tx: Tx) -> None:
    """Raises ``StepNotPossible``; the patient's page opens, nobody is messaged (reading 5)."""
    await take(tx, await locked(tx, cmd.sample_id), model.reset, Step("reset", SampleReset))


@handles(FillReturnNumber)
async def fill_return_number(cmd: FillReturnNumber, tx: Tx) -> None:
    """Raises ``StepNotPossible``, ``NoReturn`` and ``WrongContent``; the patient gets a message (W-SS-03)."""
    wanted = cmd.return_no.strip()
    raise_if(number("return_no", "回寄物流单号", "Return no.", wanted))
    row = await locked(tx, cmd.sample_id)
    amended = row.state == State.RETURNED
    step = Step(
        "return_amended" if amended else "return_filled",
        ReturnNumberFilled,
        changes=[notes.line("return_no", row.return_no, wanted)],
        more={} if amended else {"returned_at": tx.now},
        tells={"amended": amended},
    )
    filled_in = model.fill_return_number
    now = await take(tx, row, lambda one: filled_in(one, wanted), step)
    if now.v != row.v:
        await notices.returned(tx, now.id, now.v, wanted)
