"""The demo hospital's rooms, screens and today's patients. All people are invented."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from domains.access.public import institution
from domains.queue import store
from domains.queue.commands.admission import AdmitTicket
from domains.queue.commands.rooms import AddScreen, OpenRoom
from domains.queue.days import day_bounds
from hub.caller import Caller
from hub.demo import DemoSeed, founder
from hub.house import House

ROOMS: Final = (
    OpenRoom(id="ct1", name="CT1 室", campus="本部影像中心", exam_types=("CT",)),
    OpenRoom(id="ct2", name="CT2 室", campus="本部影像中心", exam_types=("CT",)),
    OpenRoom(id="mr1", name="MR1 室", campus="本部影像中心", exam_types=("MR",)),
    OpenRoom(id="dr1", name="DR1 室", campus="门诊楼放射科", exam_types=("DR",)),
    OpenRoom(id="dr2", name="DR2 室", campus="门诊楼放射科", exam_types=("DR",)),
)

SCREENS: Final = (
    AddScreen(code="ct1", name="CT1 候诊屏", room_ids=("ct1",), from_loopback=True),
    AddScreen(code="ct", name="CT 候诊大厅", room_ids=("ct1", "ct2"), from_loopback=True),
)

ARREARS: Final = (4, 11)

# name, sex, birth year, room, class, items, department, diagnosis
PATIENTS: Final = (
    ("张小三", "male", 1968, "ct1", "normal", ("胸部平扫",), "呼吸内科", "咳嗽两周"),
    ("李晓红", "female", 1985, "ct1", "normal", ("头颅平扫",), "神经内科", "头痛待查"),
    ("王建设", "male", 1952, "ct1", "vip", ("上腹部增强",), "消化内科", "上腹隐痛"),
    ("赵一鸣", "male", 1999, "ct1", "emergency", ("头颅平扫", "颈椎平扫"), "急诊科", "外伤"),
    ("欧阳若兰", "female", 1974, "ct1", "normal", ("胸部平扫",), "体检中心", "肺结节随访"),
    ("周子轩", "male", 2011, "ct1", "normal", ("鼻窦平扫",), "耳鼻喉科", "鼻塞"),
    ("吴桂芳", "female", 1949, "ct2", "normal", ("腰椎平扫",), "骨科", "腰痛"),
    ("郑大伟", "male", 1977, "ct2", "normal", ("泌尿系平扫",), "泌尿外科", "肾结石待排"),
    ("孙思源", "female", 1993, "ct2", "vip", ("胸部平扫",), "呼吸内科", "发热"),
    ("马晓东", "male", 1963, "mr1", "normal", ("膝关节平扫",), "骨科", "半月板损伤"),
    ("朱琳", "female", 1988, "mr1", "normal", ("颅脑平扫",), "神经内科", "眩晕"),
    ("胡国强", "male", 1956, "mr1", "emergency", ("腰椎平扫",), "急诊科", "马尾综合征待排"),
    ("林诗涵", "female", 2003, "dr1", "normal", ("胸片正侧位",), "体检中心", "入职体检"),
    ("何志勇", "male", 1970, "dr1", "normal", ("左腕关节正侧位",), "骨科", "外伤"),
    ("高玉梅", "female", 1959, "dr2", "normal", ("腹部立位",), "急诊科", "肠梗阻待排"),
)


async def _seed(house: House, _: str) -> None:
    caller = founder(house, "demo")
    for room in ROOMS:
        await house.dispatch(caller, room)
    for screen in SCREENS:
        await house.dispatch(caller, screen)
    if not await _anybody_today(house, caller):
        start = house.clock().replace(minute=0, second=0, microsecond=0)
        for place, patient in enumerate(PATIENTS):
            await house.dispatch(caller, _admission(patient, place, start))
    branch = founder(house, "branch")
    await house.dispatch(branch, OpenRoom(id="east-ct1", name="CT1 室", campus="东院影像科", exam_types=("CT",)))


async def _anybody_today(house: House, caller: Caller) -> bool:
    async with house.engine.connect() as db:
        day = day_bounds(house.clock(), (await institution(db, caller.tenant)).time_zone)
        return bool(await store.line(db, caller.tenant, ROOMS[0].id, day))


def _admission(
    patient: tuple[str, str, int, str, str, tuple[str, ...], str, str], place: int, start: datetime
) -> AdmitTicket:
    name, sex, year, room, kind, items, department, diagnosis = patient
    return AdmitTicket(
        room_id=room,
        patient_id=f"demo-{place:03}",
        name=name,
        sex=sex,  # type: ignore[arg-type]
        birth_date=date(year, 1 + place % 12, 1 + place),
        exam_type=room[:2].upper(),
        items=items,
        patient_class=kind,  # type: ignore[arg-type]
        pre_exam_time=start + timedelta(minutes=5 * (place % 10)),
        phone=f"1380000{1000 + place}",
        clinical_diagnosis=diagnosis,
        requesting_department=department,
        arrears=place in ARREARS,
    )


seed = DemoSeed(10, _seed)
