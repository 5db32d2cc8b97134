"""A message by hand."""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta

from domains.access.public import able, holders
from domains.messages import permissions
from domains.messages.model import Way
from domains.messages.sending import Notice, send
from hub.caller import Permission
from hub.commands import Command, Tx, handles
from hub.ids import new_id
from hub.levels import Level

Names = Annotated[tuple[Annotated[str, Meta(min_length=1, max_length=64)], ...], Meta(max_length=200)]


class Announced(msgspec.Struct, frozen=True):
    """How many people were told."""

    count: int


class Announce(Command, frozen=True, kw_only=True):
    """Tell people something: these accounts, and everybody who has one of these roles.

    ``once``: with the same, nobody is told twice; empty: it is an announcement of its own.
    """

    needs: ClassVar[Permission] = permissions.ANNOUNCE
    title: Annotated[str, Meta(min_length=1, max_length=60)]
    text: Annotated[str, Meta(min_length=1, max_length=500)]
    accounts: Names = ()
    roles: Names = ()
    level: Level = Level.INFO
    ways: tuple[Way, ...] = ()
    once: Annotated[str, Meta(max_length=64)] = ""


@handles(Announce)
async def announce(cmd: Announce, tx: Tx) -> Announced:
    """Everybody once, also who has several of the roles; who cannot sign in any more is left out."""
    meant = dict.fromkeys(await able(tx.db, tx.caller.tenant, cmd.accounts))
    for role in cmd.roles:
        meant |= dict.fromkeys(await holders(tx.db, tx.caller.tenant, role))
    notice = Notice(
        topic="messages.announcement",
        level=cmd.level,
        title_zh=cmd.title,
        title_en=cmd.title,
        text_zh=cmd.text,
        text_en=cmd.text,
        to=tuple(meant),
        once=cmd.once or new_id(),
        channels=("popup", *cmd.ways),
    )
    return Announced(await send(tx, notice))
