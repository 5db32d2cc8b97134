"""A registration in the words of paper, which is Chinese."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from domains.patients.public import Kind
from domains.registration.model import age_on, names_of, total_of
from domains.registration.queries.looking import Sheet

SEXES: Final = {"male": "男", "female": "女", "unknown": "未知"}
CLASSES: Final = {"emergency": "急诊", "vip": "VIP", "normal": "普通"}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is printed, line by line."""

    hospital: str
    code: str
    name: str
    sex: str
    age: str
    number: str
    exam_type: str
    items: str
    place: str
    time: str
    lines: tuple[tuple[str, str], ...]
    prices: tuple[tuple[str, str, str, str], ...]
    total: str
    clinical: tuple[tuple[str, str], ...]


def facts_of(sheet: Sheet, hospital: str, today: date, zone: str) -> Facts:
    """The registration of a sheet, as this institution prints it today."""
    patient = sheet.patient
    born = patient.birth_date
    age = "" if born is None else f"{age_on(born, today)}岁"
    return Facts(
        hospital=hospital,
        code=sheet.exam_no or f"R{sheet.registration_id[-12:].upper()}",
        name=patient.name,
        sex=SEXES[patient.sex],
        age=age,
        number=sheet.number,
        exam_type=sheet.exam_type,
        items="、".join(names_of(sheet.items)),
        place=sheet.room_name or sheet.institution or sheet.campus,
        time=_moment(sheet.pre_exam_time, zone),
        lines=_lines(sheet, age, zone),
        prices=tuple((item.code, item.name, item.part, _yuan(item.price)) for item in sheet.items),
        total=_yuan(total_of(sheet.items)),
        clinical=(
            ("临床诊断", sheet.clinical.diagnosis),
            ("检查目的", sheet.clinical.purpose),
            ("病史摘要", sheet.clinical.history),
            ("患者体征", sheet.clinical.signs),
        ),
    )


def _lines(sheet: Sheet, age: str, zone: str) -> tuple[tuple[str, str], ...]:
    patient = sheet.patient
    numbers = {number.kind: number.number for number in patient.numbers}
    return (
        ("患者姓名", patient.name),
        ("性别", SEXES[patient.sex]),
        ("年龄", age),
        ("患者类型", CLASSES[sheet.patient_class] + ("（欠费）" if sheet.arrears else "")),
        ("就诊卡号", numbers.get(Kind.VISIT_CARD, "")),
        ("住院号", numbers.get(Kind.INPATIENT, "")),
        ("检查号", sheet.exam_no),
        ("影像号", sheet.image_no),
        ("HIS单号", sheet.order_no),
        ("排队号", sheet.number),
        ("检查院区", sheet.campus),
        ("检查室", sheet.room_name),
        ("预检时间", _moment(sheet.pre_exam_time, zone)),
        ("登记时间", _moment(sheet.registered_at, zone)),
        ("申请科室", sheet.requesting_department),
        ("申请医生", sheet.requesting_doctor),
    )


def _moment(at: datetime | None, zone: str) -> str:
    return "" if at is None else f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02}"
