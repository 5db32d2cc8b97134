"""The official JavaScript SDK in Chromium: its browser builds, from the server's own origin and from another one."""

from __future__ import annotations

import contextlib
import mimetypes
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.channels.standalone.process import Served, serving
from tests.channels.standalone.signing import signed
from tests.sdk.javascript import CONFIG, ELSEWHERE, KEY, SCENARIOS, SCRIPTS, SECRET, WAYS, WEB, Verdicts, verdicts

pytestmark = pytest.mark.slow

ORIGINS = ("own", "another")
PATIENCE_MS = 120_000


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    """One node."""
    with serving(CONFIG) as one:
        yield one


@pytest.fixture(scope="module")
def outcome(browser: Browser, server: Served) -> dict[str, Verdicts]:
    """By origin; all ways of one origin side by side, each in a profile of its own."""
    return {origin: _judged(browser, server, origin) for origin in ORIGINS}


def _judged(browser: Browser, server: Served, name: str) -> Verdicts:
    origin = server.base if name == "own" else ELSEWHERE
    said: list[Any] = []
    with contextlib.ExitStack() as stack:
        pages = [stack.enter_context(_opened(browser, server, origin)) for _ in WAYS]
        for page, way in zip(pages, WAYS, strict=True):
            page.evaluate("([base, name, way]) => void judge(base, name, way)", [server.base, name, way])
        for page in pages:
            page.wait_for_function("() => window.done", timeout=PATIENCE_MS)
            said += page.evaluate("verdicts")
    return verdicts(said)


@contextlib.contextmanager
def _opened(browser: Browser, server: Served, origin: str) -> Iterator[Page]:
    context = browser.new_context()
    try:
        page = context.new_page()
        page.route(f"{origin}/judge/*", _serve)
        page.expose_function("carewireApi", _calls(server))
        page.expose_function("carewireToken", lambda claims, secret: signed(claims, secret or SECRET))
        page.goto(f"{origin}/judge/page.html")
        page.wait_for_function("() => window.judge !== undefined")
        yield page
    finally:
        context.close()


def _serve(route: Route) -> None:
    name = route.request.url.rpartition("/")[2]
    folder = SCRIPTS if (SCRIPTS / name).exists() else WEB / "node_modules" / "centrifuge" / "dist"
    kind = "text/javascript" if name.endswith("js") else mimetypes.guess_type(name)[0]
    route.fulfill(body=(folder / name).read_bytes(), content_type=kind)


def _calls(server: Served) -> Callable[[str, dict[str, Any]], Any]:
    def call(method: str, params: dict[str, Any]) -> Any:
        return server.call(method, KEY, **params)

    return call


def test_every_scenario_ran_over_every_way(outcome: dict[str, Verdicts]) -> None:
    for origin in ORIGINS:
        assert set(outcome[origin]) == {(way, scenario) for way in WAYS for scenario in SCENARIOS}


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("origin", ORIGINS)
def test_the_sdk(outcome: dict[str, Verdicts], origin: str, way: str, scenario: str) -> None:
    assert outcome[origin][way, scenario] == ""


@pytest.mark.parametrize("way", WAYS)
def test_a_foreign_origin_gets_nowhere(browser: Browser, server: Served, way: str) -> None:
    transport, _, encoding = way.partition("-")
    sdk = "CentrifugeProtobuf" if encoding == "protobuf" else "CentrifugeJson"
    scheme = server.base.replace("http", "ws") if transport == "websocket" else server.base
    with _opened(browser, server, "http://localhost:8766") as page:
        told = page.evaluate(
            "([sdk, transport, endpoint, token]) => new Promise((resolve) => {"
            " const client = new window[sdk]([{ transport, endpoint }], { token });"
            " client.on('connected', () => resolve('connected'));"
            " client.on('error', (context) => { client.disconnect(); resolve(context.type); });"
            " client.connect(); })",
            [sdk, transport, f"{scheme}/connection/{transport}", signed({"sub": "eve"}, SECRET)],
        )
    assert told == "transport"
