"""What becomes of findings: opened once, counted, returned, told in groups, reminded, escalated, kept from people."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from domains.alerts import permissions
from domains.alerts.commands.handling import AcknowledgeAlerts, CloseAlerts, GiveBackAlerts, ShelveAlerts
from domains.alerts.commands.raising import RaiseFindings
from domains.alerts.queries import ShowAlert
from domains.rules.commands import SaveRule
from hub.caller import Caller
from hub.firing import fire_next
from hub.house import House
from hub.levels import Level
from realtime_rules.findings import Finding
from realtime_rules.rule import Grade, Grouping, Recipient, Reminder, Rule, Wait
from realtime_rules.triggers.counted import Counted
from realtime_rules.triggers.step import Step
from tests.kit.clock import StillClock
from tests.kit.house import one, person

ADMIN, HEAD = person("admin"), person("head")
ENGINE = Caller("demo", "rules", frozenset({permissions.RAISE.name}), frozenset({"demo"}))


def rule(code: str = "R", **more: Any) -> Rule:
    fields: dict[str, Any] = {
        "code": code,
        "zh": "检查超时",
        "en": "Overdue",
        "trigger": Counted(on=Step(fact="queue.ticket_called"), at_least=3, seconds=600),
        "level": Level.MEDIUM,
        "says_zh": "{event.room_id} {values.count}",
        "says_en": "{event.room_id}",
        "to": (Recipient(kind="role", name="head"),),
        **more,
    }
    return Rule(**fields)


async def save(house: House, *rules: Rule) -> None:
    for each in rules:
        await house.dispatch(ADMIN, SaveRule(rule=each, edition=0))


def found(key: str = "k", window: str = "w1", code: str = "R", **more: Any) -> Finding:
    fields = {"tenant": "demo", "rule": code, "version": 1, "key": key, "window": window, "holds": True, "at": 0.0}
    return Finding(**{**fields, "event": {"room_id": "ct1"}, "values": {"count": 3}, **more})


async def take_up(house: House, *findings: Finding) -> None:
    await house.dispatch(ENGINE, RaiseFindings(findings=findings))


async def fire(house: House) -> None:
    while await fire_next(house.dispatch):
        continue


async def told(house: House) -> list[tuple[str, str]]:
    query = (
        "select a.login, m.text_zh from messages_messages m join access_accounts a on a.id = m.account"
        " where m.topic = 'alerts.alert' order by m.id"
    )
    async with house.engine.connect() as db:
        return [(row.login, row.text_zh) for row in await db.execute(sa.text(query))]


async def state(house: House) -> str:
    got: str = await one(house, "select state from alerts_alerts order by opened_at desc, id desc limit 1")
    return got


async def alert_id(house: House, code: str = "") -> str:
    newest = "select id from alerts_alerts where :code in ('', rule) order by opened_at desc, id desc limit 1"
    got: str = await one(house, newest, code=code)
    return got


async def test_the_same_finding_twice_is_one_alert_and_one_message(house: House) -> None:
    await save(house, rule())
    await take_up(house, found())
    await take_up(house, found(), found(window="w2"))
    assert await one(house, "select count(*) from alerts_alerts") == 1
    assert await one(house, "select times from alerts_alerts") == 2
    assert await told(house) == [("head", "CT1 室 3")]


async def test_what_goes_away_unseen_waits_to_be_seen_and_what_somebody_has_ends(house: House) -> None:
    await save(house, rule())
    await take_up(house, found())
    await take_up(house, found(holds=False))
    assert await state(house) == "returned"
    await house.dispatch(HEAD, AcknowledgeAlerts(alert_ids=(await alert_id(house),)))
    assert await state(house) == "closed"
    await take_up(house, found(window="w2"))
    await house.dispatch(HEAD, AcknowledgeAlerts(alert_ids=(await alert_id(house),)))
    assert await state(house) == "acknowledged"
    await take_up(house, found(holds=False))
    assert await state(house) == "closed"


async def test_latched_stays_until_it_was_seen(house: House) -> None:
    await save(house, rule(latched=True, level=Level.LOW))
    await take_up(house, found())
    await take_up(house, found(holds=False))
    assert await state(house) == "latched"
    await house.dispatch(HEAD, AcknowledgeAlerts(alert_ids=(await alert_id(house),)))
    assert await state(house) == "closed"


async def test_more_of_a_group_comes_together_after_the_interval(house: House, clock: StillClock) -> None:
    await save(house, rule(group=Grouping(by=("room_id",), interval=300)))
    await take_up(house, found("a"))
    clock.forward(seconds=10)
    await take_up(house, found("b"), found("c"))
    await fire(house)
    assert len(await told(house)) == 1
    clock.forward(seconds=290)
    await fire(house)
    messages = await told(house)
    assert len(messages) == 2
    assert messages[1][1].count("；") == 1, "two alerts in one message"


async def test_nobody_acts_reminders_and_escalation_go_on_until_somebody_does(house: House, clock: StillClock) -> None:
    await save(
        house,
        rule(
            remind=Reminder(every=60, most=10),
            escalation=(
                Wait(after=150, to=(Recipient(kind="role", name="admin"),), level=Level.HIGH),
                Wait(after=600, to=(Recipient(kind="role", name="operator"),)),
            ),
        ),
    )
    await take_up(house, found())
    for _ in range(3):
        clock.forward(seconds=60)
        await fire(house)
    assert [login for login, _ in await told(house)] == ["head", "head", "head", "admin", "head"]
    assert await one(house, "select level from alerts_alerts") == "high"
    await house.dispatch(HEAD, AcknowledgeAlerts(alert_ids=(await alert_id(house),)))
    clock.forward(minutes=20)
    await fire(house)
    assert len(await told(house)) == 5
    await house.dispatch(HEAD, GiveBackAlerts(alert_ids=(await alert_id(house),)))
    clock.forward(seconds=1)
    await fire(house)
    assert [login for login, _ in await told(house)][5:] == ["operator"]


async def test_what_is_still_open_of_a_group_is_told_again_together_until_somebody_has_it(
    house: House, clock: StillClock
) -> None:
    await save(house, rule(group=Grouping(by=("room_id",), interval=0, repeat=600)))
    await take_up(house, found("a"), found("b"))
    clock.forward(seconds=599)
    await fire(house)
    assert len(await told(house)) == 1
    clock.forward(seconds=1)
    await fire(house)
    messages = await told(house)
    assert [text.count("；") for _, text in messages] == [1, 1], "both, together, twice"
    await house.dispatch(HEAD, AcknowledgeAlerts(alert_ids=(await alert_id(house),)))
    clock.forward(seconds=600)
    await fire(house)
    assert [text.count("；") for _, text in await told(house)] == [1, 1, 0]
    rest = await one(house, "select id from alerts_alerts where acknowledged_at is null")
    lines = (await house.dispatch.ask(HEAD, ShowAlert(alert_id=rest))).lines
    assert [line.reason.partition("-")[0] for line in lines if line.step == "told"] == ["group", "repeat", "repeat"]
    await house.dispatch(HEAD, CloseAlerts(alert_ids=(rest,)))
    clock.forward(seconds=6000)
    await fire(house)
    assert len(await told(house)) == 3


async def test_an_escalation_waits_for_the_hours_of_its_step(house: House, clock: StillClock) -> None:
    to_admin = (Recipient(kind="role", name="admin"),)
    await save(house, rule(escalation=(Wait(after=600, to=to_admin, calendar="daytime"),)))
    clock.forward(hours=12, minutes=55)  # 21:55; the day ends at 22:00
    await take_up(house, found())
    clock.forward(seconds=600)
    await fire(house)
    assert [login for login, _ in await told(house)] == ["head"]
    clock.forward(hours=9, minutes=54)  # 07:59
    await fire(house)
    assert [login for login, _ in await told(house)] == ["head"]
    clock.forward(minutes=1)
    await fire(house)
    assert [login for login, _ in await told(house)] == ["head", "admin"]


async def test_outside_its_hours_a_rule_is_recorded_and_told_when_they_begin(house: House, clock: StillClock) -> None:
    await save(house, rule(hours="daytime", remind=Reminder(every=3600, most=5)))
    clock.forward(hours=12, minutes=59)  # 21:59; the day ends at 22:00
    await take_up(house, found("a"))
    clock.forward(minutes=30)
    await take_up(house, found("b"))
    clock.forward(hours=9, minutes=30)  # 07:59
    await fire(house)
    assert len(await told(house)) == 1, "b was found at 22:29, and nobody is reminded of a at night"
    shown = await house.dispatch.ask(HEAD, ShowAlert(alert_id=await alert_id(house)))
    assert [(line.step, line.reason) for line in shown.lines][-1] == ("in_hours", "outside_hours")
    clock.forward(minutes=1)
    await fire(house)
    assert len(await told(house)) == 3, "b, and a for the second time"
    clock.forward(hours=1)
    await fire(house)
    assert len(await told(house)) == 5


async def test_an_escalation_begins_anew_as_often_as_the_rule_says(house: House, clock: StillClock) -> None:
    first, last = (Recipient(kind="role", name="technician"),), (Recipient(kind="role", name="admin"),)
    await save(house, rule(escalation=(Wait(after=60, to=first), Wait(after=180, to=last)), rounds=1))
    await take_up(house, found())
    stages = []
    for _ in range(8):
        clock.forward(seconds=60)
        await fire(house)
        stages.append([login for login, _ in await told(house)][1:])
    assert stages[0] == ["technician"]
    assert stages[2] == ["technician", "admin"]
    assert stages[3] == ["technician", "admin", "technician"], "a minute after the last step"
    assert stages[5] == stages[7] == ["technician", "admin", "technician", "admin"]
    lines = (await house.dispatch.ask(HEAD, ShowAlert(alert_id=await alert_id(house)))).lines
    reasons = [line.reason for line in lines if line.reason.startswith("escalation")]
    assert reasons == ["escalation-1", "escalation-2", "escalation-1-1", "escalation-2-1"]


async def test_by_turns_each_alert_goes_to_the_next_and_a_reminder_too(house: House, clock: StillClock) -> None:
    turns = (Recipient(kind="role", name="doctor", turns=True),)
    await save(house, rule(to=turns, remind=Reminder(every=60, most=1)))
    for key in ("a", "b", "c"):
        await take_up(house, found(key))
    logins = [login for login, _ in await told(house)]
    assert sorted(logins[:2]) == ["doctor", "doctor2"]
    assert logins[2] == logins[0]
    await house.dispatch(HEAD, CloseAlerts(alert_ids=(await alert_id(house),)))
    clock.forward(seconds=60)
    await fire(house)
    assert sorted(login for login, _ in (await told(house))[3:]) == ["doctor", "doctor2"]


async def test_put_aside_is_quiet_until_its_time_and_then_there_again(house: House, clock: StillClock) -> None:
    await save(house, rule(remind=Reminder(every=60, most=10)))
    await take_up(house, found())
    until: datetime = clock() + timedelta(minutes=30)
    await house.dispatch(HEAD, ShelveAlerts(alert_ids=(await alert_id(house),), until=until))
    clock.forward(minutes=29)
    await fire(house)
    assert (await state(house), len(await told(house))) == ("shelved", 1)
    clock.forward(minutes=1)
    await fire(house)
    assert await state(house) == "unacknowledged"
    clock.forward(seconds=60)
    await fire(house)
    assert len(await told(house)) == 2


async def test_grades_and_a_higher_level_tell_again(house: House) -> None:
    await save(house, rule(grades=(Grade(when="values.count >= 5", level=Level.HIGH),)))
    await take_up(house, found())
    await take_up(house, found(window="w2", values={"count": 5}))
    assert await one(house, "select level from alerts_alerts") == "high"
    assert len(await told(house)) == 2


async def test_nobody_of_those_meant_is_there_others_are_told(house: House) -> None:
    await save(
        house,
        rule(to=(Recipient(kind="field", name="room_id"),), otherwise=(Recipient(kind="role", name="admin"),)),
    )
    await take_up(house, found())
    assert [login for login, _ in await told(house)] == ["admin"]


async def test_what_inhibits_keeps_the_lesser_one_from_people_and_the_story_says_so(house: House) -> None:
    await save(house, rule("G", inhibits=("R",)), rule("R"))
    await take_up(house, found(code="G"))
    await take_up(house, found(code="R"))
    shown = await house.dispatch.ask(HEAD, ShowAlert(alert_id=await alert_id(house)))
    assert shown.withheld == "inhibited"
    assert [(line.step, line.reason) for line in shown.lines][-1] == ("inhibited", "inhibited")
    assert len(await told(house)) == 1


async def test_what_was_inhibited_is_told_when_the_graver_one_has_ended(house: House) -> None:
    await save(house, rule("G", inhibits=("R",)), rule("H", inhibits=("R",)), rule("R"))
    for code in ("G", "H", "R"):
        await take_up(house, found(code=code))
    await house.dispatch(HEAD, CloseAlerts(alert_ids=(await alert_id(house, code="G"),)))
    await fire(house)
    assert len(await told(house)) == 2, "another graver one is still open"
    await house.dispatch(HEAD, AcknowledgeAlerts(alert_ids=(await alert_id(house, code="H"),)))
    await take_up(house, found(code="H", holds=False))
    await fire(house)
    assert len(await told(house)) == 3
    shown = await house.dispatch.ask(HEAD, ShowAlert(alert_id=await alert_id(house, code="R")))
    assert (shown.withheld, shown.lines[-1].step) == ("", "told")


async def test_a_flood_is_told_together(house: House) -> None:
    await save(house, rule(level=Level.LOW))
    for start in range(0, 500, 100):
        await take_up(house, *(found(f"k{start + number}") for number in range(100)))
    assert await one(house, "select count(*) from alerts_alerts") == 500
    assert len(await told(house)) == 20 + 1


async def test_the_note_of_what_was_done_stays(house: House) -> None:
    await save(house, rule())
    await take_up(house, found())
    that = await alert_id(house)
    await house.dispatch(HEAD, CloseAlerts(alert_ids=(that,), note="已电话通知"))
    shown = await house.dispatch.ask(HEAD, ShowAlert(alert_id=that))
    assert (shown.state, shown.note, shown.lines[-1].detail) == ("closed", "已电话通知", {"note": "已电话通知"})
