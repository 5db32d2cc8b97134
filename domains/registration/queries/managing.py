"""Registration management (登记管理, RIS-070 ... RIS-073): one list over all registrations, quick at a million rows.

Lists are in the order of registration. Where some condition leaves few rows, these are found by its own index,
gathered, and then filtered and sorted; where none does, many rows fit, and walking along the time finds them soon.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, ClassVar, Final, Literal

import msgspec
import sqlalchemy as sa
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.access.public import institution, names
from domains.queue.public import day_bounds
from domains.registration import permissions, store
from domains.registration.commands.form import Moment
from domains.registration.model import State, age_on, class_of, names_of, total_of
from domains.registration.tables import registrations as r
from hub.caller import Caller, Permission
from hub.clock import day_of
from hub.commands import Look, Query, answers
from hub.errors import Invalid
from hub.masking import mask_name
from hub.resources.search import contains, has_grams

FEW: Final = 5_000
Status = Literal["registered", "diagnosing", "completed", "cancelled", "all"]

STATUSES: Final = {
    "registered": (State.REGISTERED, State.EXAMINING, State.EXAMINED),
    "diagnosing": (State.DIAGNOSING,),
    "completed": (State.COMPLETED,),
    "cancelled": (State.CANCELLED,),
}
"""The report statuses of the page (RIS-071): everything before the report is written counts as 已登记."""


class ListedRegistration(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the list; ``total`` is what all items cost, in fen."""

    id: str
    state: str
    ticket_state: str
    name: str
    sex: str
    age: int | None
    patient_class: str
    arrears: bool
    exam_type: str
    items: tuple[str, ...]
    parts: tuple[str, ...]
    total: int
    exam_no: str
    image_no: str
    order_no: str
    room_id: str | None
    campus: str
    direction: str
    pre_exam_time: datetime | None
    registered_at: datetime
    registered_by: str
    requesting_department: str
    requesting_doctor: str


class RegistrationPage(msgspec.Struct, frozen=True):
    """One page, and the cursor of the next; ``total`` None: many (more than are worth counting)."""

    rows: tuple[ListedRegistration, ...]
    next: str | None
    total: int | None


class ListRegistrations(Query, frozen=True, kw_only=True):
    """The registrations that fit all filters, newest first.

    Without a time of registration, of examination, or an order number: those registered today. ``order_no`` is exact,
    ``name`` finds parts, ends of spans are not included.
    """

    needs: ClassVar[Permission] = permissions.VIEW
    personal: ClassVar[bool] = True
    status: Status = "all"
    registered_from: Moment | None = None
    registered_until: Moment | None = None
    exam_from: Moment | None = None
    exam_until: Moment | None = None
    exam_type: Annotated[str, Meta(max_length=20)] = ""
    part: Annotated[str, Meta(max_length=50)] = ""
    name: Annotated[str, Meta(max_length=50)] = ""
    order_no: Annotated[str, Meta(max_length=100)] = ""
    cursor: Annotated[str, Meta(max_length=200)] = ""
    limit: Annotated[int, Meta(ge=1, le=200)] = 20


@answers(ListRegistrations)
async def list_registrations(caller: Caller, query: ListRegistrations, look: Look) -> RegistrationPage:
    """Raises ``Invalid`` for a cursor that this list did not give."""
    zone = (await institution(look.db, caller.tenant)).time_zone
    day = day_bounds(look.now, zone)
    narrow, others = _conditions(caller.tenant, query, day)
    total, source, asked = await _narrowed(look.db, narrow, others)
    chosen = sa.select(source).where(*asked)
    if query.cursor:
        chosen = chosen.where(sa.tuple_(source.c.registered_at, source.c.id) < sa.tuple_(*_after(query.cursor)))
    ordered = chosen.order_by(source.c.registered_at.desc(), source.c.id.desc()).limit(query.limit + 1)
    found = list(await look.db.execute(ordered))
    shown = found[: query.limit]
    who = await names(look.db, caller.tenant, {row.registered_by for row in shown})
    today = day_of(look.now, zone)
    return RegistrationPage(
        rows=tuple(_shown(row, who, today, masked=caller.masked) for row in shown),
        next=_cut(shown[-1]) if len(found) > query.limit else None,
        total=total,
    )


Conditions = list[sa.ColumnElement[bool]]


def _conditions(tenant: str, query: ListRegistrations, day: store.Day) -> tuple[list[Conditions], Conditions]:
    """What may leave few rows, each with an index of its own; and what must hold besides."""
    mine = r.c.tenant == tenant
    whole = not any((query.exam_from, query.exam_until, query.order_no, query.registered_from, query.registered_until))
    registered = _span(r.c.registered_at, *(day if whole else (query.registered_from, query.registered_until)))
    expected = _span(r.c.pre_exam_time, query.exam_from, query.exam_until)
    narrow: list[Conditions] = [[mine, *some] for some in (registered, expected) if some]
    if query.order_no:
        narrow.insert(0, [mine, r.c.order_no == query.order_no, r.c.order_no != ""])
    if typed := query.name.strip():
        narrow.append([mine, has_grams(r, "name", typed), contains(r, "name", typed)])
    if query.part:
        narrow.append([mine, r.c.parts.contains([query.part])])
    others: Conditions = [mine]
    if query.status != "all":
        others.append(r.c.state.in_(STATUSES[query.status]))
    if query.exam_type:
        others.append(r.c.exam_type == query.exam_type)
    return narrow, others


def _span(column: sa.Column[Any], since: datetime | None, until: datetime | None) -> Conditions:
    return [*([column >= since] if since else []), *([column < until] if until else [])]


async def _narrowed(
    db: AsyncConnection, narrow: Iterable[Conditions], others: Conditions
) -> tuple[int | None, sa.FromClause, Conditions]:
    """How many rows fit, if that is worth counting; where to read them from, and what to ask of them there."""
    every = [*others, *(one for some in narrow for one in some)]
    for some in [*narrow, others]:
        if await _few(db, some):
            # MATERIALIZED keeps the planner from walking along the time and hoping to meet the few rows that fit.
            gathered = sa.select(r).where(*every).cte("gathered").prefix_with("materialized", dialect="postgresql")
            total = (await db.execute(sa.select(sa.func.count()).select_from(gathered))).scalar_one()
            return int(total), gathered, []
    return None, r, every


async def _few(db: AsyncConnection, some: Conditions) -> bool:
    """Whether at most ``FEW`` rows fulfil these conditions; counting ends just beyond."""
    counted = sa.select(sa.literal(1)).select_from(r).where(*some).limit(FEW + 1).subquery()
    return int((await db.execute(sa.select(sa.func.count()).select_from(counted))).scalar_one()) <= FEW


def _shown(row: store.Found, who: dict[str, str], today: Any, *, masked: bool) -> ListedRegistration:
    items = store.items_of(row)
    wanted = ListedRegistration.__struct_fields__
    fields = {name: row._mapping[name] for name in wanted if name in row._mapping}  # noqa: SLF001 - SQLAlchemy's public name
    return ListedRegistration(
        **{
            **fields,
            "name": mask_name(row.name) if masked else row.name,
            "age": None if row.birth_date is None else age_on(row.birth_date, today),
            "patient_class": class_of(row.rank),
            "items": names_of(items),
            "parts": tuple(row.parts),
            "total": total_of(items),
            "registered_by": who.get(row.registered_by, row.registered_by),
        }
    )


def _cut(row: store.Found) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode((row.registered_at, row.id))).decode().rstrip("=")


def _after(cursor: str) -> tuple[sa.ColumnElement[Any], sa.ColumnElement[Any]]:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        at, last = msgspec.json.decode(text, type=tuple[datetime, str])
    except (binascii.Error, ValueError, msgspec.MsgspecError) as error:
        raise Invalid("cursor") from error
    return sa.literal(at, r.c.registered_at.type), sa.literal(last)
