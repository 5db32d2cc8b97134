"""Real Chromium: one per test module, a fresh profile per window, Chinese as the users have it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.kit.servers import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
OUTPUT = ROOT / "tests" / "output"
PATIENCE_MS = 30_000
BROWSER = "/usr/bin/chromium-headless-shell"
"""Chromium without its window: half the work of the whole one."""
WHOLE_BROWSER = "/usr/bin/chromium"
"""Chromium as people have it, with its viewer of PDF files."""

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """The browser of this module: ``PROGRAM``, where it names one.

    It must end with the module: its event loop would be in the way of asynchronous tests.
    """
    program = getattr(request.module, "PROGRAM", BROWSER)
    with sync_playwright() as playwright:
        quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        one = playwright.chromium.launch(executable_path=program, args=quiet)
        yield one
        one.close()


@pytest.fixture
def window(browser: Browser) -> Iterator[Open]:
    """Opens windows, each with a profile of its own; complains about errors on their consoles in the end."""
    contexts = []
    complaints: list[str] = []

    def open_window(url: str, width: int = 1440, height: int = 900) -> Page:
        # Nothing moves: a click that is aimed at a dialog on its way would miss it.
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", reduced_motion="reduce"
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(url)
        # Nobody presses refresh: this mark is gone if the page was loaded anew.
        page.evaluate("window.notReloaded = true")
        return page

    expect.set_options(timeout=PATIENCE_MS)
    yield open_window
    for context in contexts:
        context.close()
    assert complaints == []


def sign_in(page: Page, account: str, password: str = PASSWORD) -> None:
    """Sign in as one of the demo's accounts."""
    page.get_by_test_id("sign-in-account").fill(account)
    page.get_by_test_id("sign-in-password").fill(password)
    agree(page)
    page.get_by_test_id("sign-in-submit").click()
    expect(page.get_by_test_id("connection-badge")).to_have_attribute("data-state", "live")


def agree(page: Page) -> None:
    """Tick both agreements."""
    page.get_by_test_id("agree-privacy").check()
    page.get_by_test_id("agree-agreement").check()


def open_page(page: Page, name: str) -> None:
    """Go to a page by the navigation, which is folded on pages that want the room and hidden in narrow windows."""
    menu = page.get_by_test_id("menu-open")
    expect(menu).to_have_count(1)
    fold = page.get_by_test_id("collapse")
    if menu.is_visible():
        menu.click()
        page.get_by_test_id("menu-drawer").get_by_test_id(f"page-{name}").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
        return
    if fold.get_attribute("data-folded") == "true":
        fold.click()
    page.get_by_test_id("navigation").get_by_test_id(f"page-{name}").click()


def picture(page: Page, name: str) -> None:
    """Keep what the window shows; with CAREWIRE_SCREENSHOTS=1 also for the documentation."""
    OUTPUT.mkdir(exist_ok=True)
    page.screenshot(path=OUTPUT / f"{name}.png")
    if os.environ.get("CAREWIRE_SCREENSHOTS") == "1":
        folder = ROOT / "docs" / "screenshots"
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}.png")
