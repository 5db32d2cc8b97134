"""Duty rosters: who is on duty at a moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Annotated, Any

import msgspec
import sqlalchemy as sa
from msgspec import Meta
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.alerts.tables import rosters
from realtime_rules.rule import Rule


class Shift(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """These people are on duty from ``start`` up to ``end``."""

    start: datetime
    end: datetime
    accounts: Annotated[tuple[str, ...], Meta(min_length=1, max_length=20)]


class Turn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """People who take turns: each for ``hours``, beginning with the first at ``since``."""

    since: datetime
    hours: Annotated[float, Meta(ge=1, le=24 * 31)]
    accounts: Annotated[tuple[str, ...], Meta(min_length=1, max_length=50)]


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """These people, nobody else, are on duty from ``start`` up to ``end``; empty: nobody is."""

    start: datetime
    end: datetime
    accounts: tuple[str, ...]


class Rota(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A shift that is written down counts before the turns; ``always`` is who is told when nobody else is on duty."""

    shifts: Annotated[tuple[Shift, ...], Meta(max_length=400)] = ()
    turns: Annotated[tuple[Turn, ...], Meta(max_length=10)] = ()
    always: Annotated[tuple[str, ...], Meta(max_length=20)] = ()

    def on_duty(self, now: datetime) -> list[str]:
        """The accounts on duty at ``now``."""
        written = [a for shift in self.shifts if shift.start <= now < shift.end for a in shift.accounts]
        if written:
            return list(dict.fromkeys(written))
        turns = [turn.accounts[_place(turn, now)] for turn in self.turns if now >= turn.since]
        return list(dict.fromkeys(turns)) or list(self.always)

    def stretches(self, since: datetime, until: datetime) -> list[Stretch]:
        """Who is on duty from ``since`` up to ``until``, cut wherever somebody else takes over."""
        moments = {since, *(m for shift in self.shifts for m in (shift.start, shift.end) if since < m < until)}
        for turn in self.turns:
            moments |= set(_changes(turn, since, until))
        found: list[Stretch] = []
        ends = [*sorted(moments)[1:], until]
        for start, end in zip(sorted(moments), ends, strict=True):
            accounts = tuple(self.on_duty(start))
            if found and found[-1].accounts == accounts:
                found[-1] = msgspec.structs.replace(found[-1], end=end)
            else:
                found.append(Stretch(start=start, end=end, accounts=accounts))
        return found

    @property
    def people(self) -> frozenset[str]:
        """Everybody who is named."""
        shifts, turns = (a for s in self.shifts for a in s.accounts), (a for t in self.turns for a in t.accounts)
        return frozenset({*shifts, *turns, *self.always})


def _changes(turn: Turn, since: datetime, until: datetime) -> Iterator[datetime]:
    """The moments between the two at which the next one's turn begins."""
    step = timedelta(hours=turn.hours)
    moment = turn.since + max(0, (since - turn.since) // step) * step
    while moment < until:
        if moment > since:
            yield moment
        moment += step


def _place(turn: Turn, now: datetime) -> int:
    return (now - turn.since) // timedelta(hours=turn.hours) % len(turn.accounts)


def _there(tenant: str) -> tuple[sa.ColumnElement[bool], ...]:
    return rosters.c.tenant == tenant, rosters.c.deleted_at.is_(None)


async def on_duty(db: AsyncConnection, tenant: str, roster_id: str, now: datetime) -> list[str]:
    """Who is on duty by a roster of the institution; nobody where there is no such roster."""
    query = sa.select(rosters.c.rota).where(*_there(tenant), rosters.c.id == roster_id)
    rota: Any = (await db.execute(query)).scalar()
    return [] if rota is None else msgspec.convert(rota, Rota).on_duty(now)


async def all_of(db: AsyncConnection, tenant: str) -> list[sa.Row[Any]]:
    """The institution's rosters by name."""
    query = sa.select(rosters).where(*_there(tenant)).order_by(rosters.c.name, rosters.c.id)
    return list(await db.execute(query))


async def version(db: AsyncConnection, tenant: str, roster_id: str) -> int:
    """The roster's version, locked; 0: there is none."""
    query = sa.select(rosters.c.v).where(*_there(tenant), rosters.c.id == roster_id).with_for_update()
    return int((await db.execute(query)).scalar() or 0)


async def keep(db: AsyncConnection, tenant: str, roster_id: str, name: str, rota: Rota) -> int:
    """Write a roster; gives its version. One that was deleted is there again, and its versions go on."""
    values = {"name": name, "rota": msgspec.to_builtins(rota), "deleted_at": None}
    written = insert(rosters).values(tenant=tenant, id=roster_id, v=1, **values)
    renewed = written.on_conflict_do_update(index_elements=["tenant", "id"], set_={**values, "v": rosters.c.v + 1})
    return int((await db.execute(renewed.returning(rosters.c.v))).scalar_one())


async def delete(db: AsyncConnection, tenant: str, roster_id: str, now: datetime) -> int:
    """Delete a roster; gives its version. The row stays: who shows it is told by its version that it is gone."""
    mine = sa.and_(*_there(tenant), rosters.c.id == roster_id)
    gone = sa.update(rosters).where(mine).values(deleted_at=now, v=rosters.c.v + 1)
    return int((await db.execute(gone.returning(rosters.c.v))).scalar_one())


def naming(rules: Iterable[Rule], roster_id: str) -> list[Rule]:
    """The rules that tell who is on duty by this roster, at any step, also those that are switched off; by code."""
    return sorted((rule for rule in rules if roster_id in _named(rule)), key=lambda rule: rule.code)


def _named(rule: Rule) -> set[str]:
    steps = (recipient for step in rule.escalation for recipient in step.to)
    return {recipient.name for recipient in (*rule.to, *rule.otherwise, *steps) if recipient.kind == "roster"}
