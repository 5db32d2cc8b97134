"""One declared list page from its first look to the last, in the browser: exam items (检查项目)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.kit.browser import Open, open_page, picture, sign_in
from tests.kit.up import Up

pytestmark = pytest.mark.slow


@pytest.fixture
def items(up: Up, window: Open) -> Page:
    """The administrator's page of exam items."""
    page = window(up.url)
    sign_in(page, "admin")
    open_page(page, "base")
    page.get_by_test_id("list-catalog/exam-item").click()
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
