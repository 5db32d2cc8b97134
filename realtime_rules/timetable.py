"""Rules that look by the clock: when they look next, and what comes of a look."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger  # type: ignore[import-untyped]
from sqlalchemy.ext.asyncio import AsyncConnection

from realtime_rules.armed import Armed, Holds
from realtime_rules.cel import EvaluationError
from realtime_rules.engine import Engine
from realtime_rules.findings import Finding
from realtime_rules.ports import Measure

LAST = ""
"""Under this key a scheduled rule remembers when it last looked."""


class WrongCron(ValueError):
    """No times can be made of this text."""


def times(cron: str, zone: str) -> CronTrigger:
    """The times of five cron fields in a time zone; raises ``WrongCron``."""
    try:
        return CronTrigger.from_crontab(cron, timezone=ZoneInfo(zone))
    except ValueError as error:
        raise WrongCron(str(error)) from error


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A rule that looks by the clock, made ready."""

    armed: Armed
    times: CronTrigger
    measure: Measure
    holds: Holds | None

    def after(self, moment: datetime) -> datetime | None:
        """The first time later than ``moment``."""
        found: datetime | None = self.times.get_next_fire_time(moment, moment)
        return found

    async def look(self, db: AsyncConnection, now: datetime, engine: Engine) -> list[Finding]:
        """Read the measure; what came and what went since the last look."""
        rows = {r.key: dict(r.fields) for r in await self.measure.read(db, self.armed.tenant, now)}
        bad = {key: row for key, row in rows.items() if self._holds(row)}
        at, states = now.timestamp(), self.armed.states
        came = [key for key in bad if key not in states]
        went = [key for key in states if key not in bad and key != LAST]
        found = [self._finding(key, at, bad[key], at, holds=True) for key in came]
        found += [self._finding(key, at, rows.get(key, {}), states[key], holds=False) for key in went]
        for key in came:
            engine.keep(self.armed, key, at)
        for key in went:
            engine.keep(self.armed, key, None)
        engine.keep(self.armed, LAST, at)
        return found

    def _holds(self, row: Mapping[str, Any]) -> bool:
        if self.holds is None:
            return True
        try:
            return self.holds.holds({"row": row})
        except EvaluationError as error:
            self.armed.failed(error)
            return False

    def _finding(self, key: str, at: float, row: dict[str, Any], since: float, *, holds: bool) -> Finding:
        rule = self.armed.rule
        return Finding(
            tenant=self.armed.tenant,
            rule=rule.code,
            version=rule.version,
            key=key,
            window=f"{since:.0f}",
            holds=holds,
            at=at,
            values=row,
        )


@dataclass(slots=True)
class Timetable:
    """The next times of all rules that look by the clock."""

    waiting: list[tuple[datetime, int, Scheduled]] = field(default_factory=list)

    def load(self, rules: Iterable[Scheduled], now: datetime) -> None:
        """Go by these; what was missed while nobody looked is made up for once."""
        self.waiting = []
        for number, rule in enumerate(rules):
            last = rule.armed.states.get(LAST)
            since = datetime.fromtimestamp(last, now.tzinfo) if last is not None else now
            self._wait(number, rule, since)

    def due(self, now: datetime) -> Iterator[Scheduled]:
        """Those whose time has come."""
        while self.waiting and self.waiting[0][0] <= now:
            _, number, rule = heapq.heappop(self.waiting)
            self._wait(number, rule, now)
            yield rule

    def _wait(self, number: int, rule: Scheduled, since: datetime) -> None:
        due = rule.after(since)
        if due is not None:
            heapq.heappush(self.waiting, (due, number, rule))
