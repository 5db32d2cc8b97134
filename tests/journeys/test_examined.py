"""The examined tab in real Chromium: what is finished at one desk stands at once on another's list."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.kit.browser import Open, picture, sign_in
from tests.kit.up import Up

pytestmark = pytest.mark.slow


def examine(up: Up, name: str, exam_type: str = "CT", room: str = "ct2") -> str:
    """Somebody is admitted, called, examined and let go; gives the examination's number."""
    admitted = up.do(
        "registrar",
        "queue/admit-ticket",
        room_id=room,
        patient_id=f"examined-{name}",
        name=name,
        sex="female",
        birth_date="1980-02-03",
        exam_type=exam_type,
        items=["胸部平扫"],
        clinical_diagnosis="咳嗽待查",
    )
    for step in ("call-ticket", "start-exam", "finish-exam"):
        up.do("technician", f"queue/{step}", ticket_id=admitted["ticket_id"])
    return str(admitted["exam_no"])


def choose(page: Page, select: str, option: str) -> None:
    page.get_by_test_id(select).click()
    page.locator(".ant-select-dropdown:visible .ant-select-item-option").filter(has_text=option).first.click()


@pytest.mark.covers("RIS-114", "RIS-115")
def test_the_examined_tab_is_live_filters_and_opens_the_detail(up: Up, window: Open) -> None:
    page = window(up.url)
    sign_in(page, "technician")
    page.get_by_test_id("queue-tabs").get_by_text("已检查", exact=True).click()
    table = page.get_by_test_id("examined-table")
    expect(table).to_be_visible()
    expect(table.get_by_text("毕一检")).to_have_count(0)

    first = examine(up, "毕一检")
    expect(table.get_by_text("毕一检")).to_be_visible()  # nobody pressed anything
    second = examine(up, "毕二检", "MR", "mr1")
    expect(table.get_by_text(second)).to_be_visible()
    picture(page, "examined")

    choose(page, "examined-exam_type", "CT")
    expect(table.get_by_text("毕二检")).to_have_count(0)
    expect(table.get_by_text(first)).to_be_visible()
    choose(page, "examined-room_id", "CT1")
    expect(table.get_by_text("毕一检")).to_have_count(0)
    page.get_by_test_id("examined-reset").click()
    expect(table.get_by_text("毕一检")).to_be_visible()

    page.get_by_test_id("examined-exam-no").fill(second)
    page.get_by_test_id("examined-exam-no").press("Enter")
    expect(table.get_by_text("毕一检")).to_have_count(0)
    expect(table.get_by_text("毕二检")).to_be_visible()

    table.get_by_text("毕二检").click()
    sheet = page.get_by_test_id("ticket-detail")
    expect(sheet).to_contain_text("咳嗽待查")
    expect(sheet).to_contain_text(second)
    page.keyboard.press("Escape")

    page.reload()
    expect(page.get_by_test_id("examined-table")).to_be_visible()  # the tab is remembered
