"""What operators can do."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from channels.fleet.messages import Disconnect, Whom
from channels.protocol.codes import CLOSE_FORCE_RECONNECT, CLOSE_FORCED
from channels.revocation import Orders
from domains.access.public import is_known
from domains.delivery.events import UserDisconnected
from domains.delivery.permissions import OPERATE
from hub.caller import Permission
from hub.commands import Command, Tx, handles
from hub.errors import NotFound
from hub.ids import new_id

UserId = Annotated[str, Meta(min_length=1, max_length=120)]


class DisconnectUser(Command, frozen=True, kw_only=True):
    """End all live connections of a person or device. ``again``: they may come back by themselves at once."""

    needs: ClassVar[Permission] = OPERATE
    user_id: UserId
    again: bool = False


@handles(DisconnectUser)
async def disconnect_user(command: DisconnectUser, tx: Tx) -> None:
    """Only people and devices of the own institution; the nodes follow within a second."""
    if not await is_known(tx.db, tx.caller.tenant, command.user_id):
        raise NotFound
    tx.record(UserDisconnected(order_id=new_id(), user_id=command.user_id, again=command.again, v=1))


def _order(fact: UserDisconnected) -> Disconnect:
    return Disconnect(Whom(fact.user_id), *(CLOSE_FORCE_RECONNECT if fact.again else CLOSE_FORCED))


orders = Orders(UserDisconnected, _order)
