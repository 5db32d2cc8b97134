"""What the tests of files upload, and a domain of theirs that keeps some."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from domains.queue import permissions as queue
from hub.files import purpose as purposes
from hub.files.purpose import IMAGES, PDF, XLSX, FilePurpose

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + bytes(40)
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PDF_BYTES = b"%PDF-1.7\n" + bytes(range(256)) * 40

PHOTO = FilePurpose("test.photo", queue.CALL, IMAGES | {PDF}, 20_000, personal=True)
SHEET = FilePurpose("test.sheet", queue.MANAGE, frozenset({XLSX, PDF}), 30_000)


def workbook(*names: str) -> bytes:
    """A zip archive with these entries, in this order."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return file.getvalue()


@pytest.fixture(autouse=True)
def declared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two purposes, as a domain would declare them."""
    mine = {one.name: one for one in (PHOTO, SHEET)}
    monkeypatch.setattr(purposes, "purposes", lambda: mine)
    monkeypatch.setattr("domains.files.queries.purposes", lambda: mine)


async def upload(
    client: httpx.AsyncClient, content: bytes = PNG, name: str = "scan.png", **more: Any
) -> httpx.Response:
    """Send a file as a browser does."""
    headers = {"Content-Type": "application/octet-stream", "X-File-Name": quote(name), **more.pop("headers", {})}
    return await client.post("/api/files", content=content, headers=headers, **more)


__all__ = ["PHOTO", "SHEET", "declared", "replace", "upload", "workbook"]
