"""The platform's settings: what the door shows, and its lock."""

from __future__ import annotations

from typing import ClassVar

from domains.access import permissions
from domains.access.errors import KindRefused
from domains.access.events import InstitutionChanged
from domains.access.model.platform import Settings
from domains.access.store import institutions, platform
from hub.caller import Permission
from hub.commands import Command, Tx, handles


class SavePlatform(Command, frozen=True):
    """Save site information, login page, privacy agreement, and registration and service agreement (ID-723)."""

    needs: ClassVar[Permission] = permissions.PLATFORM
    settings: Settings


@handles(SavePlatform)
async def save_platform(cmd: SavePlatform, tx: Tx) -> None:
    """They are everybody's, so only the platform's own people save them."""
    tenant = tx.caller.tenant
    own = await institutions.find(tx.db, [tenant], tenant)
    if own is None or own.kind != "platform":
        raise KindRefused(permission=permissions.PLATFORM.name)
    await platform.save(tx.db, tenant, cmd.settings)
    tx.record(InstitutionChanged(institution_id=tenant, v=await institutions.change(tx.db, tenant, {})))
