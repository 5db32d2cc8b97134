"""Reads a cluster's map: which master has the slot of each partition."""

from __future__ import annotations

import asyncio
import logging
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from redis.exceptions import ResponseError

from channels.broker.base import BrokerUnavailableError
from channels.broker.dial import dial
from channels.broker.line import Line
from channels.broker.partitions import slot_of, tags

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hub.bus.address import Address, Host

log = logging.getLogger("carewire.broker")

MOST_ASKED = 6
SOON_SECONDS, LATEST_SECONDS = 0.5, 2.5


@dataclass(frozen=True, slots=True)
class Map:
    """The master of each partition that has one, and all known nodes, replicas too."""

    owners: Mapping[int, Host]
    hosts: frozenset[Host]


@dataclass(frozen=True, slots=True)
class _Answer:
    healthy: bool
    epoch: int
    map: Map


async def read_map(address: Address, known: frozenset[Host]) -> Map:
    """Ask some nodes; the newest word of a healthy one counts. Raises BrokerUnavailableError when none answers.

    A node that was cut off from the others tells an old story, with a lower epoch or as one who is not well.
    """
    nodes = list(known | {*address.hosts})
    asked = [asyncio.ensure_future(_ask(address, host)) for host in random.sample(nodes, min(MOST_ASKED, len(nodes)))]
    answers: list[_Answer] = []
    try:
        for patience in (SOON_SECONDS, LATEST_SECONDS):
            await asyncio.wait(asked, timeout=patience)
            answers = [answer for task in asked if task.done() and (answer := task.result()) is not None]
            if answers:
                break
    finally:
        for task in asked:
            task.cancel()
        await asyncio.gather(*asked, return_exceptions=True)
    if not answers:
        raise BrokerUnavailableError("no node of the cluster answers")
    return max(answers, key=lambda answer: (answer.healthy, answer.epoch)).map


async def _ask(address: Address, host: Host) -> _Answer | None:
    """What one node says; None when it does not answer, as nodes that are being replaced do not."""
    try:
        info, slots = await _tell(
            Line(await dial(address.connection, address.options, host), answer_seconds=LATEST_SECONDS)
        )
    except (BrokerUnavailableError, ResponseError) as problem:
        log.info("a node of the cluster did not answer: %s", type(problem).__name__)
        return None
    fields = dict(row.split(":", 1) for row in info.decode().splitlines() if ":" in row)
    return _Answer(fields["cluster_state"] == "ok", int(fields["cluster_current_epoch"]), _map(slots, host))


async def _tell(line: Line) -> tuple[bytes, list[list[Any]]]:
    try:
        info, slots = await asyncio.gather(line.ask("CLUSTER", "INFO"), line.ask("CLUSTER", "SLOTS"))
    finally:
        await line.close()
    return info, slots


def _map(ranges: list[list[Any]], told_by: Host) -> Map:
    """`CLUSTER SLOTS`: first slot, last slot, master, replicas ...; each node is host, port, id, more."""
    places = [(int(first), int(last), [_host(node, told_by) for node in nodes]) for first, last, *nodes in ranges]
    owners = {
        partition: nodes[0]
        for partition, slot in enumerate(map(slot_of, tags()))
        for first, last, nodes in places
        if first <= slot <= last
    }
    return Map(owners, frozenset(host for _, _, nodes in places for host in nodes))


def _host(node: list[Any], told_by: Host) -> Host:
    """A node that does not know its own name is where we asked."""
    name = (node[0] or b"").decode()
    return (name if name not in ("", "?") else told_by[0], int(node[1]))
