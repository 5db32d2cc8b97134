"""Registration management (登记管理, RIS-070 ... RIS-073): one list over all registrations, quick at a million rows.

Lists are in the order of registration, or of the pre-exam time where they are narrowed down by that. Where some
condition leaves few rows, these are found by its own index, gathered, and then filtered and sorted; where none does,
many rows fit, and walking along the time finds them soon. Whether a name or part is common is guessed from the newest
rows, for an index of grams takes the longer the more rows fit.
"""

from __future__ import annotations

from dataclasses import dataclass
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
from hub.masking import mask_name
from hub.resources import cursor
from hub.resources.search import contains, has_grams

FEW: Final = 5_000
PROBED: Final = 500
COMMON: Final = 0.02
"""Share of the probed rows from which on a name or part counts as common."""

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
    """The registrations that fit all filters, newest first (by pre-exam time where that is asked for).

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
    """Raises ``BadCursor`` for a cursor that this list did not give."""
    zone = (await institution(look.db, caller.tenant)).time_zone
    day = day_bounds(look.now, zone)
    source, asked, total = await _narrowed(look.db, caller.tenant, _conditions(caller.tenant, query, day))
    chosen = sa.select(source, total.label("all_that_fit")).where(*asked)
    by = "pre_exam_time" if query.exam_from or query.exam_until else "registered_at"
    if query.cursor:
        chosen = chosen.where(cursor.after(query.cursor, f"-{by}", source.c[by], source.c.id))
    ordered = chosen.order_by(source.c[by].desc(), source.c.id.desc()).limit(query.limit + 1)
    found = list(await look.db.execute(ordered))
    shown = found[: query.limit]
    who = await names(look.db, caller.tenant, {row.registered_by for row in shown})
    today = day_of(look.now, zone)
    return RegistrationPage(
        rows=tuple(_shown(row, who, today, masked=caller.masked) for row in shown),
        next=cursor.cut(f"-{by}", shown[-1]) if len(found) > query.limit else None,
        total=found[0].all_that_fit if found else 0,
    )


Conditions = list[sa.ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Typed:
    """A text that was typed: what must hold of a row, and what follows from it that an index can tell."""

    holds: sa.ColumnElement[bool]
    hint: sa.ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Asked:
    """What must hold of a row: ``spans`` and ``texts`` may leave few rows and have indexes of their own."""

    spans: list[Conditions]
    texts: list[Typed]
    others: Conditions

    def every(self) -> Conditions:
        """All of it, in what is quick to tell of a single row."""
        return [*self.others, *(one for some in self.spans for one in some), *(text.holds for text in self.texts)]


def _conditions(tenant: str, query: ListRegistrations, day: store.Day) -> Asked:
    mine = r.c.tenant == tenant
    whole = not any((query.exam_from, query.exam_until, query.order_no, query.registered_from, query.registered_until))
    registered = _span(r.c.registered_at, *(day if whole else (query.registered_from, query.registered_until)))
    expected = _span(r.c.pre_exam_time, query.exam_from, query.exam_until)
    spans: list[Conditions] = [[mine, *some] for some in (registered, expected) if some]
    texts: list[Typed] = []
    if query.order_no:
        spans.insert(0, [mine, r.c.order_no == query.order_no, r.c.order_no != ""])
    if typed := query.name.strip():
        texts.append(Typed(contains(r, "name", typed), has_grams(r, "name", typed)))
    if query.part:
        texts.append(Typed(r.c.parts.contains([query.part]), r.c.parts.contains([query.part])))
    others: Conditions = [mine]
    if query.status != "all":
        others.append(r.c.state.in_(STATUSES[query.status]))
    if query.exam_type:
        others.append(r.c.exam_type == query.exam_type)
    return Asked(spans, texts, others)


def _span(column: sa.Column[Any], since: datetime | None, until: datetime | None) -> Conditions:
    return [*([column >= since] if since else []), *([column < until] if until else [])]


async def _narrowed(
    db: AsyncConnection, tenant: str, asked: Asked
) -> tuple[sa.FromClause, Conditions, sa.ColumnElement[Any]]:
    """Where to read the rows from, what to ask of them there, and how many fit (null: not worth counting)."""
    every, mine = asked.every(), r.c.tenant == tenant
    rare = [text for text in asked.texts if not await _common(db, tenant, text)]
    for some in [*asked.spans, *([mine, text.hint, text.holds] for text in rare), asked.others]:
        if await _few(db, some):
            # MATERIALIZED keeps the planner from walking along the time and hoping to meet the few rows that fit.
            few = sa.select(r).where(*every, *some)
            gathered = few.cte("gathered").prefix_with("materialized", dialect="postgresql")
            return gathered, [], sa.select(sa.func.count()).select_from(gathered).scalar_subquery()
    return r, every, sa.null()


async def _common(db: AsyncConnection, tenant: str, text: Typed) -> bool:
    """Whether a text is in a good share of the newest rows."""
    fits = sa.select(sa.cast(text.holds, sa.Integer).label("fits")).where(r.c.tenant == tenant)
    newest = fits.order_by(r.c.registered_at.desc(), r.c.id.desc()).limit(PROBED).subquery()
    return float((await db.execute(sa.select(sa.func.avg(newest.c.fits)))).scalar_one() or 0) > COMMON


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
