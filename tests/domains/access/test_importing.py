"""Doctors from a workbook: the template, right rows become accounts, wrong ones are told of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from domains.access.commands.roles import EditRole
from domains.access.importing import ImportAccounts
from domains.access.roster import AccountTemplate
from domains.jobs.queries import JobRow, ListJobNotes
from hub.errors import Invalid
from hub.house import House
from hub.jobs.table import jobs
from tests.domains.access.people import FIRST, enter
from tests.domains.catalog.sheets import drain, job, read, result, uploaded, workbook
from tests.hub.front import front
from tests.kit.house import one, person

ADMIN = person("admin")
HEADINGS = ("账号", "姓名", "角色", "手机号", "职称", "所属科室")
GOOD = ("zhangsan", "张三", "临床医生", 13800000009, "主任医师", "放射科")


async def imported(house: House, *rows: Sequence[Any], headings: Sequence[str] = HEADINGS) -> JobRow:
    """Import these rows and wait for the end."""
    file_id = await uploaded(house, workbook(rows, headings), ADMIN)
    started = await house.dispatch(ADMIN, ImportAccounts(file_id=file_id, password=FIRST, confirmation=FIRST))
    await drain(house)
    return await job(house, started.job_id, ADMIN)


async def told(house: House, row: JobRow) -> dict[int, list[str]]:
    """What is wrong, by the number of the row."""
    found = await house.dispatch.ask(ADMIN, ListJobNotes(job_id=row.job_id))
    return {note.row: [f"{one['field_zh']}：{one['zh']}" for one in note.wrong] for note in found.notes}


async def accounts(house: House) -> int:
    return int(await one(house, "select count(*) from access_accounts where deleted_at is null"))


@pytest.mark.covers("SA-853")
async def test_the_template_is_filled_in_and_everybody_in_it_gets_an_account(house: House) -> None:
    template = await house.dispatch.ask(ADMIN, AccountTemplate())
    assert template.name == "医生导入模板.xlsx"
    assert read(template.content) == [list(HEADINGS)]
    row = await imported(house, GOOD, ("lisi", "李四", "临床医生、科室主任", "", "", "XX"))
    assert (row.state, row.counts) == ("done", {"added": 2, "kept": 0, "wrong": 0})
    assert (row.zh, row.done, row.total, row.file_id) == ("医生批量导入", 2, 2, None)
    query = (
        "select concat_ws('|', a.name, a.phone, a.title, a.roles::text, d.name) from access_accounts a"
        " left join access_departments d on d.tenant = a.tenant and d.id = a.department_id where login = :l"
    )
    assert await one(house, query, l="zhangsan") == "张三|13800000009|主任医师|{doctor}|放射科"
    assert await one(house, query, l="lisi") == "李四|||{doctor,head}|信息科"
    async with front(house) as client:
        session = (await enter(client, "zhangsan", FIRST)).json()
    # As with an account that is added by hand.
    assert session["must"] == ["change_password"]


@pytest.mark.covers("SA-853")
async def test_wrong_rows_are_told_with_their_reason_and_handed_back(house: House) -> None:
    before = await accounts(house)
    row = await imported(
        house,
        GOOD,
        ("ab", "甲", "临床医生", "", "", ""),
        ("账号一", "", "临床医生", "123", "", ""),
        ("wangwu", "王五", "院长", "", "", "皮肤科"),
        ("doctor", "别人", "临床医生", "", "", ""),
        ("zhangsan", "张三", "临床医生", "", "", ""),
        ("noroles", "无角色", "", "", "", ""),
    )
    assert (row.state, row.counts) == ("done", {"added": 1, "kept": 0, "wrong": 6})
    assert await told(house, row) == {
        3: ["账号：需要 3-20 个字符，不能包含中文字符和空格"],
        4: ["账号：需要 3-20 个字符，不能包含中文字符和空格", "姓名：必填", "手机号：需要 11 位数字"],
        5: ["角色：没有角色“院长”，或已禁用", "所属科室：没有科室“皮肤科”"],
        6: ["账号：账号已被使用，请换一个"],
        7: ["账号：在文件中重复"],
        8: ["角色：必填"],
    }
    assert await accounts(house) == before + 1
    book = read(await result(house, row.job_id, ADMIN))
    assert book[0] == ["行号", "错误", *HEADINGS]
    assert book[3][:3] == [5.0, "角色：没有角色“院长”，或已禁用；所属科室：没有科室“皮肤科”", "wangwu"]


async def test_the_same_workbook_twice_changes_nothing(house: House) -> None:
    await imported(house, GOOD)
    before = await accounts(house)
    again = await imported(house, GOOD)
    assert again.counts == {"added": 0, "kept": 1, "wrong": 0}
    assert await accounts(house) == before


async def test_a_disabled_role_is_given_to_nobody(house: House) -> None:
    await house.dispatch(ADMIN, EditRole(role_id="reviewer", enabled=False))
    row = await imported(house, ("shenhe", "审核", "审核医生", "", "", ""))
    assert await told(house, row) == {2: ["角色：没有角色“审核医生”，或已禁用"]}


async def test_a_workbook_of_another_kind_is_refused_as_a_whole(house: House) -> None:
    row = await imported(house, ("x", "y"), headings=("账号", "年龄"))
    assert row.state == "failed"
    assert "缺少 姓名、角色" in row.error_zh
    assert "年龄" in row.error_zh


@pytest.mark.parametrize(
    ("password", "again", "zh"), [("abcdef", "abcdef", "需要包含数字"), (FIRST, "other123", "两次输入的密码不一致")]
)
async def test_the_first_password_follows_the_policy(house: House, password: str, again: str, zh: str) -> None:
    file_id = await uploaded(house, workbook([GOOD], HEADINGS), ADMIN)
    with pytest.raises(Invalid) as refused:
        await house.dispatch(ADMIN, ImportAccounts(file_id=file_id, password=password, confirmation=again))
    assert zh in refused.value.detail("zh")


async def test_the_first_password_is_kept_nowhere(house: House) -> None:
    row = await imported(house, GOOD)
    async with house.engine.connect() as db:
        given = (await db.execute(jobs.select().where(jobs.c.id == row.job_id))).one().input
    assert FIRST.encode() not in given
    audited = "select count(*) from hub_audit where convert_from(body, 'UTF8') like '%' || :p || '%'"
    assert await one(house, audited, p=FIRST) == 0
