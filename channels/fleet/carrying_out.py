"""What one node does with an order."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from channels.fleet.messages import Disconnect, Recheck, Refresh, Subscribe, Unsubscribe
from channels.protocol.codes import CloseCode, CutCode
from channels.protocol.commands import SubscribeRequest
from channels.wire.desk import Refused
from channels.wire.node import Whose

if TYPE_CHECKING:
    from channels.fleet.messages import Order, Whom
    from channels.wire.node import Node

log = logging.getLogger("carewire.fleet")


async def carry_out(node: Node, order: Order) -> None:
    """Do it to the connections of this node."""
    match order:
        case Disconnect():
            node.disconnect(_whose(order.whom), CloseCode(order.code, order.reason))
        case Unsubscribe():
            node.unsubscribe(_whose(order.whom), order.channel, CutCode(order.code, order.reason))
        case Refresh():
            node.refresh(_whose(order.whom), order.expires_at)
        case Recheck():
            node.recheck(order.users, order.groups)
        case Subscribe():
            await _subscribe(node, order)


async def _subscribe(node: Node, order: Subscribe) -> None:
    try:
        grant = await node.desk.grant(order.channel, order.changes)
    except Refused as no:
        log.warning("an order to subscribe was not carried out: %s", no)
        return
    request = SubscribeRequest(order.channel, recover=bool(order.epoch), offset=order.offset, epoch=order.epoch)
    node.subscribe(_whose(order.whom), request, replace(grant, info=order.info, data=order.data))


def _whose(whom: Whom) -> Whose:
    return Whose(whom.user, whom.client, whom.session, whom.spared)
