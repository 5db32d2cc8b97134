"""One declared list page from its first look to the last, in the browser: exam items (检查项目)."""

from __future__ import annotations

import base64

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.kit.browser import Open, open_page, picture, sign_in
from tests.kit.up import Up

pytestmark = pytest.mark.slow

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
ATTACK = '<p>禁食<img src=x onerror="window.hacked=1"></p><script>window.hacked=1</script>'
PASTE = """(editor, html) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/html', html)
    editor.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
}"""


@pytest.fixture
def items(up: Up, window: Open) -> Page:
    """The administrator's page of exam items."""
    page = window(up.url)
    sign_in(page, "admin")
    open_page(page, "base/catalog/exam-item")
    expect(rows(page)).to_have_count(7)
    return page


def rows(page: Page) -> Locator:
    """All rows that are shown."""
    return page.locator(".resource tr[data-row-key]")


def row(page: Page, name: str) -> Locator:
    """The row with this text in it."""
    return rows(page).filter(has_text=name)


def choose(page: Page, field: str, option: str) -> None:
    """Pick an option of a select, found by typing."""
    page.locator(f"#{field}").fill(option)
    page.locator(".ant-select-dropdown:visible .ant-select-item-option").filter(has_text=option).first.click()


@pytest.mark.covers("ID-779", "SA-860")
def test_an_item_is_added_changed_switched_off_and_deleted_and_others_see_it_live(
    up: Up, window: Open, items: Page
) -> None:
    other = window(up.url)
    sign_in(other, "admin")
    other.goto(f"{up.url}/#base/catalog/exam-item")
    expect(rows(other)).to_have_count(7)
    items.get_by_test_id("add").click()
    items.locator("#row-save").click()
    expect(items.get_by_role("dialog")).to_contain_text("项目名称：必填")
    items.locator("#row_code").fill("CT-777")
    items.locator("#row_name").fill("足踝CT平扫")
    choose(items, "row_modality_id", "CT")
    items.locator("#row_fee").fill("260.5")
    picture(items, "resource-form")
    items.locator("#row-save").click()
    expect(items.get_by_role("dialog")).to_have_count(0)
    expect(row(items, "足踝CT平扫")).to_contain_text("260.50")
    expect(rows(items).first).to_contain_text("足踝CT平扫")
    expect(row(other, "足踝CT平扫")).to_have_count(1)
    row(items, "足踝CT平扫").get_by_test_id("row-edit").click()
    items.locator("#row_name").fill("足部CT平扫")
    items.locator("#row-save").click()
    expect(row(other, "足部CT平扫")).to_have_count(1)
    row(items, "足部CT平扫").get_by_role("switch").click()
    expect(row(other, "足部CT平扫").get_by_role("switch")).to_have_attribute("aria-checked", "false")
    row(items, "足部CT平扫").get_by_test_id("row-more").click()
    items.get_by_role("menuitem", name="删除").click()
    expect(items.get_by_role("dialog")).to_contain_text("您好，确定要删除吗？")
    items.locator("#delete-ok").click()
    expect(row(items, "足部CT平扫")).to_have_count(0)
    expect(row(other, "足部CT平扫")).to_have_count(0)
    assert other.evaluate("window.notReloaded") is True


@pytest.mark.covers("ID-778", "SA-836")
def test_filters_narrow_down_and_reset_brings_everything_back(items: Page) -> None:
    picture(items, "resource-list")
    items.get_by_test_id("filter-name").locator("input").fill("ct平")
    items.get_by_test_id("query").click()
    expect(rows(items)).to_have_count(2)
    items.get_by_test_id("filter-name").locator("input").fill("没有")
    items.keyboard.press("Enter")
    expect(rows(items)).to_have_count(0)
    expect(items.locator(".resource")).to_contain_text("没有符合条件的数据")
    items.get_by_test_id("reset").click()
    expect(rows(items)).to_have_count(7)
    expect(items.get_by_test_id("filter-name").locator("input")).to_have_value("")
    expect(items.get_by_test_id("total")).to_contain_text("共 7 条")


def test_a_saved_query_and_the_columns_are_there_after_a_reload(items: Page) -> None:
    items.get_by_test_id("filter-name").locator("input").fill("磁共振")
    items.get_by_test_id("query").click()
    expect(rows(items)).to_have_count(2)
    items.get_by_test_id("views").click()
    items.get_by_placeholder("查询名称").fill("磁共振项目")
    items.get_by_test_id("save-view").click()
    expect(items.get_by_role("button", name="磁共振项目", exact=True)).to_be_visible()
    items.get_by_test_id("columns").click()
    items.get_by_role("checkbox", name="检查费").click()
    expect(items.get_by_role("columnheader", name="检查费")).to_have_count(0)
    items.reload()
    expect(rows(items)).to_have_count(7)
    expect(items.get_by_role("columnheader", name="检查费")).to_have_count(0)
    items.get_by_test_id("views").click()
    items.get_by_role("button", name="磁共振项目", exact=True).click()
    expect(rows(items)).to_have_count(2)


@pytest.mark.covers("SA-859")
def test_synchronising_says_how_it_went(items: Page) -> None:
    items.get_by_test_id("sync").click()
    expect(items.get_by_text("同步成功", exact=True)).to_be_visible()
    expect(rows(items)).to_have_count(7)


def test_it_speaks_english_and_fits_a_narrow_window(up: Up, window: Open) -> None:
    page = window(up.url, 480, 900)
    sign_in(page, "admin")
    page.get_by_test_id("language").click()
    page.goto(f"{up.url}/#base/catalog/exam-item")
    expect(page.get_by_role("button", name="Add exam item")).to_be_visible()
    picture(page, "resource-narrow")
    assert page.evaluate("document.documentElement.scrollWidth") <= 480


def test_how_to_prepare_is_written_with_emphasis_and_files_are_kept(items: Page) -> None:
    row(items, "胸部CT平扫").get_by_test_id("row-edit").click()
    editor = items.get_by_role("textbox", name="检查须知")
    editor.click()
    items.get_by_test_id("rich-heading").click()
    items.keyboard.type("检查前准备")
    items.keyboard.press("Enter")
    items.get_by_test_id("rich-bullets").click()
    items.keyboard.type("去除")
    items.get_by_test_id("rich-bold").click()
    items.keyboard.type("金属饰物")
    items.get_by_test_id("rich-link").click()
    items.get_by_test_id("rich-address").fill("javascript:alert(1)")
    expect(items.get_by_test_id("rich-link-ok")).to_be_disabled()
    items.get_by_test_id("rich-address").fill("https://x.test/ct")
    items.get_by_test_id("rich-link-ok").click()
    expect(items.get_by_test_id("rich-address")).to_be_hidden()
    given = items.get_by_test_id("files-attachments").locator("input[type=file]")
    given.set_input_files({"name": "假的.png", "mimeType": "image/png", "buffer": b"<!doctype html><p>x</p>"})
    expect(items.locator(".ant-message")).to_contain_text("假的.png")
    expect(items.get_by_test_id("file")).to_have_count(0)
    pictures = [{"name": f"体位{n}.png", "mimeType": "image/png", "buffer": PNG} for n in (1, 2)]
    given.set_input_files(pictures)  # type: ignore[arg-type]
    expect(items.get_by_test_id("file-picture")).to_have_count(2)
    picture(items, "resource-rich")
    items.locator("#row-save").click()
    expect(items.get_by_role("dialog")).to_have_count(0)
    expect(row(items, "胸部CT平扫")).to_contain_text("体位1.png")
    row(items, "胸部CT平扫").get_by_test_id("row-view").click()
    drawer = items.get_by_test_id("row-drawer")
    expect(drawer.locator("h2")).to_have_text("检查前准备")
    expect(drawer.locator("li strong").first).to_have_text("金属饰物")
    expect(drawer.locator("li a[href='https://x.test/ct']")).to_have_text("https://x.test/ct")
    expect(drawer.get_by_test_id("file-picture")).to_have_count(2)
    shown = "images => images.every((image) => image.complete && image.naturalWidth === 1)"
    items.wait_for_function(f"({shown})([...document.querySelectorAll('[data-testid=file-picture]')])")


def test_what_could_run_in_a_rich_text_does_nothing(up: Up, items: Page) -> None:
    item = up.do("admin", "catalog/list-exam-items", code="MR-001")["rows"][0]
    fields = ("v", "code", "name", "modality_id", "body_part_id", "fee")
    given = {name: item[name] for name in fields}
    done = up.do("admin", "catalog/edit-exam-item", exam_item_id=item["id"], instructions=ATTACK, **given)
    assert done["instructions"] == "<p>禁食</p>"
    row(items, item["name"]).get_by_test_id("row-view").click()
    expect(items.get_by_test_id("rich")).to_have_text("禁食")
    items.keyboard.press("Escape")
    row(items, item["name"]).get_by_test_id("row-edit").click()
    editor = items.get_by_role("textbox", name="检查须知")
    expect(editor).to_have_text("禁食")
    editor.click()
    editor.evaluate(PASTE, ATTACK.replace("禁食", "禁水") + '<p><a href="javascript:window.hacked=1">点</a></p>')
    expect(editor).to_contain_text("禁水")
    expect(editor.locator("img, script, a")).to_have_count(0)
    items.locator("#row-save").click()
    expect(items.get_by_role("dialog")).to_have_count(0)
    kept = up.do("admin", "catalog/list-exam-items", code="MR-001")["rows"][0]["instructions"]
    assert "禁水" in kept
    assert not any(word in kept for word in ("img", "script", "href"))
    assert items.evaluate("window.hacked") is None
