"""Long work: in steps, once each, whatever dies; cancelled, tried again, forgotten in time."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from channels.channel import Touch
from domains.jobs.channel import own
from domains.jobs.commands import CancelJob, RetryJob
from domains.jobs.errors import JobEnded, NotRepeatable
from domains.jobs.queries import ListJobNotes, ListJobs
from hub import outbox
from hub.caller import Caller
from hub.commands import Tx
from hub.errors import Conflict, Forbidden, NotFound
from hub.house import House
from hub.jobs import job as work
from hub.jobs.expiring import expire
from hub.jobs.facts import JobChanged
from hub.jobs.job import LEASE, Job, Stopped
from hub.jobs.kind import Outcome
from hub.jobs.model import KEPT
from hub.jobs.starting import MOST_OPEN, TooManyJobs
from hub.jobs.table import jobs
from hub.jobs.working import MOST_ATTEMPTS, reclaim, take, work_once
from tests.domains.jobs.desk import ME, kind_of, mine, started
from tests.kit.clock import StillClock
from tests.kit.house import one, recorded

SIX = 6


class Power(BaseException):
    """The process is killed."""


def counting(dies_after: int | None = None) -> tuple[list[int], object]:
    """Work of six steps that leaves a mark in the database at each; it may die once after one of them."""
    died: list[int] = []

    async def run(job: Job) -> Outcome:
        for number in range(job.checkpoint + 1, SIX + 1):

            async def mark(tx: Tx, number: int = number) -> None:
                values = {
                    "tenant": "demo",
                    "name": "mark",
                    "key": f"{number}",
                    "due_at": tx.now,
                    "command": "x",
                    "body": b"",
                }
                await tx.db.execute(
                    sa.text(
                        "insert into hub_timers (tenant, name, key, due_at, command, body)"
                        " values (:tenant, :name, :key, :due_at, :command, :body)"
                    ),
                    values,
                )

            await job.step(mark, done=number, total=SIX, checkpoint=number)
            if number == dies_after and not died:
                died.append(number)
                raise Power
        return Outcome({"marks": SIX})

    return died, run


async def marks(house: House) -> int:
    return int(await one(house, "select count(*) from hub_timers where name = 'mark'"))


async def test_a_job_does_its_steps_and_says_how_far_it_is(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = kind_of(counting()[1], monkeypatch)  # type: ignore[arg-type]
    job_id = await started(house, kind)
    assert ((await mine(house, job_id)).state, (await mine(house, job_id)).zh) == ("queued", "试一试")
    assert await work_once(house)
    row = await mine(house, job_id)
    assert (row.state, row.done, row.total, row.counts) == ("done", SIX, SIX, {"marks": SIX})
    assert await marks(house) == SIX
    assert not await work_once(house)
    told = [fact for fact in await recorded(house, "jobs.job_changed") if fact.envelope.aggregate == job_id]
    assert [fact.envelope.v for fact in told] == list(range(2, SIX + 4))
    steps = "select count(*) from hub_audit where command = 'jobs/step' and cause = :id"
    assert await one(house, steps, id=job_id) == SIX + 2


async def test_after_a_kill_it_goes_on_with_its_next_step_and_no_effect_is_doubled(
    house: House, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = kind_of(counting(dies_after=4)[1], monkeypatch)  # type: ignore[arg-type]
    job_id = await started(house, kind)
    with pytest.raises(BaseExceptionGroup):
        await work_once(house)
    assert ((await mine(house, job_id)).state, await marks(house)) == ("running", 4)
    assert not await work_once(house)  # whoever had it may still be at it
    clock.forward(seconds=LEASE.total_seconds() + 1)
    assert await work_once(house)
    assert ((await mine(house, job_id)).state, await marks(house)) == ("done", SIX)


async def test_a_worker_that_comes_back_goes_on_at_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = kind_of(counting(dies_after=2)[1], monkeypatch)  # type: ignore[arg-type]
    await started(house, kind)
    with pytest.raises(BaseExceptionGroup):
        await work_once(house)
    await reclaim(house)
    assert await work_once(house)
    assert await marks(house) == SIX


async def test_who_has_lost_the_job_changes_nothing_more(
    house: House, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = kind_of(counting()[1], monkeypatch)  # type: ignore[arg-type]
    await started(house, kind)
    first = await take(house)
    assert first is not None
    clock.forward(seconds=LEASE.total_seconds() + 1)
    second = await take(house)
    assert second is not None
    for late in (first[0].step(done=1), first[0].beat()):
        with pytest.raises(Stopped):
            await late
    await second[0].step(done=1)


async def test_two_workers_never_take_the_same(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = kind_of(counting()[1], monkeypatch)  # type: ignore[arg-type]
    ids = {await started(house, kind) for _ in range(4)}
    taken = await asyncio.gather(*(take(house) for _ in range(6)))
    assert sorted(found[0].id for found in taken if found) == sorted(ids)


async def test_what_kills_its_process_again_and_again_is_given_up(
    house: House, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = kind_of(counting()[1], monkeypatch)  # type: ignore[arg-type]
    job_id = await started(house, kind)
    for _ in range(MOST_ATTEMPTS):
        assert await take(house) is not None
        clock.forward(seconds=LEASE.total_seconds() + 1)
    assert await take(house) is None
    row = await mine(house, job_id)
    assert (row.state, row.error_zh[:6]) == ("failed", "任务多次异常")


async def test_a_refusal_ends_it_in_words_and_it_may_be_tried_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong: list[Exception] = [Conflict(), KeyError("mistake")]

    async def run(job: Job) -> Outcome:
        await job.step(done=1, checkpoint=1)
        if wrong:
            raise wrong.pop(0)
        return Outcome()

    job_id = await started(house, kind_of(run, monkeypatch))
    for words in (Conflict.zh, "系统出现意外错误，内容没有丢失，请稍后重试。"):
        await work_once(house)
        row = await mine(house, job_id)
        assert (row.state, row.error_zh) == ("failed", words)
        await house.dispatch(ME, RetryJob(job_id=job_id))
    await work_once(house)
    assert ((await mine(house, job_id)).state, (await mine(house, job_id)).error_zh) == ("done", "")
    with pytest.raises(NotRepeatable):
        await house.dispatch(ME, RetryJob(job_id=job_id))
    with pytest.raises(JobEnded):
        await house.dispatch(ME, CancelJob(job_id=job_id))


async def test_cancelling_stops_what_waits_at_once_and_what_is_under_way_at_its_next_step(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run(job: Job) -> Outcome:
        await job.step(done=1, checkpoint=1)
        if job.kind and not stopped:
            stopped.append((await house.dispatch(ME, CancelJob(job_id=job.id))).state)
        await job.step(done=2, checkpoint=2)
        return Outcome()

    stopped: list[str] = []
    kind = kind_of(run, monkeypatch)
    waiting = await started(house, kind)
    await house.dispatch(ME, CancelJob(job_id=waiting))
    assert (await mine(house, waiting)).state == "cancelled"
    assert not await work_once(house)
    running = await started(house, kind)
    await work_once(house)
    row = await mine(house, running)
    assert (stopped, row.state, row.done) == (["running"], "cancelled", 1)
    await house.dispatch(ME, RetryJob(job_id=running))
    await work_once(house)
    assert ((await mine(house, running)).state, (await mine(house, running)).done) == ("done", 2)


async def test_who_dies_while_it_says_that_a_job_is_cancelled_revives_nothing(
    house: House, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The end of a cancelled job is one transaction: killed before its commit, it is ended by whoever comes next."""

    async def dies(*_: object) -> None:
        raise Power

    async def run(job: Job) -> Outcome:
        runs.append(job.id)
        await house.dispatch(ME, CancelJob(job_id=job.id))
        patched.setattr(outbox, "seal", dies)
        await job.step(done=1)
        return Outcome()

    runs: list[str] = []
    job_id = await started(house, kind_of(run, monkeypatch))
    with monkeypatch.context() as patched, pytest.raises(Power):
        await work_once(house)
    assert ((await mine(house, job_id)).state, (await mine(house, job_id)).cancelling) == ("running", True)
    clock.forward(seconds=LEASE.total_seconds() + 1)
    assert await work_once(house)
    assert ((await mine(house, job_id)).state, runs) == ("cancelled", [job_id])


async def test_progress_is_told_at_most_once_a_second(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run(job: Job) -> Outcome:
        for number in range(50):
            await job.tell(number, 50)
        monkeypatch.setattr(work, "TELL_EVERY", 0.0)
        await job.tell(50, 50)
        return Outcome()

    monkeypatch.setattr(work, "TELL_EVERY", 3600.0)
    job_id = await started(house, kind_of(run, monkeypatch))
    await work_once(house)
    assert await one(house, "select v from hub_jobs where id = :id", id=job_id) == 1 + 3
    assert (await mine(house, job_id)).done == 50


async def test_ended_jobs_are_forgotten_after_a_week(
    house: House, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = await started(house, kind_of(counting()[1], monkeypatch))  # type: ignore[arg-type]
    await work_once(house)
    clock.forward(seconds=KEPT.total_seconds() - 1)
    assert await expire(house) == 0
    clock.forward(seconds=1)
    assert await expire(house) == 1
    assert await house.dispatch.ask(ME, ListJobs()) == ()
    with pytest.raises(NotFound):
        await house.dispatch(ME, CancelJob(job_id=job_id))


async def test_a_job_is_its_owners_alone(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = kind_of(counting()[1], monkeypatch)  # type: ignore[arg-type]
    job_id = await started(house, kind)
    other = replace(ME, actor="somebody")
    assert await house.dispatch.ask(other, ListJobs()) == ()
    for asked in (CancelJob(job_id=job_id), RetryJob(job_id=job_id)):
        with pytest.raises(NotFound):
            await house.dispatch(other, asked)
    with pytest.raises(NotFound):
        await house.dispatch.ask(other, ListJobNotes(job_id=job_id))
    account = replace(ME, actor="a1")
    place = own.place("demo", {"account": "a1"})
    assert own.match("jobs:demo:a1") == place
    assert own.admits(account, place)
    assert not own.admits(other, place)
    assert not own.admits(replace(account, tenant="branch", reads=frozenset({"demo", "branch"})), place)
    (touch,) = own.touches(JobChanged(job_id=job_id, owner="a1", v=1))
    assert touch == Touch({"account": "a1"}, job_id)


async def test_a_job_needs_the_right_of_its_kind_and_an_account_has_only_so_many(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = kind_of(counting()[1], monkeypatch)  # type: ignore[arg-type]
    with pytest.raises(Forbidden):
        await started(house, kind, Caller("demo", "somebody"))
    for _ in range(MOST_OPEN):
        await started(house, kind)
    with pytest.raises(TooManyJobs):
        await started(house, kind)
    async with house.engine.begin() as db:
        await db.execute(sa.update(jobs).values(state="done", ended_at=house.clock() - timedelta(days=1)))
    assert await started(house, kind)
