"""What a person can ask of his messages."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar

import msgspec
import sqlalchemy as sa
from msgspec import Meta

from domains.messages import permissions
from domains.messages.shown import MessageRow, shown
from domains.messages.tables import messages
from hub.caller import Caller, Permission
from hub.commands import Look, Query, answers
from hub.levels import Level

PAGE = 50


class KeptMessage(MessageRow, frozen=True):
    """A message, and when it was seen."""

    read_at: datetime | None


class MessagePage(msgspec.Struct, frozen=True):
    """The newest first; ``after`` goes on from here, None at the end."""

    messages: tuple[KeptMessage, ...]
    after: str | None


class ListMessages(Query, frozen=True, kw_only=True):
    """One's own messages, the newest first; ``topic`` is a whole one or the part before the dot."""

    needs: ClassVar[Permission] = permissions.CENTRE
    topic: Annotated[str, Meta(max_length=60)] = ""
    level: Level | None = None
    unread: bool = False
    after: Annotated[str, Meta(max_length=64)] | None = None


class TopicCount(msgspec.Struct, frozen=True):
    """A topic that one has messages of."""

    topic: str
    messages: int
    unread: int


class ListTopics(Query, frozen=True, kw_only=True):
    """The topics of one's own messages."""

    needs: ClassVar[Permission] = permissions.CENTRE


@answers(ListMessages)
async def list_messages(caller: Caller, query: ListMessages, look: Look) -> MessagePage:
    """Ids rise with time, so they are the cursor."""
    mine = [messages.c.tenant == caller.tenant, messages.c.account == caller.actor]
    if query.topic:
        whole = messages.c.topic == query.topic
        mine.append(sa.or_(whole, messages.c.topic.startswith(f"{query.topic}.", autoescape=True)))
    if query.level is not None:
        mine.append(messages.c.level == query.level)
    if query.unread:
        mine.append(messages.c.read_at.is_(None))
    if query.after is not None:
        mine.append(messages.c.id < query.after)
    rows = list(await look.db.execute(sa.select(messages).where(*mine).order_by(messages.c.id.desc()).limit(PAGE + 1)))
    page = rows[:PAGE]
    kept = tuple(KeptMessage(**msgspec.structs.asdict(shown(row)), read_at=row.read_at) for row in page)
    return MessagePage(kept, page[-1].id if len(rows) > PAGE else None)


@answers(ListTopics)
async def list_topics(caller: Caller, query: ListTopics, look: Look) -> tuple[TopicCount, ...]:
    """By name."""
    del query
    count = sa.func.count()
    found = (
        sa.select(messages.c.topic, count.label("all"), count.filter(messages.c.read_at.is_(None)).label("unread"))
        .where(messages.c.tenant == caller.tenant, messages.c.account == caller.actor)
        .group_by(messages.c.topic)
        .order_by(messages.c.topic)
    )
    return tuple(TopicCount(row.topic, row.all, row.unread) for row in await look.db.execute(found))
