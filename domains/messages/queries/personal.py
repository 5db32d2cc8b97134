"""How one is reached oneself."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from domains.access.public import reach
from domains.messages import permissions, store
from domains.messages.adapters.every import ADAPTERS
from domains.messages.masked import mask_address
from domains.messages.model import Policy, Preference, Way
from hub.caller import Caller, Permission
from hub.commands import Look, Query, answers


class MyWay(msgspec.Struct, frozen=True):
    """A way, whether the institution uses it, and one's own address on it (masked; empty: none).

    ``editable``: one enters the address here; the phone belongs to the account.
    """

    way: Way
    zh: str
    en: str
    enabled: bool
    address: str
    editable: bool


class MyReach(msgspec.Struct, frozen=True):
    """How one is reached, what one wishes, and what holds where one wishes nothing."""

    ways: tuple[MyWay, ...]
    preference: Preference
    policy: Policy


class ShowMyReach(Query, frozen=True, kw_only=True):
    """How one is reached, and what one wishes."""

    needs: ClassVar[Permission] = permissions.CENTRE


@answers(ShowMyReach)
async def show_my_reach(caller: Caller, query: ShowMyReach, look: Look) -> MyReach:
    """Only ways on which people have addresses."""
    del query
    tenant, account = caller.tenant, caller.actor
    known = (await reach(look.db, tenant, [account])).get(account)
    mine: dict[str, str] = await store.addresses(look.db, tenant, account, look.secret)
    mine["sms"] = "" if known is None else known.phone
    set_up = await store.all_ways(look.db, tenant)
    ways = tuple(
        MyWay(
            way=adapter.way,
            zh=adapter.zh,
            en=adapter.en,
            enabled=adapter.way in set_up and set_up[adapter.way].enabled,
            address=mask_address(mine[adapter.way]) if mine.get(adapter.way) else "",
            editable=adapter.way != "sms",
        )
        for adapter in ADAPTERS.values()
        if not adapter.own_address
    )
    wishes = await store.preferences(look.db, tenant, [account])
    return MyReach(ways, wishes.get(account, Preference()), await store.policy(look.db, tenant))
