"""What other domains may use of this room."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from domains.gateway import store
from domains.gateway.commands.taking import ReceiveMessage, Taken
from domains.gateway.errors import FieldMissing, Refusal, WrongValue
from domains.gateway.hl7v2 import Message, Segment, of_devices
from domains.gateway.intakes import Intake
from domains.gateway.permissions import RECEIVE

__all__ = [
    "RECEIVE",
    "FieldMissing",
    "Intake",
    "Message",
    "ReceiveMessage",
    "Refusal",
    "Segment",
    "Taken",
    "WrongValue",
    "of_devices",
    "sender_names",
    "senders",
]


async def senders(db: AsyncConnection, tenant: str) -> dict[str, str]:
    """The institution's senders: the application that a message names, and the sender's id."""
    return {row.application: row.id for row in await store.all_senders(db, tenant)}


async def sender_names(db: AsyncConnection, tenant: str) -> dict[str, str]:
    """What the institution's senders are called, by the actor that they act as."""
    return {f"sender:{row.id}": row.name for row in await store.all_senders(db, tenant)}
