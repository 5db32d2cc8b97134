"""What stands at the door: the site's name, whom to ask, and the two agreements."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from domains.access import permissions
from domains.access.model.platform import Settings
from domains.access.store import institutions, platform
from hub.caller import PUBLIC, Caller, Permission
from hub.commands import REST, Look, Query, answers
from hub.errors import NotFound


class DoorSheet(msgspec.Struct, frozen=True):
    """What everybody may read before he signs in."""

    site: str
    title: str
    notice: str
    support: str
    record: str
    privacy: str
    agreement: str


class ShowDoor(Query, frozen=True):
    """What the sign-in page shows. It is the same for everybody, so it tells of nobody."""

    needs: ClassVar[Permission] = PUBLIC
    exposed: ClassVar[frozenset[str]] = frozenset({REST})


class ShowPlatform(Query, frozen=True):
    """The platform's settings to change."""

    needs: ClassVar[Permission] = permissions.PLATFORM


@answers(ShowDoor)
async def show_door(_: Caller, __: ShowDoor, look: Look) -> DoorSheet:
    """The texts that come with the house, as long as none were saved."""
    settings = await _settings(look)
    return DoorSheet(**{name: getattr(settings, name) for name in DoorSheet.__struct_fields__})


@answers(ShowPlatform)
async def show_platform(caller: Caller, _: ShowPlatform, look: Look) -> Settings:
    """They are the platform's own people's."""
    own = await institutions.find(look.db, [caller.tenant], caller.tenant)
    if own is None or own.kind != "platform":
        raise NotFound
    return await _settings(look)


async def _settings(look: Look) -> Settings:
    return await platform.current(look.db) or Settings()
