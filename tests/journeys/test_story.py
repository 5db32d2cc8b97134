"""The whole way in real Chromium: an order by HL7 from foreign software, the desk, the paper, the voice, the room."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.test_queue import choose_room
from tests.journeys.test_registration import choose, printing, row, send
from tests.journeys.test_screen import LISTEN
from tests.kit.browser import WHOLE_BROWSER, Open, open_page, picture, sign_in
from tests.kit.up import Up, eventually

pytestmark = pytest.mark.slow

PROGRAM = WHOLE_BROWSER
"""The desk prints from the browser's own viewer of PDF files."""

AUTOPLAY = "--autoplay-policy=no-user-gesture-required"


@pytest.fixture
def screen(up: Up, browser: Browser) -> Iterator[Page]:
    """The lobby screen of the CT rooms, started as docs/operators/voice.md says; it notes what it plays."""
    flags = ["--no-sandbox", "--disable-gpu", AUTOPLAY]
    kiosk = browser.browser_type.launch(executable_path=WHOLE_BROWSER, args=flags)
    page = kiosk.new_page(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
    page.add_init_script(LISTEN)
    page.goto(f"{up.url}/screen/ct")
    expect(page.locator(".screen")).to_have_attribute("data-sound", "on")
    yield page
    kiosk.close()


def spoken(screen: Page, number: str) -> int:
    """How often the number has been spoken to the end."""
    played = "number => window.heard.filter((piece) => piece.what === number && piece.until !== null).length"
    return int(screen.evaluate(played, number))


def until_spoken(screen: Page, number: str, times: int) -> None:
    def look() -> bool | None:
        screen.wait_for_timeout(50)
        return spoken(screen, number) >= times or None

    eventually(look, f"{number} was not spoken {times} times")


def register(up: Up, desk: Page) -> None:
    """The order comes in, the desk takes it up, and the label is printed."""
    assert send(up, "STORY1", "文完整") == "AA"
    expect(row(desk, "文完整")).to_contain_text("待登记")
    row(desk, "文完整").get_by_test_id("row-take").click()
    expect(desk.locator("#register_name")).to_have_value("文完整")
    choose(desk, "register_room_id", "CT1 室")
    choose(desk, "register_patient_class", "急诊")
    with printing(desk) as label:
        desk.get_by_test_id("submit").click()
    assert "文完整" in label[0]


@pytest.mark.covers("RIS-022", "RIS-041", "RIS-117")
def test_from_the_order_to_the_finished_examination(up: Up, window: Open, screen: Page) -> None:
    desk, room = window(up.url), window(up.url)
    desk.add_init_script("window.print = () => { window.top.printedFrames = (window.top.printedFrames || 0) + 1 }")
    sign_in(desk, "registrar")
    open_page(desk, "registration")
    sign_in(room, "technician")
    choose_room(room, "CT1 室")

    register(up, desk)
    registered = row(desk, "文完整").and_(desk.locator("[data-kind=registration]"))
    expect(registered).to_contain_text("已登记")

    line = room.locator("tr[data-row-key]").filter(has=room.get_by_text("文完整", exact=True))
    expect(line).to_have_attribute("data-state", "waiting")
    number = line.locator(".cell-number").inner_text()
    expect(screen.get_by_test_id("waiting-list").locator(f"[data-number={number}]")).to_be_visible()

    line.get_by_test_id("action-call").click()
    expect(screen.locator(f"[data-testid=now-calling][data-number={number}]")).to_be_visible()
    until_spoken(screen, number, 2)
    expect(line).to_have_attribute("data-state", "called")

    line.get_by_test_id("action-pass").click()
    expect(screen.get_by_test_id("passed-list").locator(f"[data-number={number}]")).to_be_visible()
    expect(registered).to_contain_text("过号")
    registered.get_by_test_id("row-again").click()
    expect(line).to_have_attribute("data-state", "waiting")
    expect(screen.get_by_test_id("waiting-list").locator(f"[data-number={number}]")).to_be_visible()

    line.get_by_test_id("action-call").click()
    until_spoken(screen, number, 4)
    line.get_by_test_id("action-start").click()
    expect(registered).to_contain_text("检查中")
    line.get_by_test_id("action-finish").click()
    room.keyboard.press("Enter")
    expect(line).to_have_count(0)
    expect(registered).to_contain_text("已检查")
    picture(desk, "story-desk")
    for page in (desk, room):
        assert page.evaluate("window.notReloaded") is True
