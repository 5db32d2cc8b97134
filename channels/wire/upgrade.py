"""Our own server for WebSockets, on picows: which paths there are and what stands behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from channels.wire.endpoint import HubEndpoint, ListenerEndpoint
from channels.wire.proxies import Proxies
from channels.wire.server import Router, websocket_protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from channels.wire.node import Node
    from channels.wire.origins import Origins
    from channels.wire.server import Endpoint


def protocol(
    node: Node, origins: Origins, trusted: Iterable[str], *, main: str | None, one_way: str | None
) -> type[Any]:
    """The class for uvicorn's `ws`. `main` and `one_way` are paths, None where that way in is closed."""
    proxies = Proxies(trusted)
    endpoints: dict[str, Endpoint] = {}
    if main is not None:
        endpoints[main] = HubEndpoint(node, proxies)
    if one_way is not None:
        endpoints[one_way] = ListenerEndpoint(node, proxies)
    return websocket_protocol(Router(endpoints, origins))
