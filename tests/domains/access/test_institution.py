"""What an institution tells of itself, with photos of the right format, size, number and proportion."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import quote

import httpx
import msgspec
import pytest
from PIL import Image

from domains.access.commands.institution import SaveInstitution
from domains.access.queries.institution import InstitutionSheet, ShowInstitution
from hub.errors import Invalid
from hub.files.purpose import Proportion
from hub.house import House
from tests.domains.access.people import ask
from tests.hub.front import front, sign_in
from tests.kit.house import one, person

ADMIN = person("admin")
PURPOSE = "access.institution_photo"
TOLD = {"address": "上海市人民路 1 号", "phone": "021-12345678"}


def photo(size: tuple[int, int] = (1125, 750), kind: str = "JPEG", **more: Any) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, kind, **more)
    return file.getvalue()


async def upload(client: httpx.AsyncClient, content: bytes, name: str = "大门.jpg", purpose: str = PURPOSE) -> Any:
    headers = {"Content-Type": "application/octet-stream", "X-File-Name": quote(name)}
    return await client.post(
        "/api/files", params={"purpose": purpose} if purpose else {}, content=content, headers=headers
    )


async def uploaded(client: httpx.AsyncClient, content: bytes, name: str = "大门.jpg") -> str:
    answer = await upload(client, content, name)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["file_id"])


async def shown(house: House) -> InstitutionSheet:
    sheet: InstitutionSheet = await house.dispatch.ask(ADMIN, ShowInstitution())
    return sheet


async def save(client: httpx.AsyncClient, *photo_ids: str, **more: Any) -> tuple[int, Any]:
    return await ask(client, "access/save-institution", **{**TOLD, "photo_ids": photo_ids, **more})


@pytest.mark.covers("ID-720")
async def test_what_is_saved_is_shown_and_can_be_changed_again(house: House) -> None:
    async with front(house) as client:
        await sign_in(client, "admin")
        first, second = await uploaded(client, photo()), await uploaded(client, photo(kind="PNG"), "门诊.png")
        assert (await save(client, first, second, introduction=" 三甲医院 "))[0] == 200
        sheet = await shown(house)
        assert (sheet.name, sheet.address, sheet.phone) == ("示范医院", *TOLD.values())
        assert sheet.introduction == "三甲医院"
        assert [(kept.file_id, kept.media_type) for kept in sheet.photos] == [
            (first, "image/jpeg"),
            (second, "image/png"),
        ]
        assert (await save(client, second, phone="021-87654321"))[0] == 200
        sheet = await shown(house)
        assert ([kept.file_id for kept in sheet.photos], sheet.phone) == ([second], "021-87654321")
        assert (await client.get(f"/api/files/{second}")).content == photo(kind="PNG")
        assert (await client.get(f"/api/files/{first}")).status_code == 404


@pytest.mark.covers("ID-720")
async def test_photos_are_jpg_or_png_up_to_1_megabyte_at_most_5_of_1125_to_750(house: House) -> None:
    async with front(house) as client:
        await sign_in(client, "admin")
        gif = await upload(client, photo(kind="GIF"), "动图.gif")
        assert (gif.status_code, gif.json()["code"]) == (415, "files.wrong_media")
        assert "jpeg, png" in gif.json()["detail"]
        large = await upload(client, photo() + bytes(1024 * 1024))
        assert (large.status_code, large.json()["code"]) == (413, "files.too_large")
        assert "1 MB" in large.json()["detail"]
        six = [await uploaded(client, photo()) for _ in range(6)]
        status, refused = await save(client, *six)
        assert (status, refused["code"]) == (422, "access.too_many_photos")
        assert "最多上传 5 张照片" in refused["detail"]
        square = await uploaded(client, photo((750, 750)), "方.jpg")
        status, refused = await save(client, square)
        assert (status, refused["code"]) == (422, "files.wrong_proportion")
        assert all(word in refused["detail"] for word in ("方.jpg", "750*750", "1.5:1", "1125*750"))
        assert refused["errors"][0]["field"] == "photo_ids"
        assert (await shown(house)).photos == ()
        assert (await save(client, *six[:5]))[0] == 200
        assert len((await shown(house)).photos) == 5


async def test_what_was_uploaded_for_something_else_is_looked_at_all_the_same(house: House) -> None:
    async with front(house) as client:
        await sign_in(client, "admin")
        gif = (await upload(client, photo(kind="GIF"), "a.gif", "")).json()["file_id"]
        large = (await upload(client, photo() + bytes(1024 * 1024), "b.jpg", "")).json()["file_id"]
        assert (await save(client, gif))[1]["code"] == "files.wrong_media"
        assert (await save(client, large))[1]["code"] == "files.too_large"


async def test_a_phones_photo_counts_as_it_is_shown(house: House) -> None:
    sideways = Image.Exif()
    sideways[0x0112] = 6
    async with front(house) as client:
        await sign_in(client, "admin")
        turned = await uploaded(client, photo((750, 1125), exif=sideways))
        assert (await save(client, turned))[0] == 200
        upright = await uploaded(client, photo(exif=sideways))
        assert (await save(client, upright))[1]["code"] == "files.wrong_proportion"


async def test_a_picture_that_cannot_be_read_has_no_proportion(house: House) -> None:
    async with front(house) as client:
        await sign_in(client, "admin")
        broken = await uploaded(client, photo(kind="PNG")[:12] + bytes(40))
        assert await one(house, "select width from hub_files where id = :i", i=broken) is None
        assert (await save(client, broken))[1]["code"] == "files.wrong_proportion"


@pytest.mark.parametrize(
    ("size", "fits"), [((1125, 750), True), ((3000, 2000), True), ((1125, 765), True), ((1125, 766), False)]
)
def test_a_proportion_is_kept_give_or_take_two_in_a_hundred(size: tuple[int, int], *, fits: bool) -> None:
    assert Proportion(1125, 750).fits(*size) is fits


@pytest.mark.parametrize(("field", "told"), [("address", "机构地址需要 1-100"), ("phone", "联系电话需要 3-30")])
async def test_address_and_phone_must_be_filled_in(house: House, field: str, told: str) -> None:
    with pytest.raises(Invalid) as refused:
        await house.dispatch(ADMIN, msgspec.convert({**TOLD, field: " "}, SaveInstitution))
    assert refused.value.fields[0].field == field
    assert told in refused.value.detail("zh")
