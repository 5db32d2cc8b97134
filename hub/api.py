"""``POST /api/<domain>/<name>``: credentials, language, idempotency key and cookie in; result or problem out."""

from __future__ import annotations

import logging
import re
from typing import Any, Final, NamedTuple

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from hub.caller import PUBLIC, Caller, nobody
from hub.commands import REST, Asked, Command
from hub.errors import HubError, Invalid, Unauthenticated, Unavailable
from hub.identity import Resolver
from hub.ids import new_id
from hub.operations import LONGEST_KEY, Operations
from hub.outages import is_outage
from hub.problems import MEDIA_TYPE, language_of, problem

log = logging.getLogger(__name__)

LARGEST_BODY: Final = 1024 * 1024
COOKIE_LIFE: Final = 30 * 24 * 3600

_TRACEPARENT: Final = re.compile(r"[0-9a-f]{2}-(?P<trace>[0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")
_NO_TRACE: Final = "0" * 32
"""W3C trace context: this trace id is not valid."""


class TooLarge(Invalid):
    """The body is over the limit."""

    status = 413
    code = "too_large"


class WrongType(Invalid):
    """The body is not declared as JSON."""

    status = 415
    code = "unsupported_media_type"


class _Cookie(NamedTuple):
    """The field of a command that travels as a cookie, and the cookie's name."""

    field: str
    name: str


class Api:
    """The ASGI endpoint of all commands and queries."""

    def __init__(self, operations: Operations, resolver: Resolver, *, secure_cookies: bool) -> None:
        self.operations = operations
        self._resolver = resolver
        self._secure = secure_cookies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        trace = trace_of(request)
        try:
            response = await self._answer(request, trace)
        except HubError as error:
            response = refusal(error, request, trace)
        except ClientDisconnect:
            return
        except Exception as error:  # noqa: BLE001 - logged and told below; no request ends without an answer
            response = refusal(unexpected(error, request, trace), request, trace)
        await response(scope, receive, send)

    async def _answer(self, request: Request, trace: str) -> Response:
        name = request.scope["path"].removeprefix("/api/")
        kind = self.operations.find(name, REST).asks
        body = await _body(request)
        cookie = _cookie_of(kind)
        if cookie and cookie.field in kind.__struct_fields__:
            body = _from_cookie(request, body, cookie)
        caller = await caller_of(request, self._resolver, needed=kind.needs is not PUBLIC)
        key = request.headers.get("idempotency-key")
        if key is not None and not 0 < len(key) <= LONGEST_KEY:
            raise Invalid(f"Idempotency-Key: 1-{LONGEST_KEY}")
        result = await self.operations.run(name, REST, caller, body, key=key, trace=trace)
        return self._response(result, cookie)

    def _response(self, result: Any, cookie: _Cookie | None) -> Response:
        if cookie is None:
            return Response(msgspec.json.encode(result), media_type="application/json", headers=_PRIVATE)
        fields: dict[str, Any] = msgspec.to_builtins(result)
        value = fields.pop(cookie.field, None)
        response = Response(msgspec.json.encode(fields), media_type="application/json", headers=_PRIVATE)
        options: dict[str, Any] = {
            "path": "/api/access",
            "httponly": True,
            "samesite": "strict",
            "secure": self._secure,
        }
        if value:
            response.set_cookie(cookie.name, value, max_age=COOKIE_LIFE, **options)
        else:
            response.delete_cookie(cookie.name, **options)
        return response


async def caller_of(request: Request, resolver: Resolver, *, needed: bool = True) -> Caller:
    """Who asks, by the bearer token alone: no page of another origin can send that. Nobody without a token."""
    address = request.client.host if request.client else None
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return nobody(address)
    try:
        return await resolver.by_token(token.strip(), address)
    except Unauthenticated:
        if needed:
            raise
        # An outlived token must not keep anybody from what needs none: signing in, going on, pairing anew.
        return nobody(address)


def unexpected(error: Exception, request: Request, trace: str) -> HubError:
    """What the user is told of a failure that nobody planned: to wait for a part, or that it is our mistake."""
    if is_outage(error):
        return Unavailable(part="数据库 database")
    log.error("operation failed", exc_info=error, extra={"path": request.url.path, "trace": trace})
    return HubError()


_PRIVATE: Final = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def refusal(error: HubError, request: Request, trace: str) -> Response:
    """The refusal as problem+json, in the asker's language."""
    body = msgspec.json.encode(problem(error, language_of(request.headers.get("accept-language")), trace))
    return Response(body, error.status, media_type=MEDIA_TYPE, headers=_PRIVATE)


async def _body(request: Request) -> bytes:
    kind = request.headers.get("content-type", "application/json").split(";")[0].strip().lower()
    if kind != "application/json":
        raise WrongType("Content-Type: application/json")
    chunks = bytearray()
    async for chunk in request.stream():
        chunks += chunk
        if len(chunks) > LARGEST_BODY:
            raise TooLarge(f"> {LARGEST_BODY} bytes")
    return bytes(chunks)


def _cookie_of(kind: type[Asked]) -> _Cookie | None:
    if not issubclass(kind, Command) or kind.cookie is None:
        return None
    return _Cookie(kind.cookie, f"{kind.jar}_{kind.cookie}")


def _from_cookie(request: Request, body: bytes, cookie: _Cookie) -> bytes:
    """The body with the cookie's value in the field that it stands for."""
    value = request.cookies.get(cookie.name)
    if not value:
        return body
    try:
        fields = msgspec.json.decode(body or b"{}", type=dict[str, Any])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return body  # it is refused where it is decoded for good
    return msgspec.json.encode({cookie.field: value, **fields})


def trace_of(request: Request) -> str:
    """The trace id of a W3C ``traceparent`` header, or a fresh one."""
    found = _TRACEPARENT.match(request.headers.get("traceparent", ""))
    return found["trace"] if found and found["trace"] != _NO_TRACE else new_id()
