"""An order that is refused, seen at once, mended, and replayed; and who may send. The sender is python-hl7's client."""

from __future__ import annotations

from datetime import date

import pytest
from hl7.client import MLLPClient
from playwright.sync_api import Page, expect

from domains.registration.demo import order_message
from tests.kit.browser import Open, open_page, picture, sign_in
from tests.kit.up import Up

pytestmark = pytest.mark.slow

ORDER = ("-J1", "PJ1", "99J1", "接口测试", "19800101", "F", "CT-NEW", "呼吸内科", "陈志远", "咳嗽", "R")


@pytest.fixture
def operator(up: Up, window: Open) -> Page:
    """The operator's page of interface messages."""
    page = window(up.url)
    sign_in(page, "operator")
    open_page(page, "interfaces")
    expect(page.locator("tr[data-row-key]").first).to_be_visible()
    return page


def test_a_refused_order_is_seen_mended_and_replayed(up: Up, operator: Page) -> None:
    block = order_message(ORDER, date(2026, 3, 2))
    with MLLPClient("127.0.0.1", up.mllp, encoding="utf-8") as client:
        assert b"MSA|AE|" in client.send_message(block.decode())
    row = operator.locator("tr[data-row-key]").filter(has_text="HIS20260302-J1")
    expect(row).to_contain_text("已拒绝")
    expect(row).to_contain_text("CT-NEW")
    picture(operator, "interfaces")
    # The operator does not read what messages say of people.
    expect(row.get_by_test_id("message-raw")).to_have_count(0)
    row.get_by_test_id("message-replay").click()
    operator.locator("#confirm-ok").click()
    again = operator.get_by_role("dialog").filter(has_text="重放后仍被拒绝")
    expect(again).to_contain_text("CT-NEW")
    again.get_by_role("button").last.click()
    ways = up.do("admin", "catalog/list-modalities", code="CT")["rows"]
    item = {"code": "CT-NEW", "name": "新的CT检查", "modality_id": ways[0]["id"], "fee": 100}
    up.do("admin", "catalog/create-exam-item", **item)
    row.get_by_test_id("message-replay").click()
    operator.locator("#confirm-ok").click()
    expect(row).to_contain_text("已接收")
    expect(row.get_by_test_id("message-replay")).to_have_count(0)


def test_a_sender_is_added_and_shut_out_and_the_raw_text_is_for_who_may_read_it(
    up: Up, window: Open, operator: Page
) -> None:
    operator.get_by_role("tab", name="接口发送方").click()
    operator.get_by_test_id("sender-add").click()
    operator.locator("#form_name").fill("检验系统")
    operator.locator("#form_application").fill("LIS")
    operator.locator("#form_addresses").fill("10.1.2.3\n病房")
    operator.locator("#form-save").click()
    expect(operator.get_by_role("dialog")).to_contain_text("IP 地址或网段")
    operator.locator("#form_addresses").fill("10.1.2.3\n10.1.3.0/24")
    operator.locator("#form-save").click()
    row = operator.locator("tr[data-row-key]").filter(has_text="检验系统")
    expect(row).to_contain_text("10.1.2.3/32 10.1.3.0/24")
    row.get_by_test_id("sender-change").click()
    operator.locator("#form_enabled").click()
    operator.locator("#form-save").click()
    expect(row).to_contain_text("否")
    admin = window(up.url)
    sign_in(admin, "admin")
    admin.goto(f"{up.url}/#interfaces")
    admin.locator("tr[data-row-key]").filter(has_text="DEMO1").get_by_test_id("message-raw").click()
    expect(admin.get_by_test_id("raw-message")).to_contain_text("PID|1||P10001")
    expect(admin.get_by_role("dialog")).to_contain_text("已记入审计日志")
