"""The people of these tests, what patients send, and short ways to a submission in any state."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import msgspec
import sqlalchemy as sa
from PIL import Image

from domains.access.commands.patients import CreatePatient
from domains.access.rights import patients as rights_of_patients
from domains.files.commands import BeginUpload, FinishUpload
from domains.messages.queries.centre import KeptMessage, ListMessages
from domains.samples.commands.desk import FillReturnNumber
from domains.samples.commands.patient import AskForChange, SendMaterials, SubmitSample
from domains.samples.commands.review import ApproveChange, PassMaterials
from domains.samples.content import Content
from domains.samples.queries.desk import OpenSample, SampleDetail
from domains.samples.queries.patient import ShowMySample
from domains.samples.seen import OwnSample
from hub.caller import Caller
from hub.demo import founder
from hub.files.made import storage_of
from hub.files.storage import blob_path
from hub.house import House
from tests.kit.house import one, person

HEAD = person("head")
SECOND = replace(person("registrar"), actor="registrar@demo")


def _drawn(kind: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8), (20, 90, 160)).save(file, kind)
    return file.getvalue()


PNG = _drawn("PNG")
JPEG = _drawn("JPEG")
NUMBER = "SF1234567890"
BACK = "SF9876543210"


async def patient(house: House, phone: str = "13900000001", tenant: str = "demo") -> Caller:
    """Somebody with an account for patients; a phone that is not the demo's gets one."""
    query = "select id from access_accounts where tenant = :t and phone = :p and kind = 'patient'"
    account = await one(house, query, t=tenant, p=phone)
    if account is None:
        create = CreatePatient(phone=phone, name="某患者", password="Secret-12")
        await house.dispatch(founder(house, tenant), create)
        account = await one(house, query, t=tenant, p=phone)
    return Caller(tenant, account, rights_of_patients(), frozenset({tenant}))


async def uploaded(house: House, who: Caller, content: bytes = PNG, name: str = "photo.png") -> str:
    """The id of a file that this person has uploaded."""
    media = {b"\x89P": "image/png", b"\xff\xd8": "image/jpeg", b"%P": "application/pdf"}[content[:2]]
    begin = BeginUpload(name=name, size=len(content), media_type=media, sha256=f"{len(content)}")
    file_id: str = (await house.dispatch(who, begin)).file_id
    await storage_of(house).put(blob_path(who.tenant, file_id), content)
    await house.dispatch(who, FinishUpload(file_id=file_id))
    return file_id


async def sent(house: House, who: Caller, name: str = "王小明", signed: int = 1) -> None:
    """His materials wait for their review."""
    await house.dispatch(
        who,
        SendMaterials(
            name=name,
            identity=(await uploaded(house, who), await uploaded(house, who)),
            documents=(await uploaded(house, who, JPEG, "report.jpg"),),
            signed=tuple([await uploaded(house, who, name="signed.png") for _ in range(signed)]),
        ),
    )


async def passed(house: House, who: Caller, name: str = "王小明") -> None:
    """His materials have passed: he may fill in the submission."""
    await sent(house, who, name)
    await house.dispatch(HEAD, PassMaterials(sample_id=who.actor, number=(await mine(house, who)).materials_no))


async def type_id(house: House, name: str = "血液样本", tenant: str = "demo") -> str:
    """The id of a sample type."""
    query = "select id from samples_sample_types where tenant = :t and name = :n"
    found: str = await one(house, query, t=tenant, n=name)
    return found


async def content(house: House, who: Caller, **changes: Any) -> Content:
    """A submission as it is filled in: the sample comes back."""
    photos = changes.pop("photos", None) or (await uploaded(house, who, JPEG, "form.jpg"),)
    usual: dict[str, Any] = {
        "sample_type_id": await type_id(house),
        "report_email": "ming@example.com",
        "tracking_no": NUMBER,
        "needs_return": True,
        "return_recipient": "王小明",
        "return_phone": "13900000001",
        "return_address": "示范市和平路 1 号",
    }
    return msgspec.convert({**usual, "photos": photos, **changes}, Content)


async def submitted(house: House, who: Caller, **changes: Any) -> None:
    """His submission is in effect."""
    if (await opened(house, who)).state is None:
        await passed(house, who)
    await house.dispatch(
        who, SubmitSample(content=await content(house, who, **changes), agreed=True, consent_version=0)
    )


async def asked(house: House, who: Caller, reason: str = "单号填错了") -> None:
    """He asks to change it."""
    await submitted(house, who)
    await house.dispatch(who, AskForChange(reason=reason))


async def approved(house: House, who: Caller) -> None:
    """And may."""
    await asked(house, who)
    await house.dispatch(HEAD, ApproveChange(sample_id=who.actor, number=(await mine(house, who)).change_no))


async def returned(house: House, who: Caller, number: str = BACK) -> None:
    """The sample is on its way back."""
    await submitted(house, who)
    await house.dispatch(HEAD, FillReturnNumber(sample_id=who.actor, return_no=number))


async def mine(house: House, who: Caller) -> OwnSample:
    """What the patient sees."""
    seen = await house.dispatch.ask(who, ShowMySample())
    assert isinstance(seen, OwnSample)
    return seen


async def opened(house: House, who: Caller) -> OwnSample:
    """The same; an empty one before he has sent anything."""
    if await house.dispatch.ask(who, ShowMySample()) is None:
        await sent(house, who)
        await house.dispatch(HEAD, PassMaterials(sample_id=who.actor, number=1))
    return await mine(house, who)


async def detail(house: House, who: Caller, staff: Caller = HEAD) -> SampleDetail:
    """What staff see of him."""
    seen: SampleDetail = await house.dispatch.ask(staff, OpenSample(sample_id=who.actor))
    return seen


async def messages(house: House, who: Caller) -> list[KeptMessage]:
    """His messages, the newest first."""
    page = await house.dispatch.ask(who, ListMessages())
    return list(page.messages)


async def ways(house: House, topic: str) -> list[str]:
    """On which ways messages of a topic go out."""
    query = sa.text("select way from messages_deliveries where topic = :t order by way")
    async with house.engine.connect() as db:
        return list((await db.execute(query, {"t": topic})).scalars())
