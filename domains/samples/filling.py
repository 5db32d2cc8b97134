"""The submission's content as it is written down, by the patient or for him."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from domains.samples import notes, photos
from domains.samples.content import Content
from domains.samples.errors import WrongContent
from domains.samples.hidden import Found
from domains.samples.tables import types
from hub.commands import Tx
from hub.files.keeping import files_of


async def filled(tx: Tx, row: Found, content: Content) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """The columns, and what the flow says of them; raises ``WrongContent`` for a sample type that is not offered."""
    values: dict[str, Any] = {
        "sample_type_id": content.sample_type_id,
        "sample_type": await _type_name(tx, row, content.sample_type_id),
        "return_recipient": content.return_recipient,
        "return_phone": content.return_phone,
        "return_address": content.return_address,
        "report_email": content.report_email,
        "tracking_no": content.tracking_no,
    }
    changes = notes.changed(row, {**values, "needs_return": content.needs_return})
    kept = await files_of(tx.db, tx.caller.tenant, photos.FORM, [row.id])
    before = [file.file_id for file in kept.get(row.id, ())]
    if set(before) != set(content.photos):
        changes.append(notes.line("photos", len(before), len(content.photos)))
    return values, changes


async def _type_name(tx: Tx, row: Found, type_id: str) -> str:
    """What the type is called; one that is no longer offered stays where it is."""
    mine = sa.and_(types.c.tenant == tx.caller.tenant, types.c.id == type_id, types.c.deleted_at.is_(None))
    found = (await tx.db.execute(sa.select(types.c.name, types.c.enabled).where(mine))).first()
    if found is not None and (found.enabled or type_id == row.sample_type_id):
        return str(found.name)
    raise WrongContent(
        [("content.sample_type_id", "送检样本类型", "Sample type", "该样本类型已停用，请重新选择", "no longer offered")]
    )
