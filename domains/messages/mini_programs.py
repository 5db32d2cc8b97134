"""Tells of an institution's mini-program, and takes where its users are reached."""

from __future__ import annotations

from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from domains.messages import store
from domains.messages.adapters import mini_program
from hub.commands import Tx
from hub.mini_programs import MiniProgram, MiniPrograms

WAY: Final = "mini_program"


async def of(db: AsyncConnection, tenant: str, secret: str) -> MiniProgram | None:
    """The one that messages go out by, if that way is on."""
    row = await store.way(db, tenant, WAY)
    if row is None or not row.enabled:
        return None
    settings = mini_program.adapter.set_up({**row.settings, **store.secrets_of(secret, row)})
    return MiniProgram(settings.app_id, settings.app_secret, settings.endpoint)


async def reach(tx: Tx, account: str, openid: str) -> None:
    """Write the address down, or take it away."""
    values = {"tenant": tx.caller.tenant, "account": account, "way": WAY, "changed_at": tx.now}
    await store.save_address(tx.db, tx.secret, values, openid)


programs: Final = MiniPrograms(of, reach)
