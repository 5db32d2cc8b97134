"""What an institution tells of itself."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from domains.access import permissions
from domains.access.photos import INSTITUTION_PHOTO
from domains.access.store import institutions
from hub.caller import Caller, Permission
from hub.commands import Look, Query, answers
from hub.errors import NotFound
from hub.files.keeping import KeptFile, files_of
from hub.menus import Level


class InstitutionSheet(msgspec.Struct, frozen=True):
    """The institution's information; what stands before ``address`` is kept where tenants are managed."""

    id: str
    name: str
    short_name: str
    kind: Level
    region: str
    hospital_type: str
    grade: str
    address: str
    phone: str
    introduction: str
    photos: tuple[KeptFile, ...]


class ShowInstitution(Query, frozen=True):
    """The caller's own institution (ID-720)."""

    needs: ClassVar[Permission] = permissions.INSTITUTION


@answers(ShowInstitution)
async def show_institution(caller: Caller, _: ShowInstitution, look: Look) -> InstitutionSheet:
    """With its photos, the oldest first."""
    row = await institutions.find(look.db, [caller.tenant], caller.tenant)
    if row is None:
        raise NotFound
    photos = await files_of(look.db, caller.tenant, INSTITUTION_PHOTO, [caller.tenant])
    told = {name: getattr(row, name) for name in InstitutionSheet.__struct_fields__ if name != "photos"}
    return InstitutionSheet(**told, photos=photos.get(caller.tenant, ()))
