"""The calling page by itself: filters, details, the live switch, keys, both languages; and the screen on its side."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_queue import admit, choose_room
from tests.kit.browser import Open, agree, picture, sign_in
from tests.kit.up import Up

pytestmark = pytest.mark.slow


@pytest.fixture
def page(up: Up, window: Open) -> Page:
    opened = window(up.url)
    sign_in(opened, "technician")
    choose_room(opened, "CT2 室")
    return opened


def test_a_wrong_password_is_told_in_chinese(up: Up, window: Open) -> None:
    page = window(up.url)
    page.get_by_test_id("sign-in-account").fill("technician")
    page.get_by_test_id("sign-in-password").fill("wrong")
    agree(page)
    page.get_by_test_id("sign-in-submit").click()
    expect(page.get_by_text("账号或密码不正确")).to_be_visible()
    picture(page, "sign-in")


@pytest.mark.covers("RIS-101")
def test_filters_lead_to_the_rooms_line_and_are_remembered(page: Page) -> None:
    page.get_by_test_id("campus-select").click()
    page.locator(".ant-select-dropdown:visible").get_by_text("门诊楼放射科", exact=True).click()
    choose_room(page, "DR1 室")
    expect(page.locator("tr[data-row-key]").first).to_contain_text("DR")
    page.reload()
    expect(page.get_by_test_id("campus-select")).to_contain_text("门诊楼放射科")
    expect(page.get_by_test_id("room-select")).to_contain_text("DR1 室")
    expect(page.locator("tr[data-row-key]").first).to_contain_text("DR")


@pytest.mark.covers("RIS-105", "RIS-103")
def test_details_open_in_a_dialog_with_generated_numbers_and_a_masked_phone(up: Up, page: Page) -> None:
    number = admit(up, room_id="ct2", name="何详情", phone="13912345678", clinical_diagnosis="头晕待查")
    row = page.locator("tr[data-row-key]").filter(has=page.get_by_text(number, exact=True))
    row.locator("[data-testid^=detail-]").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("头晕待查")
    expect(dialog).to_contain_text("139****5678")
    expect(dialog).not_to_contain_text("13912345678")
    expect(dialog).to_contain_text(re.compile(r"\d{8}\d{4}"))
    expect(dialog).to_contain_text("CT2 室")
    picture(page, "detail")


@pytest.mark.covers("RIS-113")
def test_the_live_switch_is_on_at_first_and_catches_up(up: Up, page: Page) -> None:
    switch = page.get_by_test_id("auto-refresh")
    expect(switch).to_have_attribute("aria-checked", "true")
    switch.click()
    frozen = admit(up, room_id="ct2", name="许冻结")
    page.wait_for_timeout(1500)
    expect(page.get_by_text(frozen, exact=True)).to_have_count(0)
    switch.click()
    expect(page.get_by_text(frozen, exact=True)).to_be_visible()


def test_the_keyboard_is_enough(page: Page) -> None:
    """F2 calls the first one; the arrows choose, Enter does the obvious."""
    page.locator("body").click(position={"x": 5, "y": 5})
    first = page.locator("tr[data-row-key][data-state=waiting]").first
    number = first.locator(".cell-number").inner_text()
    page.keyboard.press("F2")
    row = page.locator("tr[data-row-key]").filter(has=page.get_by_text(number, exact=True))
    expect(row).to_have_attribute("data-state", "calling")
    page.keyboard.press("Home")
    expect(page.locator("tr[aria-selected=true]")).to_have_count(1)


def test_english_at_one_click_and_kept(page: Page) -> None:
    page.get_by_role("button", name="English").or_(page.get_by_text("English", exact=True)).first.click()
    expect(page.get_by_text("Call first")).to_be_visible()
    picture(page, "queue-en")
    page.reload()
    expect(page.get_by_text("Call first")).to_be_visible()


def test_the_screen_stands_upright_and_survives_a_reboot(up: Up, window: Open) -> None:
    screen = window(f"{up.url}/screen/ct", 1080, 1920)
    expect(screen.get_by_test_id("waiting-list").first.locator("li").first).to_be_visible()
    picture(screen, "screen-portrait")
    screen.reload()
    expect(screen.get_by_test_id("connection-badge")).to_have_attribute("data-state", "live")
    expect(screen.get_by_test_id("waiting-list").first.locator("li").first).to_be_visible()


def test_an_unknown_screen_says_what_to_do(up: Up, window: Open) -> None:
    screen = window(f"{up.url}/screen/nowhere", 1280, 720)
    expect(screen.locator("body")).to_contain_text(re.compile("管理员|没有找到"))
