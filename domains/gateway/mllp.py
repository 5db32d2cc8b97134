"""HL7 v2 over MLLP: one message at a time on each connection, acknowledged after the commit.

Source: HL7 Transport Specification MLLP, release 1. When the database cannot be reached nothing is answered and the
connection is closed: senders then send the same message again, and nothing is lost.
"""

from __future__ import annotations

import asyncio
import ipaddress
import itertools
import logging
import ssl
from collections.abc import Iterable
from typing import Any, Final

from hl7.mllp import InvalidBlockError, start_hl7_server
from prometheus_client import Counter

from domains.gateway import permissions, store
from domains.gateway.commands.taking import ReceiveMessage, Taken
from domains.gateway.errors import Refusal, UnknownSender
from domains.gateway.hl7v2 import Message, acknowledgement, named, read
from hub.caller import Caller
from hub.errors import HubError
from hub.house import House
from hub.roles import Role

log = logging.getLogger(__name__)

LARGEST: Final = 4 * 1024 * 1024
"""Bytes of one message; a sender of more is cut off."""
ALIVE: Final = 1.0
MESSAGES = Counter("carewire_gateway_messages", "HL7 v2 messages by the answer that they got", ["answer"])


class Line:
    """What happens on every connection."""

    def __init__(self, house: House) -> None:
        """``house`` carries out what comes in."""
        self._house = house
        self._numbers = itertools.count(1)
        self._open: set[asyncio.Task[None]] = set()

    async def talk(self, reader: Any, writer: Any) -> None:
        """Answer message after message until the other side leaves, or sends what is no message."""
        address = str(writer.get_extra_info("peername")[0])
        task = asyncio.current_task()
        if task is not None:
            self._open.add(task)
            task.add_done_callback(self._open.discard)
        try:
            while True:
                block = await reader.readblock()
                writer.writeblock(await self._answer(block, address))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        except (InvalidBlockError, ValueError) as error:
            log.warning("not an MLLP message", extra={"address": address, "error": str(error)[:200]})
        except HubError as error:
            log.warning("a message could not be taken now", extra={"address": address, "code": error.code})
        except Exception:
            # Without an answer the sender repeats the message: a mistake of ours loses nothing, and is not hidden.
            log.exception("a message could not be taken", extra={"address": address})
        finally:
            writer.close()

    async def hang_up(self) -> None:
        """End all conversations; what is being committed is committed, and is acknowledged when it comes again."""
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _answer(self, block: bytes, address: str) -> bytes:
        message: Message | None = None
        try:
            sender = await self._sender(block)
            message = read(block, "auto" if sender is None else sender.charset)
            taken = await self._take(message, block, address, sender)
        except Refusal as refusal:
            words = f"{refusal.detail('zh')} {refusal.detail('en')}"
            log.warning("a message was refused", extra={"address": address, "code": refusal.code})
            taken = Taken("", "AR", (refusal.hl7, words))
        MESSAGES.labels(taken.answer).inc()
        now, number = self._house.clock(), str(next(self._numbers))
        return acknowledgement(message, now, taken.answer, error=taken.error, number=number)

    async def _sender(self, block: bytes) -> store.Found | None:
        application, facility = named(block)
        async with self._house.dispatch.reads.connect() as db:
            return await store.sender_of(db, application, facility)

    async def _take(self, message: Message, block: bytes, address: str, sender: store.Found | None) -> Taken:
        if sender is None or not _within(address, sender.addresses.split()):
            raise UnknownSender(application=message.application, facility=message.facility, address=address)
        rights = frozenset({permissions.RECEIVE.name})
        caller = Caller(sender.tenant, f"sender:{sender.id}", rights, frozenset({sender.tenant}), address=address)
        taken: Taken = await self._house.dispatch(caller, ReceiveMessage(sender_id=sender.id, block=block))
        return taken


def _within(address: str, networks: Iterable[str]) -> bool:
    here = ipaddress.ip_address(address)
    return any(here in ipaddress.ip_network(network) for network in networks)


async def serve(house: House) -> None:
    """Take messages until cancelled. Where none are to be taken, only say that all is well."""
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_be_heard(house))
        if house.settings.mllp_port is not None:
            await _listen(house, house.settings.mllp_port)


async def _listen(house: House, port: int) -> None:
    line = Line(house)
    settings = house.settings
    security = None
    if settings.mllp_tls:
        security = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        security.load_cert_chain(str(settings.edge.certificate), str(settings.edge.key))
    server = await start_hl7_server(line.talk, settings.host, port, limit=LARGEST, ssl=security)
    log.info("taking HL7 v2 messages", extra={"port": port})
    try:
        await server.serve_forever()
    finally:
        server.close()
        await line.hang_up()


async def _be_heard(house: House) -> None:
    while True:
        await house.bus.heard("gateway", 5)
        await asyncio.sleep(ALIVE)


role = Role("gateway", serve)
