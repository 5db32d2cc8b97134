"""The lobby screen in real Chromium: it speaks every call once, in order, whatever happens, and is paired live."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.test_queue import admit
from tests.kit.browser import WHOLE_BROWSER, Open, open_page, picture, sign_in
from tests.kit.proxy import Cable, cable
from tests.kit.snapshot import fresh_snapshot
from tests.kit.up import Up, eventually

pytestmark = pytest.mark.slow

LISTEN = """
window.heard = [];
const voices = new Map();
const ask = window.fetch;
window.fetch = async (...asked) => {
  const answer = await ask(...asked);
  if (answer.ok && String(asked[0]).endsWith('/hear-call')) {
    const { number, sound } = await answer.clone().json();
    if (sound) voices.set(atob(sound.data).length, number);
  }
  return answer;
};
const decode = AudioContext.prototype.decodeAudioData;
AudioContext.prototype.decodeAudioData = async function (data, ...rest) {
  const number = voices.get(data.byteLength);
  const buffer = await decode.call(this, data, ...rest);
  buffer.number = number;
  return buffer;
};
const create = AudioContext.prototype.createBufferSource;
AudioContext.prototype.createBufferSource = function () {
  const source = create.call(this);
  const start = source.start.bind(source);
  const piece = { what: 'chime', from: 0, until: null };
  source.addEventListener('ended', () => { piece.until = performance.now(); });
  source.start = (...at) => {
    Object.assign(piece, { what: source.buffer.number ?? 'chime', from: performance.now() });
    window.heard.push(piece);
    source.playbackRate.value = 4;  // nobody has to listen to all of it
    start(...at);
  };
  return source;
};
"""
"""Notes what the loudspeaker plays, and when."""


@contextlib.contextmanager
def _chromium(browser: Browser, policy: str) -> Iterator[Browser]:
    """Chromium with this policy for sounds that nobody asked for by a touch."""
    flags = ["--no-sandbox", "--disable-gpu", f"--autoplay-policy={policy}"]
    one = browser.browser_type.launch(executable_path=WHOLE_BROWSER, args=flags)
    yield one
    one.close()


@pytest.fixture(scope="module")
def kiosk(browser: Browser) -> Iterator[Browser]:
    """As docs/operators/voice.md says that a screen is started."""
    with _chromium(browser, "no-user-gesture-required") as one:
        yield one


@dataclass
class Lobby:
    """A screen behind a cable that can be cut, and the hospital behind it."""

    up: Up
    wire: Cable
    screen: Page

    def call(self, number: str, how: str = "call-ticket") -> None:
        row = next(r for r in self._line() if r["number"] == number)
        self.up.do("technician", f"queue/{how}", ticket_id=row["ticket_id"])

    def _line(self) -> list[dict[str, Any]]:
        return [row for room in ("ct1", "ct2") for row in fresh_snapshot(self.up, f"queue-room:demo:{room}")]

    def clear(self) -> None:
        """Everybody who was called comes in and goes home: the next screen has nothing to say."""
        for row in self._line():
            if row["state"] in ("calling", "called"):
                for how in ("start-exam", "finish-exam"):
                    self.up.do("technician", f"queue/{how}", ticket_id=row["ticket_id"])

    def state(self, number: str) -> str:
        return next(str(r["state"]) for r in self._line() if r["number"] == number)

    def heard(self) -> list[dict[str, Any]]:
        """Pieces that have been played to their end."""
        pieces: list[dict[str, Any]] = self.screen.evaluate("window.heard.filter((piece) => piece.until !== null)")
        return pieces

    def whats(self) -> list[str]:
        return [piece["what"] for piece in self.heard()]

    def until_heard(self, number: str, times: int = 2) -> None:
        self.until(lambda: self.whats().count(number) >= times, f"{number} was not spoken")

    def until_called(self, number: str) -> None:
        self.until(lambda: self.state(number) == "called", f"the call of {number} does not end")

    def until(self, done: Callable[[], bool], complaint: str) -> None:
        def look() -> bool | None:
            self.screen.wait_for_timeout(50)  # lets the browser's own events through
            return True if done() else None

        eventually(look, complaint)


@pytest.fixture
def lobby(up: Up, kiosk: Browser) -> Iterator[Lobby]:
    context = kiosk.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
    context.add_init_script(LISTEN)
    with cable(up.port) as wire:
        screen = context.new_page()
        screen.goto(f"http://127.0.0.1:{wire.port}/screen/ct")
        expect(screen.get_by_test_id("connection-badge")).to_have_attribute("data-state", "live")
        expect(screen.locator(".screen")).to_have_attribute("data-sound", "on")
        opened = Lobby(up, wire, screen)
        yield opened
    context.close()
    opened.clear()


@pytest.mark.covers("RIS-108", "RIS-109", "RIS-117")
def test_every_call_is_spoken_in_order_and_none_over_another(lobby: Lobby) -> None:
    first, second = admit(lobby.up, name="司徒小满"), admit(lobby.up, name="白雪", room_id="ct2")
    lobby.call(first)
    lobby.call(second)
    lobby.until_called(first)
    lobby.until_called(second)
    assert lobby.whats() == ["chime", first, first, "chime", second, second]
    pieces = lobby.heard()
    assert all(after["from"] >= before["until"] for before, after in itertools.pairwise(pieces))
    lobby.call(first, "call-again")
    lobby.until_called(first)
    assert lobby.whats()[6:] == ["chime", first, first]
    picture(lobby.screen, "screen-hall")


def test_a_reload_in_the_middle_repeats_nothing(lobby: Lobby) -> None:
    number = admit(lobby.up, name="钟再来")
    lobby.call(number)
    lobby.until(lambda: lobby.whats() == ["chime"], "silence")
    lobby.screen.reload()
    expect(lobby.screen.locator("[data-testid=now-calling]").first).to_have_attribute("data-number", number)
    lobby.screen.wait_for_timeout(4000)
    assert lobby.screen.evaluate("window.heard.length") == 0
    after = admit(lobby.up, name="彭后来", room_id="ct2")
    lobby.call(after)
    lobby.until_heard(after)
    assert set(lobby.whats()) == {"chime", after}


def _cut(lobby: Lobby) -> None:
    lobby.wire.cut()
    expect(lobby.screen.get_by_test_id("connection-badge")).not_to_have_attribute("data-state", "live")


def _kill(lobby: Lobby) -> None:
    lobby.up.kill("hub", "serve")


@pytest.mark.parametrize("strike", [_cut, _kill], ids=["the network is cut", "serve is killed"])
def test_a_call_of_meanwhile_is_spoken_once(lobby: Lobby, strike: Callable[[Lobby], None]) -> None:
    number = admit(lobby.up, name="龙断线")
    strike(lobby)
    lobby.call(number)
    lobby.screen.wait_for_timeout(3000)
    lobby.wire.mend()
    lobby.until_heard(number)
    lobby.screen.wait_for_timeout(3000)
    assert lobby.whats() == ["chime", number, number]
    expect(lobby.screen.get_by_test_id("connection-badge")).to_have_attribute("data-state", "live")


NOTICED = """
window.noticed = [];
new MutationObserver(() => {
  const text = document.querySelector('[data-testid=sound-off]')?.textContent ?? '';
  if (window.noticed.at(-1) !== text) window.noticed.push(text);
}).observe(document, { childList: true, subtree: true });
"""
"""Notes what the page says of its sound: asking the page from here would count as a touch."""


def test_a_browser_that_blocks_sound_says_so_and_is_unblocked_by_a_touch(up: Up, browser: Browser) -> None:
    with _chromium(browser, "document-user-activation-required") as strict:
        screen = strict.new_page(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
        screen.add_init_script(NOTICED)
        screen.goto(f"{up.url}/screen/ct1")
        screen.wait_for_timeout(3000)
        screen.mouse.click(960, 540)
        expect(screen.locator(".screen")).to_have_attribute("data-sound", "on")
        said = [text for text in screen.evaluate("window.noticed") if text]
        assert len(said) == 1
        assert "声音未开启，点击开启" in said[0]
        expect(screen.get_by_test_id("sound-off")).to_have_count(0)


@pytest.mark.covers("RIS-117")
def test_a_screen_is_paired_changed_and_revoked_while_it_waits(up: Up, window: Open) -> None:
    screen = window(f"{up.url}/screen/new?tid=demo", 1920, 1080)
    digits = screen.get_by_test_id("pairing-digits").inner_text()
    picture(screen, "screen-pairing")
    admin = window(up.url)
    sign_in(admin, "admin")
    open_page(admin, "screens")
    expect(admin.get_by_test_id("waiting-screens")).to_contain_text(digits)
    admin.get_by_test_id("pair-screen").click()
    dialog = admin.get_by_role("dialog")
    dialog.locator("#digits").fill(digits)
    dialog.locator("#name").fill("三楼走廊")
    _choose(admin, "MR1 室")
    admin.locator("#screen-ok").click()
    expect(screen.get_by_test_id("connection-badge")).to_have_attribute("data-state", "live")
    expect(screen.locator(".board")).to_have_count(1)
    expect(screen.locator(".screen-head")).to_contain_text("三楼走廊")
    row = admin.get_by_test_id("screens").locator("tr[data-row-key]").filter(has_text="三楼走廊")
    expect(row).to_contain_text("在线")
    picture(admin, "screens")
    row.get_by_test_id("screen-edit").click()
    admin.get_by_role("dialog").locator("#name").fill("四楼走廊")
    _choose(admin, "CT1 室")
    admin.locator("#screen-ok").click()
    expect(screen.locator(".screen-head")).to_contain_text("四楼走廊")
    expect(screen.locator(".board")).to_have_count(2)
    screen.reload()
    expect(screen.locator(".board")).to_have_count(2)
    row = admin.get_by_test_id("screens").locator("tr[data-row-key]").filter(has_text="四楼走廊")
    row.get_by_test_id("screen-revoke").click()
    admin.locator("#revoke-ok").click()
    expect(screen.get_by_test_id("pairing-digits")).to_be_visible()
    expect(row).to_contain_text("已停用")


def _choose(admin: Page, room: str) -> None:
    admin.get_by_test_id("screen-rooms").click()
    admin.locator(".ant-select-dropdown:visible").get_by_text(room).click()
    admin.get_by_role("dialog").locator(".ant-modal-title").click()
