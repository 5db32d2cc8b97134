"""People and rights in the browser: tenants, accounts, roles, departments, menus, security policy, logs."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.kit.browser import Open, picture, sign_in
from tests.kit.up import Up

pytestmark = pytest.mark.slow

FIRST = "first12345"


@pytest.fixture
def admin(up: Up, window: Open) -> Page:
    page = window(up.url)
    sign_in(page, "admin")
    return page


def at(up: Up, page: Page, name: str) -> Page:
    """The page of this name, with its first rows."""
    page.goto(f"{up.url}/#{name}")
    page.locator("tr[data-row-key], .setting").first.wait_for()
    return page


def row(page: Page, text: str) -> Locator:
    return page.locator("tr[data-row-key]").filter(has_text=text)


def fill(page: Page, **fields: str) -> None:
    for name, text in fields.items():
        page.locator(f"#form_{name}").fill(text)


def save(page: Page) -> None:
    page.locator("#form-save").click()


def saved(page: Page) -> None:
    """Save, and it was done."""
    save(page)
    expect(page.get_by_role("dialog")).to_have_count(0)


def more(page: Page, text: str, action: str) -> None:
    """Something behind "…"."""
    row(page, text).get_by_test_id("row-more").click()
    page.get_by_test_id(f"row-{action}").locator("visible=true").click()


def ok(page: Page) -> None:
    """Confirm what was asked."""
    page.locator("#confirm-ok").click()
    expect(page.locator("#confirm-ok")).to_have_count(0)


def found(admin: Page) -> str:
    """Found the tenant 新城医院, after all that is wrong has been told; gives its code."""
    admin.get_by_test_id("add").click()
    fill(admin, name="新城", short_name="新城院", login="新城", password="abc")
    save(admin)
    for told in ("机构名称：3-20 个字符", "账号：3-20 个字符，不能包含中文和空格", "密码：6-12 个字符"):
        expect(admin.get_by_role("dialog")).to_contain_text(told)
    fill(admin, name="新城医院", login="admin", password="abc12345", region="上海")
    save(admin)
    expect(admin.locator(".ant-form-item-explain-error")).to_contain_text("账号 admin 已被使用")
    fill(admin, login="xincheng")
    picture(admin, "tenant-form")
    save(admin)
    created = admin.get_by_test_id("tenant-created")
    expect(created).to_contain_text("xincheng")
    code = re.search(r"tid=(\w+)", created.inner_text())
    assert code is not None
    admin.get_by_test_id("created-close").click()
    return code[1]


@pytest.mark.covers("AI-737", "AI-705", "AI-714")
def test_a_tenant_is_founded_changed_disabled_and_deleted(up: Up, window: Open, admin: Page) -> None:
    at(up, admin, "tenants")
    code = found(admin)
    mine = row(admin, "新城医院")
    mine.get_by_test_id("login-address").hover()
    full = f"{up.url}/?tid={code}"
    expect(admin.get_by_role("tooltip")).to_have_text(full)
    admin.context.grant_permissions(["clipboard-read", "clipboard-write"])
    mine.get_by_test_id("copy-address").click()
    expect(admin.get_by_text("已复制")).to_be_visible()
    assert admin.evaluate("navigator.clipboard.readText()") == full
    picture(admin, "tenants")
    there = window(full)
    expect(there.get_by_test_id("tid")).to_contain_text(code)
    sign_in(there, "xincheng", "abc12345")
    mine.get_by_test_id("row-edit").click()
    expect(admin.locator("#form_login")).to_be_disabled()
    fill(admin, short_name="新城分院")
    saved(admin)
    expect(mine).to_contain_text("新城分院")
    more(admin, "新城医院", "delete")
    ok(admin)
    expect(admin.get_by_text("请先禁用，再删除。")).to_be_visible()
    mine.get_by_test_id("enabled").click()
    ok(admin)
    expect(there.get_by_test_id("expelled")).to_contain_text("已停用")
    more(admin, "新城医院", "delete")
    expect(admin.get_by_role("dialog")).to_contain_text("确认是否删除")
    ok(admin)
    expect(mine).to_have_count(0)


@pytest.mark.covers("AI-712", "ID-704")
def test_what_a_tenant_may_use_is_ticked_in_a_tree(up: Up, window: Open, admin: Page) -> None:
    branch = window(up.url)
    sign_in(branch, "branch-admin")
    branch.goto(f"{up.url}/#home")
    expect(branch.get_by_test_id("home-roles")).to_be_visible()
    at(up, admin, "tenants")
    more(admin, "示范医院东院区", "menus")
    tree = admin.get_by_test_id("permission-tree")

    def box(name: str) -> Locator:
        node = tree.locator(".ant-tree-treenode").filter(has=admin.get_by_test_id(f"tree-{name}"))
        return node.locator(".ant-tree-checkbox")

    expect(box("configuration")).to_have_class(re.compile("checkbox-checked"))
    admin.locator(".ant-tree-treenode").filter(has=admin.get_by_test_id("tree-people")).locator(
        ".ant-tree-switcher"
    ).click()
    box("roles").click()
    expect(box("roles")).not_to_have_class(re.compile("checkbox-(checked|indeterminate)"))
    expect(box("people")).to_have_class(re.compile("checkbox-indeterminate"))
    picture(admin, "tenant-menus")
    saved(admin)
    expect(branch.get_by_test_id("home-roles")).to_have_count(0)
    expect(branch.get_by_test_id("home-accounts")).to_be_visible()
    more(admin, "示范医院东院区", "menus")
    box("people").click()
    expect(box("people")).to_have_class(re.compile("checkbox-checked"))
    saved(admin)
    expect(branch.get_by_test_id("home-roles")).to_be_visible()
    assert branch.evaluate("window.notReloaded") is True


@pytest.mark.covers("SA-831", "ID-709")
def test_an_account_is_added_with_a_preview_of_its_roles_and_others_see_it_live(
    up: Up, window: Open, admin: Page
) -> None:
    other = window(up.url)
    sign_in(other, "admin")
    at(up, other, "accounts")
    at(up, admin, "accounts")
    admin.get_by_test_id("add").click()
    expect(admin.get_by_role("dialog").locator("h3")).to_have_text(["基本信息", "角色权限"])
    expect(admin.locator(".ant-form-item-required")).to_have_text(["账号", "姓名", "密码", "确认密码", "角色"])
    fill(admin, login="newdoctor", name="王新来", phone="123", password=FIRST, confirmation="other")
    save(admin)
    for told in ("手机号：11 位数字", "两次输入的密码不一致", "角色：必填"):
        expect(admin.get_by_role("dialog")).to_contain_text(told)
    fill(admin, phone="13912345678", confirmation=FIRST)
    admin.locator("#form_roles").click()
    admin.locator(".ant-select-dropdown:visible").get_by_text("技师", exact=True).click()
    admin.keyboard.press("Escape")
    expect(admin.get_by_test_id("role-preview")).to_contain_text(re.compile("叫号工作站.*叫号与检查", re.DOTALL))
    picture(admin, "account-form")
    saved(admin)
    mine = row(admin, "newdoctor")
    expect(mine).to_contain_text("139****5678")
    expect(row(other, "newdoctor")).to_contain_text("技师")
    expect(admin.locator("tr[data-row-key]").first).to_contain_text("newdoctor")
    mine.get_by_test_id("row-view").click()
    expect(admin.get_by_test_id("account-drawer")).to_contain_text("13912345678")
    assert other.evaluate("window.notReloaded") is True


@pytest.mark.covers("ID-713", "AI-720")
def test_an_account_is_shut_out_at_once_gets_another_password_and_is_deleted(up: Up, window: Open, admin: Page) -> None:
    up.do(
        "admin",
        "access/add-account",
        login="leaver",
        name="王离职",
        password=FIRST,
        confirmation=FIRST,
        roles=["doctor"],
    )
    at(up, admin, "accounts")
    mine = row(admin, "leaver")
    guest = window(up.url)
    guest.get_by_test_id("sign-in-account").fill("leaver")
    guest.get_by_test_id("sign-in-password").fill(FIRST)
    guest.get_by_test_id("agree-privacy").check()
    guest.get_by_test_id("agree-agreement").check()
    guest.get_by_test_id("sign-in-submit").click()
    guest.locator("#password_old").fill(FIRST)
    guest.locator("#password_password").fill("second12")
    guest.locator("#password_confirmation").fill("second12")
    guest.get_by_test_id("change-password").click()
    expect(guest.get_by_test_id("connection-badge")).to_have_attribute("data-state", "live")
    mine.get_by_test_id("enabled").click()
    admin.get_by_role("button", name="取消", exact=True).click()
    expect(mine.get_by_test_id("enabled")).to_have_attribute("aria-checked", "true")
    mine.get_by_test_id("enabled").click()
    ok(admin)
    expect(guest.get_by_test_id("expelled")).to_contain_text("已停用")
    more(admin, "leaver", "password")
    fill(admin, password="third12", confirmation="third13")
    save(admin)
    expect(admin.get_by_role("dialog")).to_contain_text("两次输入的密码不一致")
    fill(admin, confirmation="third12")
    saved(admin)
    more(admin, "leaver", "delete")
    expect(admin.get_by_role("dialog")).to_contain_text("确认是否删除")
    ok(admin)
    expect(mine).to_have_count(0)


@pytest.mark.covers("SA-833", "AI-727")
def test_a_role_is_made_in_two_steps_and_deleted_by_the_rules(up: Up, admin: Page) -> None:
    at(up, admin, "roles")
    admin.get_by_test_id("add").click()
    save(admin)
    expect(admin.get_by_role("dialog")).to_contain_text("角色名称：必填")
    admin.locator("#role_name").fill("导诊员")
    admin.locator("#role_description").fill("分诊导诊")
    save(admin)
    tree = admin.get_by_test_id("permission-tree")
    tree.locator(".ant-tree-treenode").filter(has=admin.get_by_test_id("tree-calling")).locator(
        ".ant-tree-checkbox"
    ).click()
    picture(admin, "role-rights")
    saved(admin)
    mine = row(admin, "导诊员")
    expect(mine).to_contain_text("分诊导诊")
    role = next(r for r in up.do("admin", "access/list-roles")["rows"] if r["name"] == "导诊员")
    assert {"queue.view", "queue.call", "queue.manage"} <= set(role["permissions"])
    mine.get_by_test_id("row-view").click()
    expect(admin.get_by_role("dialog").locator("#role_description")).to_have_value("分诊导诊")
    admin.locator(".ant-modal-footer button").click()
    more(admin, "导诊员", "delete")
    ok(admin)
    expect(admin.get_by_text("请先禁用，再删除。")).to_be_visible()
    more(admin, "超级管理员", "delete")
    ok(admin)
    expect(admin.get_by_text("超级管理员角色不能删除或禁用。")).to_be_visible()
    more(admin, "临床医生", "delete")
    ok(admin)
    expect(admin.get_by_text(re.compile(r"还有 \d+ 个账号在使用，不能删除"))).to_be_visible()
    mine.get_by_role("switch").click()
    expect(mine.get_by_role("switch")).to_have_attribute("aria-checked", "false")
    more(admin, "导诊员", "delete")
    ok(admin)
    expect(mine).to_have_count(0)


def test_departments_and_menus_are_kept(up: Up, admin: Page) -> None:
    at(up, admin, "departments")
    admin.get_by_test_id("add").click()
    fill(admin, name="急诊科", number="FS")
    save(admin)
    expect(admin.locator(".ant-form-item-explain-error")).to_contain_text("已存在")
    fill(admin, number="JZ")
    saved(admin)
    expect(row(admin, "急诊科")).to_contain_text("JZ")
    row(admin, "急诊科").get_by_test_id("row-delete").click()
    ok(admin)
    expect(row(admin, "急诊科")).to_have_count(0)
    at(up, admin, "menu-tree")
    admin.get_by_test_id("add").click()
    fill(admin, zh="值班", en="On duty", order="50")
    saved(admin)
    expect(admin.locator("tr[data-row-key]").first).to_contain_text("值班")
    row(admin, "值班").get_by_test_id("row-below").click()
    fill(admin, zh="夜班", en="Nights")
    saved(admin)
    admin.get_by_test_id("filter-menu").fill("夜班")
    admin.get_by_test_id("query").click()
    expect(admin.locator("tr[data-row-key]")).to_have_count(2)
    picture(admin, "menus")
    for name in ("夜班", "值班"):
        more(admin, name, "delete")
        ok(admin)
        expect(row(admin, name)).to_have_count(0)
        admin.get_by_test_id("reset").click()


def list_addresses(admin: Page) -> None:
    """Two addresses come to stand on the list, after all that is wrong with it has been told."""
    admin.locator("#security_policy_addresses_on").click()
    admin.get_by_test_id("add-address").click()
    save(admin)
    for told in ("IP 地址或网段：必填", "说明：必填"):
        expect(admin.get_by_role("dialog")).to_contain_text(told)
    fill(admin, network="10.0.0.0/8", note="内网")
    saved(admin)
    admin.get_by_test_id("save").click()
    expect(admin.get_by_text("您当前的地址不在列表中").first).to_be_visible()
    admin.get_by_test_id("add-address").click()
    fill(admin, network="127.0.0.1", note="本机")
    admin.get_by_role("dialog").get_by_role("button", name="返回").click()
    admin.locator(".ant-modal-confirm").get_by_role("button", name="确定").click()
    expect(admin.get_by_text("127.0.0.1")).to_have_count(0)
    admin.get_by_test_id("add-address").click()
    fill(admin, network="127.0.0.1", note="本机")
    saved(admin)


@pytest.mark.covers("ID-724", "ID-725", "ID-726", "ID-727")
def test_the_security_policy_is_set_by_sliders_and_a_list_of_addresses(up: Up, admin: Page) -> None:
    at(up, admin, "security")
    idle = admin.get_by_test_id("setting-security_policy_idle_minutes")
    idle.get_by_role("switch").click()
    idle.get_by_role("slider").press("ArrowRight")
    expect(idle.locator("input")).to_have_value("31")
    validity = admin.get_by_test_id("setting-security_policy_password_days")
    validity.get_by_role("switch").click()
    validity.locator("input").fill("180")
    shortest = admin.get_by_test_id("setting-security_policy_password_rule_shortest")
    shortest.get_by_role("slider").press("ArrowRight")
    admin.get_by_text("包含符号").click()
    list_addresses(admin)
    before = up.do("admin", "access/show-policy")
    assert (before["addresses_on"], before["idle_minutes"]) == (False, None)
    admin.get_by_test_id("save").click()
    expect(admin.get_by_text("保存成功")).to_be_visible()
    picture(admin, "security")
    after = up.do("admin", "access/show-policy")
    assert (after["idle_minutes"], after["password_days"]) == (31, 180)
    assert (after["password_rule"]["shortest"], after["password_rule"]["symbol"]) == (7, True)
    assert after["addresses_on"]
    assert [a["network"] for a in after["addresses"]] == ["10.0.0.0/8", "127.0.0.1/32"]
    admin.reload()
    expect(admin.get_by_text("10.0.0.0/8")).to_be_visible()
    up.do("admin", "access/save-policy", policy={"single_session": False})


@pytest.mark.covers("AI-733", "AI-735", "AI-734")
def test_logs_tell_of_the_last_week_the_newest_first_in_green_and_red(up: Up, window: Open, admin: Page) -> None:
    stranger = window(up.url)
    stranger.get_by_test_id("sign-in-account").fill("head")
    stranger.get_by_test_id("sign-in-password").fill("wrong")
    stranger.get_by_test_id("agree-privacy").check()
    stranger.get_by_test_id("agree-agreement").check()
    stranger.get_by_test_id("sign-in-submit").click()
    expect(stranger.get_by_test_id("sign-in-failure")).to_be_visible()
    at(up, admin, "sign-ins")
    expect(admin.get_by_test_id("filter-span")).to_contain_text("最近7天")
    first = admin.locator("tr[data-row-key]").first
    expect(first).to_contain_text("科室主任老马")
    red = first.get_by_test_id("log-result").evaluate("e => getComputedStyle(e).color")
    green = row(admin, "成功").first.get_by_test_id("log-result").evaluate("e => getComputedStyle(e).color")
    assert (red, green) == ("rgb(200, 40, 30)", "rgb(18, 128, 92)")
    expect(admin.locator("#since")).to_have_count(0)
    admin.get_by_test_id("filter-span").locator(".ant-select").click()
    admin.locator(".ant-select-dropdown:visible").get_by_text("自定义").click()
    expect(admin.locator("#since")).to_be_visible()
    picture(admin, "log")
    at(up, admin, "operations")
    expect(row(admin, "access/save-policy").first).to_contain_text("安全策略")
    at(up, admin, "visits")
    expect(row(admin, "sign-ins")).to_contain_text("系统管理员")
