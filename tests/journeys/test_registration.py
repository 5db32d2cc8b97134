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

from tests.kit.browser import WHOLE_BROWSER, Open, open_page, picture, sign_in
from tests.kit.snapshot import fresh_snapshot
from tests.kit.up import Up

pytestmark = pytest.mark.slow

PROGRAM = WHOLE_BROWSER
"""The desk prints from the browser's own viewer of PDF files."""


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


def of_type(page: Page, name: str) -> None:
    """Narrow today's list down to a type of examination."""
    page.get_by_test_id("today-type").click()
    page.locator(".ant-select-dropdown:visible .ant-select-item-option").get_by_text(name, exact=True).click()


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
    desk.get_by_test_id("lookup").locator("input").fill("没有这个号")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("没有找到该号码对应的患者")).to_be_visible()
    desk.get_by_test_id("lookup").locator("input").fill("8800077001")
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


@pytest.mark.covers("RIS-010", "RIS-011", "RIS-016", "RIS-017", "RIS-023")
def test_filters_row_actions_and_the_dialog(desk: Page) -> None:
    expect(row(desk, "韦冬梅")).to_contain_text("欠费")
    expect(row(desk, "龙泽宇")).to_contain_text("VIP")
    of_type(desk, "DR")
    expect(row(desk, "韦冬梅")).to_have_count(1)
    expect(row(desk, "龙泽宇")).to_have_count(0)
    of_type(desk, "全部类型")
    desk.get_by_test_id("today-search").locator("input").fill("韦冬")
    expect(row(desk, "龙泽宇")).to_have_count(0)
    expect(row(desk, "韦冬梅")).to_have_count(1)
    desk.get_by_test_id("today-by").click()
    desk.get_by_test_id("today-search").locator("input").fill("8800010012")
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


CAMERA = """navigator.mediaDevices.getUserMedia = async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 })
    const brush = canvas.getContext('2d')
    setInterval(() => { brush.fillStyle = `hsl(${Date.now() % 360} 80% 50%)`; brush.fillRect(0, 0, 640, 480) }, 50)
    return canvas.captureStream(20)
}"""


@pytest.mark.covers("RIS-033", "RIS-037")
def test_the_paper_request_is_photographed_and_kept(up: Up, window: Open) -> None:
    page = window(up.url)
    page.add_init_script(CAMERA)
    page.reload()
    sign_in(page, "registrar")
    open_page(page, "registration")
    page.get_by_test_id("barcode-switch").click()
    page.locator("#register_name").fill("唐拍照")
    page.locator("#register_age").fill("44")
    page.get_by_test_id("item-add").click()
    page.get_by_test_id("item-find").fill("头颅")
    page.get_by_role("dialog").locator("tr[data-row-key='CT-001'] input[type=checkbox]").check()
    page.get_by_role("dialog").get_by_label("单价（元） 头颅CT平扫").fill("199.5")
    page.locator("#items-ok").click()
    expect(page.get_by_test_id("items-total")).to_contain_text("199.50")
    choose(page, "register_room_id", "CT1 室")
    page.get_by_test_id("photo-take").click()
    page.get_by_test_id("photo-shoot").click()
    expect(page.get_by_test_id("photo")).to_have_count(1)
    page.get_by_test_id("submit").click()
    row(page, "唐拍照").get_by_test_id("row-detail").click()
    shown = page.get_by_test_id("detail").get_by_test_id("photo")
    expect(shown).to_have_js_property("naturalWidth", 640)
    expect(page.get_by_test_id("detail")).to_contain_text("199.50")
    # The switch was off: nothing was printed.
    assert page.locator("#print-frame").count() == 0


@pytest.mark.covers("RIS-050", "RIS-051", "RIS-055", "RIS-057", "RIS-059", "RIS-061", "RIS-080", "RIS-085", "RIS-086")
def test_a_referral_goes_to_the_other_institution_and_comes_back(up: Up, window: Open, desk: Page) -> None:
    there = window(up.url)
    sign_in(there, "branch-admin")
    open_page(there, "referral")
    open_page(desk, "referral")
    refer(up, desk)
    expect(row(desk, "苏转诊")).to_contain_text("转出")
    expect(row(there, "苏转诊")).to_contain_text("转入")
    look(desk)
    # The other side gives room and time; the number it gives is seen here.
    row(there, "苏转诊").locator("td").nth(1).dblclick()
    expect(there.locator("#detail_name")).to_have_value("苏转诊")
    choose(there, "detail_room_id", "CT1 室")
    there.locator("#detail-save").click()
    expect(there.get_by_test_id("detail")).to_have_count(0)
    exam_no = row(there, "苏转诊").locator("td").nth(3)
    expect(exam_no).not_to_contain_text("待安排")
    expect(row(desk, "苏转诊").locator("td").nth(3)).to_have_text(exam_no.inner_text())


def refer(up: Up, desk: Page) -> None:
    """Look the patient up, clear, look up again, choose where to, submit; the label comes by itself."""
    assert send(up, "JOURNEY3", "苏转诊", card="8800077003") == "AA"
    desk.get_by_test_id("lookup").locator("input").fill("8800077003")
    desk.keyboard.press("Enter")
    expect(desk.locator("#register_name")).to_have_value("苏转诊")
    desk.get_by_test_id("item-remove-CT-002").click()
    expect(desk.get_by_test_id("items-total")).to_contain_text("0.00")
    desk.get_by_test_id("clear").click()
    expect(desk.locator("#register_name")).to_have_value("")
    desk.get_by_test_id("lookup").locator("input").fill("8800077003")
    desk.keyboard.press("Enter")
    expect(desk.locator("#register_name")).to_have_value("苏转诊")
    choose(desk, "register_group", "示范医院")
    choose(desk, "register_institution", "示范医院东院区")
    choose(desk, "register_campus_there", "东院区影像科")
    choose(desk, "register_requesting_campus", "门诊楼放射科")
    expect(desk.get_by_test_id("exam-type")).to_have_value("CT")
    expect(desk.get_by_test_id("barcode-switch")).to_have_attribute("aria-checked", "true")
    picture(desk, "referral")
    with printing(desk) as label:
        desk.get_by_test_id("submit").click()
    assert "苏转诊" in label[0]


def look(desk: Page) -> None:
    """Narrow down by type, name and card, open what is behind the dots, and the dialog."""
    of_type(desk, "MR")
    expect(row(desk, "苏转诊")).to_have_count(0)
    of_type(desk, "CT")
    expect(row(desk, "苏转诊")).to_have_count(1)
    desk.get_by_test_id("today-search").locator("input").fill("没有")
    expect(row(desk, "苏转诊")).to_have_count(0)
    desk.get_by_test_id("today-by").click()
    desk.get_by_test_id("today-search").locator("input").fill("8800077003")
    desk.keyboard.press("Enter")
    expect(row(desk, "苏转诊")).to_have_count(1)
    row(desk, "苏转诊").get_by_test_id("row-more").click()
    expect(desk.get_by_test_id("row-request")).to_be_visible()
    desk.keyboard.press("Escape")
    row(desk, "苏转诊").get_by_test_id("row-detail").click()
    expect(desk.get_by_test_id("detail")).to_contain_text("示范医院东院区")
    desk.keyboard.press("Escape")
    expect(desk.get_by_test_id("detail")).to_have_count(0)


@pytest.mark.covers("RIS-073", "RIS-074", "RIS-077", "RIS-091")
def test_management_filters_and_the_dialog(up: Up, desk: Page) -> None:
    open_page(desk, "registrations")
    rows = desk.get_by_test_id("list-registrations").locator("tr[data-row-key]")
    expect(rows.filter(has_text="韦冬梅")).to_have_count(1)
    count = rows.count()
    desk.get_by_test_id("filter-name").locator("input").fill("韦冬")
    desk.get_by_test_id("query").click()
    expect(rows).to_have_count(1)
    desk.get_by_test_id("reset").click()
    expect(rows).to_have_count(count)
    expect(desk.get_by_test_id("filter-name").locator("input")).to_have_value("")
    with printing(desk) as label:
        rows.filter(has_text="韦冬梅").get_by_test_id("row-barcode").click()
    assert "韦冬梅" in label[0]
    rows.filter(has_text="韦冬梅").get_by_test_id("row-more").click()
    with printing(desk) as slip:
        desk.get_by_test_id("row-slip").click()
    assert "检查登记单" in slip[0]
    # It follows what changes.
    found = up.do("registrar", "registration/list-registrations", name="韦冬梅")["rows"][0]
    up.do("registrar", "registration/cancel-registration", registration_id=found["id"])
    expect(rows.filter(has_text="韦冬梅")).to_contain_text("已取消")
    rows.filter(has_text="韦冬梅").locator("td").nth(4).dblclick()
    expect(desk.get_by_test_id("detail")).to_contain_text("入职体检")
    picture(desk, "registrations")


def test_it_speaks_english_and_fits_a_narrow_window(up: Up, window: Open) -> None:
    page = window(up.url, 480, 900)
    sign_in(page, "registrar")
    page.goto(f"{up.url}/#registration")
    expect(page.get_by_test_id("today")).to_have_attribute("data-freshness", "live")
    picture(page, "registration-narrow")
    assert page.evaluate("document.documentElement.scrollWidth") <= 480
