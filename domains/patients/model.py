"""A patient's record and what it may hold."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

Sex = Literal["male", "female", "unknown"]
Name = Annotated[str, Meta(min_length=1, max_length=100)]
NumberText = Annotated[str, Meta(min_length=1, max_length=50)]


class Kind(StrEnum):
    """Which system's number it is."""

    VISIT_CARD = "visit_card"
    CHECKUP = "checkup"
    IDENTITY = "identity"
    INPATIENT = "inpatient"
    HIS = "his"


LABELS: Final = {
    Kind.VISIT_CARD: ("就诊卡号", "visit card number"),
    Kind.CHECKUP: ("体检号", "check-up number"),
    Kind.IDENTITY: ("身份证号", "identity card number"),
    Kind.INPATIENT: ("住院号", "inpatient number"),
    Kind.HIS: ("患者编号", "hospital patient id"),
}


class Details(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a person; empty texts and None are "not known". Height in cm, weight in kg."""

    name: Name
    sex: Sex = "unknown"
    birth_date: date | None = None
    pinyin: Annotated[str, Meta(max_length=200)] = ""
    phone: Annotated[str, Meta(max_length=30)] = ""
    address: Annotated[str, Meta(max_length=300)] = ""
    height: Annotated[float, Meta(ge=0, le=300)] | None = None
    weight: Annotated[float, Meta(ge=0, le=500)] | None = None


def normal(number: str) -> str:
    """A number as it is compared: without blanks, letters in upper case (identity cards may end in x)."""
    return "".join(number.split()).upper()


def filled(known: Details, newer: Details) -> Details:
    """``newer``, with its gaps filled from ``known``: a message that leaves a field empty deletes nothing."""
    gaps = {
        name: getattr(known, name)
        for name in Details.__struct_fields__
        if getattr(newer, name) in {"", None, "unknown"}
    }
    return msgspec.structs.replace(newer, **gaps)
