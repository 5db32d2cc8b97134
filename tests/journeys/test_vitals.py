"""The monitoring wall in real Chromium: what a bedside monitor says over MLLP, and who hears when it is bad."""

from __future__ import annotations

import socket
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from hub.clock import system_clock
from tests.domains.vitals.ward import BEATS, HEART, MONITOR, obx, pcd
from tests.journeys.test_registration import choose
from tests.kit.browser import Open, open_page, picture, sign_in
from tests.kit.up import Up

pytestmark = pytest.mark.slow


def beats(up: Up, control_id: str, value: int, at: datetime) -> None:
    """The monitor's gateway tells of a heart rate (IHE PCD-01)."""
    block = pcd(control_id, [obx(1, HEART, str(value), BEATS, MONITOR)], at=at, pid="P10001^^^HIS^PI")
    with socket.create_connection(("127.0.0.1", up.mllp), timeout=10) as line:
        line.sendall(b"\x0b" + block + b"\x1c\r")
        assert b"MSA|AA" in line.recv(65_536)


def bind(wall: Page, tile: Locator) -> None:
    """From the tile, by the patient's number."""
    tile.click()
    wall.get_by_test_id("bind").click()
    choose(wall, "form_kind", "HIS 患者号")
    wall.locator("#form_number").fill("P10001")
    wall.locator("#form-save").click()
    expect(tile).to_contain_text("宋*")
    wall.keyboard.press("Escape")


def test_a_monitor_speaks_the_wall_shows_it_and_the_doctor_hears_what_stays_bad(up: Up, window: Open) -> None:
    sender = {"name": "监护网关", "application": "MONITORS", "facility": "DEMO", "addresses": ["127.0.0.1"]}
    up.do("operator", "gateway/allow-sender", **sender)
    wall, doctor = window(up.url), window(up.url)
    sign_in(wall, "technician")
    open_page(wall, "vitals-wall")
    sign_in(doctor, "doctor")
    tile = wall.get_by_test_id(f"tile-{MONITOR}")
    bind(wall, tile)

    now = system_clock()
    rate = tile.locator("[data-metric=heart_rate]")
    beats(up, "V1", 72, now - timedelta(seconds=30))
    expect(rate).to_contain_text("72")
    beats(up, "V2", 150, now - timedelta(seconds=12))
    expect(rate).to_contain_text("150")
    expect(doctor.get_by_test_id("popup")).to_have_count(0)  # one value beyond the limit is no alarm
    beats(up, "V3", 152, now)
    popup = doctor.get_by_test_id("popup")
    expect(popup).to_contain_text("心率 152 次/分")
    expect(popup).to_have_attribute("data-level", "high")
    expect(tile).to_have_attribute("data-level", "high")
    picture(wall, "vitals-wall")
    picture(doctor, "vitals-alert")
    for page in (wall, doctor):
        assert page.evaluate("window.notReloaded") is True
