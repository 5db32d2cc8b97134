"""The door: agreements, one-time codes, passwords to be changed, being shown out, and what the site says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Page, expect

from hub.caller import PUBLIC
from hub.commands import Handler, name_of
from hub.module import discover
from tests.kit.browser import Open, agree, open_page, picture, sign_in
from tests.kit.servers import PASSWORD
from tests.kit.up import Up

pytestmark = pytest.mark.slow

KICKED = "您的账号已在其他地点登录，当前登录已被迫下线。如果这不是你本人的操作，请及时修改密码！"
USUAL: dict[str, Any] = {"single_session": False}
FIRST = "first12345"


@pytest.fixture
def policy(up: Up) -> Iterator[Any]:
    """Saves a policy, and the usual one in the end."""

    def save(**rules: Any) -> None:
        up.do("admin", "access/save-policy", policy=rules)

    yield save
    save(**USUAL)


def type_in(page: Page, account: str, password: str = PASSWORD) -> None:
    """Account and password, without ticking anything."""
    page.get_by_test_id("sign-in-account").fill(account)
    page.get_by_test_id("sign-in-password").fill(password)


def change_password(page: Page, old: str, new: str) -> None:
    page.locator("#password_old").fill(old)
    page.locator("#password_password").fill(new)
    page.locator("#password_confirmation").fill(new)
    page.get_by_test_id("change-password").click()


@pytest.mark.covers("SA-004")
def test_one_comes_in_with_both_agreements_ticked_and_sees_the_permitted_pages(up: Up, window: Open) -> None:
    page = window(up.url)
    type_in(page, "technician")
    page.get_by_test_id("agree-privacy").check()
    page.get_by_test_id("sign-in-submit").click()
    expect(page.get_by_text("请先阅读并勾选《隐私政策》和《用户协议》")).to_be_visible()
    expect(page.get_by_test_id("connection-badge")).to_have_count(0)
    for which, words in (("privacy", "我们处理的信息"), ("agreement", "仅限本人使用")):
        page.get_by_test_id(f"read-{which}").click()
        expect(page.get_by_role("dialog")).to_contain_text(words)
        page.get_by_test_id("text-close").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_test_id("agree-agreement").check()
    picture(page, "door")
    page.get_by_test_id("sign-in-submit").click()
    expect(page.get_by_test_id("call-first")).to_be_visible()
    expect(page.get_by_test_id("page-accounts")).to_have_count(0)


@pytest.mark.covers("SA-005")
def test_nobody_registers_himself(up: Up, window: Open) -> None:
    page = window(up.url)
    expect(page.get_by_test_id("sign-in-submit")).to_be_visible()
    assert "注册" not in page.locator(".sign-in-card").inner_text()
    public = {name_of(h.asks) for h in discover().of(Handler) if h.asks.needs is PUBLIC}
    # Patients register at their own door, and are never staff.
    assert [name for name in public if "account" in name or "register" in name] == ["access/register-patient"]


@pytest.mark.covers("SA-006")
def test_a_second_sign_in_shows_the_first_one_out_on_whatever_page_it_is(up: Up, window: Open, policy: Any) -> None:
    policy(single_session=True)
    first, second = window(up.url), window(up.url)
    sign_in(first, "admin")
    open_page(first, "roles")
    first.get_by_test_id("add").click()
    sign_in(second, "admin")
    popup = first.get_by_test_id("expelled")
    expect(popup).to_have_text(KICKED, timeout=3000)
    picture(first, "door-expelled")
    expect(first.get_by_test_id("list-roles")).to_have_count(1)
    expect(first.get_by_role("button", name="确定", exact=True)).to_have_count(2)  # the dialog's below it, too
    first.get_by_test_id("expelled-ok").click()
    expect(first.get_by_test_id("sign-in-submit")).to_be_visible()
    expect(second.get_by_test_id("connection-badge")).to_have_attribute("data-state", "live")
    assert first.evaluate("window.notReloaded") is True


def test_a_second_factor_is_set_up_and_asked_for(up: Up, window: Open) -> None:
    page = window(up.url)
    sign_in(page, "reviewer")
    page.get_by_test_id("account-menu").click()
    page.get_by_test_id("me").click()
    page.get_by_test_id("factor-begin").click()
    expect(page.get_by_test_id("factor-qr").locator("canvas, svg").first).to_be_visible()
    totp = pyotp.TOTP(page.get_by_test_id("factor-secret").inner_text().strip())
    page.locator("#factor_code").fill("000000")
    page.get_by_test_id("factor-confirm").click()
    expect(page.locator("#factor .ant-form-item-explain-error")).to_contain_text("动态验证码不正确")
    page.locator("#factor_code").fill(totp.now())
    page.get_by_test_id("factor-confirm").click()
    expect(page.get_by_test_id("recovery-codes").locator("code")).to_have_count(10)
    codes = page.get_by_test_id("recovery-codes").locator("code").all_inner_texts()
    page.get_by_test_id("factor-kept").click()
    expect(page.get_by_test_id("factor-state")).to_contain_text("已启用")
    page.get_by_test_id("account-menu").click()
    page.get_by_test_id("sign-out").click()
    type_in(page, "reviewer")
    agree(page)
    page.get_by_test_id("sign-in-submit").click()
    page.get_by_test_id("sign-in-code").fill(codes[0])
    picture(page, "door-code")
    page.get_by_test_id("sign-in-submit").click()
    expect(page.get_by_test_id("connection-badge")).to_have_attribute("data-state", "live")


@pytest.mark.covers("ID-726")
def test_a_first_password_is_changed_and_a_weak_one_refused(up: Up, window: Open, policy: Any) -> None:
    up.do(
        "admin", "access/add-account", login="rookie", name="新人", password=FIRST, confirmation=FIRST, roles=["doctor"]
    )
    policy(**USUAL, password_rule={"shortest": 8, "longest": 20, "upper": True})
    page = window(up.url)
    type_in(page, "rookie", FIRST)
    agree(page)
    page.get_by_test_id("sign-in-submit").click()
    expect(page.get_by_test_id("must-password")).to_be_visible()
    change_password(page, "wrong", "Second12345")
    expect(page.locator("#password .ant-form-item-explain-error")).to_contain_text("原密码不正确")
    change_password(page, FIRST, "second12345")
    expect(page.locator("#password .ant-form-item-explain-error")).to_contain_text("需要包含大写字母")
    picture(page, "door-must")
    change_password(page, FIRST, "Second12345")
    expect(page.get_by_test_id("connection-badge")).to_have_attribute("data-state", "live")


@pytest.mark.covers("ID-725")
def test_a_password_that_grows_old_is_told_of(up: Up, window: Open, policy: Any) -> None:
    policy(**USUAL, password_days=5, remind_days=7)
    page = window(up.url)
    sign_in(page, "head")
    expect(page.get_by_test_id("password-days")).to_contain_text("登录密码将在 5 天后到期")
    page.get_by_test_id("password-days").get_by_role("link").click()
    expect(page.get_by_test_id("me-page")).to_be_visible()


@pytest.mark.covers("ID-724")
def test_a_page_left_alone_counts_down_and_signs_out(up: Up, window: Open, policy: Any) -> None:
    policy(**USUAL, idle_minutes=3)
    page = window("about:blank")
    page.clock.install()
    page.goto(up.url)
    sign_in(page, "doctor")
    page.clock.fast_forward("02:10")
    expect(page.get_by_test_id("idle")).to_contain_text(re.compile(r"\d+ 秒后将自动退出登录"))
    picture(page, "door-idle")
    page.get_by_test_id("stay").click()
    expect(page.get_by_test_id("idle")).to_have_count(0)
    page.clock.fast_forward("03:05")
    expect(page.get_by_test_id("sign-in-ended")).to_contain_text("长时间未操作，系统已自动退出")
    expect(page.get_by_test_id("sign-in-submit")).to_be_visible()


def test_a_door_that_is_shut_says_for_how_long(up: Up, window: Open) -> None:
    page = window(up.url)
    agree(page)
    for _ in range(6):
        type_in(page, "nobody-at-all", "wrong")
        with page.expect_response("**/api/access/sign-in"):
            page.get_by_test_id("sign-in-submit").click()
    expect(page.get_by_test_id("sign-in-failure")).to_contain_text(re.compile(r"尝试次数过多，请 \d+ 分钟后再试"))


@pytest.mark.covers("ID-723")
def test_the_platforms_settings_are_what_the_door_shows(up: Up, window: Open) -> None:
    admin = window(up.url)
    sign_in(admin, "admin")
    admin.goto(f"{up.url}/#platform")
    fields = {
        "site": "安心影像",
        "record": "京ICP备20260001号",
        "support": "信息科 8000",
        "title": "影像协同平台",
        "notice": "今晚维护",
        "privacy": "隐私第一条",
        "agreement": "协议第一条",
    }
    admin.locator("#platform_settings_site").fill("")
    admin.get_by_test_id("save").click()
    expect(admin.get_by_text("站点名称：必填")).to_be_visible()
    for name, text in fields.items():
        admin.locator(f"#platform_settings_{name}").fill(text)
    admin.get_by_test_id("save").click()
    expect(admin.get_by_text("保存成功")).to_be_visible()
    picture(admin, "platform")
    page = window(f"{up.url}/?tid=demo")
    for text in ("安心影像", "影像协同平台", "今晚维护", "京ICP备20260001号"):
        expect(page.get_by_text(text)).to_be_visible()
    expect(page.get_by_test_id("tid")).to_contain_text("demo")
    page.get_by_test_id("read-privacy").click()
    expect(page.get_by_role("dialog")).to_contain_text("隐私第一条")
    page.get_by_test_id("text-close").click()
    page.get_by_test_id("forgotten").click()
    expect(page.get_by_role("dialog")).to_contain_text("收不到验证码？请联系信息科 8000重置密码")
