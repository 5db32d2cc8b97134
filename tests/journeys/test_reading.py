"""From the desk to the printed report: five people at their pages, and nobody presses refresh."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator

import pypdf
import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.journeys.test_queue import choose_room
from tests.journeys.test_registration import choose, row, send
from tests.journeys.test_screen import LISTEN
from tests.journeys.test_story import AUTOPLAY, until_spoken
from tests.kit.browser import WHOLE_BROWSER, Open, open_page, picture, sign_in
from tests.kit.up import Up

pytestmark = pytest.mark.slow

NAME = "顾清和"
FOUND = "右肺上叶见一枚磨玻璃结节，直径约 8mm。"
UNSAVED = "边界清。"
MEANT = "右肺上叶磨玻璃结节，建议 3 个月后复查。"
WHY = "请补充与前片对比"
ADDED = "与前片比较无变化。"
STATIONS = ("registration", "referral", "registrations", "queue", "reports")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium as people have it, whose lobby screen may speak without a touch."""
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", AUTOPLAY]
        one = playwright.chromium.launch(executable_path=WHOLE_BROWSER, args=flags)
        yield one
        one.close()


@pytest.fixture
def screen(up: Up, browser: Browser) -> Iterator[Page]:
    """The lobby screen of the CT rooms; it notes what it plays."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, locale="zh-CN")
    context.add_init_script(LISTEN)
    page = context.new_page()
    page.goto(f"{up.url}/screen/ct")
    expect(page.locator(".screen")).to_have_attribute("data-sound", "on")
    yield page
    context.close()


def at_work(up: Up, window: Open, account: str) -> Page:
    page = window(up.url)
    # A browser without a screen has no print dialog.
    page.add_init_script("window.print = () => { window.top.printedFrames = (window.top.printedFrames || 0) + 1 }")
    sign_in(page, account)
    return page


@pytest.mark.covers(
    "RIS-001", "RIS-002", "RIS-203", "RIS-211", "RIS-214", "RIS-220", "RIS-225", "RIS-230", "RIS-231",
    "RIS-320", "RIS-326", "RIS-352",
)  # fmt: skip
def test_from_the_desk_to_the_printed_report(up: Up, window: Open, screen: Page) -> None:
    head, first, second = (at_work(up, window, account) for account in ("head", "doctor", "doctor2"))
    for page in (first, second):
        open_page(page, "reports")
    register(up, head)
    call_and_examine(head, screen)
    write(first, second)
    lose(first, second)
    submit(second)
    send_back(head, second)
    let_pass(head)
    for page in (head, first, second):
        assert page.evaluate("window.notReloaded") is True


def register(up: Up, desk: Page) -> None:
    """Every station of the department is in the navigation; an order is taken up."""
    if desk.get_by_test_id("collapse").get_attribute("data-folded") == "true":
        desk.get_by_test_id("collapse").click()
    for station in STATIONS:
        expect(desk.get_by_test_id("navigation").get_by_test_id(f"page-{station}")).to_be_visible()
    open_page(desk, "registration")
    assert send(up, "READING1", NAME) == "AA"
    row(desk, NAME).get_by_test_id("row-take").click()
    expect(desk.locator("#register_name")).to_have_value(NAME)
    desk.get_by_test_id("barcode-switch").click()
    choose(desk, "register_room_id", "CT1 室")
    choose(desk, "register_patient_class", "急诊")
    desk.get_by_test_id("submit").click()
    expect(row(desk, NAME).and_(desk.locator("[data-kind=registration]"))).to_contain_text("已登记")


def call_and_examine(room: Page, screen: Page) -> None:
    """The screen speaks the number; then the examination is done."""
    open_page(room, "queue")
    choose_room(room, "CT1 室")
    line = room.locator("tr[data-row-key]").filter(has=room.get_by_text(NAME, exact=True))
    number = line.locator(".cell-number").inner_text()
    line.get_by_test_id("action-call").click()
    expect(screen.locator(f"[data-testid=now-calling][data-number={number}]")).to_be_visible()
    until_spoken(screen, number, 1)
    line.get_by_test_id("action-start").click()
    line.get_by_test_id("action-finish").click()
    room.keyboard.press("Enter")
    expect(line).to_have_count(0)


def listed(page: Page) -> Locator:
    """The patient's row in the diagnosis list."""
    return page.get_by_test_id("list-reports").locator("tr[data-row-key]").filter(has_text=NAME)


def state(row_: Locator) -> Locator:
    return row_.get_by_test_id("report-state")


def opened(page: Page) -> Locator:
    """The state of the report that is open; the list waits behind it."""
    return page.get_by_test_id("report-tools").get_by_test_id("report-state")


def editor(page: Page, name: str) -> Locator:
    return page.locator(f"#report-{name}")


def mode(page: Page) -> Locator:
    return page.get_by_test_id("report")


def only(page: Page, *states: str) -> None:
    """Narrow the list down to reports in these states."""
    page.get_by_test_id("filter-states").locator(".ant-select").click()
    for one in ("待诊断", *states):
        page.locator(".ant-select-dropdown:visible .ant-select-item-option").get_by_text(one, exact=True).click()
    page.keyboard.press("Escape")
    page.get_by_test_id("query").click()


def switch_column(page: Page) -> None:
    """On it is shown, off it is hidden."""
    heading = page.get_by_test_id("list-reports").get_by_role("columnheader", name="登记医生")
    expect(heading).to_have_count(1)
    page.get_by_test_id("columns").click()
    page.get_by_test_id("column-registrar").click()
    expect(heading).to_have_count(0)
    page.get_by_test_id("column-registrar").click()
    expect(heading).to_have_count(1)
    page.keyboard.press("Escape")


def choice(page: Page, name: str, label: str) -> None:
    page.get_by_test_id(f"report-{name}").get_by_text(label, exact=True).click()


def write(first: Page, second: Page) -> None:
    """The row comes by itself; who enters by the button has it to himself, and his colleague sees that at once."""
    for page in (first, second):
        expect(page.get_by_test_id("auto-refresh")).to_have_attribute("aria-checked", "true")
        expect(state(listed(page))).to_have_text("待诊断")
    switch_column(second)
    only(second, "诊断中")
    expect(listed(second)).to_have_count(0)
    listed(first).get_by_test_id("row-enter").click()
    expect(mode(first)).to_have_attribute("data-mode", "on")
    expect(opened(first)).to_have_text("诊断中")
    editor(first, "findings").fill(FOUND)
    expect(state(listed(second))).to_have_text("诊断中")
    expect(listed(second).get_by_test_id("report-holder")).to_have_text("诊断医生小吴")
    picture(second, "reading-list")
    listed(second).locator("td").nth(4).dblclick()
    expect(second.get_by_text("已被 诊断医生小吴 锁定")).to_be_visible()
    expect(mode(second)).to_have_count(0)
    # Nobody has to press anything for what is typed to be kept.
    expect(first.get_by_test_id("save-state")).to_contain_text("已保存")


def lose(first: Page, second: Page) -> None:
    """A colleague unlocks: the page of who wrote is read-only at once, and what he typed stays before his eyes."""
    editor(first, "impression").fill(UNSAVED)
    listed(second).get_by_test_id("row-unlock").click()
    second.locator("#confirm-ok").click()
    expect(first.get_by_test_id("lock-lost")).to_contain_text("您已失去该报告的编辑权")
    expect(mode(first)).to_have_attribute("data-mode", "lost")
    for name, text in (("findings", FOUND), ("impression", UNSAVED)):
        expect(first.get_by_test_id(f"report-{name}")).to_have_attribute("data-editable", "false")
        expect(first.get_by_test_id(f"report-{name}")).to_contain_text(text)
    picture(first, "report-lost")
    listed(second).locator("td").nth(4).dblclick()
    expect(mode(second)).to_have_attribute("data-mode", "on")
    expect(editor(second, "findings")).to_contain_text(FOUND)
    expect(first.get_by_test_id("lock-lost")).to_contain_text("现由 诊断医生小郑 编辑")
    first.get_by_test_id("tool-exit").click()
    expect(mode(first)).to_have_count(0)


def submit(doctor: Page) -> None:
    """Larger letters, the required choices, and Ctrl+Enter."""
    size = doctor.get_by_test_id("font")
    usual = size.get_attribute("data-size")
    doctor.get_by_test_id("font-larger").click()
    assert float(editor(doctor, "findings").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")) > int(usual or 0)
    doctor.get_by_test_id("font-smaller").click()
    doctor.get_by_test_id("font-smaller").click()
    doctor.get_by_test_id("font-reset").click()
    expect(size).to_have_attribute("data-size", usual or "")
    editor(doctor, "impression").fill(MEANT)
    doctor.keyboard.press("Control+Enter")
    expect(doctor.get_by_test_id("fault-hp")).to_be_visible()
    choice(doctor, "critical", "否")
    choice(doctor, "hp", "阴性")
    expect(doctor.get_by_test_id("fault-hp")).to_have_count(0)
    picture(doctor, "report-writing")
    doctor.keyboard.press("Control+Enter")
    expect(opened(doctor)).to_have_text("待审核")
    expect(mode(doctor)).to_have_attribute("data-mode", "off")


def send_back(reviewer: Page, doctor: Page) -> None:
    """Not without a reason; the doctor sees it where he is, and hands the report in again."""
    open_page(reviewer, "reports")
    only(reviewer, "待审核", "审核中")
    listed(reviewer).get_by_test_id("row-enter").click()
    expect(opened(doctor)).to_have_text("审核中")
    reviewer.get_by_test_id("tool-reject").click()
    reviewer.locator("#form-save").click()
    expect(reviewer.get_by_text("请填写退回理由")).to_be_visible()
    reviewer.get_by_test_id("reject-reason").fill(WHY)
    reviewer.locator("#form-save").click()
    expect(doctor.get_by_test_id("rejection")).to_contain_text(WHY)
    doctor.get_by_test_id("tool-enter").click()
    expect(mode(doctor)).to_have_attribute("data-mode", "on")
    editor(doctor, "impression").press("End")
    editor(doctor, "impression").press_sequentially(ADDED)
    doctor.get_by_test_id("tool-submit").click()
    expect(opened(reviewer)).to_have_text("待审核")


def let_pass(reviewer: Page) -> None:
    """It passes, and is printed."""
    reviewer.get_by_test_id("tool-enter").click()
    expect(editor(reviewer, "impression")).to_contain_text(ADDED)
    reviewer.get_by_test_id("tool-pass").click()
    expect(opened(reviewer)).to_have_text("已审核")
    with reviewer.expect_response("**/api/reports/print-report") as answer:
        reviewer.get_by_test_id("tool-print").click()
    pdf = base64.b64decode(answer.value.json()["pdf"])
    text = "".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    assert NAME in text
    assert "科室主任老马" in text
    expect(reviewer.locator("#print-frame")).to_have_attribute("data-printed", "yes")
    expect(opened(reviewer)).to_have_text("已打印")
    expect(reviewer.get_by_test_id("log-line").first).to_contain_text("打印")
    picture(reviewer, "report-printed")
