"""Text is text: what looks like a page in a name, an item or a role is shown as it was typed, everywhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_registration import row, send
from tests.kit.browser import Open, open_page, sign_in
from tests.kit.up import Up

pytestmark = pytest.mark.slow

IMAGE = "<img src=x onerror=window.bitten=1>"
SCRIPT = "</td><script>window.bitten=1</script>"


def plant(up: Up) -> str:
    """Put it wherever somebody may type something that others see; gives the examination's ticket."""
    admitted = up.do(
        "registrar",
        "queue/admit-ticket",
        room_id="ct1",
        patient_id="xss",
        name=IMAGE,
        sex="female",
        birth_date="1980-02-03",
        exam_type="CT",
        items=[IMAGE, SCRIPT],
        clinical_diagnosis=SCRIPT + IMAGE,
        requesting_department=IMAGE,
    )
    up.do("admin", "access/add-department", name=IMAGE, number="xss")
    up.do("admin", "access/add-role", name="试<b>注", description=IMAGE, permissions=[])
    assert send(up, "XSS1", IMAGE, card="XSSCARD1") == "AA"
    return str(admitted["ticket_id"])


def harmless(page: Page) -> None:
    """Nothing that was typed has run, or has become part of the page."""
    assert page.evaluate("window.bitten") is None
    assert page.locator("img[src=x]").count() == 0


def test_nothing_that_is_typed_runs_on_any_page(up: Up, window: Open) -> None:
    ticket = plant(up)
    for account, must_show in (("technician", "queue"), ("registrar", "registration"), ("admin", "departments")):
        page = window(up.url)
        sign_in(page, account)
        if must_show != "queue":  # who has one page has no navigation
            open_page(page, must_show)
        expect(page.get_by_text(IMAGE[:20]).first).to_be_visible()  # it has come this far
        harmless(page)
        offered = page.get_by_test_id("navigation").locator("[data-testid^=page-]")
        names = [str(one.get_attribute("data-testid")).removeprefix("page-") for one in offered.all()]
        for name in names:
            open_page(page, name)
            page.wait_for_load_state("networkidle")
            harmless(page)
    page = window(up.url)
    sign_in(page, "technician")
    page.get_by_test_id(f"detail-{ticket}").click()
    expect(page.get_by_test_id("ticket-detail")).to_contain_text(IMAGE)
    harmless(page)


def test_the_lobby_and_the_desks_dialogs_show_it_as_text(up: Up, window: Open) -> None:
    screen = window(f"{up.url}/screen/ct1", 1920, 1080)
    expect(screen.get_by_test_id("waiting-list")).to_be_visible()
    harmless(screen)
    desk = window(up.url)
    sign_in(desk, "registrar")
    open_page(desk, "registration")
    row(desk, IMAGE).get_by_test_id("row-take").click()
    expect(desk.locator("#register_name")).to_have_value(IMAGE)
    harmless(desk)
