"""The alert centre as a workbook: what the list shows under its filters, for whoever may, of his institution alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from domains.alerts import exporting
from domains.alerts.commands.handling import AcknowledgeAlerts, CloseAlerts
from domains.alerts.commands.silencing import CreateSilence
from domains.alerts.exporting import ExportAlerts
from domains.alerts.resources import record
from domains.jobs.queries import ListJobs
from hub.caller import Caller
from hub.errors import Forbidden
from hub.house import House
from hub.jobs.table import jobs
from hub.resources.shapes import shapes_of
from hub.resources.sheets.errors import TooManyRows
from realtime_rules.rule import Rule
from tests.domains.alerts.board import DOCTOR, ESCALATING, EVENT, HEAD, RULE, alert_id, finding, found, save
from tests.domains.catalog.sheets import drain, job, read, result
from tests.kit.clock import StillClock
from tests.kit.house import one, person

TITLES = [
    *("级别", "处理状态", "预警状态", "内容", "规则", "规则编号", "处理人"),
    *("发生时间", "接手时间", "接手用时（秒）", "恢复时间", "搁置至", "处理完成", "持续时长（秒）"),
    *("次数", "升级次数", "处理结果", "无效预警", "未通知原因"),
]


@pytest.fixture(autouse=True)
async def ruled(house: House) -> None:
    """The rules to play with are in force, and no other job waits."""
    await save(house, RULE, ESCALATING)
    async with house.engine.begin() as db:
        await db.execute(sa.delete(jobs))


async def exported(house: House, caller: Caller = HEAD, **asked: Any) -> list[dict[str, Any]]:
    """Export, wait for the end and read the workbook: the cells of each row by their headings."""
    started = await house.dispatch(caller, ExportAlerts(**asked))
    await drain(house)
    heading, *rows = read(await result(house, started.job_id, caller))
    return [dict(zip(heading, row, strict=True)) for row in rows]


def test_it_can_be_asked_for_whatever_the_list_can() -> None:
    def asked(kind: Any) -> dict[str, Any]:
        return {field.name: (field.type, field.default) for field in msgspec.structs.fields(kind)}

    wanted = {name: what for name, what in asked(shapes_of(record).list).items() if name not in {"cursor", "limit"}}
    assert {name: what for name, what in asked(ExportAlerts).items() if name != "language"} == wanted


@pytest.mark.covers("QC-151", "QC-153")
async def test_each_alert_with_its_level_state_keeper_stamps_and_result(house: House, clock: StillClock) -> None:
    head = replace(HEAD, actor=await one(house, "select id from access_accounts where login = 'head'"))
    await found(house, finding("p1", event={**EVENT, "room_id": "mr1"}))
    clock.forward(seconds=90)
    await house.dispatch(head, AcknowledgeAlerts(alert_ids=(await alert_id(house, "p1"),)))
    await found(house, finding("p2"))
    clock.forward(minutes=10)
    await house.dispatch(head, CloseAlerts(alert_ids=(await alert_id(house, "p1"),), note="=已改期", nuisance=True))
    clock.forward(minutes=5)
    waiting, done = await exported(house)
    assert list(done) == TITLES
    assert (done["级别"], done["处理状态"], done["预警状态"]) == ("紧急", "已处理", "已关闭")
    assert (done["内容"], done["规则"], done["规则编号"]) == ("p1 检查超时", "检查超时预警", "T-LATE")
    assert (done["处理人"], done["处理结果"], done["无效预警"]) == ("科室主任老马", "=已改期", "是")
    stamps = [str(done[name]) for name in ("发生时间", "接手时间", "处理完成")]
    assert stamps == ["2026-03-02 09:00:00", "2026-03-02 09:01:30", "2026-03-02 09:11:30"], "the institution's clock"
    assert (done["接手用时（秒）"], done["持续时长（秒）"]) == (90, 11 * 60 + 30)
    assert (waiting["级别"], waiting["处理状态"], waiting["处理人"]) == ("重要", "待处理", "")
    assert (waiting["接手时间"], waiting["接手用时（秒）"], waiting["持续时长（秒）"]) == ("", "", 15 * 60)


@pytest.mark.slow
async def test_the_filters_the_order_and_the_language_are_those_of_the_list(house: House, clock: StillClock) -> None:
    for key, rule in (("p1", RULE), ("p2", ESCALATING), ("p3", RULE)):
        await found(house, finding(key, rule=rule.code))
        clock.forward(minutes=1)
    await house.dispatch(DOCTOR, CloseAlerts(alert_ids=(await alert_id(house, "p3"),)))

    async def says(**asked: Any) -> list[str]:
        return [row["内容"] for row in await exported(house, **asked)]

    assert await says(open=True, sort="opened_at") == ["p1 检查超时", "p2 检查超时"]
    assert await says(sort="-opened_at") == ["p3 检查超时", "p2 检查超时", "p1 检查超时"]
    assert await says(rule="T-UP") == await says(says_zh="p2") == await says(key="p2") == ["p2 检查超时"]
    assert await says(stage="done") == await says(owner=DOCTOR.actor) == ["p3 检查超时"]
    assert await says(opened_at_from=clock(), level="high") == []
    (english,) = await exported(house, key="p2", language="en")
    assert (english["Level"], english["Says"], english["Rule"]) == ("Medium", "p2 is overdue", "Nobody acts")


async def test_many_are_written_part_by_part_and_what_kept_one_from_people_is_said(
    house: House, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "BATCH", 2)
    silent: Rule = msgspec.structs.replace(RULE, code="T-SILENT", level="low")
    await save(house, silent)
    until = clock().replace(hour=20)
    silence = CreateSilence(
        kind="silence", rules=("T-SILENT",), starts_at=clock(), ends_at=until, comment="机房检修期间"
    )
    await house.dispatch(HEAD, silence)
    for n in range(4):
        await found(house, finding(f"p{n}"))
    await found(house, finding("p4", rule="T-SILENT"))
    rows = await exported(house, sort="opened_at")
    assert [row["内容"] for row in rows] == [f"p{n} 检查超时" for n in range(5)]
    assert [row["未通知原因"] for row in rows] == ["", "", "", "", "静默"]
    monkeypatch.setattr(exporting, "MOST_ROWS", 4)
    started = await house.dispatch(HEAD, ExportAlerts())
    await drain(house)
    refused = await job(house, started.job_id, HEAD)
    assert (refused.state, refused.error_zh) == ("failed", TooManyRows(count=5, most=4).detail("zh"))


async def test_it_needs_its_right_and_nobody_else_gets_the_file(house: House) -> None:
    await found(house, finding("p1"))
    with pytest.raises(Forbidden):
        await house.dispatch(DOCTOR, ExportAlerts())
    started = await house.dispatch(HEAD, ExportAlerts(says_zh="检查"))
    await drain(house)
    assert (await job(house, started.job_id, HEAD)).counts == {"rows": 1}
    assert await house.dispatch.ask(person("admin"), ListJobs()) == ()
    audited = "select actor || convert_from(body, 'UTF8') from hub_audit where command = :name and outcome = ''"
    told = await one(house, audited, name="alerts/export-alerts")
    assert told.startswith(HEAD.actor)
    assert "检查" not in told


async def test_another_institution_exports_its_own_alerts(house: House) -> None:
    await found(house, finding("p1"))
    assert await exported(house, person("head", "branch")) == []
    assert len(await exported(house)) == 1
