"""What operators see of the interfaces."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar, Final, Literal

import msgspec
from msgspec import Meta

from domains.gateway import permissions, store
from domains.gateway.commands.senders import Id, Sender
from domains.gateway.commands.taking import PURPOSE
from domains.gateway.hl7v2 import read
from hub.caller import Caller, Permission
from hub.ciphers import unseal
from hub.commands import Look, Query, answers

PAGE: Final = 50


class MessageRow(msgspec.Struct, frozen=True):
    """A message without its content; the reason in both languages, empty when it was accepted."""

    id: str
    sender: str
    control_id: str
    kind: str
    state: Literal["accepted", "rejected"]
    reason_zh: str
    reason_en: str
    attempts: int
    received_at: datetime
    handled_at: datetime


class MessagePage(msgspec.Struct, frozen=True):
    """Newest first; ``next`` gives the following page, None at the end."""

    rows: tuple[MessageRow, ...]
    next: str | None


class ListMessages(Query, frozen=True):
    """What came in, newest first."""

    needs: ClassVar[Permission] = permissions.OPERATE
    state: Literal["accepted", "rejected"] | None = None
    after: Id | None = None


class ShowMessage(Query, frozen=True):
    """The content of a message, as it came."""

    needs: ClassVar[Permission] = permissions.READ
    personal: ClassVar[bool] = True
    message_id: Id


class MessageText(msgspec.Struct, frozen=True):
    """A message's segments, one a line."""

    id: str
    lines: tuple[Annotated[str, Meta(description="a segment")], ...]


class ListSenders(Query, frozen=True):
    """Who may send."""

    needs: ClassVar[Permission] = permissions.OPERATE


class Senders(msgspec.Struct, frozen=True):
    """The institution's senders by name."""

    rows: tuple[Sender, ...]


@answers(ListMessages)
async def list_messages(caller: Caller, query: ListMessages, look: Look) -> MessagePage:
    """One page."""
    found = await store.latest(look.db, caller.tenant, query.state, query.after, PAGE + 1)
    rows = tuple(msgspec.convert(row, MessageRow, from_attributes=True) for row in found[:PAGE])
    return MessagePage(rows, rows[-1].id if len(found) > PAGE else None)


@answers(ShowMessage)
async def show_message(caller: Caller, query: ShowMessage, look: Look) -> MessageText:
    """Raises ``NotFound``."""
    kept = await store.message(look.db, caller.tenant, query.message_id)
    block = unseal(look.secret, PURPOSE, kept.sealed)
    text = block.decode(read(block).charset)
    return MessageText(kept.id, tuple(line for line in text.replace("\n", "\r").split("\r") if line))


@answers(ListSenders)
async def list_senders(caller: Caller, query: ListSenders, look: Look) -> Senders:
    """All of them: there are few."""
    del query
    rows = await store.all_senders(look.db, caller.tenant)
    return Senders(tuple(msgspec.convert(row, Sender, from_attributes=True) for row in rows))
