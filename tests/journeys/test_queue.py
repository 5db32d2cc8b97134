"""The story of the first issue in real Chromium: two technicians, one lobby screen, and nobody presses refresh."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.kit.browser import Open, picture, sign_in
from tests.kit.proxy import Cable, cable
from tests.kit.snapshot import fresh_snapshot
from tests.kit.up import Up

pytestmark = pytest.mark.slow

CUT_SECONDS = 20


@dataclass
class Hall:
    """Two technicians at CT1 and the screen in front of it, behind a cable that can be cut."""

    up: Up
    wire: Cable
    first: Page
    second: Page
    screen: Page

    def row(self, page: Page, number: str) -> Locator:
        return page.locator("tr[data-row-key]").filter(has=page.get_by_text(number, exact=True))

    def waiting(self, page: Page) -> list[str]:
        return [
            str(text) for text in page.locator("tr[data-row-key][data-state=waiting] .cell-number").all_inner_texts()
        ]

    def act(self, page: Page, number: str, action: str) -> None:
        self.row(page, number).get_by_test_id(f"action-{action}").click()

    def everywhere(self, number: str, state: str) -> None:
        """Both technicians see the ticket in this state."""
        for page in (self.first, self.second):
            expect(self.row(page, number)).to_have_attribute("data-state", state)

    def now(self) -> Locator:
        return self.screen.get_by_test_id("now-calling")

    def untouched(self) -> None:
        """Nobody has pressed refresh."""
        for page in (self.first, self.second, self.screen):
            assert page.evaluate("window.notReloaded") is True


@pytest.fixture
def hall(up: Up, window: Open) -> Iterator[Hall]:
    with cable(up.port) as wire:
        url = f"http://127.0.0.1:{wire.port}"
        first, second = window(url), window(url)
        screen = window(f"{url}/screen/ct1", 1920, 1080)
        sign_in(first, "technician")
        sign_in(second, "head")
        for page in (first, second):
            choose_room(page, "CT1 室")
        yield Hall(up, wire, first, second, screen)


def choose_room(page: Page, name: str) -> None:
    if page.get_by_test_id("room-select").get_by_text(name).count() == 0:
        page.get_by_test_id("room-select").click()
        page.locator(".ant-select-dropdown:visible").get_by_text(name, exact=True).click()
    expect(page.get_by_test_id("room-select")).to_contain_text(name)


def admit(up: Up, **fields: Any) -> str:
    """One more patient in line; gives the queue number."""
    patient = {
        "room_id": "ct1",
        "patient_id": f"story-{time.monotonic_ns()}",
        "name": "赵小满",
        "sex": "female",
        "birth_date": "1988-05-06",
        "exam_type": "CT",
        "items": ["胸部平扫"],
        **fields,
    }
    return str(up.do("registrar", "queue/admit-ticket", **patient)["number"])


@pytest.mark.covers("RIS-107", "RIS-108", "RIS-109", "RIS-110", "RIS-111", "RIS-112", "RIS-117")
def test_a_call_is_seen_everywhere_at_once(hall: Hall) -> None:
    number = admit(hall.up, patient_class="emergency", name="钱小急")
    hall.everywhere(number, "waiting")
    expect(hall.screen.get_by_test_id("waiting-list").locator(f"[data-number={number}]")).to_be_visible()
    first = hall.waiting(hall.first)[0]
    hall.first.get_by_test_id("call-first").click()
    hall.everywhere(first, "calling")
    expect(hall.now()).to_have_attribute("data-number", first)
    picture(hall.first, "queue")
    picture(hall.screen, "screen")
    # The other technician gets a clear conflict that names who is being called.
    other = hall.waiting(hall.second)[0]
    hall.act(hall.second, other, "call")
    expect(hall.second.locator(".ant-message, .ant-notification")).to_contain_text(first)
    hall.everywhere(other, "waiting")
    # The announcement ends by itself.
    hall.everywhere(first, "called")
    hall.act(hall.first, first, "pass")
    hall.everywhere(first, "passed")
    expect(hall.screen.get_by_test_id("passed-list").locator(f"[data-number={first}]")).to_be_visible()
    hall.act(hall.second, first, "recall")
    hall.everywhere(first, "calling")
    expect(hall.now()).to_have_attribute("data-number", first)
    hall.act(hall.first, first, "start")
    hall.everywhere(first, "examining")
    expect(hall.now()).not_to_have_attribute("data-number", first)
    hall.act(hall.first, first, "finish")
    hall.first.keyboard.press("Enter")
    for page in (hall.first, hall.second):
        expect(hall.row(page, first)).to_have_count(0)
    hall.untouched()


@pytest.mark.covers("RIS-102", "RIS-106")
def test_sign_in_again_and_change_of_room_keep_both_lists_in_order(hall: Hall) -> None:
    late = admit(hall.up, name="孙晚到")
    vip = admit(hall.up, name="李贵宾", patient_class="vip")
    hall.everywhere(vip, "waiting")
    hall.act(hall.first, late, "call")
    hall.everywhere(late, "called")
    hall.act(hall.first, late, "pass")
    hall.everywhere(late, "passed")
    hall.act(hall.second, late, "sign-in-again")
    hall.everywhere(late, "waiting")
    assert hall.waiting(hall.first) == hall.waiting(hall.second)
    assert hall.waiting(hall.first).index(vip) < hall.waiting(hall.first).index(late)
    choose_room(hall.second, "CT2 室")
    hall.act(hall.first, vip, "change-room")
    expect(hall.first.get_by_test_id("change-room-select")).to_contain_text("CT2 室")
    hall.first.locator("#change-room-ok").click()
    expect(hall.row(hall.first, vip)).to_have_count(0)
    expect(hall.row(hall.second, vip)).to_have_attribute("data-state", "waiting")
    expect(hall.screen.get_by_test_id("waiting-list").locator(f"[data-number={vip}]")).to_have_count(0)
    hall.untouched()


def _kill_relay(hall: Hall) -> None:
    admit(hall.up, name="周中继")
    hall.up.kill("hub", "work")


def _kill_valkey(hall: Hall) -> None:
    admit(hall.up, name="吴缓存")
    hall.up.kill("valkey-server")


def _cut(hall: Hall) -> None:
    hall.wire.cut()
    for page in (hall.first, hall.screen):
        expect(page.get_by_test_id("connection-badge")).not_to_have_attribute("data-state", "live")
    time.sleep(CUT_SECONDS)


STRIKES: dict[str, Callable[[Hall], None]] = {
    "the WebSocket is cut for 20 s": _cut,
    "serve is killed": lambda hall: hall.up.kill("hub", "serve"),
    "valkey is killed right after commits": _kill_valkey,
    "the relay is killed between publish and cursor": _kill_relay,
}


@pytest.mark.parametrize("strike", STRIKES, ids=str)
def test_nothing_is_missing_after(hall: Hall, strike: str) -> None:
    """Things happen while it is broken; afterwards every window shows just what is true."""
    before = admit(hall.up, name="郑之前")
    hall.everywhere(before, "waiting")
    STRIKES[strike](hall)
    during = admit(hall.up, name="王期间", patient_class="vip")
    ticket = next(r for r in truth(hall.up) if r["number"] == before)["ticket_id"]
    hall.up.do("technician", "queue/call-ticket", ticket_id=ticket)
    hall.up.do("technician", "queue/start-exam", ticket_id=ticket)
    hall.wire.mend()
    hall.everywhere(during, "waiting")
    hall.everywhere(before, "examining")
    for page in (hall.first, hall.second, hall.screen):
        expect(page.get_by_test_id("connection-badge")).to_have_attribute("data-state", "live")
    after = admit(hall.up, name="冯之后")
    hall.everywhere(after, "waiting")
    true = [(r["number"], r["state"]) for r in sorted(truth(hall.up), key=lambda r: r["order"])]
    for page in (hall.first, hall.second):
        expect(page.locator("tr[data-row-key]")).to_have_count(len(true))
        rows = page.locator("tr[data-row-key]").all()
        assert [(r.locator(".cell-number").inner_text(), r.get_attribute("data-state")) for r in rows] == true
    hall.untouched()
    hall.up.do("technician", "queue/finish-exam", ticket_id=ticket)


def truth(up: Up) -> list[dict[str, Any]]:
    """The line of CT1 as a fresh snapshot has it."""
    return fresh_snapshot(up, "queue-room:demo:ct1")
