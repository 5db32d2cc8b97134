"""What a patient does: send his materials, fill in the submission, ask to change it."""

from __future__ import annotations

from typing import Annotated, ClassVar, Final

from msgspec import Meta

from domains.access.public import patients
from domains.samples import model, notes, permissions, photos, store
from domains.samples.content import Content, FileIds, Line, raise_if, text, tidied
from domains.samples.content import photos as many
from domains.samples.errors import ConsentOutdated
from domains.samples.events import ChangeAsked, MaterialsSent, SampleSubmitted
from domains.samples.filling import filled
from domains.samples.moving import Step, locked, opened, take
from domains.samples.settled import present_consent
from hub.caller import Permission
from hub.commands import Command, Tx, handles
from hub.errors import FieldError, Invalid, NotFound
from hub.files.keeping import settle

LONGEST_NAME: Final = 50
LONGEST_REASON: Final = 200


class SendMaterials(Command, frozen=True, kw_only=True):
    """Send one's materials to be reviewed: the name, identity photos, documents and, where asked for, signed papers.

    The files are ids of uploads (or of files sent before): photos jpg or png, documents and papers also pdf, up to 9
    of each, 10 MB each.
    """

    needs: ClassVar[Permission] = permissions.SUBMIT
    private: ClassVar[frozenset[str]] = frozenset({"name"})
    name: Line
    identity: FileIds
    documents: FileIds
    signed: FileIds = ()


class SubmitSample(Command, frozen=True, kw_only=True):
    """Fill in the submission. ``agreed``: the box 《患者告知书》 is ticked; ``consent_version`` is what was read."""

    needs: ClassVar[Permission] = permissions.SUBMIT
    private: ClassVar[frozenset[str]] = frozenset({"content"})
    content: Content
    agreed: bool
    consent_version: Annotated[int, Meta(ge=0)]


class AskForChange(Command, frozen=True, kw_only=True):
    """Ask to write the submission anew (申请修改送检信息), with the reason: 1-200 characters."""

    needs: ClassVar[Permission] = permissions.SUBMIT
    private: ClassVar[frozenset[str]] = frozenset({"reason"})
    reason: Line


@handles(SendMaterials)
async def send_materials(cmd: SendMaterials, tx: Tx) -> None:
    """Raises ``NotFound`` for who is no patient, ``WrongContent``, ``MaterialsNotWaiting``, what a file lacks."""
    mine, name = tx.caller.actor, cmd.name.strip()
    raise_if(
        [
            *text("name", "姓名", "Name", name, LONGEST_NAME),
            *many("identity", "实名认证照片", "Identity photos", cmd.identity, 1),
            *many("documents", "上传资料", "Documents", cmd.documents, 1),
            *many("signed", "签字材料", "Signed papers", cmd.signed, 0),
        ]
    )
    known = await patients(tx.db, tx.caller.tenant, [mine])
    if mine not in known:
        raise NotFound
    await store.begin(tx, mine)
    row = await locked(tx, mine)
    more = {"name": name, "phone": known[mine].phone}
    counts = ((photos.IDENTITY, cmd.identity), (photos.DOCUMENT, cmd.documents), (photos.SIGNED, cmd.signed))
    changes = notes.counted([(purpose.name, len(ids)) for purpose, ids in counts])
    await take(tx, row, model.send_materials, Step("materials_sent", MaterialsSent, changes=changes, more=more))
    for (purpose, ids), field in zip(counts, ("identity", "documents", "signed"), strict=True):
        await settle(tx, ids, purpose, mine, field)


@handles(SubmitSample)
async def submit_sample(cmd: SubmitSample, tx: Tx) -> None:
    """Raises ``NotOpenYet``, ``StepNotPossible``, ``WrongContent``, ``ConsentOutdated``, what is wrong with a photo."""
    row = await opened(tx, tx.caller.actor)
    content = tidied(cmd.content)
    if not cmd.agreed:
        raise Invalid("请阅读并同意《患者告知书》 (please read and agree to the patient notice)", NOT_AGREED)
    if cmd.consent_version != await present_consent(tx.db, tx.caller.tenant):
        raise ConsentOutdated
    more, changes = await filled(tx, row, content)
    more |= {"consent_version": cmd.consent_version, "consent_at": tx.now, "submitted_at": tx.now}
    await take(
        tx,
        row,
        lambda one: model.submit(one, needs_return=content.needs_return),
        Step("submitted", SampleSubmitted, changes=changes, more=more),
    )
    await settle(tx, content.photos, photos.FORM, row.id, "content.photos")


NOT_AGREED: Final = (FieldError("agreed", "请勾选“请阅读并同意《患者告知书》” (tick the box)"),)


@handles(AskForChange)
async def ask_for_change(cmd: AskForChange, tx: Tx) -> None:
    """Raises ``NotOpenYet``, ``StepNotPossible`` and ``WrongContent``."""
    reason = cmd.reason.strip()
    raise_if(text("reason", "申请原因", "Reason", reason, LONGEST_REASON))
    row = await opened(tx, tx.caller.actor)
    asked = model.ask_for_change
    step = Step("change_asked", ChangeAsked, reason=reason, more={"asked_at": tx.now})
    await take(tx, row, lambda one: asked(one, reason), step)
