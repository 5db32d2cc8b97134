"""The server API over HTTP."""

from __future__ import annotations

import hmac
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import msgspec

from channels.http.requests import GoneError, TooBigError, answer, body
from channels.protocol.codes import BAD_REQUEST
from channels.server_api import words

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from channels.server_api.methods import Methods

LARGEST = 16 * 1024 * 1024
"""Bytes of a request; a batch or broadcast may be long."""

JSON = [(b"content-type", b"application/json")]


@dataclass(frozen=True, slots=True)
class ServerApi:
    """An ASGI application. Requests must show the key; without one (and not `open`) all are refused.

    `prefix` is the path before the method's name. A POST to the prefix itself holds commands of the older form, one a
    line.
    """

    methods: Methods
    key: str
    prefix: str
    open: bool = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request: 200 with a result or an error, 400 for what is no JSON, 401 for a wrong key."""
        if scope["method"] != "POST":
            await answer(send, 405, [(b"allow", b"POST")])
        elif not self.open and not self._shows_key(scope):
            await answer(send, 401, [], b"the key is missing or wrong: send it as X-API-Key")
        else:
            with suppress(GoneError):
                try:
                    content = await body(receive, LARGEST)
                except TooBigError:
                    await answer(send, 413, [])
                    return
                await self._answer(scope["path"].removeprefix(self.prefix).strip("/"), content, send)

    async def _answer(self, method: str, content: bytes, send: Send) -> None:
        try:
            if method == "batch":
                told = msgspec.json.encode({"replies": await self.methods.batch(content)})
            elif method:
                result = await self.methods.call(method, _object(content))
                if result.error is not None and result.error.code == BAD_REQUEST.code:
                    _must_be_json(content)
                told = msgspec.json.encode(result)
            else:
                told = await self._legacy(content)
        except (msgspec.MsgspecError, UnicodeDecodeError) as problem:
            failure = words.Answer(error=words.Failure(BAD_REQUEST.code, f"bad request: {problem}"))
            await answer(send, 400, JSON, msgspec.json.encode(failure))
        else:
            await answer(send, 200, JSON, told)

    async def _legacy(self, content: bytes) -> bytes:
        commands = [msgspec.json.decode(line, type=words.LegacyCommand) for line in content.splitlines() if line]
        answers = [await self.methods.call(command.method, bytes(command.params)) for command in commands]
        return b"\n".join(msgspec.json.encode(one) for one in answers)

    def _shows_key(self, scope: Scope) -> bool:
        headers = dict(scope["headers"])
        shown = headers.get(b"x-api-key") or headers.get(b"authorization", b"").removeprefix(b"apikey ")
        if not shown:
            shown = parse_qs(scope["query_string"]).get(b"api_key", [b""])[0]
        return bool(self.key) and hmac.compare_digest(shown, self.key.encode())


def _object(content: bytes) -> bytes:
    return content if content.strip() else b"{}"


def _must_be_json(content: bytes) -> None:
    msgspec.json.decode(_object(content))
