"""Uploading and reading files: what is taken, what is refused, who reads what."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from domains.files.commands import KEPT, MOST_UPLOADS, BeginUpload, FinishUpload
from hub.caller import Caller
from hub.commands import Tx
from hub.errors import NotFound
from hub.files import keeping
from hub.files.errors import FileTooLarge, UploadGone, WrongMedia
from hub.files.purpose import FilePurpose
from hub.files.storage import Storage, blob_path
from hub.files.sweeping import sweep
from hub.house import House
from tests.domains.files.desk import (
    HTML,
    PDF_BYTES,
    PHOTO,
    PNG,
    SHEET,
    SVG,
    declared,
    upload,
    workbook,
)
from tests.hub.front import front, sign_in
from tests.kit.clock import StillClock
from tests.kit.house import one

USED = (declared,)


@pytest.fixture
async def client(house: House) -> AsyncIterator[httpx.AsyncClient]:
    """A technician's browser, signed in."""
    async with front(house) as opened:
        await sign_in(opened)
        yield opened


async def actor_of(house: House, file_id: str) -> Caller:
    """Who uploaded it, as a command would see him."""
    actor = await one(house, "select created_by from hub_files where id = :id", id=file_id)
    return Caller("demo", actor, frozenset({"queue.call"}), frozenset({"demo"}))


async def claimed(house: House, file_id: str, purpose: FilePurpose = PHOTO, key: str = "r1", **who: Any) -> Any:
    """Claim it in a transaction of its own."""
    caller = who.get("caller") or await actor_of(house, file_id)
    async with house.engine.begin() as db:
        return await keeping.claim(Tx(caller, db, house.clock()), file_id, purpose, key, "photo_id")


async def test_an_upload_comes_back_as_it_was(client: httpx.AsyncClient) -> None:
    answer = await upload(client, name="申请单 1.png")
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told == {"file_id": told["file_id"], "name": "申请单 1.png", "size": len(PNG), "media_type": "image/png"}
    got = await client.get(f"/api/files/{told['file_id']}")
    assert (got.status_code, got.content) == (200, PNG)
    assert got.headers["content-type"] == "image/png"
    assert got.headers["cache-control"].startswith("private")
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert got.headers["content-disposition"] == f"inline; filename*=UTF-8''{quote('申请单 1.png')}"


async def test_a_form_with_one_file_does_as_well(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/files", files={"file": ("../../etc/scan.png", PNG, "text/html")})
    assert answer.status_code == 200, answer.text
    assert (answer.json()["name"], answer.json()["media_type"]) == ("scan.png", "image/png")
    for form in (
        {"files": [("file", ("a.png", PNG)), ("file", ("b.png", PNG))]},
        {"files": [("file", ("a.png", PNG))], "data": {"more": "x"}},
        {"content": b"no form at all", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
    ):
        refused = await client.post("/api/files", **form)
        assert (refused.status_code, refused.json()["code"]) == (422, "files.one_file"), form


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (HTML, "photo.png"),
        (SVG, "photo.svg"),
        (b"MZ" + bytes(200), "photo.png"),
        (b"plain words", "scan.pdf"),
        (workbook("word/document.xml"), "list.xlsx"),
        (workbook("evil.exe"), "list.xlsx"),
    ],
)
async def test_content_is_looked_at_not_believed(client: httpx.AsyncClient, content: bytes, name: str) -> None:
    answer = await upload(client, content, name, headers={"Content-Type": "image/png"})
    assert (answer.status_code, answer.json()["code"]) == (415, "files.wrong_media")
    assert answer.json()["errors"][0]["field"] == "file"


async def test_a_workbook_is_known_whatever_the_order_of_its_parts(client: httpx.AsyncClient) -> None:
    for names in (("[Content_Types].xml", "xl/workbook.xml"), ("xl/workbook.xml", "a", "b", "[Content_Types].xml")):
        answer = await upload(client, workbook(*names), "list.xlsx")
        assert answer.json()["media_type"].endswith("spreadsheetml.sheet")
        got = await client.get(f"/api/files/{answer.json()['file_id']}")
        assert got.headers["content-disposition"].startswith("attachment;")


async def test_limits_are_those_of_the_purpose_that_is_named(client: httpx.AsyncClient, house: House) -> None:
    large = PDF_BYTES + bytes(20_000)
    assert (await upload(client, large)).status_code == 413  # 30,000 is the most that anything keeps
    fits = large[:25_000]
    assert (await upload(client, fits)).status_code == 200
    for answer in (
        await upload(client, fits, params={"purpose": "test.photo"}),
        await client.post("/api/files", params={"purpose": "test.photo"}, files={"file": ("a.pdf", fits)}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (413, "files.too_large")
    assert (await upload(client, params={"purpose": "test.sheet"})).json()["code"] == "files.wrong_media"
    assert (await upload(client, params={"purpose": "nobody.knows"})).json()["code"] == "files.no_such_purpose"
    assert (await upload(client, b"")).json()["code"] == "files.empty"
    assert await one(house, "select count(*) from hub_files where purpose is null") == 1


async def test_a_body_without_a_length_ends_at_the_limit(client: httpx.AsyncClient) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 10_000
            yield bytes(10_000)

    answer = await client.post("/api/files", content=endless())
    assert answer.status_code == 413
    assert sent <= 50_000


async def test_nobody_and_who_has_no_right_upload_and_read_nothing(house: House) -> None:
    async with front(house) as client:
        assert (await upload(client)).status_code == 401
        assert (await client.get("/api/files/x")).status_code == 401
        cookie = {"Cookie": "carewire_refresh_token=x"}  # a page of another origin can make a browser send no more
        assert (await client.post("/api/files", files={"file": ("a.png", PNG)}, headers=cookie)).status_code == 401
        await sign_in(client)
        for method, path in (("GET", "/api/files"), ("PUT", "/api/files/x"), ("DELETE", "/api/files/x")):
            assert (await client.request(method, path)).status_code in (404, 405)


async def test_a_download_goes_on_where_it_was(client: httpx.AsyncClient) -> None:
    file_id = (await upload(client, PDF_BYTES)).json()["file_id"]
    path, size = f"/api/files/{file_id}", len(PDF_BYTES)
    whole = await client.get(path)
    tag = whole.headers["etag"]
    for asked, start, end in (("bytes=0-9", 0, 10), ("bytes=100-", 100, size), ("bytes=-7", size - 7, size)):
        part = await client.get(path, headers={"Range": asked, "If-Range": tag})
        assert (part.status_code, part.content) == (206, PDF_BYTES[start:end])
        assert part.headers["content-range"] == f"bytes {start}-{end - 1}/{size}"
    assert (await client.get(path, headers={"Range": "bytes=5-", "If-Range": '"other"'})).content == PDF_BYTES
    beyond = await client.get(path, headers={"Range": f"bytes={size}-"})
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{size}")
    assert (await client.get(path, headers={"If-None-Match": tag})).status_code == 304
    head = await client.head(path)
    assert (head.status_code, head.headers["content-length"], head.content) == (200, str(size), b"")


async def test_what_is_kept_is_read_with_the_right_of_its_purpose(house: House, client: httpx.AsyncClient) -> None:
    file_id = (await upload(client)).json()["file_id"]
    async with front(house) as other:
        await sign_in(other, "registrar")
        assert (await other.get(f"/api/files/{file_id}")).status_code == 404  # an upload is its uploader's
        await claimed(house, file_id)
        assert (await other.get(f"/api/files/{file_id}")).status_code == 404  # no right to call
        await sign_in(other, "head")
        assert (await other.get(f"/api/files/{file_id}")).content == PNG
        await sign_in(other, "branch-admin")
        theirs = await other.get(f"/api/files/{file_id}")
        unknown = await other.get("/api/files/01900000-0000-7000-8000-000000000000")
        assert theirs.status_code == unknown.status_code == 404
        assert {**theirs.json(), "trace_id": ""} == {**unknown.json(), "trace_id": ""}
    seen = "select count(*) from hub_audit where command = 'files/open-personal-file'"
    assert await one(house, seen) == 1


async def test_no_name_of_a_file_reaches_the_audit(house: House, client: httpx.AsyncClient) -> None:
    await upload(client, name="张三的申请单.png")
    text = "select string_agg(convert_from(body, 'UTF8'), '') from hub_audit where command like 'files/%'"
    assert "张三" not in str(await one(house, text))


async def test_claiming_checks_uploader_fit_and_that_it_is_free(house: House, client: httpx.AsyncClient) -> None:
    file_id = (await upload(client)).json()["file_id"]
    for purpose, refusal in (
        (SHEET, WrongMedia),
        (FilePurpose("test.small", PHOTO.needs, PHOTO.media_types, 10), FileTooLarge),
    ):
        with pytest.raises(refusal) as refused:
            await claimed(house, file_id, purpose)
        assert [error.field for error in refused.value.fields] == ["photo_id"]
    mine = await actor_of(house, file_id)
    for caller in (Caller("demo", "somebody"), Caller("branch", mine.actor)):
        with pytest.raises(UploadGone):
            await claimed(house, file_id, caller=caller)
    first = await claimed(house, file_id)
    assert await claimed(house, file_id) == first
    with pytest.raises(UploadGone):
        await claimed(house, file_id, key="r2")


async def test_settling_keeps_just_these_and_releases_the_rest(house: House, client: httpx.AsyncClient) -> None:
    a, b, c = [(await upload(client)).json()["file_id"] for _ in range(3)]
    caller = await actor_of(house, a)
    for wanted in ((a, b), (b, c)):
        async with house.engine.begin() as db:
            await keeping.settle(Tx(caller, db, house.clock()), wanted, PHOTO, "r1")
        async with house.engine.connect() as db:
            found = await keeping.files_of(db, "demo", PHOTO, ["r1", "r2"])
        assert {key: {f.file_id for f in kept} for key, kept in found.items()} == {"r1": set(wanted)}
    storage = house.dispatch.tools[Storage]
    assert isinstance(storage, Storage)
    assert await sweep(house.engine, storage, house.clock()) == 1
    assert (await client.get(f"/api/files/{a}")).status_code == 404
    async with house.engine.begin() as db:
        await keeping.release(Tx(caller, db, house.clock()), PHOTO, "r1")
    assert await sweep(house.engine, storage, house.clock()) == 2


async def test_a_rolled_back_command_keeps_nothing(house: House, client: httpx.AsyncClient) -> None:
    file_id = (await upload(client)).json()["file_id"]
    caller = await actor_of(house, file_id)
    async with house.engine.connect() as db:
        await keeping.claim(Tx(caller, db, house.clock()), file_id, PHOTO, "r1")
        await db.rollback()
    assert await claimed(house, file_id, key="r2")


async def test_unclaimed_uploads_are_gone_after_a_day_and_claimed_ones_stay(
    house: House, client: httpx.AsyncClient, clock: StillClock
) -> None:
    lost, held = [(await upload(client)).json()["file_id"] for _ in range(2)]
    await claimed(house, held)
    storage = house.dispatch.tools[Storage]
    assert isinstance(storage, Storage)
    clock.forward(seconds=KEPT.total_seconds() - 1)
    assert await sweep(house.engine, storage, house.clock()) == 0
    clock.forward(seconds=1)
    with pytest.raises(UploadGone):
        await claimed(house, lost)
    assert await sweep(house.engine, storage, house.clock()) == 1
    with pytest.raises(LookupError):
        await storage.read(blob_path("demo", lost))
    assert await storage.read(blob_path("demo", held)) == PNG


async def test_what_was_cut_off_between_row_and_blob_is_seen_by_nobody(
    house: House, client: httpx.AsyncClient, clock: StillClock
) -> None:
    caller = await actor_of(house, (await upload(client)).json()["file_id"])
    uploader = Caller("demo", caller.actor, frozenset({"files.upload", "files.read"}))
    begun = await house.dispatch(uploader, BeginUpload(name="a", size=3, media_type="image/png", sha256="0"))
    assert (await client.get(f"/api/files/{begun.file_id}")).status_code == 404
    with pytest.raises(UploadGone):
        await claimed(house, begun.file_id)
    storage = house.dispatch.tools[Storage]
    assert isinstance(storage, Storage)
    await storage.put(blob_path("demo", begun.file_id), b"abc")  # stored, and then the power went
    clock.forward(seconds=timedelta(days=1).total_seconds())
    await sweep(house.engine, storage, house.clock())
    with pytest.raises(LookupError):
        await storage.read(blob_path("demo", begun.file_id))
    with pytest.raises(NotFound):
        await house.dispatch(uploader, FinishUpload(file_id=begun.file_id))


async def test_a_lost_or_cut_blob_is_told_as_such(house: House, client: httpx.AsyncClient) -> None:
    file_id = (await upload(client, PDF_BYTES, "合同.pdf")).json()["file_id"]
    storage = house.dispatch.tools[Storage]
    assert isinstance(storage, Storage)
    await storage.put(blob_path("demo", file_id), PDF_BYTES[:50])
    for header in ({}, {"Range": "bytes=9000-"}):
        cut = await client.get(f"/api/files/{file_id}", headers=header)
        assert (cut.status_code, cut.json()["code"]) == (410, "files.lost")
    await storage.delete([blob_path("demo", file_id)])
    lost = await client.get(f"/api/files/{file_id}")
    assert (lost.status_code, lost.json()["code"]) == (410, "files.lost")


async def test_an_account_has_only_so_many_uploads_that_nothing_keeps(house: House, client: httpx.AsyncClient) -> None:
    file_id = (await upload(client)).json()["file_id"]
    async with house.engine.begin() as db:
        copy = (
            "insert into hub_files select tenant, 'x' || n, name, size, media_type, sha256, whole, created_at,"
            " created_by, purpose, key, expires_at from hub_files, generate_series(2, :most) n where id = :id"
        )
        await db.exec_driver_sql(copy.replace(":most", str(MOST_UPLOADS)).replace(":id", f"'{file_id}'"))
    answer = await upload(client)
    assert (answer.status_code, answer.json()["code"]) == (409, "files.too_many_uploads")
