"""What an institution tells of itself (机构信息); its name, type and region are kept where tenants are managed."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from domains.access import permissions
from domains.access.commands.checks import check_length
from domains.access.errors import TooManyPhotos
from domains.access.events import InstitutionChanged
from domains.access.photos import INSTITUTION_PHOTO, MOST
from domains.access.store import institutions
from hub.caller import Permission
from hub.commands import Command, Tx, handles
from hub.files.keeping import settle


class SaveInstitution(Command, frozen=True):
    """Save address, phone, introduction and up to five photos (uploaded before) of one's own institution (ID-720)."""

    needs: ClassVar[Permission] = permissions.EDIT_INSTITUTION
    address: str
    phone: str
    introduction: Annotated[str, Meta(max_length=2000)] = ""
    photo_ids: tuple[str, ...] = ()


@handles(SaveInstitution)
async def save_institution(cmd: SaveInstitution, tx: Tx) -> None:
    """Photos that are not named any more are released."""
    tenant = tx.caller.tenant
    values = {
        "address": check_length("address", "机构地址", cmd.address, (1, 100)),
        "phone": check_length("phone", "联系电话", cmd.phone, (3, 30)),
        "introduction": cmd.introduction.strip(),
    }
    if len(set(cmd.photo_ids)) > MOST:
        raise TooManyPhotos(MOST)
    await settle(tx, cmd.photo_ids, INSTITUTION_PHOTO, tenant, "photo_ids")
    tx.record(InstitutionChanged(institution_id=tenant, v=await institutions.change(tx.db, tenant, values)))
