"""Writing a rule in real Chromium: told what is wrong, tried on the past, saved, and seen by others at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_queue import admit
from tests.kit.browser import Open, picture, sign_in
from tests.kit.up import Up

pytestmark = pytest.mark.slow
ROW = "rule-T-CALLED"


def opened(window: Open, up: Up, account: str) -> Page:
    page = window(up.url)
    sign_in(page, account)
    page.evaluate("location.hash = 'rules'")
    expect(page.get_by_test_id("rule-W-QC-04")).to_have_attribute("data-state", "on")
    return page


def _works(page: Page) -> None:
    expect(page.get_by_test_id(ROW)).to_have_attribute("data-state", "on")
    expect(page.get_by_test_id("effect")).to_have_attribute("data-state", "in-effect")


def written(page: Page) -> None:
    """A rule about called patients, unfinished."""
    page.get_by_test_id("rule-add").click()
    page.get_by_test_id("rule-zh").fill("叫号提醒")
    page.get_by_test_id("rule-en").fill("Called")
    page.get_by_test_id("rule-code").fill("T-CALLED")
    page.get_by_test_id("fact-trigger-on").click()
    page.keyboard.type("叫号")
    page.locator(".ant-select-item-option[title='queue.ticket_called']").click()
    page.get_by_test_id("says-zh").fill("{event.nothing} 被呼叫")
    page.get_by_test_id("says-en").fill("called")


def escalate(page: Page) -> None:
    """Half an hour later, by day only, and twice anew."""
    page.get_by_test_id("add-escalation").click()
    page.locator(".rule-item .ant-form-item", has_text="仅在日历时间内").locator(".ant-select").click()
    page.locator(".ant-select-item-option[title='每日白天']").click()
    page.locator(".ant-form-item", has_text="升级重复次数").locator("input").fill("2")


def test_an_administrator_writes_a_rule_tries_it_and_everybody_sees_it(up: Up, window: Open) -> None:
    admit(up, room_id="ct2", name="钱回测")
    up.do("technician", "queue/call-first", room_id="ct2")
    admin, head = (opened(window, up, account) for account in ("admin", "head"))
    picture(admin, "rules")
    written(admin)
    check = admin.get_by_test_id("rule-check")
    expect(check).to_contain_text("{event.nothing}")
    expect(admin.locator(".ant-form-item-has-error")).to_have_count(1)
    admin.get_by_test_id("says-zh").fill("{event.room_id} 被呼叫")
    expect(check).to_have_attribute("data-count", "0")
    expect(admin.get_by_test_id("rule-preview")).to_contain_text("【检查室】 被呼叫")
    picture(admin, "rule-editor")
    escalate(admin)
    expect(check).to_have_attribute("data-count", "0")
    admin.get_by_test_id("rule-trial").click()
    admin.get_by_test_id("trial-start").click()
    result = admin.get_by_test_id("trial-result")
    expect(result).to_contain_text("会触发")
    expect(result.locator("canvas")).to_be_visible()
    picture(admin, "rule-back-test")
    admin.keyboard.press("Escape")
    admin.get_by_test_id("rule-comment").fill("演练")
    admin.get_by_test_id("rule-save").click()
    for page in (admin, head):
        _works(page)
    saved = up.do("admin", "rules/show-rule", code="T-CALLED")["rule"]
    assert (saved["rounds"], [step["calendar"] for step in saved["escalation"]]) == (2, ["daytime"])
    admin.get_by_test_id(ROW).get_by_test_id("rule-switch").click()
    admin.locator("#form_comment").fill("太多")
    admin.locator("#form-save").click()
    expect(head.get_by_test_id(ROW)).to_have_attribute("data-state", "off")
    head.get_by_test_id(ROW).click()
    expect(head.get_by_test_id("rule-history")).to_contain_text("太多")
    picture(head, "rule-history")
    assert head.evaluate("window.notReloaded") is True
