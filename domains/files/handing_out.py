"""A file's content over HTTP, whole or a range of it (RFC 9110 section 14), so that a download can be resumed."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from domains.files.queries import FindFile, OpenPersonalFile, ReadableFile
from hub.caller import Caller
from hub.dispatch import Dispatcher
from hub.files.errors import FileLost
from hub.files.purpose import SHOWN
from hub.files.storage import BlobMissing, Storage, blob_path

_RANGE: Final = re.compile(r"bytes=(\d*)-(\d*)")
FULL, PART, SAME, BEYOND = 200, 206, 304, 416


async def handed_out(
    request: Request, caller: Caller, file_id: str, dispatch: Dispatcher, storage: Storage
) -> Response:
    """The answer to a download; raises ``NotFound`` and ``FileLost``."""
    file: ReadableFile = await dispatch.ask(caller, FindFile(file_id=file_id))
    if file.personal:
        await dispatch.ask(caller, OpenPersonalFile(file_id=file_id))
    headers = _headers(file)
    if headers["ETag"] in _listed(request.headers.get("if-none-match", "")):
        return Response(status_code=SAME, headers=headers)
    try:
        start, end = asked_for(request.headers.get("range", ""), file.size)
    except ValueError:
        return Response(status_code=BEYOND, headers={**headers, "Content-Range": f"bytes */{file.size}"})
    if request.headers.get("if-range", headers["ETag"]) != headers["ETag"]:
        start, end = 0, file.size
    status = FULL if (start, end) == (0, file.size) else PART
    if status == PART:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{file.size}"
    headers["Content-Length"] = str(end - start)
    try:
        content = await storage.stream(blob_path(file.tenant, file.file_id), start, end, file.size)
    except BlobMissing as error:
        raise FileLost(name=file.name) from error
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type=file.media_type)
    return StreamingResponse(content, status, headers, file.media_type)


def asked_for(header: str, size: int) -> tuple[int, int]:
    """The range from (included) to (not included) of a ``Range`` header; all where it asks for nothing we know.

    Raises ``ValueError`` for a range that lies behind the end.
    """
    found = _RANGE.fullmatch(header.strip())
    if found is None or found.groups() == ("", ""):
        return 0, size
    first, last = found.groups()
    start = int(first) if first else max(0, size - int(last))
    end = min(size, int(last) + 1) if first and last else size
    if start >= size or start >= end:
        raise ValueError(header)
    return start, end


def _listed(header: str) -> set[str]:
    return {tag.strip().removeprefix("W/") for tag in header.split(",")}


def _headers(file: ReadableFile) -> dict[str, str]:
    manner = "inline" if file.media_type in SHOWN else "attachment"
    return {
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-cache",
        "Content-Disposition": f"{manner}; filename*=UTF-8''{quote(file.name, safe='')}",
        # Whatever a file turns out to hold: opened by itself it runs nothing and reaches nothing of ours.
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "ETag": f'"{file.sha256}"',
        "X-Content-Type-Options": "nosniff",
    }
