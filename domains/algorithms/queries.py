"""Which algorithms an institution has (管理 → 已开通算法, AI-709)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar, Final

import msgspec

from domains.access.public import institution
from domains.algorithms import permissions, store
from domains.algorithms.model import Standing, days_left, standing
from hub.caller import Caller, Permission
from hub.clock import day_of
from hub.commands import Look, Query, answers
from hub.errors import NotFound
from hub.resources.known import resource_at
from hub.resources.reading import selection

REGISTER: Final = "algorithms/algorithm"


class OpenedAlgorithm(msgspec.Struct, frozen=True):
    """An algorithm as an institution has it.

    ``state`` is how it stands today, in the institution's day; ``days_left`` None: without an end. ``mine``: the
    caller's own institution made the opening, so he may change and end it if he has the right.
    """

    id: str
    v: int
    algorithm_id: str
    name: str
    modality: str
    part: str
    vendor: str
    description: str
    starts: date
    ends: date | None
    note: str
    state: Standing
    days_left: int | None
    opened_at: datetime
    mine: bool


class ListOpenedAlgorithms(Query, frozen=True):
    """The algorithms that are opened for an institution that the caller may look into (empty: his own)."""

    needs: ClassVar[Permission] = permissions.VIEW
    institution_id: str = ""


@answers(ListOpenedAlgorithms)
async def list_opened_algorithms(
    caller: Caller, query: ListOpenedAlgorithms, look: Look
) -> tuple[OpenedAlgorithm, ...]:
    """The first to end come first; those that are over are among them until they are ended."""
    tenant = query.institution_id or caller.tenant
    if tenant != caller.tenant and tenant not in caller.reads:
        raise NotFound
    today = day_of(look.now, (await institution(look.db, tenant)).time_zone)
    page = resource_at(REGISTER)
    rows = [] if page is None else await store.listed(look.db, tenant, selection(page))
    return tuple(_shown(row, today, caller) for row in rows)


def _shown(row: Any, today: date, caller: Caller) -> OpenedAlgorithm:
    kept = {name: getattr(row, name) for name in ("id", "v", "algorithm_id", "name", "vendor", "description")}
    kept |= {name: getattr(row, name) for name in ("starts", "ends", "note", "opened_at")}
    return OpenedAlgorithm(
        **kept,
        modality=row.modality_name,
        part=row.body_part_name,
        state=standing(row.ends, today, enabled=row.enabled),
        days_left=days_left(row.ends, today),
        mine=row.owner == caller.tenant,
    )
