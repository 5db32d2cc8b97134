"""The job that has a rule work on the institution's own past."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Annotated, Any, ClassVar, Final

import msgspec
import sqlalchemy as sa
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.access.public import institution
from domains.rules import permissions, store
from domains.rules.book import calendar_of
from domains.rules.checking import check
from domains.rules.errors import NotTestable
from domains.rules.facts import conditions
from domains.rules.grading import graded
from domains.rules.places import steps_of
from domains.rules.trials.trial import Count, KeyCount, Trial, values_of
from domains.rules.wording import names_for, words_of
from hub.caller import Permission
from hub.commands import Command, Tx, handles
from hub.db import facts
from hub.events import Envelope, Fact
from hub.jobs.job import Job
from hub.jobs.kind import JobKind, Outcome
from hub.jobs.model import KEPT
from hub.jobs.starting import StartedJob, start
from hub.levels import Level
from realtime_rules.armed import arm
from realtime_rules.engine import Engine
from realtime_rules.readings import Batch, Readings, kinds_of
from realtime_rules.rule import Rule
from realtime_rules.triggers.scheduled import Scheduled

BATCH: Final = 1000
HOURLY: Final = 3
"""Of at most so many days the result counts by hours."""
_DAY: Final = timedelta(days=1)
Items = tuple[Sequence[Fact], Sequence[Batch]]


class Given(msgspec.Struct, frozen=True):
    """The rule to try, and the stretch of time."""

    rule: Rule
    days: int
    until: datetime


class Occasion(msgspec.Struct, frozen=True, kw_only=True):
    """When it would have come, for whom or what, how bad, what it would have said; ``gone_at``: when it went."""

    at: datetime
    key: str
    level: Level
    says_zh: str
    says_en: str
    values: dict[str, Any]
    gone_at: datetime | None


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """What the rule would have done: how often it would have come, when, and the first 200 occasions.

    ``facts`` were looked at; ``failures`` of them could not be judged (``failure``: why the last could not).
    """

    rule: Rule
    days: int
    since: datetime
    until: datetime
    step: str
    facts: int
    fired: int
    keys: int
    levels: dict[str, int]
    pieces: tuple[Count, ...]
    top: tuple[KeyCount, ...]
    occasions: tuple[Occasion, ...]
    failures: int
    failure: str


class BackTestRule(Command, frozen=True, kw_only=True):
    """Try a rule, saved or not, on the facts of the institution's last days; a job does it."""

    needs: ClassVar[Permission] = permissions.EDIT
    rule: Rule
    days: Annotated[int, Meta(ge=1, le=30)] = 30


async def _work(job: Job, given: Given) -> Outcome:
    async with job.house.engine.connect() as db:
        zone = (await institution(db, job.caller.tenant)).time_zone
        code = given.rule.calendar
        later = (await calendar_of(db, job.caller.tenant, code, zone)).later if code else None
    armed = arm(job.caller.tenant, given.rule, conditions().over_fact, later)
    step = timedelta(hours=1) if given.days <= HOURLY else _DAY
    units = {one.code: one.unit for one in conditions().metrics.values()}
    trial = Trial(armed, given.until - given.days * _DAY, step, Engine(units=units))
    for day in range(given.days):
        await job.tell(day, given.days)
        start_ = trial.since + day * _DAY
        async for facts_, batches in _items(job, given.rule, start_, start_ + _DAY):
            trial.take(facts_)
            trial.measure(batches)
            await job.tell(day, given.days)
    trial.until(given.until)
    async with job.house.engine.connect() as db:
        result = await _result(db, job.caller.tenant, given, trial)
    await job.step(partial(_keep, job.id, result), done=given.days, total=given.days)
    return Outcome({"fired": trial.fired})


async def _items(job: Job, rule: Rule, since: datetime, until: datetime) -> AsyncIterator[Items]:
    """The facts and readings of a day that the rule looks at, in the order in which they came."""
    if not any(step.fact in _measured() for _, step in steps_of(rule.trigger)):
        async for part in _between(job, rule, since, until):
            yield part, ()
        return
    waiting = [fact async for part in _between(job, rule, since, until) for fact in part]
    async with job.house.engine.connect() as db:
        for source in job.house.registry.of(Readings):
            async for batches in source.between(db, job.caller.tenant, since, until):
                for batch in batches:
                    before = bisect_right(waiting, batch.received_at, key=_happened)
                    yield waiting[:before], (batch,)
                    del waiting[:before]
    yield waiting, ()


def _measured() -> frozenset[str]:
    known = conditions()
    return frozenset(kinds_of(known.metrics))


def _happened(fact: Fact) -> float:
    return fact.envelope.occurred_at.timestamp()


async def _between(job: Job, rule: Rule, since: datetime, until: datetime) -> AsyncIterator[list[Fact]]:
    """The facts of a day that the rule looks at, in the order in which they happened, some at a time."""
    kinds = {step.fact for _, step in steps_of(rule.trigger)}
    mine = (facts.c.tenant == job.caller.tenant, facts.c.type.in_(kinds))
    within = (facts.c.occurred_at >= since, facts.c.occurred_at < until)
    query = sa.select(facts.c.shard, facts.c.seq, facts.c.envelope).where(*mine, *within)
    query = query.order_by(facts.c.occurred_at, facts.c.seq).execution_options(yield_per=BATCH)
    async with job.house.engine.connect() as db:
        rows = await db.stream(query)
        async for part in rows.partitions():
            yield [Fact(r.shard, r.seq, msgspec.json.decode(r.envelope, type=Envelope)) for r in part]


async def _result(db: AsyncConnection, tenant: str, given: Given, trial: Trial) -> Tried:
    return Tried(
        rule=given.rule,
        days=given.days,
        since=trial.since,
        until=given.until,
        step="hour" if given.days <= HOURLY else "day",
        facts=trial.facts,
        fired=trial.fired,
        keys=len(trial.keys),
        levels=trial.levels(),
        pieces=trial.counts(),
        top=trial.top(),
        occasions=await _occasions(db, tenant, given.rule, trial),
        failures=trial.armed.failures,
        failure=trial.armed.failure,
    )


async def _occasions(db: AsyncConnection, tenant: str, rule: Rule, trial: Trial) -> tuple[Occasion, ...]:
    names = await names_for(db, tenant, [(rule, finding) for finding in trial.first])
    found = []
    for finding in trial.first:
        says_zh, says_en = words_of(rule, finding, names)
        found.append(
            Occasion(
                at=trial.came(finding),
                key=finding.key,
                level=graded(rule, finding),
                says_zh=says_zh,
                says_en=says_en,
                values=values_of(finding),
                gone_at=trial.ended(finding),
            )
        )
    return tuple(found)


async def _keep(job_id: str, result: Tried, tx: Tx) -> None:
    values = {"tenant": tx.caller.tenant, "job_id": job_id, "code": result.rule.code, "by": tx.caller.actor}
    kept = {**values, "at": tx.now, "result": msgspec.to_builtins(result)}
    await store.keep_trial(tx.db, kept, forget=tx.now - KEPT)


KIND: Final = JobKind("rules.back_test", "规则回测", "Back-test of a rule", permissions.EDIT, Given, _work)


@handles(BackTestRule)
async def back_test_rule(cmd: BackTestRule, tx: Tx) -> StartedJob:
    """Starts the job; raises ``WrongRule``, ``NotTestable`` and ``TooManyJobs``."""
    if isinstance(cmd.rule.trigger, Scheduled):
        raise NotTestable
    await check(tx.db, tx.caller.tenant, cmd.rule)
    return await start(tx, KIND, Given(cmd.rule, cmd.days, tx.now))
