"""Under which addresses a node can be reached: WebSocket upgrades, HTTP streams, emulation, the server API."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from channels.http.emulation import Emulation
from channels.http.streams import Stream
from channels.server_api.app import ServerApi
from channels.server_api.methods import Methods
from channels.wire.endpoint import HubEndpoint, ListenerEndpoint
from channels.wire.server import Router

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from channels.fleet.fleet import Fleet
    from channels.wire.origins import Origins

    App = Callable[[Scope, Receive, Send], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Offer:
    """Which ways in are open besides the WebSocket. `api_key` empty: the server API is closed, unless `api_open`."""

    http_stream: bool = True
    sse: bool = True
    one_way: bool = True
    api_key: str = ""
    api_open: bool = False
    api_prefixes: tuple[str, ...] = ("/server-api",)


def router(fleet: Fleet, origins: Origins, offer: Offer) -> Router:
    """What becomes of WebSocket upgrades."""
    node = fleet.node
    endpoints: dict[str, HubEndpoint | ListenerEndpoint] = {"/connection/websocket": HubEndpoint(node)}
    if offer.one_way:
        endpoints["/connection/uni_websocket"] = ListenerEndpoint(node)
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
    if offer.one_way:
        apps["/connection/uni_http_stream"] = Stream(node, origins, one_way=True)
        apps["/connection/uni_sse"] = Stream(node, origins, sse=True, one_way=True)
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
