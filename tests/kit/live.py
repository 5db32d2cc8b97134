"""The live door in the test's own process: a node with the house's desk, its fleet, and somebody who is connected."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

import msgspec

from channels.broker.memory import MemoryBroker
from channels.desk import HouseDesk
from channels.fleet import people, troubles
from channels.fleet.fleet import Fleet
from channels.wire.connection import Connection
from channels.wire.limits import Limits
from channels.wire.node import Node
from domains.access.commands import SignIn
from domains.access.resolver import Sessions
from hub.caller import nobody
from hub.house import House
from hub.operations import Operations
from tests.kit.servers import PASSWORD


class Listening:
    """A socket that keeps what it is told."""

    def __init__(self) -> None:
        self.fd = -1
        self.frames: list[bytes] = []
        self.closed: tuple[int, str] | None = None

    def send(self, frame: bytes) -> None:
        self.frames.append(frame)

    def write(self, data: bytes) -> None:
        self.frames.append(data)

    def close(self, code: int, reason: str) -> None:
        self.closed = (code, reason)

    def abort(self) -> None:
        self.closed = self.closed or (1006, "")


@contextlib.asynccontextmanager
async def live_door(house: House) -> AsyncIterator[Fleet]:
    """A node on a memory broker, at the disposal of the house's queries."""
    desk = HouseDesk(house, Operations(house.dispatch), Sessions(house))
    node = Node(MemoryBroker(), desk, house.clock, limits=Limits(close_wait=0.1, shutdown_pause=0.0))
    fleet = Fleet(node, name="test")
    await node.start()
    await fleet.start()
    people.answer_for(fleet)
    recent = troubles.answer_for(fleet)
    house.dispatch.tools[Fleet] = fleet
    try:
        yield fleet
    finally:
        del house.dispatch.tools[Fleet]
        troubles.stop(recent)
        await fleet.stop()
        for connection in list(node.everyone()):
            node.socket_ended(connection)
        await node.shutdown()


async def connected(house: House, fleet: Fleet, account: str) -> tuple[Connection, Listening]:
    """A live connection of a demo account."""
    session = await house.dispatch(nobody(), SignIn(account=account, password=PASSWORD))
    socket = Listening()
    connection = fleet.node.open(socket, address="192.0.2.7")
    connection.receive(msgspec.json.encode({"id": 1, "connect": {"token": session.connection_token, "name": "test"}}))
    await connection.conversation.settled()
    return connection, socket
