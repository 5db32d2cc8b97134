"""An operator watches live delivery and disconnects somebody; nobody presses refresh."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.kit.browser import Open, open_page, picture, sign_in
from tests.kit.up import Up

pytestmark = pytest.mark.slow

TECHNICIAN = "技师小周"


@pytest.fixture
def operator(up: Up, window: Open) -> Page:
    page = window(up.url)
    sign_in(page, "operator")
    expect(page.get_by_test_id("connections").locator("tr[data-row-key]").first).to_be_visible()
    return page


def rows(page: Page, name: str) -> Locator:
    """The connections of somebody."""
    found = page.get_by_test_id("connections").locator("tr[data-row-key]")
    return found.filter(has=page.get_by_text(name, exact=True))


def badge(page: Page) -> Locator:
    return page.get_by_test_id("connection-badge")


def disconnect(page: Page, name: str) -> None:
    """By the keyboard alone, from the row's button on."""
    rows(page, name).get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text(name)


def test_a_connection_appears_is_ended_and_goes(up: Up, window: Open, operator: Page) -> None:
    technician = window(up.url)
    sign_in(technician, "technician")
    row = rows(operator, TECHNICIAN)
    expect(row).to_have_count(1)
    row.locator(".channels").hover()
    expect(operator.get_by_role("tooltip")).to_contain_text("queue-room:demo:ct1")
    picture(operator, "operator")
    disconnect(operator, TECHNICIAN)
    picture(operator, "operator-disconnect")
    operator.locator("#disconnect-ok").focus()
    operator.keyboard.press("Enter")
    expect(row).to_have_count(0)
    expect(operator.get_by_role("dialog")).to_have_count(0)
    expect(badge(technician)).to_have_attribute("data-state", "offline")
    expect(badge(operator)).to_have_attribute("data-state", "live")
    expect(operator.get_by_test_id("nodes")).to_contain_text("被运维断开")
    said = technician.get_by_test_id("ended-banner")
    expect(said).to_contain_text("运维人员已断开")
    expect(technician.get_by_test_id("stale-banner")).to_have_count(0)
    picture(technician, "disconnected")
    technician.get_by_test_id("reconnect").click()
    expect(badge(technician)).to_have_attribute("data-state", "live")
    expect(said).to_have_count(0)
    expect(row).to_have_count(1)


def test_a_page_whose_session_has_ended_says_so_and_leads_to_the_door(up: Up, window: Open) -> None:
    page = window(up.url)
    with page.expect_response("**/api/access/sign-in") as answer:
        sign_in(page, "technician")
    token = answer.value.json()["token"]
    expect(badge(page)).to_have_attribute("data-state", "live")
    # What the page still asks would be refused, and lead it to the door at once.
    page.wait_for_load_state("networkidle")
    up.tokens["ending"] = token
    up.do("ending", "access/sign-out")
    expect(page.get_by_test_id("ended-banner")).to_contain_text("登录已结束")
    page.get_by_test_id("sign-in-again-page").click()
    expect(page.get_by_test_id("sign-in-ended")).to_contain_text("登录已结束")
    expect(page.get_by_test_id("sign-in-submit")).to_be_visible()


def test_a_screen_whose_session_has_ended_is_let_in_anew_with_nobody_there(up: Up, window: Open) -> None:
    screen = window("about:blank", 1920, 1080)
    with screen.expect_response("**/api/queue/open-screen") as first:
        screen.goto(f"{up.url}/screen/ct1")
    expect(badge(screen)).to_have_attribute("data-state", "live")
    up.tokens["screen"] = first.value.json()["token"]
    with screen.expect_response("**/api/queue/open-screen") as again:
        up.do("screen", "access/sign-out")
    assert again.value.json()["token"] != first.value.json()["token"]
    expect(badge(screen)).to_have_attribute("data-state", "live")


def test_a_screen_that_an_operator_keeps_away_says_so(up: Up, window: Open, operator: Page) -> None:
    screen = window(f"{up.url}/screen/ct1", 1920, 1080)
    expect(badge(screen)).to_have_attribute("data-state", "live")
    device = operator.get_by_test_id("connections").locator("tr[data-row-key]").filter(has_text="设备").first
    device.get_by_role("button").click()
    operator.get_by_text("保持断开").click()
    operator.locator("#disconnect-ok").click()
    expect(badge(screen)).to_contain_text("已被运维人员断开")


def test_somebody_who_may_come_back_does_so(up: Up, window: Open, operator: Page) -> None:
    technician = window(up.url)
    sign_in(technician, "technician")
    row = rows(operator, TECHNICIAN)
    before = row.get_attribute("data-row-key")
    disconnect(operator, TECHNICIAN)
    operator.get_by_text("允许自动重连").click()
    operator.locator("#disconnect-ok").click()
    expect(operator.locator(f'tr[data-row-key="{before}"]')).to_have_count(0)
    expect(row).to_have_count(1)
    expect(badge(technician)).to_have_attribute("data-state", "live")
    assert technician.evaluate("window.notReloaded") is True


def test_the_search_narrows_it_down_and_the_channel_is_remembered(up: Up, window: Open, operator: Page) -> None:
    technician = window(up.url)
    sign_in(technician, "technician")
    expect(rows(operator, TECHNICIAN)).to_have_count(1)
    every = operator.get_by_test_id("connections").locator("tr[data-row-key]")
    operator.get_by_test_id("filter-person").fill("小唐")
    expect(every).to_have_count(1)
    expect(rows(operator, "运维小唐")).to_have_count(1)
    operator.get_by_test_id("filter-person").fill("")
    operator.get_by_test_id("filter-channel").fill("queue-room:demo:ct1")
    expect(rows(operator, "运维小唐")).to_have_count(0)
    expect(rows(operator, TECHNICIAN)).to_have_count(1)
    operator.reload()
    expect(operator.get_by_test_id("filter-channel")).to_have_value("queue-room:demo:ct1")
    expect(rows(operator, TECHNICIAN)).to_have_count(1)
    kept = operator.evaluate("JSON.stringify(localStorage)")
    assert "小唐" not in kept


def test_a_killed_node_goes_and_its_successor_comes(up: Up, operator: Page) -> None:
    nodes = operator.get_by_test_id("nodes").locator("tr[data-row-key]")
    expect(nodes).to_have_count(1)
    expect(nodes).to_contain_text("正常")
    before = nodes.get_attribute("data-row-key")
    up.kill("hub", "serve")
    expect(operator.locator(f'tr[data-row-key="{before}"]')).to_have_count(0)
    expect(nodes).to_have_count(1)
    expect(operator.get_by_test_id("healthy-nodes")).to_contain_text("1 / 1")
    expect(operator.get_by_test_id("delivery-stale")).to_have_count(0)
    assert operator.evaluate("window.notReloaded") is True


def test_the_page_is_for_those_with_the_right_and_speaks_english(up: Up, window: Open) -> None:
    technician = window(up.url)
    sign_in(technician, "technician")
    expect(technician.get_by_test_id("page-delivery")).to_have_count(0)
    admin = window(up.url, 480, 900)
    sign_in(admin, "admin")
    open_page(admin, "delivery")
    admin.get_by_test_id("language").click()
    expect(admin.get_by_role("heading", name="Live delivery")).to_be_visible()
    expect(admin).to_have_url(re.compile("#delivery$"))
    picture(admin, "operator-narrow")
    assert admin.evaluate("document.documentElement.scrollWidth") <= 480
