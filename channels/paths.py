"""Under which addresses a node can be reached: WebSocket upgrades, HTTP streams, emulation, the server API."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from channels.http.emulation import Emulation
from channels.http.streams import Stream
from channels.server_api.app import ServerApi
from channels.server_api.methods import Methods
from channels.wire.endpoint import HubEndpoint, ListenerEndpoint
from channels.wire.proxies import Proxies
from channels.wire.server import Router

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from channels.fleet.fleet import Fleet
    from channels.wire.origins import Origins

    App = Callable[[Scope, Receive, Send], Awaitable[None]]


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


def router(fleet: Fleet, origins: Origins, offer: Offer, trusted: Iterable[str] = ()) -> Router:
    """What becomes of WebSocket upgrades. Proxies at `trusted` addresses may say for whom they ask."""
    node, proxies = fleet.node, Proxies(trusted)
    endpoints: dict[str, HubEndpoint | ListenerEndpoint] = {}
    if offer.websocket:
        endpoints["/connection/websocket"] = HubEndpoint(node, proxies)
    if UNI_WEBSOCKET in offer.one_way:
        endpoints[UNI_WEBSOCKET] = ListenerEndpoint(node, proxies)
    return Router(endpoints, origins)


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
