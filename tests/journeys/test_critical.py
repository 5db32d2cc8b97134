"""A critical value in real Chromium: from the laboratory's message to the closed file, while the clock moves."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.faults.test_watch import send
from tests.journeys.test_messages import COUNT_TONES, HIGH, tones, until_heard
from tests.kit.browser import Open, picture, sign_in
from tests.kit.up import Up, running

pytestmark = pytest.mark.slow

WATCHING = (("doctor", "registration"), ("head", "alerts"), ("admin", "critical-values"))
WAY = ("发现", "送达", "阅读", "复述确认", "处置", "归档")


@pytest.fixture(scope="module")
def offset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What moves the clock of the installation: seconds."""
    path = tmp_path_factory.mktemp("clock") / "offset"
    path.write_text("0", "ascii")
    return path


@pytest.fixture(scope="module")
def up(offset: Path) -> Iterator[Up]:
    """An installation whose clock can be moved; one account may be at several windows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "CAREWIRE_TEST_CLOCK", str(offset))
        with running(keep=("CAREWIRE_TEST_CLOCK",)) as started:
            started.do("admin", "access/save-policy", policy={"single_session": False})
            yield started


def at(up: Up, window: Open, account: str, page: str) -> Page:
    """Somebody at this page, who hears."""
    opened = window(up.url)
    opened.context.add_init_script(COUNT_TONES)
    opened.reload()
    sign_in(opened, account)
    opened.evaluate("page => { location.hash = page; window.notReloaded = true }", page)
    expect(opened.get_by_test_id("sound")).to_have_attribute("data-voice", "on")
    return opened


def popup(page: Page, words: str) -> None:
    expect(page.get_by_test_id("popup").filter(has_text=words).first).to_be_visible()


def on_board(page: Page) -> Locator:
    """The value's row of the list."""
    return page.locator("tr[data-row-key]").filter(has_text="血钾")


def reads_back(head: Page) -> None:
    """From the popup to the value, a wrong read-back and the right one."""
    head.get_by_test_id("popup").filter(has_text="30 分钟未处理").get_by_test_id("popup-look").click()
    for read_back in ("8.6", "6.8"):
        head.get_by_test_id("read-back").fill(read_back)
        head.get_by_test_id("confirm-value").click()
        if read_back == "8.6":
            expect(head.locator(".ant-message")).to_contain_text("复述")
    expect(head.get_by_test_id("value-note")).to_be_visible()


def closes(head: Page) -> None:
    """What was done is said, the file is closed, and the record holds every stamp."""
    drawer = head.get_by_test_id("value-drawer")
    drawer.get_by_test_id("value-note").fill("葡萄糖酸钙静推，复查血钾")
    drawer.get_by_test_id("handle-value").click()
    drawer.get_by_test_id("close-value").click()
    trail = drawer.get_by_test_id("value-trail")
    for step in ("发现危急值", "已送达", "已阅读", "复述确认", "已处置", "已归档"):
        expect(trail).to_contain_text(step)
    assert len(re.findall(r"\d\d:\d\d:\d\d", drawer.get_by_test_id("value-way").inner_text())) == len(WAY)
    picture(head, "critical-record")


@pytest.mark.covers("QC-002", "QC-003", "QC-006", "QC-007", "W-QC-01", "W-QC-03", "W-QC-04")
def test_nobody_answers_then_the_head_reads_back_and_everybody_sees_who_has_it(
    up: Up, window: Open, offset: Path
) -> None:
    doctor, head, admin = (at(up, window, who, page) for who, page in WATCHING)
    before = tones(doctor)
    send(up, 80)  # potassium 6.80
    popup(doctor, "血钾 6.80")
    until_heard(doctor, before + HIGH)
    picture(doctor, "critical-popup")
    expect(head.get_by_test_id("popup")).to_have_count(0)
    expect(on_board(admin)).to_contain_text("已送达")

    heard = tones(doctor)
    offset.write_text(str(5 * 60 + 5), "ascii")
    until_heard(doctor, heard + HIGH)
    expect(doctor.get_by_test_id("popup").filter(has_text="血钾 6.80")).to_have_count(2)

    offset.write_text(str(31 * 60), "ascii")
    popup(head, "30 分钟未处理")
    popup(admin, "30 分钟未处理")
    reads_back(head)
    keeper = head.get_by_test_id("account-name").inner_text()
    expect(on_board(admin)).to_contain_text(keeper)
    for page in (doctor, admin):
        expect(page.get_by_test_id("popup")).to_have_count(0)  # somebody has it: nobody else has to jump up
    admin.get_by_test_id("bell").click()
    expect(admin.get_by_test_id("bell-list")).to_contain_text(f"{keeper} 已接手")
    admin.keyboard.press("Escape")
    closes(head)
    expect(on_board(admin)).to_contain_text("已归档")
    for page in (doctor, head, admin):
        assert page.evaluate("window.notReloaded") is True
