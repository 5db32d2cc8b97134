"""From the laboratory's message to the closed file, with every stamp, reminder and escalation on the way."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from domains.critical_values.commands.reporting import ReportCriticalValue
from domains.critical_values.commands.steps import (
    CancelCriticalValue,
    CloseCriticalValue,
    ConfirmCriticalValue,
    HandleCriticalValue,
    NoteCall,
    OpenCriticalValue,
    ReassignCriticalValue,
)
from domains.critical_values.errors import NotCritical, ReadBackDiffers, StepNotPossible
from domains.critical_values.model import Call
from domains.critical_values.queries import CriticalValueRates, ShowCriticalValue
from domains.gateway import permissions as gateway
from domains.gateway.commands.taking import ReceiveMessage
from domains.messages.commands.reading import MarkShown
from hub.caller import Caller
from hub.house import House
from tests.domains.gateway.his import message, pid
from tests.kit.clock import StillClock
from tests.kit.house import one, person
from tests.kit.watching import watch_of, work_off

HEAD = person("head")
WAY = ["detected", "delivered", "read", "confirmed", "handled", "closed"]


def oru(control_id: str, value: str, *, doctor: str = "doctor", flag: str = "HH", item: str = "K^血钾^L") -> bytes:
    return message(
        "ORU^R01^ORU_R01",
        control_id,
        pid(),
        "PV1|1|I|内科^^12床^^^^^^心内科",
        f"OBR|1|P{control_id}|F{control_id}|BIO^生化^L|||20260302085500|||||||||{doctor}^王",
        f"OBX|1|NM|{item}||{value}|mmol/L|3.5-5.5|{flag}|||F|||20260302085800||lab1^李",
    ).encode()


async def receive(house: House, block: bytes) -> Any:
    sender: str = await one(house, "select id from gateway_senders where tenant = 'demo'")
    caller = Caller("demo", f"sender:{sender}", frozenset({gateway.RECEIVE.name}), frozenset({"demo"}))
    return await house.dispatch(caller, ReceiveMessage(sender_id=sender, block=block))


async def value_id(house: House) -> str:
    found: str = await one(house, "select id from critical_values_values order by detected_at desc limit 1")
    return found


async def told(house: House) -> list[tuple[str, str]]:
    """Who has been told by which rule, in order."""
    query = (
        "select a.login, r.rule from messages_messages m join access_accounts a on a.id = m.account"
        " join alerts_alerts r on r.id = m.about->>'alert_id' order by m.id"
    )
    async with house.engine.connect() as db:
        return [(row.login, row.rule) for row in await db.execute(sa.text(query))]


async def sent_on(house: House) -> list[str]:
    """The ways, besides the message centre, on which the alerts are sent."""
    query = (
        "select distinct d.way from messages_deliveries d join messages_messages m on m.id = d.message_id"
        " where m.about ? 'value_id' order by d.way"
    )
    async with house.engine.connect() as db:
        return list((await db.execute(sa.text(query))).scalars())


async def shown(house: House, login: str) -> None:
    """A page of this account puts all its messages before his eyes."""
    who = person(login)
    account = await one(house, "select id from access_accounts where login = :login", login=login)
    query = sa.text("select id from messages_messages where account = :account")
    async with house.engine.connect() as db:
        ids = tuple((await db.execute(query, {"account": account})).scalars())
    await house.dispatch(replace(who, actor=account), MarkShown(message_ids=ids))


@pytest.mark.covers("QC-002", "QC-005", "QC-008", "W-QC-01")
async def test_a_flagged_result_reaches_the_doctor_who_ordered_it_at_once(house: House) -> None:
    assert (await receive(house, oru("L1", "6.8"))).answer == "AA"
    await work_off(house)
    assert await told(house) == [("doctor", "W-QC-01")]
    assert await sent_on(house) == ["sms", "wechat", "wecom"]
    assert await one(house, "select says_zh from alerts_alerts") == "宋*兰 血钾 6.8 mmol/L（心内科）"
    await receive(house, oru("L1", "6.8"))
    await receive(house, oru("L2", "4.2", flag="N"))
    await work_off(house)
    assert await one(house, "select count(*) from critical_values_values") == 1


@pytest.mark.covers("QC-003", "W-QC-03", "QC-007", "W-QC-04")
async def test_nobody_does_anything_reminded_every_five_minutes_then_the_head_at_thirty(
    house: House, clock: StillClock
) -> None:
    await receive(house, oru("L1", "6.8"))
    await work_off(house)
    for _ in range(5):
        clock.forward(minutes=5)
        await work_off(house)
    assert await told(house) == [("doctor", "W-QC-01")] * 6
    clock.forward(minutes=5)
    await work_off(house)
    assert {login for login, rule in await told(house) if rule == "W-QC-04"} == {"head", "admin"}


@pytest.mark.covers("QC-006")
async def test_read_read_back_handled_and_closed_each_with_its_moment(house: House, clock: StillClock) -> None:
    await receive(house, oru("L1", "6.80"))
    watch = await work_off(house)
    that = await value_id(house)
    doctor = person("doctor")
    clock.forward(seconds=2)
    await shown(house, "doctor")
    assert await one(house, "select state from critical_values_values") == "delivered"
    clock.forward(seconds=58)
    await house.dispatch(doctor, OpenCriticalValue(value_id=that))
    with pytest.raises(ReadBackDiffers):
        await house.dispatch(doctor, ConfirmCriticalValue(value_id=that, read_back="8.6"))
    clock.forward(minutes=1)
    await house.dispatch(doctor, ConfirmCriticalValue(value_id=that, read_back="6.8"))
    clock.forward(minutes=20)
    await work_off(house, watch)
    assert await told(house) == [("doctor", "W-QC-01")], "who has read it back is not reminded"
    await house.dispatch(doctor, HandleCriticalValue(value_id=that, note="葡萄糖酸钙静推，复查"))
    clock.forward(minutes=30)
    await house.dispatch(HEAD, CloseCriticalValue(value_id=that))
    await work_off(house, watch)
    assert "W-QC-04" not in {rule for _, rule in await told(house)}
    assert await one(house, "select state from alerts_alerts") == "closed"
    shown_value = await house.dispatch.ask(HEAD, ShowCriticalValue(value_id=that))
    assert [line.step for line in shown_value.trail] == WAY
    moments = (getattr(shown_value, f"{step}_at") for step in WAY)
    assert [(moment - shown_value.detected_at).total_seconds() for moment in moments] == [0, 2, 60, 120, 1320, 3120]
    assert shown_value.trail[0].who == await one(house, "select name from gateway_senders where tenant = 'demo'")
    assert shown_value.trail[1].detail["name"] == "诊断医生小吴"
    rates = await house.dispatch.ask(HEAD, CriticalValueRates(since=shown_value.detected_at, until=clock()))
    assert (rates.told, rates.told_in_time, rates.handled_in_time) == (1.0, 1.0, 1.0)


async def test_every_try_to_call_is_a_line_and_only_a_read_back_confirms(house: House) -> None:
    await receive(house, oru("L1", "6.8"))
    that = await value_id(house)
    for outcome in (Call.UNABLE_TO_REACH, Call.REACHED_NO_READBACK):
        await house.dispatch(HEAD, NoteCall(value_id=that, outcome=outcome, reached="王医生"))
    shown = await house.dispatch.ask(HEAD, ShowCriticalValue(value_id=that))
    assert (shown.state, len(shown.trail)) == ("detected", 3)
    with pytest.raises(ReadBackDiffers):
        await house.dispatch(HEAD, NoteCall(value_id=that, outcome=Call.CONFIRMED, read_back="7"))
    await house.dispatch(HEAD, NoteCall(value_id=that, outcome=Call.CONFIRMED, reached="王医生", read_back="6.8"))
    assert (await house.dispatch.ask(HEAD, ShowCriticalValue(value_id=that))).state == "confirmed"


async def test_another_doctor_is_told_and_a_repeated_test_ends_it(house: House, clock: StillClock) -> None:
    await receive(house, oru("L1", "6.8"))
    watch = await work_off(house)
    that = await value_id(house)
    reviewer = await one(house, "select id from access_accounts where login = 'reviewer'")
    await house.dispatch(HEAD, ReassignCriticalValue(value_id=that, doctor_id=reviewer))
    await work_off(house, watch)
    assert await one(house, "select state from critical_values_values") == "detected"
    await house.dispatch(HEAD, CancelCriticalValue(value_id=that, note="溶血，复查正常"))
    clock.forward(hours=1)
    await work_off(house, watch)
    assert "W-QC-04" not in {rule for _, rule in await told(house)}
    with pytest.raises(StepNotPossible):
        await house.dispatch(HEAD, ConfirmCriticalValue(value_id=that, read_back="6.8"))


@pytest.mark.covers("QC-001", "QC-004", "W-QC-02")
async def test_the_hospitals_own_limits_decide_with_variants(house: House) -> None:
    limits = (
        {"item": "K", "second_high": "6", "first_high": "6.5"},
        {"item": "K", "second_high": "7", "first_high": "8", "department": "肾内科"},
    )
    for number, one_ in enumerate(limits):
        values = {
            "tenant": "demo", "id": f"l{number}", "name": "血钾", "unit": "mmol/L", "first_low": "", "second_low": "",
            "department": "", **one_,
        }  # fmt: skip
        columns = ", ".join(values)
        slots = ", ".join(f":{name}" for name in values)
        async with house.engine.begin() as db:
            await db.execute(
                sa.text(
                    f"insert into critical_values_limits (v, enabled, created_at, created_by, updated_at, updated_by,"
                    f" {columns}) values (1, true, now(), 'x', now(), 'x', {slots})"
                ),
                values,
            )
    await receive(house, oru("L1", "6.2", flag=""))
    await work_off(house)
    assert await one(house, "select level from critical_values_values") == 2
    assert await told(house) == [("doctor", "W-QC-02")]
    patient = await one(house, "select patient_id from critical_values_values")
    report = ReportCriticalValue(patient_id=patient, item="K", item_name="血钾", value="6.2", department="肾内科")
    with pytest.raises(NotCritical):
        await house.dispatch(HEAD, report)


async def test_a_restart_in_the_middle_forgets_no_deadline_and_tells_nobody_twice(
    house: House, clock: StillClock
) -> None:
    await receive(house, oru("L1", "6.8"))
    await work_off(house)
    clock.forward(minutes=29)
    await work_off(house, watch_of(house))
    before = await told(house)
    clock.forward(minutes=2)
    await work_off(house, watch_of(house))
    await work_off(house, watch_of(house))
    after = await told(house)
    assert [rule for _, rule in after[len(before) :]].count("W-QC-04") == 2
