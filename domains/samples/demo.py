"""The demo hospital's sample submission: where samples go, what may be sent, and a patient in each state.

The demo's own two patients (``domains.access``) have sent nothing yet: there is something left to try.
"""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Final

from PIL import Image, ImageDraw

from domains.access.public import CreatePatient
from domains.samples import store
from domains.samples.commands.desk import FillReturnNumber
from domains.samples.commands.patient import AskForChange, SendMaterials, SubmitSample
from domains.samples.commands.review import PassMaterials
from domains.samples.commands.settings import ConfigureReceiving
from domains.samples.content import Content
from domains.samples.model import State
from domains.samples.resources import sample_type
from hub.caller import Caller
from hub.commands import Command
from hub.demo import DemoSeed, founder
from hub.files.made import upload
from hub.house import House
from hub.resources.shapes import shapes_of

RECEIVING: Final = ConfigureReceiving(
    v=0,
    address="示范市示范区健康路 88 号示范医院检验中心 3 楼样本接收处",
    recipient="样本接收处",
    phone="13800000088",
    platform_phone="010-60000088",
)
TYPES: Final = (("血液样本", True), ("唾液样本", False), ("组织样本", True), ("石蜡切片", False))

# phone, name, how far (None: the materials wait), whether the sample comes back
PATIENTS: Final = (
    ("13900000011", "沈若溪", None, False),
    ("13900000012", "段承宇", State.EDITABLE, False),
    ("13900000013", "姚静怡", State.EFFECTIVE, False),
    ("13900000014", "汤文博", State.CHANGE_WAITING, False),
    ("13900000015", "陆思远", State.RETURNED, True),
)
NUMBER: Final = "SF2026030200"


async def _seed(house: House, password: str) -> None:
    caller, shapes = founder(house, "demo"), shapes_of(sample_type)
    async with house.dispatch.reads.connect() as db:
        settled = await store.settings_of(db, "demo")
    if settled is None:
        await house.dispatch(caller, RECEIVING)
    for tenant in ("demo", "branch"):
        keeper = founder(house, tenant)
        if not (await house.dispatch.ask(keeper, shapes.list(limit=1))).rows:
            for name, iced in TYPES:
                await house.dispatch(keeper, shapes.create(name=name, iced=iced))
    for phone, name, state, back in PATIENTS:
        async with house.dispatch.reads.connect() as db:
            begun = await store.has_phone(db, "demo", phone)
        if not begun:
            account = await house.dispatch(caller, CreatePatient(phone=phone, name=name, password=password))
            await _story(house, replace(caller, actor=account), name, state, back=back)


async def _story(house: House, who: Caller, name: str, state: State | None, *, back: bool) -> None:
    """What the patient and the staff did, up to ``state``."""
    staff = founder(house, "demo")
    identity, report = [await _uploaded(house, who, word) for word in ("ID", "REPORT")]
    sent = SendMaterials(name=name, identity=(identity,), documents=(report,))
    steps: list[tuple[Caller, Command]] = [(who, sent)]
    if state is not None:
        steps.append((staff, PassMaterials(sample_id=who.actor, number=1)))
    if state not in (None, State.EDITABLE):
        content = await _content(house, await _uploaded(house, who, "FORM"), name, back=back)
        steps.append((who, SubmitSample(content=content, agreed=True, consent_version=0)))
    if state is State.CHANGE_WAITING:
        steps.append((who, AskForChange(reason="报告接收邮箱填写有误，需要修改")))
    if state is State.RETURNED:
        steps.append((staff, FillReturnNumber(sample_id=who.actor, return_no="SF2026030999")))
    for caller, command in steps:
        await house.dispatch(caller, command)


async def _content(house: House, photo: str, name: str, *, back: bool) -> Content:
    listed = await house.dispatch.ask(founder(house, "demo"), shapes_of(sample_type).list())
    return Content(
        sample_type_id=listed.rows[0].id,
        report_email="patient@example.com",
        tracking_no=NUMBER,
        photos=(photo,),
        needs_return=back,
        return_recipient=name if back else "",
        return_phone="13900000015" if back else "",
        return_address="示范市示范区和平路 16 号" if back else "",
    )


async def _uploaded(house: House, who: Caller, word: str) -> str:
    return await upload(house, who, f"{word}.png", "image/png", _drawn(word))


def _drawn(word: str) -> bytes:
    """A picture that says what it stands for."""
    picture = Image.new("RGB", (320, 200), (226, 236, 246))
    ImageDraw.Draw(picture).text((120, 92), word, fill=(30, 60, 90))
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


seed = DemoSeed(70, _seed)
