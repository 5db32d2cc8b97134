"""The shell of the staff app: two modes of navigation, search, keyboard, dark mode, and rights that change live."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.kit.browser import Open, open_page, picture, sign_in
from tests.kit.up import Up

pytestmark = pytest.mark.slow

MODULES = ["资产", "数据", "监控", "业务", "配置"]


@pytest.fixture
def admin(up: Up, window: Open) -> Page:
    page = window(up.url)
    sign_in(page, "admin")
    page.goto(f"{up.url}/#home")
    expect(page.get_by_test_id("navigation")).to_have_attribute("data-mode", "unified")
    return page


def choose(page: Page, item: str) -> None:
    """Something of the account menu."""
    page.get_by_test_id("account-menu").click()
    page.get_by_test_id(item).click()


def offered(page: Page) -> set[str]:
    """The functions that the navigation shows."""
    links = page.get_by_test_id("navigation").locator("[data-testid^=page-]")
    return {str(link.get_attribute("data-testid")) for link in links.all()}


@pytest.mark.covers("ID-801")
def test_workstation_mode_goes_from_category_by_sub_domain_to_function(up: Up, admin: Page) -> None:
    rows = up.do("admin", "access/list-menus")["rows"]
    assert [r["zh"] for r in rows if r["kind"] == "workstation" and r["id"] != "more"] == MODULES
    choose(admin, "mode-station")
    tabs = admin.get_by_test_id("stations").get_by_role("link")
    # What has no function yet does not appear; the rest stands in the same order.
    assert [m for m in MODULES if m in tabs.all_inner_texts()] == tabs.all_inner_texts()
    admin.get_by_test_id("station-configuration").click()
    expect(admin.get_by_test_id("group-people")).to_contain_text("权限管理")
    expect(admin.get_by_test_id("page-delivery")).to_have_count(0)
    admin.get_by_test_id("page-roles").click()
    expect(admin.get_by_test_id("list-roles")).to_be_visible()
    admin.get_by_test_id("station-monitoring").click()
    expect(admin.get_by_role("heading", name="实时通道")).to_be_visible()
    picture(admin, "shell-station")


@pytest.mark.covers("ID-802")
def test_unified_mode_shows_all_functions_flat_with_the_frequent_ones_on_top(admin: Page) -> None:
    shown = {"page-queue", "page-delivery", "page-accounts", "page-sign-ins", "page-base/catalog/modality"}
    assert shown <= offered(admin)
    open_page(admin, "accounts")
    expect(admin.get_by_test_id("list-accounts")).to_be_visible()
    open_page(admin, "roles")
    expect(admin.get_by_test_id("shortcuts").get_by_role("link").first).to_contain_text("角色管理")
    open_page(admin, "accounts")
    expect(admin.get_by_test_id("shortcuts").get_by_role("link").first).to_contain_text("账号管理")
    expect(admin.get_by_test_id("page-accounts")).to_contain_text("常用")
    admin.get_by_test_id("home").click()
    cards = admin.get_by_test_id("frequent").get_by_role("link")
    expect(cards.first).to_contain_text("账号管理")
    expect(cards.first.locator("svg")).to_be_visible()
    expect(admin.get_by_role("region", name="全部功能")).to_contain_text(re.compile("权限管理.*租户管理", re.DOTALL))
    picture(admin, "shell-home")
    admin.get_by_test_id("navigation-search").fill("ksgl")
    expect(admin.get_by_test_id("navigation").locator("[data-testid^=page-]")).to_have_count(1)
    admin.get_by_test_id("navigation-search").press("Enter")
    expect(admin.get_by_test_id("list-departments")).to_be_visible()
    admin.locator(".ant-float-btn-group-trigger, .ant-float-btn").last.click()
    admin.get_by_test_id("float-search").click()
    expect(admin.get_by_test_id("search-input")).to_be_focused()


@pytest.mark.covers("ID-803")
def test_the_user_chooses_the_mode_it_is_remembered_and_rights_stay_the_same(admin: Page) -> None:
    flat = offered(admin)
    choose(admin, "mode-station")
    layered: set[str] = set()
    for tab in range(admin.get_by_test_id("stations").get_by_role("link").count()):
        admin.get_by_test_id("stations").get_by_role("link").nth(tab).click()
        expect(admin.get_by_test_id("stations").get_by_role("link").nth(tab)).to_have_attribute("aria-current", "true")
        if admin.get_by_test_id("collapse").get_attribute("data-folded") == "true":
            admin.get_by_test_id("collapse").click()
        layered |= offered(admin)
    assert layered == flat
    admin.reload()
    expect(admin.get_by_test_id("navigation")).to_have_attribute("data-mode", "station")
    choose(admin, "mode-unified")
    expect(admin.get_by_test_id("navigation")).to_have_attribute("data-mode", "unified")


def test_any_function_is_two_keys_and_a_few_letters_away(admin: Page) -> None:
    admin.keyboard.press("Control+k")
    admin.get_by_test_id("search-input").fill("rizhi")
    expect(admin.get_by_role("option")).to_have_count(3)
    admin.keyboard.press("ArrowDown")
    admin.keyboard.press("Enter")
    expect(admin.get_by_test_id("list-operations")).to_be_visible()
    admin.get_by_test_id("language").click()
    admin.keyboard.press("Meta+k")
    admin.get_by_test_id("search-input").fill("depart")
    admin.keyboard.press("Enter")
    expect(admin.get_by_role("button", name="Add department")).to_be_visible()


def test_the_keyboard_reaches_content_and_navigation(admin: Page) -> None:
    admin.keyboard.press("Tab")
    expect(admin.get_by_role("link", name="跳到内容")).to_be_focused()
    admin.keyboard.press("Enter")
    expect(admin.locator("#content")).to_be_focused()
    admin.get_by_test_id("navigation").get_by_role("menu").first.focus()
    admin.keyboard.press("ArrowDown")
    admin.keyboard.press("ArrowDown")
    admin.keyboard.press("Enter")
    expect(admin).not_to_have_url(re.compile("#home$"))


def test_it_is_dark_when_the_system_is_unless_one_chooses(up: Up, browser: Browser) -> None:
    context = browser.new_context(color_scheme="dark", locale="zh-CN")
    page = context.new_page()
    page.goto(up.url)
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(15, 21, 23)"
    sign_in(page, "admin")
    choose(page, "appearance-light")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    page.reload()
    expect(page.get_by_test_id("account-name")).to_be_visible()
    assert page.evaluate(ground) == "rgb(242, 246, 247)"
    choose(page, "appearance-dark")
    picture(page, "shell-dark")
    context.close()


def test_it_can_be_used_in_a_narrow_window(up: Up, window: Open) -> None:
    page = window(up.url, 480, 900)
    sign_in(page, "admin")
    for name in ("accounts", "security", "sign-ins"):
        open_page(page, name)
        expect(page).to_have_url(re.compile(f"#{name}$"))
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= 480, name
    choose(page, "mode-station")
    page.get_by_test_id("menu-open").click()
    page.get_by_test_id("menu-drawer").get_by_test_id("station-business").click()
    expect(page.get_by_test_id("menu-drawer").get_by_test_id("page-queue")).to_be_visible()


def test_roles_and_menus_change_open_pages_without_a_reload(up: Up, window: Open) -> None:
    page = window(up.url)
    sign_in(page, "doctor2")
    rows = up.do("admin", "access/list-accounts", text="doctor2")["rows"]
    account = rows[0]["id"]
    search = page.get_by_test_id("search-open")
    page.goto(f"{up.url}/#home")
    up.do("admin", "access/grant-roles", account_id=account, roles=["doctor", "manager"])
    expect(search).to_be_visible(timeout=3000)
    expect(page.get_by_test_id("home-accounts")).to_be_visible(timeout=3000)
    menu = up.do(
        "admin", "access/add-menu", kind="menu", zh="我的账号页", en="My accounts", parent="people", page="roles"
    )
    button = up.do("admin", "access/add-menu", kind="button", zh="看", en="See", parent=menu, permission="access.roles")
    expect(page.get_by_role("region", name="全部功能")).to_contain_text("我的账号页", timeout=3000)
    for one in (button, menu):
        up.do("admin", "access/delete-menu", menu_id=one)
    expect(page.get_by_role("region", name="全部功能")).not_to_contain_text("我的账号页", timeout=3000)
    up.do("admin", "access/grant-roles", account_id=account, roles=["doctor"])
    expect(page.get_by_test_id("home-accounts")).to_have_count(0, timeout=3000)
    assert page.evaluate("window.notReloaded") is True
