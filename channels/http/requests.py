"""Small things of HTTP that the streams share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from channels.wire.origins import Origins

PREFLIGHT_SECONDS = b"300"


class TooBigError(Exception):
    """The body is larger than allowed (413)."""


class GoneError(Exception):
    """The client has gone before it had said everything."""


async def body(receive: Receive, most: int) -> bytes:
    """The whole body. Raises TooBigError and GoneError."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise GoneError
        part: bytes = message.get("body", b"")
        size += len(part)
        if size > most:
            raise TooBigError
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


def cross_origin(scope: Scope, origins: Origins) -> list[tuple[bytes, bytes]] | None:
    """The headers that let a page of another origin read the answer; None when its origin is not allowed."""
    headers = Headers(scope=scope)
    origin = headers.get("origin")
    if not origins.allow(origin, headers.get("host", "")):
        return None
    if origin is None:
        return []
    allowed = [(b"access-control-allow-origin", origin.encode("latin-1")), (b"vary", b"Origin"),
               (b"access-control-allow-credentials", b"true")]  # fmt: skip
    asked = headers.get("access-control-request-headers")
    if asked is not None:
        allowed.append((b"access-control-allow-headers", asked.encode("latin-1")))
    return allowed


async def answer(send: Send, status: int, headers: list[tuple[bytes, bytes]], text: bytes = b"") -> None:
    """A short answer."""
    lengths = [] if status == 204 else [(b"content-length", str(len(text)).encode())]  # noqa: PLR2004 - no body
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *lengths]})
    await send({"type": "http.response.body", "body": text})


async def preflight(send: Send, method: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    """The answer to OPTIONS."""
    allowed = [(b"access-control-allow-methods", method), (b"access-control-max-age", PREFLIGHT_SECONDS)]
    await answer(send, 204, [*headers, *allowed])
