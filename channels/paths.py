"""Under which addresses a node can be reached: WebSocket upgrades, HTTP streams, emulation, the server API."""

from __future__ import annotations

import importlib
import importlib.util
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from channels.http.emulation import Emulation
from channels.http.streams import Stream
from channels.http.websocket import WebSocketApp
from channels.server_api.app import ServerApi
from channels.server_api.methods import Methods

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from channels.fleet.fleet import Fleet
    from channels.wire.origins import Origins

    App = Callable[[Scope, Receive, Send], Awaitable[None]]


log = logging.getLogger("carewire.wire")

WEBSOCKET = "/connection/websocket"
UNI_WEBSOCKET, UNI_HTTP_STREAM, UNI_SSE = (
    f"/connection/{name}" for name in ("uni_websocket", "uni_http_stream", "uni_sse")
)
ONE_WAY = frozenset({UNI_WEBSOCKET, UNI_HTTP_STREAM, UNI_SSE})


@dataclass(frozen=True, slots=True)
class Offer:
    """Which ways in are open. `api_key` empty: the server API is closed, unless `api_open`."""

    websocket: bool = True
    http_stream: bool = True
    sse: bool = True
    one_way: frozenset[str] = ONE_WAY
    """The paths of unidirectional transports."""
    api_key: str = ""
    api_open: bool = False
    api_prefixes: tuple[str, ...] = ("/server-api",)


@dataclass(frozen=True, slots=True)
class Upgrades:
    """Who takes WebSocket upgrades: uvicorn's `ws`, and the ASGI applications by path that it needs, if it does."""

    protocol: Any
    apps: Mapping[str, App] = field(default_factory=dict)


def upgrades(
    fleet: Fleet, origins: Origins, offer: Offer, trusted: Iterable[str] = (), *, own: bool = True
) -> Upgrades:
    """Our own server for WebSockets, or (`own` False, or where there is no picows for the system) uvicorn's.

    Proxies at `trusted` addresses may say for whom they ask.
    """
    main = WEBSOCKET if offer.websocket else None
    one_way = UNI_WEBSOCKET if UNI_WEBSOCKET in offer.one_way else None
    if own and importlib.util.find_spec("picows") is not None:
        upgrade = importlib.import_module("channels.wire.upgrade")
        return Upgrades(upgrade.protocol(fleet.node, origins, trusted, main=main, one_way=one_way))
    log.warning("WebSockets are served by uvicorn itself, which costs several times as much per message")
    apps: dict[str, App] = {}
    if main is not None:
        apps[main] = WebSocketApp(fleet.node, origins)
    if one_way is not None:
        apps[one_way] = WebSocketApp(fleet.node, origins, one_way=True)
    return Upgrades("websockets-sansio", apps)


def mounts(fleet: Fleet, origins: Origins, offer: Offer) -> Mapping[str, App]:
    """ASGI applications by their path; those of the server API take what lies below theirs too."""
    node = fleet.node
    apps: dict[str, App] = {}
    if offer.http_stream:
        apps["/connection/http_stream"] = Stream(node, origins)
    if offer.sse:
        apps["/connection/sse"] = Stream(node, origins, sse=True)
    if offer.http_stream or offer.sse:
        apps["/emulation"] = Emulation(fleet, origins)
    if UNI_HTTP_STREAM in offer.one_way:
        apps[UNI_HTTP_STREAM] = Stream(node, origins, one_way=True)
    if UNI_SSE in offer.one_way:
        apps[UNI_SSE] = Stream(node, origins, sse=True, one_way=True)
    methods = Methods(fleet)
    for prefix in offer.api_prefixes:
        apps[prefix] = ServerApi(methods, offer.api_key, prefix, offer.api_open)
    return apps


def find(apps: Mapping[str, App], path: str) -> App | None:
    """Who answers a path."""
    exact = apps.get(path)
    if exact is not None:
        return exact
    return next((app for prefix, app in apps.items() if path.startswith(prefix + "/")), None)
