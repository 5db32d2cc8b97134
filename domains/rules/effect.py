"""Whether what was changed holds by now in every process, and what does not."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.rules import store
from realtime_rules.ports import Measure, Row

SOON: Final = timedelta(seconds=10)
"""A process that has not taken up a change by then is told of."""


class Process(msgspec.Struct, frozen=True):
    """A process that works by the rules: whether by the newest ones, and when it took them up."""

    process: str
    newest: bool
    at: datetime


class Effect(msgspec.Struct, frozen=True):
    """``in_effect``: every process works by the newest rules; ``late``: one has not taken them up in time.

    ``pending``: the rules whose change some process does not know yet. ``wrong``: rules that could not be made ready,
    by their codes, and why.
    """

    in_effect: bool
    late: bool
    changed_at: datetime | None
    processes: tuple[Process, ...]
    pending: tuple[str, ...]
    wrong: dict[str, str]


async def effect_of(db: AsyncConnection, tenant: str, now: datetime) -> Effect:
    """How far the changes have come."""
    stamp, told = await store.stamped(db), await store.told(db)
    behind = [row for row in told if row.n < stamp.n]
    in_effect = bool(told) and not behind
    pending: tuple[str, ...] = ()
    if behind:
        oldest = min(row.at for row in behind)
        newest = await store.newest_of(db, tenant)
        pending = tuple(sorted(code for code, row in newest.items() if row.at > oldest))
    return Effect(
        in_effect=in_effect,
        late=not in_effect and stamp.at is not None and now - stamp.at > SOON,
        changed_at=stamp.at,
        processes=tuple(Process(row.process, row.n >= stamp.n, row.at) for row in told),
        pending=pending,
        wrong={code: why for row in told for place, code, why in row.wrong if place == tenant},
    )


async def _read(db: AsyncConnection, tenant: str, now: datetime) -> list[Row]:
    """What does not hold: each process that is behind, and each rule that could not be made ready."""
    effect = await effect_of(db, tenant, now)
    rows = []
    if effect.changed_at is not None:
        seconds = (now - effect.changed_at).total_seconds()
        rows = [_row(f"process:{one.process}", one.process, seconds) for one in effect.processes if not one.newest]
    since = min((one.at for one in effect.processes), default=now)
    rows += [_row(f"rule:{code}", code, (now - since).total_seconds()) for code in sorted(effect.wrong)]
    return rows


def _row(key: str, what: str, seconds: float) -> Row:
    return Row(key, {"what": what, "minutes": int(seconds // 60)})


not_in_effect: Final = Measure(
    name="rules.not_in_effect",
    zh="未生效的规则变更",
    en="rule changes that are not in effect",
    fields={"what": str, "minutes": int},
    read=_read,
)
"""``what``: the process that is behind or the rule that could not be made ready; ``minutes`` since the change."""
