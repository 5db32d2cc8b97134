"""The desk in real Chromium: an order comes in by HL7, the patient is registered, printed and stands in line."""

from __future__ import annotations

import base64
import contextlib
import io
from collections.abc import Iterator

import pypdf
import pytest
from hl7.client import MLLPClient
from playwright.sync_api import Locator, Page, expect

from tests.kit.browser import Open, open_page, picture, sign_in
from tests.kit.snapshot import fresh_snapshot
from tests.kit.up import Up

pytestmark = pytest.mark.slow


@pytest.fixture
def desk(up: Up, window: Open) -> Page:
    """A registrar at the desk."""
    page = window(up.url)
    # A browser without a screen has no print dialog; frames that open from now on tell that they were to be printed.
    page.add_init_script("window.print = () => { window.top.printedFrames = (window.top.printedFrames || 0) + 1 }")
    sign_in(page, "registrar")
    open_page(page, "registration")
    expect(page.get_by_test_id("today")).to_have_attribute("data-freshness", "live")
    return page


def row(page: Page, name: str) -> Locator:
    """The row of today's list with this name."""
    return page.get_by_test_id("today").locator("tr[data-row-key]").filter(has=page.get_by_text(name, exact=True))


def choose(page: Page, field: str, option: str) -> None:
    """Pick an option of a select of the form."""
    page.locator(f"#{field}").click()
    page.locator(".ant-select-dropdown:visible .ant-select-item-option").filter(has_text=option).first.click()


def send(up: Up, order_no: str, name: str, control: str = "NW", card: str = "", item: str = "CT-002") -> str:
    """An order from the hospital's information system, by python-hl7's own client; gives the MSA-1 of its answer."""
    segments = (
        f"MSH|^~\\&|HIS|DEMO|CAREWIRE||20260302090000||ORM^O01^ORM_O01|{order_no}{control}|P|2.5.1||||||UNICODE UTF-8",
        f"PID|1||{order_no}P^^^HIS^PI~{card or order_no}^^^HIS^VC||{name}||19830412|F|||||13900000000",
        "PV1|1|O|呼吸内科",
        f"ORC|{control}|{order_no}||||||||||^陈志远",
        f"OBR|1|{order_no}||{item}",
        "DG1|1||^咳嗽待查",
    )
    with MLLPClient("127.0.0.1", up.mllp, encoding="utf-8") as client:
        answer = client.send_message("\r".join(segments))
    return str(answer.decode()).split("MSA|")[1][:2]


@contextlib.contextmanager
def printing(page: Page) -> Iterator[list[str]]:
    """Collects the text of the PDF that goes to the browser's print meanwhile."""
    found: list[str] = []
    before = page.evaluate("window.printedFrames || 0")
    with page.expect_response("**/api/registration/print-paper") as answer:
        yield found
    pdf = base64.b64decode(answer.value.json()["pdf"])
    found.append("".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(pdf)).pages))
    expect(page.locator("#print-frame")).to_have_attribute("data-printed", "yes")
    assert page.evaluate("window.printedFrames") == before + 1


@pytest.mark.covers("RIS-013", "RIS-040")
def test_from_the_order_to_the_line(up: Up, window: Open, desk: Page) -> None:
    other = window(up.url)
    sign_in(other, "head")
    open_page(other, "registration")
    assert send(up, "JOURNEY1", "江小渔") == "AA"
    for page in (desk, other):
        expect(row(page, "江小渔")).to_contain_text("待登记")
        expect(row(page, "江小渔")).to_contain_text("JOURNEY1")
    row(desk, "江小渔").get_by_test_id("row-take").click()
    expect(desk.locator("#register_name")).to_have_value("江小渔")
    expect(desk.locator("#register_age")).not_to_have_value("")
    expect(desk.get_by_test_id("items")).to_contain_text("胸部CT平扫")
    choose(desk, "register_room_id", "CT2 室")
    expect(desk.get_by_test_id("slots-room")).to_have_text("CT2 室")
    slot = desk.get_by_test_id("slot").and_(desk.locator(":enabled")).first
    at, free = slot.get_attribute("data-at"), int(slot.get_attribute("data-free") or 0)
    slot.click()
    picture(desk, "registration")
    with printing(desk) as label:  # nobody asks for it: the barcode switch is on
        desk.get_by_test_id("submit").click()
    for page in (desk, other):
        expect(row(page, "江小渔").and_(page.locator("[data-kind=registration]"))).to_contain_text("已登记")
    # The slot is one poorer at the other desk too, as soon as that looks at the room.
    choose(other, "register_room_id", "CT2 室")
    expect(other.locator(f"[data-testid=slot][data-at='{at}']")).to_have_attribute("data-free", str(free - 1))
    exam_no = row(desk, "江小渔").locator("td").nth(3).inner_text()
    assert exam_no in label[0]
    assert "江小渔" in label[0]
    with printing(desk) as label:
        row(desk, "江小渔").get_by_test_id("row-barcode").click()
    assert exam_no in label[0]
    # The technician has the patient in line.
    line = fresh_snapshot(up, "queue-room:demo:ct2")
    assert [r["exam_no"] for r in line if r["name"] == "江小渔"] == [exam_no]
    assert desk.evaluate("window.notReloaded") is True


@pytest.mark.covers("RIS-030", "RIS-042")
def test_a_card_number_loads_the_request_and_clear_empties_the_form(up: Up, desk: Page) -> None:
    assert send(up, "JOURNEY2", "柳如烟", card="8800077001") == "AA"
    expect(row(desk, "柳如烟")).to_have_count(1)
    desk.get_by_test_id("lookup").fill("没有这个号")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("没有找到该号码对应的患者")).to_be_visible()
    desk.get_by_test_id("lookup").fill("8800077001")
    desk.keyboard.press("Enter")
    expect(desk.locator("#register_name")).to_have_value("柳如烟")
    expect(desk.locator("#register_visit_card")).to_have_value("8800077001")
    desk.get_by_role("tab", name="临床信息").click()
    expect(desk.locator("#register_diagnosis")).to_have_value("咳嗽待查")
    desk.get_by_role("tab", name="其它信息").click()
    expect(desk.locator("#register_phone")).to_have_value("13900000000")
    desk.locator("#register_phone").fill("13900000009")
    # What was typed survives a reload.
    desk.reload()
    expect(desk.locator("#register_name")).to_have_value("柳如烟")
    desk.get_by_test_id("clear").click()
    expect(desk.locator("#register_name")).to_have_value("")
    expect(desk.get_by_test_id("items")).not_to_contain_text("胸部CT平扫")


@pytest.mark.covers("RIS-011", "RIS-016", "RIS-017", "RIS-023")
def test_filters_row_actions_and_the_dialog(up: Up, desk: Page) -> None:
    expect(row(desk, "韦冬梅")).to_contain_text("欠费")
    expect(row(desk, "龙泽宇")).to_contain_text("VIP")
    desk.get_by_test_id("today-search").fill("韦冬")
    expect(row(desk, "龙泽宇")).to_have_count(0)
    expect(row(desk, "韦冬梅")).to_have_count(1)
    desk.get_by_test_id("today-by").click()
    desk.get_by_test_id("today-search").fill("8800010012")
    desk.keyboard.press("Enter")
    expect(row(desk, "龙泽宇")).to_have_count(1)
    expect(row(desk, "韦冬梅")).to_have_count(0)
    row(desk, "龙泽宇").get_by_test_id("row-more").click()
    for key in ("slip", "edit", "push", "cancel"):
        expect(desk.get_by_test_id(f"row-{key}")).to_be_visible()
    desk.keyboard.press("Escape")
    row(desk, "龙泽宇").get_by_test_id("row-detail").click()
    expect(desk.get_by_test_id("detail")).to_contain_text("膝关节扭伤")
    desk.keyboard.press("Escape")
    expect(desk.get_by_test_id("detail")).to_have_count(0)
    row(desk, "龙泽宇").locator("td").nth(1).dblclick()
    expect(desk.locator("#detail_name")).to_have_value("龙泽宇")
    desk.get_by_test_id("detail").get_by_role("tab", name="临床信息").click()
    desk.locator("#detail_purpose").fill("排除半月板损伤")
    desk.locator("#detail-save").click()
    expect(desk.get_by_test_id("detail")).to_have_count(0)
    row(desk, "龙泽宇").get_by_test_id("row-detail").click()
    expect(desk.get_by_test_id("detail")).to_contain_text("排除半月板损伤")
    picture(desk, "registration-detail")
