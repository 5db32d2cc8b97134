"""Where a person is reached on a way."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from domains.access.public import reach
from domains.messages import store
from domains.messages.model import Way


async def address_of(db: AsyncConnection, tenant: str, account: str, way: Way, secret: str) -> str:
    """The address; empty: there is none, or he cannot sign in any more. The phone is the account's."""
    known = (await reach(db, tenant, [account])).get(account)
    if known is None:
        return ""
    if way == "sms":
        return known.phone
    return (await store.addresses(db, tenant, account, secret)).get(way, "")
