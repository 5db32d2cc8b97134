"""The photographed paper request is kept with the registration, and goes when it is taken out (RIS-033, RIS-056)."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from hub.house import House
from tests.domains.files.desk import PNG, upload
from tests.hub.front import front, sign_in

PATIENT = {"details": {"name": "唐拍照", "birth_date": "1982-01-01"}}
ITEMS = [{"code": "CT-002", "price": 26000}]


async def _ask(client: httpx.AsyncClient, name: str, bearer: dict[str, str], **body: Any) -> Any:
    answer = await client.post(f"/api/registration/{name}", json=body, headers=bearer)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.covers("RIS-033", "RIS-056")
@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("register-patient", {"room_id": "ct1"}),
        ("refer-patient", {"institution": "branch", "campus": "东院区影像科", "requesting_campus": "本部影像中心"}),
    ],
)
async def test_a_photo_is_kept_until_it_is_taken_out(house: House, name: str, where: dict[str, str]) -> None:
    async with front(house) as client:
        session = await sign_in(client, "registrar")
        bearer = {"Authorization": f"Bearer {session['token']}"}
        photo = (await upload(client, PNG, "request.png", headers=bearer)).json()["file_id"]
        asked = {"patient": PATIENT, "items": ITEMS, "photo_ids": [photo], **where}
        registration_id = (await _ask(client, name, bearer, **asked))["registration_id"]
        sheet = await _ask(client, "show-registration", bearer, registration_id=registration_id)
        assert [one["file_id"] for one in sheet["photos"]] == [photo]
        assert (await client.get(f"/api/files/{photo}", headers=bearer)).content == PNG
        again = {"patient": PATIENT, "items": ITEMS, "registration_id": registration_id, "edition": sheet["edition"]}
        await _ask(client, "edit-registration", bearer, **again, photo_ids=[])
        sheet = await _ask(client, "show-registration", bearer, registration_id=registration_id)
        assert sheet["photos"] == []
