"""Workbooks in the browser: template, import with wrong rows named, export; and hostile texts on the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.domains.catalog.sheets import HEADINGS, read, workbook
from tests.kit.browser import Open, picture, sign_in
from tests.kit.up import Up

pytestmark = pytest.mark.slow

ATTACKS = ('<img src=x onerror="window.hacked=1">', "<script>window.hacked=1</script>", "javascript:window.hacked=1")


@pytest.fixture
def charges(up: Up, window: Open) -> Page:
    """The administrator's page of charge items."""
    page = window(up.url)
    sign_in(page, "admin")
    page.goto(f"{up.url}/#base/catalog/charge-item")
    expect(page.locator(".resource tr[data-row-key]").first).to_be_visible()
    return page


def row(page: Page, name: str) -> Locator:
    """The row with this text in it."""
    return page.locator(".resource tr[data-row-key]").filter(has_text=name)


def saved(page: Page, test_id: str) -> bytes:
    """What the browser saves when this is clicked."""
    with page.expect_download() as told:
        page.get_by_test_id(test_id).first.click()
    path: Path = told.value.path()
    return path.read_bytes()


@pytest.mark.covers("ID-782", "ID-783", "SA-862")
def test_a_template_is_filled_in_and_imported_and_wrong_rows_are_named(charges: Page, tmp_path: Path) -> None:
    charges.get_by_test_id("import").click()
    assert read(saved(charges, "template")) == [list(HEADINGS)]
    book = tmp_path / "收费.xlsx"
    book.write_bytes(
        workbook([("W-1", "浏览器导入", "检查费", "CT", 12.5, "次", ""), ("W-2", "", "没有", "CT", 1, "", "")])
    )
    charges.locator("input[type=file]").set_input_files(book)
    charges.locator("#import-ok").click()
    job = charges.get_by_test_id("job").first
    expect(job).to_have_attribute("data-state", "done")
    expect(job).to_contain_text("新增 1 行，已存在 0 行，错误 1 行")
    job.get_by_test_id("job-wrong").click()
    expect(charges.get_by_test_id("job-rows")).to_contain_text("收费项目名称")
    expect(charges.get_by_test_id("job-rows")).to_contain_text("只能是：检查费、药品费、材料费、其他")
    picture(charges, "import-result")
    errors = read(saved(charges, "job-download"))
    assert errors[1][:3] == [3, "收费项目名称：必填；收费项目类型：只能是：检查费、药品费、材料费、其他", "W-2"]
    expect(row(charges, "浏览器导入")).to_contain_text("12.50")
    assert charges.evaluate("window.notReloaded") is True


def test_what_is_no_workbook_is_refused_in_the_dialog(charges: Page, tmp_path: Path) -> None:
    wrong = tmp_path / "list.xlsx"
    wrong.write_text("plain words", "utf-8")
    charges.get_by_test_id("import").click()
    charges.locator("input[type=file]").set_input_files(wrong)
    charges.locator("#import-ok").click()
    expect(charges.get_by_role("dialog")).to_contain_text("内容不是允许的类型（xlsx）")


def test_the_ticked_rows_and_the_filtered_list_are_exported(charges: Page) -> None:
    charges.get_by_test_id("filter-name").locator("input").fill("磁共振")
    charges.get_by_test_id("query").click()
    expect(charges.locator(".resource tr[data-row-key]")).to_have_count(1)
    charges.get_by_test_id("export").click()
    expect(charges.get_by_test_id("job").first).to_have_attribute("data-state", "done")
    rows = read(saved(charges, "job-download"))
    assert [one[1] for one in rows] == ["收费项目名称", "磁共振平扫"]
    charges.locator(".ant-drawer-close").first.click()
    charges.get_by_test_id("reset").click()
    row(charges, "造影剂").get_by_role("checkbox").click()
    expect(charges.get_by_test_id("export")).to_contain_text("1")
    charges.get_by_test_id("export").click()
    expect(charges.get_by_test_id("job")).not_to_have_count(1)
    expect(charges.get_by_test_id("job").first).to_have_attribute("data-state", "done")
    rows = read(saved(charges, "job-download"))
    assert [one[0] for one in rows[1:]] == ["JC-001"]


def test_hostile_texts_are_shown_as_texts(up: Up, charges: Page) -> None:
    ways = up.do("admin", "catalog/list-modalities")["rows"]
    for number, attack in enumerate(ATTACKS):
        fields = {"code": f"X-{number}", "name": attack, "note": attack, "unit": "次"}
        up.do("admin", "catalog/create-charge-item", **fields, type="exam", modality_id=ways[0]["id"], price=1)
    up.do("admin", "catalog/create-modality", code="XSS", name=ATTACKS[0], note=ATTACKS[1])
    for attack in ATTACKS:
        hostile = row(charges, attack).first
        expect(hostile).to_be_visible()
        hostile.get_by_test_id("row-view").click()
        expect(charges.get_by_test_id("row-drawer")).to_contain_text(attack)
        charges.keyboard.press("Escape")
        hostile.get_by_test_id("row-edit").click()
        expect(charges.locator("#row_name")).to_have_value(attack)
        charges.locator("#row_modality_id").fill("<img")
        expect(charges.locator(".ant-select-dropdown:visible")).to_contain_text(ATTACKS[0])
        charges.locator("#row_name").click()
        charges.get_by_role("dialog").get_by_role("button", name="返回").click()
        hostile.get_by_test_id("row-more").click()
        charges.get_by_role("menuitem", name="删除").click()
        expect(charges.get_by_role("dialog").filter(has_text="确定要删除吗")).to_contain_text(attack)
        charges.get_by_role("dialog").get_by_role("button", name="取消").click()
    charges.get_by_test_id("filter-name").locator("input").fill(ATTACKS[0])
    charges.get_by_test_id("query").click()
    expect(row(charges, ATTACKS[0])).to_have_count(1)
    charges.reload()
    expect(row(charges, ATTACKS[0]).first).to_be_visible()
    assert charges.evaluate("window.hacked") is None


def test_a_hostile_file_is_neither_taken_nor_shown(up: Up, charges: Page) -> None:
    told = charges.evaluate(
        """async ([token, body]) => {
            const headers = { Authorization: `Bearer ${token}`, 'X-File-Name': 'a.png', 'Content-Type': 'image/png' }
            const answer = await fetch('/api/files', { method: 'POST', body, headers })
            return [answer.status, (await answer.json()).code]
        }""",
        [up.token("admin"), "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"],
    )
    assert told == [415, "files.wrong_media"]
