"""What a patient says of his sample, and whether it will do: everything that is wrong at once, each field by its label.

Limits: sample-submission.md, section 3.
"""

from __future__ import annotations

import re
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from domains.samples.errors import WrongContent

MOST_PHOTOS: Final = 9
PHONE: Final = re.compile(r"1[0-9]{10}|0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,6})?|[48]00-?[0-9]{3}-?[0-9]{4}")
EMAIL: Final = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
NUMBER: Final = re.compile(r"[A-Za-z0-9]{6,30}")
LONGEST: Final = {"recipient": 50, "address": 200, "email": 100}

Line = Annotated[str, Meta(max_length=500)]
FileIds = Annotated[tuple[Annotated[str, Meta(max_length=64)], ...], Meta(max_length=100)]
Wrong = tuple[str, str, str, str, str]

_REQUIRED: Final = ("必填", "required")
_PHONE: Final = ("请填写手机号或带区号的座机号", "a mobile number, or a landline with its area code")


class Content(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The submission as it is filled in. The three return fields are required when ``needs_return``, else cleared.

    ``photos`` are the ids of uploads, or of photos that the submission has already: 1-9, jpg or png, 10 MB each.
    """

    sample_type_id: Annotated[str, Meta(max_length=64)]
    report_email: Line
    tracking_no: Line
    photos: FileIds
    needs_return: bool = False
    return_recipient: Line = ""
    return_phone: Line = ""
    return_address: Line = ""


def tidied(content: Content) -> Content:
    """Without blanks around it, and without return fields when nothing returns (reading 9); raises ``WrongContent``."""
    texts = {
        name: getattr(content, name).strip() if content.needs_return or not name.startswith("return_") else ""
        for name in ("report_email", "tracking_no", "return_recipient", "return_phone", "return_address")
    }
    tidy = msgspec.structs.replace(content, **texts, photos=tuple(dict.fromkeys(content.photos)))
    raise_if(_wrong(tidy))
    return tidy


def raise_if(wrong: list[Wrong]) -> None:
    """Raise ``WrongContent`` when there is something wrong."""
    if wrong:
        raise WrongContent(wrong)


def _wrong(content: Content) -> list[Wrong]:
    found = [
        *(
            [("content.sample_type_id", "送检样本类型", "Sample type", *_REQUIRED)]
            if not content.sample_type_id
            else []
        ),
        *text("content.report_email", "报告接收邮箱", "Report e-mail", content.report_email, LONGEST["email"]),
        *number("content.tracking_no", "送检样本物流单号", "Tracking no.", content.tracking_no),
        *photos("content.photos", "送检单照片", "Submission-form photos", content.photos, 1),
    ]
    if content.report_email and not EMAIL.fullmatch(content.report_email):
        found.append(("content.report_email", "报告接收邮箱", "Report e-mail", "邮箱格式不对", "not an e-mail address"))
    if content.needs_return:
        found += text(
            "content.return_recipient", "回寄收件人", "Return recipient", content.return_recipient, LONGEST["recipient"]
        )
        found += phone("content.return_phone", "回寄电话", "Return phone", content.return_phone)
        found += text(
            "content.return_address", "回寄地址", "Return address", content.return_address, LONGEST["address"]
        )
    return found


def text(field: str, zh: str, en: str, value: str, longest: int) -> list[Wrong]:
    """A line that has to be there."""
    if not value:
        return [(field, zh, en, *_REQUIRED)]
    return [] if len(value) <= longest else [(field, zh, en, f"最多 {longest} 个字符", f"at most {longest} characters")]


def phone(field: str, zh: str, en: str, value: str) -> list[Wrong]:
    """A mobile number, or a landline with its area code."""
    if not value:
        return [(field, zh, en, *_REQUIRED)]
    return [] if PHONE.fullmatch(value) else [(field, zh, en, *_PHONE)]


def number(field: str, zh: str, en: str, value: str) -> list[Wrong]:
    """A courier's number."""
    if not value:
        return [(field, zh, en, *_REQUIRED)]
    told = ("应为 6-30 位字母或数字", "6 to 30 letters and digits")
    return [] if NUMBER.fullmatch(value) else [(field, zh, en, *told)]


def photos(field: str, zh: str, en: str, ids: tuple[str, ...], least: int) -> list[Wrong]:
    """So many files, at most nine."""
    if len(ids) < least:
        return [(field, zh, en, *_REQUIRED)]
    told = (f"最多 {MOST_PHOTOS} 张", f"at most {MOST_PHOTOS}")
    return [] if len(ids) <= MOST_PHOTOS else [(field, zh, en, *told)]
