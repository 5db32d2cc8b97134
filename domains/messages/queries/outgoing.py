"""What was sent on which way, to whom, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, ClassVar

import msgspec
import sqlalchemy as sa
from msgspec import Meta

from domains.access.public import names
from domains.messages import permissions
from domains.messages.model import State, Way
from domains.messages.outbox import DeliveryRow, delivery_row
from domains.messages.spans import Span, period
from domains.messages.tables import deliveries, messages
from hub.caller import Caller, Permission
from hub.commands import Look, Query, answers
from hub.errors import NotFound

Size = Annotated[int, Meta(ge=1, le=200)]


class LoggedDelivery(DeliveryRow, frozen=True):
    """A line of the log: what it was, and to whom."""

    account_name: str
    title_zh: str
    title_en: str
    address: str
    template: str
    template_version: int | None


class DeliveryPage(msgspec.Struct, frozen=True):
    """The newest first; ``cursor`` goes on from here, None at the end."""

    rows: tuple[LoggedDelivery, ...]
    cursor: str | None


class ListDeliveries(Query, frozen=True, kw_only=True):
    """What was sent. Only with the span ``custom`` the bounds count; ``template_name`` finds parts."""

    needs: ClassVar[Permission] = permissions.DELIVERIES
    way: Way | None = None
    state: State | None = None
    topic: Annotated[str, Meta(max_length=60)] = ""
    template_name: Annotated[str, Meta(max_length=60)] = ""
    span: Span = "7d"
    since: datetime | None = None
    until: datetime | None = None
    message_id: Annotated[str, Meta(max_length=64)] = ""
    size: Size = 50
    cursor: Annotated[str, Meta(max_length=64)] = ""


class ShowDelivery(Query, frozen=True, kw_only=True):
    """One delivery."""

    needs: ClassVar[Permission] = permissions.DELIVERIES
    delivery_id: Annotated[str, Meta(min_length=1, max_length=64)]


@answers(ListDeliveries)
async def list_deliveries(caller: Caller, query: ListDeliveries, look: Look) -> DeliveryPage:
    """Ids rise with time, so they are the cursor."""
    c = deliveries.c
    if query.message_id:
        wanted = [c.message_id == query.message_id]
    else:
        since, until = period(query.span, query.since, query.until, look.now)
        wanted = [c.created_at >= since, c.created_at <= until]
    for column, value in ((c.way, query.way), (c.state, query.state), (c.topic, query.topic)):
        if value:
            wanted.append(column == value)
    if query.template_name.strip():
        wanted.append(c.template.icontains(query.template_name.strip(), autoescape=True))
    if query.cursor:
        wanted.append(c.id < query.cursor)
    found = _joined(caller).where(*wanted).order_by(c.id.desc()).limit(query.size + 1)
    rows = await _named(caller, look, list(await look.db.execute(found)))
    page = rows[: query.size]
    return DeliveryPage(page, page[-1].delivery_id if len(rows) > query.size else None)


@answers(ShowDelivery)
async def show_delivery(caller: Caller, query: ShowDelivery, look: Look) -> LoggedDelivery:
    """As the log shows it."""
    found = _joined(caller).where(deliveries.c.id == query.delivery_id)
    rows = await _named(caller, look, list(await look.db.execute(found)))
    if not rows:
        raise NotFound
    return rows[0]


def _joined(caller: Caller) -> sa.Select[Any]:
    same = sa.and_(messages.c.tenant == deliveries.c.tenant, messages.c.id == deliveries.c.message_id)
    return (
        sa.select(deliveries, messages.c.title_zh, messages.c.title_en)
        .join_from(deliveries, messages, same)
        .where(deliveries.c.tenant == caller.tenant)
    )


async def _named(caller: Caller, look: Look, rows: list[Any]) -> tuple[LoggedDelivery, ...]:
    called = await names(look.db, caller.tenant, {row.account for row in rows})
    return tuple(
        LoggedDelivery(
            **msgspec.structs.asdict(delivery_row(row)),
            account_name=called.get(row.account, ""),
            title_zh=row.title_zh,
            title_en=row.title_en,
            address=row.address,
            template=row.template,
            template_version=row.template_version,
        )
        for row in rows
    )
