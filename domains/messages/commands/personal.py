"""What a person decides about how he is reached."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar

from msgspec import Meta

from domains.messages import permissions, store
from domains.messages.adapters.every import ADAPTERS
from domains.messages.errors import WrongAddress
from domains.messages.model import Preference, Way
from hub.caller import Permission
from hub.commands import EVERYWHERE, RULES, Command, Tx, handles
from hub.errors import FieldError

FROM_PAGES = EVERYWHERE - {RULES}


class SaveMyAddress(Command, frozen=True, kw_only=True):
    """Say where one is reached on a way; empty: nowhere. The phone is a matter of the account."""

    needs: ClassVar[Permission] = permissions.CENTRE
    exposed: ClassVar[frozenset[str]] = FROM_PAGES
    private: ClassVar[frozenset[str]] = frozenset({"address"})
    way: Way
    address: Annotated[str, Meta(max_length=200)]


class SaveMyPreference(Command, frozen=True, kw_only=True):
    """Say which ways are welcome for what, in which order, and when not to be disturbed."""

    needs: ClassVar[Permission] = permissions.CENTRE
    exposed: ClassVar[frozenset[str]] = FROM_PAGES
    preference: Preference


@handles(SaveMyAddress)
async def save_my_address(cmd: SaveMyAddress, tx: Tx) -> None:
    """Kept enciphered."""
    adapter, address = ADAPTERS[cmd.way], cmd.address.strip()
    unfit = adapter.own_address or cmd.way == "sms"
    if unfit or (address and re.fullmatch(adapter.address, address) is None):
        raise WrongAddress(
            f"{adapter.zh} {adapter.en}", (FieldError("address", "格式不正确 not an address of this way"),)
        )
    values = {"tenant": tx.caller.tenant, "account": tx.caller.actor, "way": cmd.way, "changed_at": tx.now}
    await store.save_address(tx.db, tx.secret, values, address)


@handles(SaveMyPreference)
async def save_my_preference(cmd: SaveMyPreference, tx: Tx) -> None:
    """It holds for what is sent from now on."""
    await store.save_preference(tx.db, tx.caller.tenant, tx.caller.actor, cmd.preference)
