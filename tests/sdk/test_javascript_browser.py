"""The official JavaScript SDK in Chromium: its browser builds, from the server's own origin and from another one."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.channels.standalone.process import Served, free_port, serving
from tests.channels.standalone.signing import signed
from tests.sdk.javascript import CONFIG, KEY, SCENARIOS, SCRIPTS, SECRET, WAYS, WEB, Verdicts, verdicts

pytestmark = pytest.mark.slow

ORIGINS = {"own": "127.0.0.1", "another": "localhost"}
"""Hosts of the page. The SDK always speaks to 127.0.0.1, and of the others the server lets in only `localhost`."""
PATIENCE_MS = 120_000


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    """One node."""
    port = free_port()
    with serving({**CONFIG, "allowed_origins": [f"http://localhost:{port}"]}, port=port) as one:
        yield one


@pytest.fixture(scope="module")
def outcome(browser: Browser, server: Served) -> dict[str, Verdicts]:
    """By origin; everything side by side, each way in a profile of its own."""
    told: dict[str, list[Any]] = {origin: [] for origin in ORIGINS}
    with contextlib.ExitStack() as stack:
        pages = []
        for origin, host in ORIGINS.items():
            for way in WAYS:
                page = stack.enter_context(_opened(browser, server, host))
                page.evaluate("([base, name, way]) => void judge(base, name, way)", [server.base, origin, way])
                pages.append((origin, page))
        for origin, page in pages:
            page.wait_for_function("() => window.done", timeout=PATIENCE_MS)
            told[origin] += page.evaluate("verdicts")
    return {origin: verdicts(said) for origin, said in told.items()}


@contextlib.contextmanager
def _opened(browser: Browser, server: Served, host: str) -> Iterator[Page]:
    """A page that really comes from this host, for browsers ask; what it loads is put in on the way."""
    origin = f"http://{host}:{server.port}"
    context = browser.new_context()
    try:
        page = context.new_page()
        page.route(f"{origin}/judge/*", _serve)
        page.expose_function("carewireApi", _calls(server))
        page.expose_function("carewireToken", lambda claims, secret: signed(claims, secret or SECRET))
        page.goto(f"{origin}/ready")
        for build in ("Json", "Protobuf"):
            page.add_script_tag(url=f"{origin}/judge/centrifuge{'.protobuf' if build == 'Protobuf' else ''}.js")
            page.evaluate(f"() => {{ window.Centrifuge{build} = window.Centrifuge; }}")
        page.add_script_tag(url=f"{origin}/judge/page.mjs", type="module")
        page.wait_for_function("() => window.judge !== undefined")
        yield page
    finally:
        context.close()


def _serve(route: Route) -> None:
    name = route.request.url.rpartition("/")[2]
    folder = SCRIPTS if (SCRIPTS / name).exists() else WEB / "node_modules" / "centrifuge" / "dist"
    route.fulfill(body=(folder / name).read_bytes(), content_type="text/javascript")


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
    with _opened(browser, server, "foreign.localhost") as page:
        told = page.evaluate(
            "([sdk, transport, endpoint, token]) => new Promise((resolve) => {"
            " const client = new window[sdk]([{ transport, endpoint }], { token });"
            " client.on('connected', () => resolve('connected'));"
            " client.on('error', (context) => { client.disconnect(); resolve(context.type); });"
            " client.connect(); })",
            [sdk, transport, f"{scheme}/connection/{transport}", signed({"sub": "eve"}, SECRET)],
        )
    assert told == "transport"
