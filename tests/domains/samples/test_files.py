"""Who opens a patient's photos: he himself, and staff with the right; nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domains.files.queries import FindFile, ReadableFile
from domains.samples.commands.patient import SubmitSample
from hub.caller import Caller
from hub.errors import NotFound
from hub.files.errors import NoSuchPurpose
from hub.files.made import storage_of
from hub.files.purpose import MEGABYTE, accepted
from hub.files.sweeping import sweep
from hub.house import House
from tests.domains.samples.desk import HEAD, PNG, approved, content, detail, mine, patient, submitted
from tests.hub.front import front
from tests.kit.house import one, person


async def opens(house: House, who: Caller, file_id: str) -> bool:
    try:
        found: ReadableFile = await house.dispatch.ask(who, FindFile(file_id=file_id))
    except NotFound:
        return False
    return found.file_id == file_id and found.personal


@pytest.mark.covers("SS-008")
async def test_the_patient_and_staff_with_the_right_open_them_and_nobody_else(house: House) -> None:
    who, other = await patient(house), await patient(house, "13900000002")
    await submitted(house, who)
    await submitted(house, other)
    seen = await mine(house, who)
    doctor = person("doctor")
    far = replace(HEAD, tenant="branch", reads=frozenset({"branch"}))
    without = replace(who, permissions=who.permissions - {"samples.submit"})
    for file in (*seen.identity, *seen.documents, *seen.signed, *seen.photos):
        assert await opens(house, who, file.file_id)
        assert await opens(house, HEAD, file.file_id)
        for stranger in (other, doctor, far, without):
            assert not await opens(house, stranger, file.file_id)


async def test_what_is_no_longer_part_of_the_submission_is_gone(house: House) -> None:
    who = await patient(house)
    await approved(house, who)
    (old,) = (await mine(house, who)).photos
    wanted = SubmitSample(content=await content(house, who), agreed=True, consent_version=0)
    await house.dispatch(who, wanted)
    (new,) = (await mine(house, who)).photos
    assert new.file_id != old.file_id
    assert not await opens(house, who, old.file_id)
    await sweep(house.engine, storage_of(house), house.clock())
    assert await one(house, "select count(*) from hub_files where id = :id", id=old.file_id) == 0
    assert [file.file_id for file in (await detail(house, who)).photos] == [new.file_id]


def test_photos_are_jpg_or_png_up_to_ten_megabytes_and_nobody_uploads_what_the_house_makes() -> None:
    assert accepted("samples.form") == (frozenset({"image/jpeg", "image/png"}), 10 * MEGABYTE)
    assert accepted("samples.identity") == accepted("samples.form")
    with pytest.raises(LookupError):
        accepted("samples.attachments")
    assert accepted(None)[1] < 1024 * MEGABYTE


async def test_a_photo_of_another_kind_or_size_is_refused_at_the_door(house: House) -> None:
    async with front(house) as client:
        asked = {"institution": "demo", "phone": "13800000001", "password": "Carewire-2026", "agreed": True}
        signed_in = await client.post("/api/access/sign-in-patient", json=asked)
        assert signed_in.status_code == 200, signed_in.text
        client.headers["Authorization"] = f"Bearer {signed_in.json()['token']}"
        headers = {"Content-Type": "application/octet-stream", "X-File-Name": "form.png"}
        for body, status in ((PNG, 200), (b"%PDF-1.7\n" + bytes(50), 415), (bytes(10 * MEGABYTE + 1), 413)):
            answer = await client.post("/api/files?purpose=samples.form", content=body, headers=headers)
            assert answer.status_code == status, answer.text
        answer = await client.post("/api/files?purpose=samples.attachments", content=PNG, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (NoSuchPurpose.status, NoSuchPurpose.code)
