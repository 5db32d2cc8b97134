"""The alert centre: the list, what people do with alerts, and each one's story."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from domains.alerts.commands.handling import (
    AcknowledgeAlerts,
    CloseAlerts,
    GiveBackAlerts,
    NoteAlert,
    ShelveAlerts,
    UnshelveAlerts,
)
from domains.alerts.errors import AlreadyClosed, StepNotPossible, WrongTime
from domains.alerts.queries.choices import ListChoices
from domains.alerts.queries.story import ShowAlert
from domains.alerts.resources import LEVELS, record
from domains.rules.commands import SaveRule
from hub.errors import Forbidden
from hub.house import House
from hub.levels import Level
from hub.resources.shapes import shapes_of
from tests.domains.alerts.board import ADMIN, DOCTOR, ESCALATING, EVENT, HEAD, RULE, alert_id, finding, found, save
from tests.domains.alerts.board import fire as fire_due
from tests.kit.clock import StillClock
from tests.kit.house import one, person, recorded

ListRecords: Any = shapes_of(record).list


@pytest.fixture(autouse=True)
async def ruled(house: House) -> None:
    """The rules to play with are in force."""
    await save(house, RULE, ESCALATING)


async def rows(house: House, **asked: Any) -> list[Any]:
    page = await house.dispatch.ask(HEAD, ListRecords(**asked))
    return list(page.rows)


async def story(house: House, key: str = "p1") -> Any:
    return await house.dispatch.ask(HEAD, ShowAlert(alert_id=await alert_id(house, key)))


async def stage(house: House, key: str = "p1") -> str:
    return str((await story(house, key)).stage)


@pytest.mark.covers("QC-151", "PC-216")
async def test_all_warnings_in_one_list_the_most_urgent_first_narrowed_by_what_they_are(
    house: House, clock: StillClock
) -> None:
    assert {option.value: option.zh for option in LEVELS} == {
        "high": "紧急",
        "medium": "重要",
        "low": "一般",
        "info": "提示",
    }
    await found(house, finding("low"))
    clock.forward(minutes=1)
    await found(house, finding("high", event={**EVENT, "room_id": "mr1"}))
    await found(house, finding("other", rule="T-UP"))
    await house.dispatch(DOCTOR, AcknowledgeAlerts(alert_ids=(await alert_id(house, "other"),)))
    assert [(row.key, row.level) for row in await rows(house)] == [
        ("high", "high"),
        ("low", "medium"),
        ("other", "medium"),
    ]
    assert [row.key for row in await rows(house, level="high")] == ["high"]
    assert [row.key for row in await rows(house, rule="T-UP")] == ["other"]
    assert [row.key for row in await rows(house, owner=DOCTOR.actor)] == ["other"]
    assert [row.key for row in await rows(house, stage="waiting")] == ["high", "low"]
    assert [row.key for row in await rows(house, says_zh="low 检查")] == ["low"]
    assert [row.key for row in await rows(house, opened_at_from=clock(), key="high")] == ["high"]
    await house.dispatch(DOCTOR, CloseAlerts(alert_ids=(await alert_id(house, "high"),)))
    assert [row.key for row in await rows(house, open=True)] == ["low", "other"]
    assert [row.key for row in await rows(house)] == ["low", "other", "high"], "what is closed is kept, and stands last"


@pytest.mark.covers("QC-152")
async def test_the_state_is_followed_from_waiting_over_escalated_and_in_hand_to_dealt_with(
    house: House, clock: StillClock
) -> None:
    await found(house, finding(rule="T-UP"))
    assert await stage(house) == "waiting"
    clock.forward(minutes=10)
    await fire_due(house)
    assert (await stage(house), (await story(house)).level) == ("escalated", "high")
    that = (await alert_id(house),)
    await house.dispatch(DOCTOR, AcknowledgeAlerts(alert_ids=that))
    assert (await stage(house), (await rows(house))[0].owner) == ("handling", DOCTOR.actor)
    await house.dispatch(DOCTOR, GiveBackAlerts(alert_ids=that))
    assert (await stage(house), (await rows(house))[0].owner) == ("escalated", None)
    await house.dispatch(DOCTOR, ShelveAlerts(alert_ids=that, until=clock() + timedelta(hours=1), note="等影像"))
    assert await stage(house) == "shelved"
    await house.dispatch(DOCTOR, UnshelveAlerts(alert_ids=that))
    await house.dispatch(DOCTOR, CloseAlerts(alert_ids=that, note="已电话通知"))
    assert await stage(house) == "done"
    with pytest.raises(AlreadyClosed):
        await house.dispatch(DOCTOR, AcknowledgeAlerts(alert_ids=that))


@pytest.mark.covers("QC-153")
async def test_whoever_closes_an_alert_writes_down_the_result(house: House) -> None:
    await found(house)
    await house.dispatch(DOCTOR, CloseAlerts(alert_ids=(await alert_id(house),), note="已联系患者改期"))
    (row,) = await rows(house, open=False)
    assert (row.note, row.owner) == ("已联系患者改期", DOCTOR.actor)
    assert (await story(house)).note == "已联系患者改期"
    assert "已联系" not in msgspec.json.encode([f.envelope for f in await recorded(house, "alerts.")]).decode()
    audited = await one(house, "select body::text from hub_audit where command = 'alerts/close-alerts'")
    assert "已联系" not in str(audited), "what is written about somebody stays out of the audit"


@pytest.mark.covers("PC-161")
async def test_many_are_dealt_with_at_once_and_leave_together(house: House) -> None:
    await found(house, *(finding(f"p{n}") for n in range(5)))
    ids = tuple([await alert_id(house, f"p{n}") for n in range(5)])
    await house.dispatch(DOCTOR, CloseAlerts(alert_ids=ids[:1]))
    outcome = await house.dispatch(DOCTOR, CloseAlerts(alert_ids=ids, note="同一故障"))
    assert (set(outcome.done), outcome.refused) == (set(ids[1:]), {ids[0]: "alerts.already_closed"})
    assert await rows(house, open=True) == []
    told = [f.envelope.aggregate for f in await recorded(house, "alerts.closed")]
    assert sorted(told) == sorted(ids), "every one is told of, so every page that shows it hears of it"


@pytest.mark.covers("PC-160", "QC-151")
async def test_the_story_holds_why_it_came_who_was_told_and_what_they_did(house: House, clock: StillClock) -> None:
    await found(house, finding(values={"values": [1.0, 2.5], "at": [1.0, 2.0]}))
    clock.forward(minutes=1)
    head = await one(house, "select id from access_accounts where login = 'head' and tenant = 'demo'")
    that = await alert_id(house)
    await house.dispatch(replace(DOCTOR, actor=head), AcknowledgeAlerts(alert_ids=(that,)))
    await house.dispatch(DOCTOR, NoteAlert(alert_id=that, note="患者已到"))
    await house.dispatch(DOCTOR, CloseAlerts(alert_ids=(that,), note="完成"))
    await house.dispatch(DOCTOR, NoteAlert(alert_id=that, note="事后补记"))
    told = await story(house)
    by_people = [line for line in told.lines if line.step in {"told", "acknowledged", "noted", "closed"}]
    assert [(line.step, line.detail.get("note", "")) for line in by_people] == [
        ("told", ""),
        ("acknowledged", ""),
        ("noted", "患者已到"),
        ("closed", "完成"),
        ("noted", "事后补记"),
    ]
    assert (by_people[0].detail["to"], by_people[0].detail["channels"]) == ([head], ["popup"])
    assert by_people[1].at - by_people[0].at == timedelta(minutes=1)
    assert (told.people[head], by_people[1].who) == (by_people[1].who, told.people[head])
    assert head not in {told.people[head], ""}
    assert told.evidence["values"] == {"values": [1.0, 2.5], "at": [1.0, 2.0]}


async def test_the_story_tells_the_rule_as_it_was_and_its_conditions_with_their_values(house: House) -> None:
    await found(house)
    changed = msgspec.structs.replace(RULE, zh="别的名字", grades=())
    await house.dispatch(ADMIN, SaveRule(rule=changed, edition=1))
    told = await story(house)
    assert (told.rule, told.rule_version, told.rule_zh, told.source) == (RULE.code, 1, "检查超时预警", "T-1")
    assert [(reason.of, reason.text, reason.parts.value) for reason in told.reasons] == [
        ("trigger", 'event.room_id == "ct1"', True),
        ("grade", 'event.room_id == "mr1"', False),
    ]
    (room,) = [part for part in told.reasons[0].parts.parts if part.text == "event.room_id"]
    assert room.value == "ct1"


async def test_a_level_that_rises_needs_somebody_anew(house: House) -> None:
    await found(house)
    await house.dispatch(DOCTOR, AcknowledgeAlerts(alert_ids=(await alert_id(house),)))
    await found(house, finding(window="w2", event={**EVENT, "room_id": "mr1"}))
    (row,) = await rows(house, open=True)
    assert (row.level, row.stage, row.owner, row.times) == (Level.HIGH, "waiting", None, 2)


async def test_put_aside_it_comes_back_by_itself_and_never_for_longer_than_a_week(
    house: House, clock: StillClock
) -> None:
    await found(house)
    that = (await alert_id(house),)
    with pytest.raises(WrongTime):
        await house.dispatch(DOCTOR, ShelveAlerts(alert_ids=that, until=clock() + timedelta(days=8)))
    await house.dispatch(DOCTOR, ShelveAlerts(alert_ids=that, until=clock() + timedelta(hours=1)))
    with pytest.raises(StepNotPossible):
        await house.dispatch(DOCTOR, GiveBackAlerts(alert_ids=that))
    clock.forward(hours=1)
    await fire_due(house)
    assert await stage(house) == "waiting"


async def test_who_may_only_look_may_not_touch(house: House) -> None:
    await found(house)
    visitor = replace(person("registrar"), permissions=frozenset({"alerts.view", "alerts.record.view"}))
    assert len((await house.dispatch.ask(visitor, ListRecords())).rows) == 1
    with pytest.raises(Forbidden):
        await house.dispatch(visitor, AcknowledgeAlerts(alert_ids=(await alert_id(house),)))


async def test_rules_and_people_are_offered_by_name(house: House) -> None:
    choices = await house.dispatch.ask(HEAD, ListChoices())
    assert ("T-LATE", "检查超时预警") in [(rule.code, rule.zh) for rule in choices.rules]
    staff = "select count(*) from access_accounts where tenant = 'demo' and kind = 'staff'"
    assert await one(house, staff) == len(choices.people)


async def settled(house: House) -> set[str | None]:
    """What the messages about alerts say of who has them."""
    query = "select distinct settled_by from messages_messages where topic = 'alerts.alert'"
    async with house.engine.connect() as db:
        return set((await db.execute(sa.text(query))).scalars())


async def test_whoever_was_told_sees_that_somebody_has_it_or_that_it_is_over(house: House) -> None:
    await found(house, finding())
    assert await settled(house) == {None}
    head = replace(HEAD, actor=await one(house, "select id from access_accounts where login = 'head'"))
    await house.dispatch(head, AcknowledgeAlerts(alert_ids=(await alert_id(house, "p1"),)))
    assert await settled(house) == {"科室主任老马"}
    assert await one(house, "select count(*) from messages_messages where topic = 'alerts.alert' and read_at is null")
    await save(house, msgspec.structs.replace(RULE, code="T-LOW", level=Level.LOW))
    await found(house, finding("p2", rule="T-LOW"))
    await found(house, finding("p2", rule="T-LOW", holds=False))
    assert await settled(house) == {"科室主任老马", ""}, "what was only told ends by itself"
