"""Applications of tenants and the institution's own information, in the browser."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, expect

from hub.clock import day_of, system_clock
from tests.domains.catalog.sheets import read, workbook
from tests.kit.browser import Open, agree, picture, sign_in
from tests.kit.up import Up

pytestmark = pytest.mark.slow

FIRST = "first12345"


def photo(width: int, height: int, name: str) -> FilePayload:
    file = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(file, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": file.getvalue()}


@pytest.mark.covers("ID-720")
def test_saved_information_is_only_read_until_it_is_to_be_changed(up: Up, window: Open) -> None:
    page = window(up.url)
    sign_in(page, "admin")
    page.goto(f"{up.url}/#institution-info")
    page.get_by_test_id("modify").click()
    form = page.get_by_test_id("institution-form")
    form.get_by_test_id("save").click()
    expect(form).to_contain_text("机构地址：必填")
    page.locator("#institution_address").fill("上海市人民路 1 号")
    page.locator("#institution_phone").fill("021-12345678")
    photos = form.locator("input[type=file]")
    photos.set_input_files({"name": "动图.gif", "mimeType": "image/gif", "buffer": b"GIF89a"})
    expect(page.get_by_text("“动图.gif”不是 JPG/PNG/JPEG 格式的图片")).to_be_visible()
    photos.set_input_files(photo(1125, 750, "大门.jpg"))
    expect(form.get_by_test_id("institution-photo")).to_have_count(1)
    photos.set_input_files(photo(1600, 1200, "大厅.jpg"))
    expect(page.get_by_role("dialog")).to_contain_text("1600*1200")
    page.locator("#crop-ok").click()
    expect(form.get_by_test_id("institution-photo")).to_have_count(2)
    picture(page, "institution-form")
    form.get_by_test_id("save").click()
    shown = page.get_by_test_id("institution")
    expect(shown).to_contain_text("上海市人民路 1 号")
    expect(shown.get_by_test_id("institution-photo")).to_have_count(2)
    expect(page.locator("#institution_address")).to_have_count(0)
    picture(page, "institution")
    page.get_by_test_id("modify").click()
    expect(page.locator("#institution_address")).to_have_value("上海市人民路 1 号")


def until(page: Page, day: str) -> None:
    """Change the last day of the open form, and save."""
    ends = page.locator("#form_ends")
    ends.click()
    ends.fill(day)
    ends.press("Enter")
    page.locator("#form-save").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def open_applications(page: Page, mine: Locator) -> None:
    """Two actions of a tenant are in its row, the rest behind the dots."""
    expect(mine.get_by_test_id("account-state")).to_have_text("启用")
    expect(mine.locator(".row-actions button")).to_have_text(["编辑", "应用管理", "…"])
    mine.get_by_test_id("row-more").click()
    rest = page.locator(".ant-dropdown-menu-item:visible")
    expect(rest).to_have_text(["菜单权限", "创建子机构", "重置密码", "禁用账户", "删除"])
    page.keyboard.press("Escape")
    mine.get_by_test_id("row-applications").click()


NEW_TENANT: Final[dict[str, Any]] = {
    "name": "新城医院",
    "short_name": "新城院",
    "kind": "ordinary",
    "login": "xincheng",
    "password": "abc12345",
    "implement": True,
}


@pytest.mark.covers("AI-704", "AI-707", "AI-708", "AI-710")
def test_an_application_is_opened_nears_its_end_and_is_over(up: Up, window: Open) -> None:
    today = day_of(system_clock(), "Asia/Shanghai")
    up.do("admin", "access/create-tenant", **NEW_TENANT)
    there, page = window(up.url), window(up.url)
    sign_in(there, "xincheng", "abc12345")
    there.goto(f"{up.url}/#home")
    expect(there.get_by_test_id("home-accounts")).to_be_visible()
    expect(there.get_by_test_id("home-queue")).to_have_count(0)
    sign_in(page, "admin")
    page.goto(f"{up.url}/#tenants")
    open_applications(page, page.locator("tr[data-row-key]").filter(has_text="新城医院"))
    card = page.get_by_test_id("application-calling")
    expect(page.get_by_test_id("applications-closed")).to_contain_text("未开通")
    card.get_by_test_id("unlock").click()
    page.locator("#form_yuan").fill("12000")
    until(page, f"{today + timedelta(days=200)}")
    expect(page.get_by_test_id("applications-opened").get_by_text("正常")).to_be_visible()
    expect(card).to_contain_text("12,000.00")
    expect(there.get_by_test_id("home-queue")).to_be_visible()
    card.get_by_test_id("change").click()
    until(page, f"{today + timedelta(days=20)}")
    expect(page.get_by_test_id("applications-opened").get_by_text("待续期")).to_be_visible()
    for one in (page, there):
        expect(one.get_by_test_id("due-application")).to_contain_text("新城医院的“排队叫号”将在 21 天后到期")
    picture(page, "applications")
    card.get_by_test_id("change").click()
    page.locator("#form_starts").fill(f"{today - timedelta(days=30)}")
    page.locator("#form_starts").press("Enter")
    until(page, f"{today - timedelta(days=1)}")
    expect(page.get_by_test_id("applications-opened").get_by_text("已过期")).to_be_visible()
    expect(there.get_by_test_id("home-queue")).to_have_count(0)
    expect(there.get_by_test_id("due-application")).to_contain_text("已过期")
    card.get_by_test_id("history").click()
    expect(page.get_by_test_id("application-history").locator("tr[data-row-key]")).to_have_count(3)
    assert there.evaluate("window.notReloaded") is True
    page.goto(f"{up.url}/#implementations")
    expect(page.locator("tr[data-row-key]").filter(has_text="新城医院")).to_contain_text("待安装")


@pytest.mark.covers("SA-853")
def test_doctors_come_from_a_workbook(up: Up, window: Open, tmp_path: Path) -> None:
    page = window(up.url)
    sign_in(page, "admin")
    page.goto(f"{up.url}/#accounts")
    page.get_by_test_id("import").click()
    with page.expect_download() as told:
        page.get_by_test_id("template").click()
    headings = read(told.value.path().read_bytes())[0]
    book = tmp_path / "医生.xlsx"
    good = ("zhangsan", "张三丰", "临床医生", "13800000009", "主任医师", "放射科")
    book.write_bytes(workbook([good, ("lisi", "李四", "院长")], headings))
    page.locator("#form-save").click()
    expect(page.get_by_role("dialog")).to_contain_text(".xlsx：必填")
    page.locator("input[type=file]").set_input_files(book)
    page.locator("#form_password").fill(FIRST)
    page.locator("#form_confirmation").fill(FIRST)
    page.locator("#form-save").click()
    job = page.get_by_test_id("job").first
    expect(job).to_contain_text("新增 1 行，已存在 0 行，错误 1 行")
    job.get_by_test_id("job-wrong").click()
    expect(page.get_by_test_id("job-rows")).to_contain_text("没有角色“院长”，或已禁用")
    picture(page, "import-doctors")
    expect(page.locator("tr[data-row-key]").filter(has_text="张三丰")).to_contain_text("zhangsan")
    there = window(up.url)
    there.get_by_test_id("sign-in-account").fill("zhangsan")
    there.get_by_test_id("sign-in-password").fill(FIRST)
    agree(there)
    there.get_by_test_id("sign-in-submit").click()
    expect(there.get_by_test_id("must-password")).to_be_visible()
