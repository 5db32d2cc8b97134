"""The upward half of HTTP connections: frames for a connection that may live on another node."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from channels.broker.base import BrokerUnavailableError
from channels.http.requests import GoneError, TooBigError, answer, body, cross_origin, preflight
from channels.http.streams import OCTETS
from channels.protocol.codec import FrameError
from channels.protocol.emulation import from_json, from_protobuf

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from channels.fleet.fleet import Fleet
    from channels.wire.origins import Origins


@dataclass(frozen=True, slots=True)
class Emulation:
    """The ASGI application at `/emulation`."""

    fleet: Fleet
    origins: Origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take one frame: 204 once it was handed over, 404 when its node is not there."""
        allowed = cross_origin(scope, self.origins)
        if allowed is None:
            await answer(send, 403, [], b"origin not allowed")
        elif scope["method"] == "OPTIONS":
            await preflight(send, b"POST", allowed)
        elif scope["method"] != "POST":
            await answer(send, 405, [(b"allow", b"POST, OPTIONS")])
        else:
            with suppress(GoneError):
                await answer(send, await self._take(scope, receive), allowed)

    async def _take(self, scope: Scope, receive: Receive) -> int:
        octets = dict(scope["headers"]).get(b"content-type", b"").startswith(OCTETS)
        try:
            # The frame stands in an envelope, and in JSON its quotes are escaped.
            content = await body(receive, 2 * self.fleet.node.limits.inbound)
            forwarded = (from_protobuf if octets else from_json)(content)
            found = await self.fleet.pass_frame(forwarded.node, forwarded.session, forwarded.frame)
        except TooBigError:
            return 413
        except FrameError:
            return 400
        except BrokerUnavailableError:
            return 500
        return 204 if found else 404
