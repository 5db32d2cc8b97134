"""WebSocket below ASGI: uvicorn hands each upgrade to picows, one router decides what becomes of it.

All upgrades of the port come here, whatever their path. The router knows the paths, checks the origin and chooses the
sub-protocol; what it opens is an endpoint of the house (the hub now, other standards later).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from picows import WSAutoPingStrategy, WSListener, WSProtocolError, WSUpgradeResponse, WSUpgradeResponseWithListener
from picows.picows import WSProtocol  # type: ignore[attr-defined]  # not in its stubs

from channels.wire.origins import Origins
from channels.wire.rates import come_back_in
from channels.wire.trouble import OnlyFailures

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from picows import WSUpgradeRequest

# picows reports broken frames of clients as errors of the server, and addresses at each open: not worth a line.
_picows_log = OnlyFailures(logging.getLogger("carewire.wire.picows"), WSProtocolError)

HANDSHAKE_SECONDS = 10
READ_BUFFER = 2048


class Endpoint(Protocol):
    """What stands behind one path."""

    @property
    def subprotocols(self) -> tuple[str, ...]:
        """The sub-protocols that it speaks, in order of preference; unknown offers are ignored."""
        ...

    @property
    def inbound(self) -> int:
        """Largest frame in bytes that a client may send."""
        ...

    def open(self, request: WSUpgradeRequest, subprotocol: str | None) -> WSListener | None:
        """A listener for the new socket, or None when nobody is accepted now (503)."""
        ...


@dataclass(frozen=True, slots=True)
class Router:
    """Paths to endpoints, and where browsers may come from."""

    endpoints: Mapping[str, Endpoint]
    origins: Origins = field(default_factory=Origins)

    def route(self, request: WSUpgradeRequest) -> WSUpgradeResponseWithListener:
        """Decide about one upgrade."""
        endpoint = self.endpoints.get(urlsplit(request.path.decode("latin-1")).path)
        if endpoint is None:
            return _refused(404, "not found")
        if not self.origins.allow(request.headers.get("origin"), request.headers.get("host", "")):
            return _refused(403, "origin not allowed")
        chosen = _chosen(endpoint, request)
        listener = endpoint.open(request, chosen)
        if listener is None:
            return _refused(503, "not accepting connections now", {"Retry-After": str(come_back_in())})
        headers = {} if chosen is None else {"Sec-WebSocket-Protocol": chosen}
        return WSUpgradeResponseWithListener(WSUpgradeResponse.create_101_response(headers), listener)


def _chosen(endpoint: Endpoint, request: WSUpgradeRequest) -> str | None:
    offered = {
        name.strip() for line in request.headers.getall("sec-websocket-protocol", []) for name in line.split(",")
    }
    return next((name for name in endpoint.subprotocols if name in offered), None)


def _refused(status: int, why: str, headers: Mapping[str, str] | None = None) -> WSUpgradeResponseWithListener:
    refusal = WSUpgradeResponse.create_error_response(status, why.encode(), headers)
    return WSUpgradeResponseWithListener(refusal, None)


def websocket_protocol(router: Router | Callable[[], Router]) -> type[WSProtocol]:
    """The class for `uvicorn.Config(ws=...)`. A callable is asked at each upgrade, for routers that are made later."""

    class HouseSocket(WSProtocol):  # type: ignore[misc]
        """One upgraded connection."""

        def __init__(self, config: Any, server_state: Any, app_state: Any) -> None:
            del config, server_state, app_state
            routes = router if isinstance(router, Router) else router()
            largest = max((endpoint.inbound for endpoint in routes.endpoints.values()), default=0)
            super().__init__(
                host_port=None,
                ws_path=None,
                is_client_side=False,
                ws_listener_factory=routes.route,
                logger=_picows_log,
                disconnect_on_exception=True,
                websocket_handshake_timeout=HANDSHAKE_SECONDS,
                enable_auto_ping=False,
                auto_ping_idle_timeout=HANDSHAKE_SECONDS,
                auto_ping_reply_timeout=HANDSHAKE_SECONDS,
                auto_ping_strategy=WSAutoPingStrategy.PING_WHEN_IDLE,
                enable_auto_pong=True,
                max_frame_size=largest,
                extra_headers=None,
                read_buffer_init_size=READ_BUFFER,
            )

        def data_received(self, data: bytes) -> None:
            """Take the upgrade request that uvicorn writes anew; later bytes go straight into picows' buffer."""
            rest = memoryview(data)
            while rest:
                space = self.get_buffer(-1)
                count = min(len(space), len(rest))
                space[:count] = rest[:count]
                self.buffer_updated(count)
                rest = rest[count:]

    return HouseSocket
