"""The alert centre in real Chromium: two people, the keyboard, and nobody presses refresh."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.test_queue import admit
from tests.kit.browser import Open, picture, sign_in
from tests.kit.up import Up

pytestmark = pytest.mark.slow

RULE: dict[str, Any] = {
    "code": "T-CALLED",
    "zh": "呼叫演练预警",
    "en": "Call drill",
    "trigger": {"type": "happened", "on": {"fact": "queue.ticket_called"}},
    "level": "high",
    "says_zh": "演练：{event.ticket_id}",
    "says_en": "Drill: {event.ticket_id}",
    "key": ["ticket_id"],
    "to": [{"kind": "role", "name": "head"}],
    "group": {"interval": 0},
}


def row(page: Page) -> Locator:
    return page.locator("tr.alert-row").filter(has_text="演练：")


def test_everybody_sees_at_once_what_came_who_has_it_and_that_it_was_dealt_with(up: Up, window: Open) -> None:
    up.do("admin", "rules/save-rule", rule=RULE, edition=0)
    pages = []
    for account in ("head", "doctor"):
        page = window(up.url)
        sign_in(page, account)
        page.evaluate("location.hash = 'alerts'")
        expect(page.get_by_test_id("alerts")).to_be_visible()
        pages.append(page)
    head, doctor = pages
    admit(up, room_id="ct2", name="钱演练")
    up.do("technician", "queue/call-first", room_id="ct2")
    for page in pages:
        expect(row(page)).to_have_attribute("data-stage", "waiting")
        expect(row(page)).to_have_attribute("data-level", "high")
    picture(head, "alerts")
    head.keyboard.press("ArrowDown")
    head.keyboard.press("a")
    expect(row(doctor)).to_have_attribute("data-stage", "handling")
    head.keyboard.press("Enter")
    story = head.get_by_test_id("story")
    expect(story.locator("[data-step=told]")).to_contain_text("系统弹窗")
    expect(story.locator("[data-step=acknowledged]")).to_have_count(1)
    picture(head, "alert-story")
    head.keyboard.press("Escape")
    expect(story).to_have_count(0)
    head.keyboard.press("d")
    head.get_by_test_id("close-note").fill("演练完成")
    head.keyboard.press("Enter")
    for page in pages:
        expect(row(page)).to_have_count(0)
        assert page.evaluate("window.notReloaded") is True
    head.evaluate("location.hash = 'alert-statistics'")
    expect(head.get_by_test_id("alert-statistics").locator("canvas").first).to_be_visible()
    picture(head, "alert-statistics")
