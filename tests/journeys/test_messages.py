"""A message arrives wherever the doctor is: it pops up, sounds and stays until it is seen; a reload repeats nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.kit.browser import Open, picture, sign_in
from tests.kit.up import Up, eventually

pytestmark = pytest.mark.slow

COUNT_TONES = """(() => {
    window.tones = 0
    const create = AudioContext.prototype.createOscillator
    AudioContext.prototype.createOscillator = function () { window.tones += 1; return create.call(this) }
})()"""
HIGH = 10
"""Pulses of a burst of high priority."""


def tones(page: Page) -> int:
    return int(page.evaluate("window.tones"))


def until_heard(page: Page, count: int) -> None:
    """Wait for so many tones. (The pages' policy lets Playwright's own waiting evaluate nothing.)"""

    def look() -> bool | None:
        page.wait_for_timeout(50)
        return tones(page) >= count or None

    eventually(look, f"not {count} tones")


def tell(up: Up, title: str, level: str) -> None:
    up.do("admin", "messages/announce", title=title, text="血钾 6.8，请立即处理", roles=["doctor"], level=level)


def test_a_message_pops_up_sounds_and_stays_until_it_is_seen(up: Up, window: Open) -> None:
    page = window(up.url)
    page.evaluate(COUNT_TONES)
    sign_in(page, "doctor")
    bell, popups = page.get_by_test_id("bell"), page.get_by_test_id("popup")
    expect(page.get_by_test_id("sound")).to_have_attribute("data-voice", "on")
    expect(bell).to_have_attribute("data-unread", "1")  # the welcome: information, it does not pop up
    expect(popups).to_have_count(0)
    tell(up, "危急值：血钾", "high")
    expect(popups).to_have_count(1)
    expect(popups).to_have_attribute("data-level", "high")
    expect(bell).to_have_attribute("data-unread", "2")
    until_heard(page, HIGH)
    picture(page, "message-popup")
    page.get_by_test_id("sound").click()
    expect(page.get_by_test_id("sound")).to_contain_text("声音已暂停")
    # A reload shows it once, and makes no second sound.
    page.context.add_init_script(COUNT_TONES)
    page.reload()
    expect(popups).to_have_count(1)
    tell(up, "设备维护通知", "medium")
    expect(popups).to_have_count(2)
    expect(popups.first).to_contain_text("危急值：血钾")
    assert tones(page) <= 3  # those of the new one, none of the old
    # By the keyboard: F8 leads to the gravest, Enter says that it was seen.
    page.keyboard.press("F8")
    page.keyboard.press("Enter")
    expect(popups).to_have_count(1)
    expect(bell).to_have_attribute("data-unread", "2")
    bell.click()
    page.get_by_test_id("bell-centre").click()
    rows = page.get_by_test_id("message-list").locator("tr[data-row-key]")
    expect(rows).to_have_count(3)
    picture(page, "message-centre")
    page.get_by_test_id("mark-all-read").click()
    expect(bell).to_have_attribute("data-unread", "0")
    expect(popups).to_have_count(0)
    expect(rows.first.get_by_test_id("read-state")).to_contain_text("已读")


def test_an_administrator_sees_what_went_out_and_sets_a_channel_up(up: Up, window: Open) -> None:
    page = window(f"{up.url}/#deliveries")
    sign_in(page, "admin")
    log = page.get_by_test_id("list-deliveries")
    expect(log.get_by_test_id("delivery-state").first).to_have_text("未发送")
    expect(log).to_contain_text("通道未配置")
    page.goto(f"{up.url}/#message-channels")
    page.get_by_test_id("way-sms").click()
    card = page.get_by_test_id("way-card")
    card.get_by_label("AccessKey ID").fill("LTAItest")
    card.get_by_label("AccessKey Secret").fill("aliyun-secret")
    card.get_by_label("短信签名").fill("示范医院")
    card.get_by_test_id("way-enabled").click()
    card.get_by_test_id("way-save").click()
    expect(page.get_by_test_id("way-sms")).to_contain_text("●")
    expect(card.get_by_label("AccessKey Secret")).to_have_value("")
    expect(card.get_by_label("AccessKey Secret")).to_have_attribute("placeholder", "已保存，留空则不修改")
    picture(page, "message-channels")
