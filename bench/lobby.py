"""``bench lobby``: how long after 呼叫 the lobby screen shows the patient and begins to sound, in real Chromium.

A whole hospital and one screen, both of this checkout. A call counts from just before its command is sent; the screen
notes when the patient stands there large and when the loudspeaker is given the chime and then the voice (whose sound
was made on the server meanwhile: every patient has another name). One clock: all of it runs on this machine.
"""

from __future__ import annotations

import argparse
import os
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from playwright.sync_api import Page, sync_playwright

from bench.hospital import PASSWORD, Hospital, hospital
from bench.rig.machine import described

NOTE = """
window.noted = { shown: {}, sounds: [] };
new MutationObserver(() => {
  for (const place of document.querySelectorAll('[data-testid=now-calling]')) {
    window.noted.shown[place.dataset.number] ??= Date.now();
  }
}).observe(document, { childList: true, subtree: true, attributes: true });
const create = AudioContext.prototype.createBufferSource;
AudioContext.prototype.createBufferSource = function () {
  const source = create.call(this);
  const start = source.start.bind(source);
  source.start = (...at) => {
    window.noted.sounds.push({ at: Date.now(), seconds: source.buffer.duration });
    start(...at);
  };
  return source;
};
"""
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"


def main(options: list[str]) -> int:
    """Call, look, listen; print one table."""
    parser = argparse.ArgumentParser(prog="bench lobby", description=__doc__)
    parser.add_argument("--calls", type=int, default=10)
    asked = parser.parse_args(options)
    with hospital(0) as house, _screen(house) as screen:
        rows = [_call(house, screen, number) for number in range(asked.calls)]
    print(f"{described()}; {asked.calls} calls, one after the other, each a new name")
    print("| from the command to | median ms | longest ms |\n|---|---|---|")
    for name, told in zip(
        ("the patient on the screen", "the chime", "the voice"), zip(*rows, strict=True), strict=True
    ):
        print(f"| {name} | {statistics.median(told):.0f} | {max(told):.0f} |")
    return 0


@contextmanager
def _screen(house: Hospital) -> Iterator[Page]:
    flags = ["--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=flags
        )
        page = browser.new_page(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
        page.add_init_script(NOTE)
        page.goto(f"http://127.0.0.1:{house.port}/screen/ct")
        page.locator("[data-testid=connection-badge][data-state=live]").wait_for()
        yield page
        browser.close()


def _call(house: Hospital, screen: Page, number: int) -> tuple[float, float, float]:
    """Milliseconds to the patient on the screen, to the chime and to the voice."""
    name = f"{SURNAMES[number % len(SURNAMES)]}小{'一二三四五六七八九十'[number % 10]}"
    admitted = _do(house, "registrar", "admit-ticket", _patient(number, name))
    ticket = {"ticket_id": admitted["ticket_id"]}
    before = len(screen.evaluate("window.noted.sounds"))
    began = screen.evaluate("Date.now()")
    _do(house, "technician", "call-ticket", ticket)
    while len(sounds := screen.evaluate("window.noted.sounds")[before:]) < len(("chime", "once", "twice")):
        screen.wait_for_timeout(50)
    shown = screen.evaluate("number => window.noted.shown[number]", admitted["number"])
    screen.wait_for_timeout(int(sounds[2]["seconds"] * 1000) + 500)
    for step in ("start-exam", "finish-exam"):
        _do(house, "technician", step, ticket)
    return shown - began, sounds[0]["at"] - began, sounds[1]["at"] - began


def _patient(number: int, name: str) -> dict[str, Any]:
    return {
        "room_id": "ct1",
        "patient_id": f"bench-{number}",
        "name": name,
        "sex": "unknown",
        "birth_date": "1990-01-01",
        "exam_type": "CT",
        "items": ["胸部平扫"],
    }


_tokens: dict[str, str] = {}


def _do(house: Hospital, account: str, command: str, fields: dict[str, Any]) -> dict[str, Any]:
    url = f"http://127.0.0.1:{house.port}/api"
    if account not in _tokens:
        answer = httpx.post(f"{url}/access/sign-in", json={"account": account, "password": PASSWORD}, timeout=10)
        _tokens[account] = answer.raise_for_status().json()["token"]
    bearer = {"Authorization": f"Bearer {_tokens[account]}"}
    answer = httpx.post(f"{url}/queue/{command}", json=fields, headers=bearer, timeout=10).raise_for_status()
    told: dict[str, Any] = answer.json()
    return told
