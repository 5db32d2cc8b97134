"""What the stand-alone server answers over HTTP: its streams, the server API, and what operators ask."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import msgspec
from prometheus_client import REGISTRY, generate_latest

from channels.http.requests import answer
from channels.paths import Offer, find, mounts
from hub.health import Health, Probed, examine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import Receive, Scope, Send

    from channels.fleet.fleet import Fleet
    from channels.paths import App
    from channels.standalone.config import Config
    from channels.wire.origins import Origins

API_PREFIXES = ("/server-api", "/api")
JSON = [(b"content-type", b"application/json")]
TEXT = [(b"content-type", b"text/plain; version=0.0.4; charset=utf-8")]


def offer(config: Config) -> Offer:
    """Which ways in the configuration opens."""
    api = config.http_api
    one_way = {
        path
        for path, switch in (
            ("/connection/uni_websocket", config.uni_websocket),
            ("/connection/uni_sse", config.uni_sse),
            ("/connection/uni_http_stream", config.uni_http_stream),
        )
        if switch.enabled
    }
    return Offer(
        websocket=not config.websocket.disabled,
        http_stream=config.http_stream.enabled,
        sse=config.sse.enabled,
        one_way=frozenset(one_way),
        api_key=api.key,
        api_open=api.insecure,
        api_prefixes=() if api.disabled else API_PREFIXES,
    )


class Front:
    """The ASGI application."""

    def __init__(self, fleet: Fleet, config: Config, origins: Origins, others: Mapping[str, App]) -> None:
        """`/health` and `/metrics` answer only where the configuration says so. `others` answer besides, by path."""
        self._fleet = fleet
        self._apps = {**mounts(fleet, origins, offer(config)), **others}
        self._pages = {"/ready": self._health}
        if config.health.enabled:
            self._pages["/health"] = self._health
        if config.prometheus.enabled:
            self._pages["/metrics"] = self._metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        app = find(self._apps, scope["path"])
        page = self._pages.get(scope["path"])
        if app is not None:
            await app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close"})
        elif page is None:
            await answer(send, HTTPStatus.NOT_FOUND, [], b"there is nothing here")
        elif scope["method"] not in {"GET", "HEAD"}:
            await answer(send, HTTPStatus.METHOD_NOT_ALLOWED, [(b"allow", b"GET")])
        else:
            await page(send)

    async def _health(self, send: Send) -> None:
        health: Health = await examine([Probed("live", self._probe, vital=True)])
        status = HTTPStatus.OK if health.status == "ok" else HTTPStatus.SERVICE_UNAVAILABLE
        await answer(send, status, JSON, msgspec.json.encode(health))

    async def _probe(self) -> str:
        node = self._fleet.node
        health = node.broker.health
        if not (health.healthy and node.accepting):
            raise RuntimeError(health.detail)
        return f"{node.connections} connections, {len(self._fleet.nodes())} nodes, {health.detail}"

    async def _metrics(self, send: Send) -> None:
        await answer(send, HTTPStatus.OK, TEXT, generate_latest(REGISTRY))
