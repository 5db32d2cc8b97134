"""Who is connected, on all nodes, as far as an operator of one organisation may see."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from channels.fleet.fleet import Fleet
    from channels.wire.connection import Connection
    from channels.wire.node import Node

KIND = "connections"
MOST_CHANNELS = 20


class Wanted(msgspec.Struct, frozen=True):
    """Connections of one organisation; `user` and `channel` narrow them down; at most `most` of each node."""

    group: str
    user: str = ""
    channel: str = ""
    most: int = 200


class ConnectionInfo(msgspec.Struct, frozen=True):
    """One connection. `opened_at` in unix seconds, `queued` in bytes; of very many channels only some are named."""

    client: str
    user: str
    node: str
    address: str
    sdk: str
    transport: str
    opened_at: float
    queued: int
    subscriptions: int
    channels: tuple[str, ...]


def answer_for(fleet: Fleet) -> None:
    """Let this node answer the question."""
    fleet.answers(KIND, lambda words: _answer(fleet.node, words))


async def connections(fleet: Fleet, wanted: Wanted) -> list[ConnectionInfo]:
    """What all nodes answer, the longest connected first. Raises BrokerUnavailableError."""
    answers = await fleet.ask(KIND, msgspec.json.encode(wanted))
    found = [info for answer in answers.values() for info in msgspec.json.decode(answer, type=list[ConnectionInfo])]
    return sorted(found, key=lambda info: info.opened_at)


def _answer(node: Node, words: bytes) -> bytes:
    wanted = msgspec.json.decode(words, type=Wanted)
    suiting = [connection for connection in node.everyone() if _suits(connection, wanted)]
    # Of too many those are told that an operator looks for: the furthest behind, then the longest open.
    first = heapq.nsmallest(wanted.most, suiting, key=lambda one: (-one.queued, one.opened_at))
    return msgspec.json.encode([_told(node, connection) for connection in first])


def _suits(connection: Connection, wanted: Wanted) -> bool:
    conversation = connection.conversation
    guest = conversation.guest
    return (
        guest is not None
        and guest.group == wanted.group
        and wanted.user in ("", guest.user)
        and (not wanted.channel or wanted.channel in conversation.seats)
    )


def _told(node: Node, connection: Connection) -> ConnectionInfo:
    conversation = connection.conversation
    channels = sorted(conversation.seats.channels())
    return ConnectionInfo(
        connection.id,
        "" if conversation.guest is None else conversation.guest.user,
        node.id,
        connection.address,
        conversation.sdk,
        connection.transport,
        connection.opened_at,
        connection.queued,
        len(channels),
        tuple(channels[:MOST_CHANNELS]),
    )
