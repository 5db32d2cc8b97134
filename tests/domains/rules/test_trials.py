"""Back-tests: a rule on the institution's own past, as the engine would have worked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from domains.jobs.commands import CancelJob
from domains.rules.errors import NotTestable, WrongRule
from domains.rules.queries.trials import ShowTrial
from domains.rules.trials import working
from domains.rules.trials.working import BackTestRule, Tried
from hub.errors import NotFound
from hub.house import House
from hub.jobs.job import Job
from hub.jobs.working import work_once
from hub.levels import Level
from realtime_rules.rule import Grade, Rule
from realtime_rules.triggers.absent import Absent
from realtime_rules.triggers.counted import Counted
from realtime_rules.triggers.scheduled import Scheduled
from realtime_rules.triggers.step import Step
from tests.domains.rules.desk import ADMIN, CALLED, changed, happened
from tests.kit.clock import MORNING
from tests.kit.house import one, person

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
ON = Step(fact="queue.ticket_called")


async def tried(house: House, rule: Rule, days: int = 30) -> Tried:
    job = await house.dispatch(ADMIN, BackTestRule(rule=rule, days=days))
    while await work_once(house):
        continue
    result: Tried = await house.dispatch.ask(ADMIN, ShowTrial(job_id=job.job_id))
    return result


async def test_it_tells_how_often_when_and_about_whom_the_rule_would_have_come(house: House) -> None:
    for days, key, calls in ((20, "a", 3), (20, "b", 2), (5, "a", 7), (5, "c", 3), (31, "a", 9)):
        await happened(house, MORNING - days * DAY, key, calls=calls)
    await happened(house, MORNING - DAY, "elsewhere", tenant="branch", calls=9)
    grades = (Grade(when="event.calls > 5", level=Level.HIGH),)
    found = await tried(house, changed(grades=grades))
    assert (found.fired, found.keys, found.levels["low"], found.levels["high"]) == (3, 2, 2, 1)
    assert [(o.at, o.key, o.level) for o in found.occasions] == [
        (MORNING - 20 * DAY, "a", "low"),
        (MORNING - 5 * DAY, "a", "high"),
        (MORNING - 5 * DAY, "c", "low"),
    ]
    assert found.occasions[1].says_zh == "a 已呼叫 7 次"
    assert [(p.at, p.low, p.high) for p in found.pieces] == [
        (MORNING - 20 * DAY, 1, 0),
        (MORNING - 5 * DAY, 1, 1),
    ]
    assert [(t.key, t.count) for t in found.top] == [("a", 2), ("c", 1)]
    assert await one(house, "select count(*) from rules_own where code = 'T-CALLED'") == 0
    assert await one(house, "select count(*) from alerts_alerts where rule = 'T-CALLED'") == 0


async def test_time_passes_between_the_facts_and_after_the_last(house: House) -> None:
    start = MORNING - 3 * DAY
    finished = Step(fact="queue.exam_finished")
    await happened(house, start, "in-time")
    await happened(house, start + 10 * MINUTE, "in-time", fact="queue.exam_finished")
    await happened(house, start, "late")
    await happened(house, start + 50 * MINUTE, "late", fact="queue.exam_finished")
    await happened(house, MORNING - 40 * MINUTE, "never")
    rule = changed(trigger=Absent(after=ON, expected=(finished,), seconds=1800), says_zh="{key}", says_en="{key}")
    found = await tried(house, rule, days=3)
    assert [(o.key, o.at, o.gone_at) for o in found.occasions] == [
        ("late", start + 30 * MINUTE, start + 50 * MINUTE),
        ("never", MORNING - 10 * MINUTE, None),
    ]
    assert found.step == "hour"


async def test_a_window_counts_over_the_border_of_days(house: House) -> None:
    border = MORNING - 2 * DAY
    for minutes in (-2, -1, 1, 90):
        await happened(house, border + minutes * MINUTE, "p")
    counted = changed(trigger=Counted(on=ON, at_least=3, seconds=600), says_zh="{values.count}", says_en="{key}")
    found = await tried(house, counted, days=4)
    assert [(o.at, o.says_zh) for o in found.occasions] == [(border + MINUTE, "3")]


async def test_only_the_first_occasions_are_kept_but_all_are_counted(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("domains.rules.trials.trial.SHOWN", 2)
    monkeypatch.setattr(working, "BATCH", 2)
    for number in range(5):
        await happened(house, MORNING - DAY + number * MINUTE, f"k{number}", calls=3)
    found = await tried(house, CALLED, days=2)
    assert (found.fired, [o.key for o in found.occasions]) == (5, ["k0", "k1"])


async def test_what_cannot_be_tried_is_refused(house: House) -> None:
    scheduled = changed(trigger=Scheduled(cron="* * * * *", measure="rules.not_in_effect"))
    with pytest.raises(NotTestable):
        await house.dispatch(ADMIN, BackTestRule(rule=scheduled))
    with pytest.raises(WrongRule):
        await house.dispatch(ADMIN, BackTestRule(rule=changed(key=("nothing",))))


async def test_a_back_test_that_somebody_cancels_has_no_result(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    await happened(house, MORNING - DAY, "k", calls=3)
    between = working._between  # noqa: SLF001 - the moment at which somebody cancels

    async def cancelled_meanwhile(job: Job, *rest: Any) -> Any:
        await house.dispatch(ADMIN, CancelJob(job_id=job.id))
        job.told_at = float("-inf")
        async for batch in between(job, *rest):
            yield batch

    monkeypatch.setattr(working, "_between", cancelled_meanwhile)
    job = await house.dispatch(ADMIN, BackTestRule(rule=CALLED, days=2))
    while await work_once(house):
        continue
    assert await one(house, "select state from hub_jobs where id = :id", id=job.job_id) == "cancelled"
    with pytest.raises(NotFound):
        await house.dispatch.ask(ADMIN, ShowTrial(job_id=job.job_id))


async def test_only_who_started_it_sees_the_result(house: House) -> None:
    job = await house.dispatch(ADMIN, BackTestRule(rule=CALLED, days=1))
    while await work_once(house):
        continue
    other = person("admin")
    other = type(other)(other.tenant, "somebody-else", other.permissions, other.reads)
    with pytest.raises(NotFound):
        await house.dispatch.ask(other, ShowTrial(job_id=job.job_id))
