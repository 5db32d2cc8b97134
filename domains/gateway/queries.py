"""What the lists do not tell: a message as it came, and how a sender was set up."""

from __future__ import annotations

from typing import Annotated, ClassVar, Final

import msgspec
from msgspec import Meta

from domains.gateway import permissions, store
from domains.gateway.commands.senders import Id
from domains.gateway.commands.taking import PURPOSE
from domains.gateway.hl7v2 import read
from hub.caller import Caller, Permission
from hub.ciphers import unseal
from hub.commands import Look, Query, answers

HEAD: Final = "MSH"
"""The segment that names nobody but systems."""


class ReadMessage(Query, frozen=True):
    """The content of a message, as it came."""

    needs: ClassVar[Permission] = permissions.READ
    personal: ClassVar[bool] = True
    message_id: Id


class MessageText(msgspec.Struct, frozen=True):
    """A message's segments, one a line; ``masked``: of all but the first one only the names, for who sees no more."""

    id: str
    lines: tuple[Annotated[str, Meta(description="a segment")], ...]
    masked: bool


@answers(ReadMessage)
async def read_message(caller: Caller, query: ReadMessage, look: Look) -> MessageText:
    """Raises ``NotFound``."""
    kept = await store.message(look.db, caller.tenant, query.message_id)
    sender = await store.sender(look.db, caller.tenant, kept.sender_id)
    block = unseal(look.secret, PURPOSE, kept.sealed)
    text = block.decode(read(block, sender.charset).charset)
    lines = (line for line in text.replace("\n", "\r").split("\r") if line)
    shown = (_covered(line) for line in lines) if caller.masked else lines
    return MessageText(kept.id, tuple(shown), caller.masked)


def _covered(line: str) -> str:
    return line if line.startswith(HEAD) else f"{line[:3]}|***"
