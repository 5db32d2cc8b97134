"""What operators can ask."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta

from channels.broker.base import BrokerUnavailableError
from channels.fleet import people, troubles
from channels.fleet.fleet import Fleet
from channels.fleet.messages import NodeInfo
from channels.fleet.people import ConnectionInfo, Wanted
from domains.access.public import names
from domains.delivery.permissions import OPERATE
from hub.caller import Caller, Permission
from hub.commands import Look, Query, answers
from hub.errors import Unavailable

MOST = 200
MOST_SEARCHED = 2000
"""Of each node; names are known here only, so a search by name looks at more connections than it shows."""
BROKER = "实时通道 live delivery"


class Node(msgspec.Struct, frozen=True):
    """One node. ``uptime`` in seconds, ``queued`` and ``memory`` in bytes, ``cpu`` in percent of a core."""

    id: str
    name: str
    healthy: bool
    detail: str
    uptime: int
    connections: int
    users: int
    channels: int
    subscriptions: int
    delivered_per_second: float
    heard_per_second: float
    cpu: float
    memory: int
    queued: int
    slow_closes: int
    repaired: int
    insufficient: int
    closes: dict[str, int]


class Trouble(msgspec.Struct, frozen=True):
    """A warning or an error of a node."""

    at: datetime
    node: str
    level: str
    logger: str
    message: str


class Overview(msgspec.Struct, frozen=True):
    """The nodes of all, and their last troubles, the newest first."""

    nodes: tuple[Node, ...]
    troubles: tuple[Trouble, ...]


class ShowOverview(Query, frozen=True, kw_only=True):
    """How live delivery is doing."""

    needs: ClassVar[Permission] = OPERATE


@answers(ShowOverview)
async def overview(caller: Caller, query: ShowOverview, look: Look) -> Overview:
    """From the nodes themselves, as they told a moment ago."""
    del caller, query
    fleet = look.tool(Fleet)
    try:
        found = await troubles.troubles(fleet)
    except BrokerUnavailableError as error:
        raise Unavailable(part=BROKER) from error
    nodes = sorted(fleet.nodes(), key=lambda info: (info.name, info.uid))
    known = {info.uid: info.name for info in nodes}
    return Overview(
        tuple(_node(info) for info in nodes),
        tuple(
            Trouble(datetime.fromtimestamp(one.at, UTC), known.get(one.node, ""), one.level, one.logger, one.message)
            for one in found
        ),
    )


class Connection(msgspec.Struct, frozen=True):
    """One live connection of somebody of the own institution; ``queued`` in bytes."""

    id: str
    user_id: str
    user_name: str
    node: str
    address: str
    sdk: str
    transport: str
    opened_at: datetime
    queued: int
    subscriptions: int
    channels: tuple[str, ...]


class ConnectionList(msgspec.Struct, frozen=True):
    """Connections, those with most waiting first, then the longest open.

    ``complete`` False: there may be more, narrow the question down.
    """

    connections: tuple[Connection, ...]
    complete: bool


class ListConnections(Query, frozen=True, kw_only=True):
    """Who is connected: all, one person, or the members of one channel.

    ``person`` is a part of a name or of an id, ``user_id`` a whole id.
    """

    needs: ClassVar[Permission] = OPERATE
    user_id: Annotated[str, Meta(max_length=120)] = ""
    person: Annotated[str, Meta(max_length=64)] = ""
    channel: Annotated[str, Meta(max_length=255)] = ""


@answers(ListConnections)
async def list_connections(caller: Caller, query: ListConnections, look: Look) -> ConnectionList:
    """Asked of all nodes; a node that does not answer within two seconds is left out."""
    fleet = look.tool(Fleet)
    most = MOST_SEARCHED if query.person else MOST
    try:
        found = await people.connections(fleet, Wanted(caller.tenant, query.user_id, query.channel, most))
    except BrokerUnavailableError as error:
        raise Unavailable(part=BROKER) from error
    called = await names(look.db, caller.tenant, {info.user for info in found})
    nodes = {info.uid: info.name for info in fleet.nodes()}
    told = [_connection(info, called.get(info.user, ""), nodes.get(info.node, "")) for info in found]
    suiting = sorted((one for one in told if _is_like(one, query.person)), key=lambda one: (-one.queued, one.opened_at))
    # A node that had more connections than it was asked for does not say so: as many as that are taken for it.
    return ConnectionList(tuple(suiting[:MOST]), complete=len(found) < most and len(suiting) <= MOST)


def _is_like(connection: Connection, person: str) -> bool:
    wanted = person.casefold()
    return wanted in connection.user_name.casefold() or wanted in connection.user_id.casefold()


def _node(info: NodeInfo) -> Node:
    return Node(
        info.uid,
        info.name,
        info.healthy,
        info.detail,
        info.uptime,
        info.clients,
        info.users,
        info.channels,
        info.subscriptions,
        round(info.delivered_per_second, 1),
        round(info.heard_per_second, 1),
        info.cpu,
        info.rss,
        info.queued,
        info.slow_closes,
        info.repaired,
        info.insufficient,
        {str(code): count for code, count in sorted(info.closes.items())},
    )


def _connection(info: ConnectionInfo, user_name: str, node: str) -> Connection:
    return Connection(
        info.client,
        info.user,
        user_name,
        node,
        info.address,
        info.sdk,
        info.transport,
        datetime.fromtimestamp(info.opened_at, UTC),
        info.queued,
        info.subscriptions,
        info.channels,
    )
