"""``POST /api/files`` and ``GET /api/files/{id}``: bytes are no JSON, so they have a site of their own."""

from __future__ import annotations

from typing import Final

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from domains.files import permissions
from domains.files.commands import BeginUpload, FinishUpload
from domains.files.handing_out import handed_out
from domains.files.taking_in import Arrived, arriving
from hub.api import caller_of, refusal, trace_of, unexpected
from hub.caller import Caller
from hub.dispatch import Dispatcher
from hub.errors import HubError, NotFound
from hub.files.keeping import KeptFile
from hub.files.storage import Storage, blob_path
from hub.house import House
from hub.identity import Resolver
from hub.serving import Site

PATH: Final = "/api/files"
_HEADERS: Final = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class WrongMethod(HubError):
    """Neither an upload nor a download."""

    status = 405
    code = "method_not_allowed"
    zh = "此地址不支持该操作。"
    en = "This address does not do that."


class Door:
    """The ASGI application below ``/api/files``."""

    def __init__(self, dispatch: Dispatcher, storage: Storage, resolver: Resolver) -> None:
        self._dispatch = dispatch
        self._storage = storage
        self._resolver = resolver

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
        except Exception as error:  # noqa: BLE001 - logged and told; no request ends without an answer
            response = refusal(unexpected(error, request, trace), request, trace)
        await response(scope, receive, send)

    async def _answer(self, request: Request, trace: str) -> Response:
        file_id = request.url.path.removeprefix(PATH).removeprefix("/")
        caller = await caller_of(request, self._resolver)
        if request.method == "POST" and not file_id:
            caller.require(permissions.UPLOAD)
            async with arriving(request) as arrived:
                taken = await self._taken(caller, arrived, trace)
            return Response(msgspec.json.encode(taken), media_type="application/json", headers=_HEADERS)
        if request.method not in ("GET", "HEAD"):
            raise WrongMethod
        caller.require(permissions.READ)
        if not file_id:
            raise NotFound
        return await handed_out(request, caller, file_id, self._dispatch, self._storage)

    async def _taken(self, caller: Caller, arrived: Arrived, trace: str) -> KeptFile:
        begun = await self._dispatch(caller, arrived.told(BeginUpload), trace=trace)
        await self._storage.put(blob_path(caller.tenant, begun.file_id), arrived.content)
        taken: KeptFile = await self._dispatch(caller, FinishUpload(file_id=begun.file_id), trace=trace)
        return taken


def _open(house: House, resolver: Resolver) -> ASGIApp:
    storage = house.dispatch.tools[Storage]
    if not isinstance(storage, Storage):
        raise TypeError("the storage is not a storage")
    return Door(house.dispatch, storage, resolver)


site: Final = Site(PATH, _open)
