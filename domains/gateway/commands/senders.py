"""Who may send."""

from __future__ import annotations

import ipaddress
from typing import Annotated, ClassVar, Literal

import msgspec
from msgspec import Meta
from sqlalchemy.exc import IntegrityError

from domains.gateway import permissions, store
from domains.gateway.errors import SenderTaken
from domains.gateway.events import SenderChanged
from hub.caller import Permission
from hub.commands import Command, Tx, handles
from hub.errors import FieldError, Invalid
from hub.ids import new_id

Id = Annotated[str, Meta(min_length=1, max_length=64)]
Word = Annotated[str, Meta(max_length=100)]
Addresses = Annotated[tuple[Annotated[str, Meta(max_length=50)], ...], Meta(min_length=1, max_length=50)]


Charset = Literal["auto", "utf-8", "gb18030"]
"""What a sender writes in; ``auto``: as each message declares (MSH-18)."""


class Sender(msgspec.Struct, frozen=True):
    """A sending application (MSH-3) of a facility (MSH-4), and the addresses or networks it may send from."""

    id: str
    name: str
    application: str
    facility: str
    addresses: tuple[str, ...]
    enabled: bool
    charset: Charset


class AllowSender(Command, frozen=True, kw_only=True):
    """Let a system send messages for the caller's institution."""

    needs: ClassVar[Permission] = permissions.OPERATE
    name: Annotated[str, Meta(min_length=1, max_length=100)]
    application: Annotated[str, Meta(min_length=1, max_length=100)]
    facility: Word = ""
    addresses: Addresses
    charset: Charset = "auto"


class ChangeSender(Command, frozen=True, kw_only=True):
    """Change what a sender is called here, where it may send from and what it writes in, or shut it out.

    ``name`` and ``charset`` stay as they are when they are left out. What it names itself (MSH-3, MSH-4) is what it
    is known by: another name there is another sender.
    """

    needs: ClassVar[Permission] = permissions.OPERATE
    sender_id: Id
    addresses: Addresses
    enabled: bool
    name: Annotated[str, Meta(min_length=1, max_length=100)] | None = None
    charset: Charset | None = None


@handles(AllowSender)
async def allow_sender(cmd: AllowSender, tx: Tx) -> Sender:
    """Raises ``SenderTaken`` when the name is somebody's already, and ``Invalid`` for what is no address."""
    addresses = _networks(cmd.addresses)
    sender = Sender(new_id(), cmd.name, cmd.application, cmd.facility, addresses, enabled=True, charset=cmd.charset)
    values = msgspec.structs.asdict(sender) | {"tenant": tx.caller.tenant, "addresses": " ".join(addresses), "v": 1}
    try:
        async with tx.db.begin_nested():
            await store.add_sender(tx.db, values)
    except IntegrityError as error:
        raise SenderTaken(application=cmd.application, facility=cmd.facility) from error
    tx.record(SenderChanged(sender_id=sender.id, v=1))
    return sender


@handles(ChangeSender)
async def change_sender(cmd: ChangeSender, tx: Tx) -> Sender:
    """Raises ``NotFound``, and ``Invalid`` for what is no address. Open connections feel it at their next message."""
    before = await store.sender(tx.db, tx.caller.tenant, cmd.sender_id)
    addresses = _networks(cmd.addresses)
    name, charset = cmd.name or before.name, cmd.charset or before.charset
    changes = {"addresses": " ".join(addresses), "enabled": cmd.enabled, "name": name, "charset": charset}
    await store.change_sender(tx.db, tx.caller.tenant, before.id, {**changes, "v": before.v + 1})
    tx.record(SenderChanged(sender_id=before.id, v=before.v + 1))
    return Sender(before.id, name, before.application, before.facility, addresses, cmd.enabled, charset)


def _networks(addresses: tuple[str, ...]) -> tuple[str, ...]:
    found = []
    for number, text in enumerate(addresses):
        try:
            found.append(str(ipaddress.ip_network(text.strip())))
        except ValueError as error:
            why = "IP 地址或网段，例如 10.1.2.3 或 10.1.2.0/24 / an address or network such as 10.1.2.0/24"
            raise Invalid(why, (FieldError(f"addresses[{number}]", why),)) from error
    return tuple(found)
