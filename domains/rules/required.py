"""Every warning that the requirements name: carried out by a rule or by a room itself, or waiting for its room."""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from pathlib import Path
from typing import Final

import msgspec

from domains.rules.book import shipped

_LIST: Final = Path(__file__).with_name("required.tsv")
_SOURCE: Final = re.compile(r"W-[A-Z]+-[0-9]+")

WAITING: Final[dict[str, tuple[str, str]]] = {
    "W-ARC": ("健康档案", "health records"),
    "W-CK": ("体检", "check-up"),
    "W-COH": ("科研队列", "research cohorts"),
    "W-CRM": ("客户关系", "customer relations"),
    "W-IH": ("互联网医院", "internet hospital"),
    "W-PC": ("检后管理", "post-check-up care"),
    "W-QC": ("体检质控", "check-up quality control"),
    "W-REG": ("区域协同", "regional network"),
    "W-SCH": ("康复排班", "rehabilitation scheduling"),
    "W-SS": ("标本寄送", "sample submission"),
    "W-TEC": ("技术运维", "technical operations"),
    "W-TH": ("康复治疗", "rehabilitation"),
    "W-WX": ("微信服务", "WeChat services"),
}
"""The room that a warning waits for, by the beginning of its code, where no rule is shipped yet."""


BY_ROOM: Final[dict[str, tuple[str, str]]] = {
    "W-PC-26": (
        "消息中心：重要消息未读，到时再次推送",
        "the message centre: what is important and unread is pushed again",
    ),
    "W-SS-01": ("标本寄送：资料审核后即通知", "sample submission: told as soon as materials have passed"),
    "W-SS-02": ("标本寄送：修改申请审核后即通知", "sample submission: told as soon as a change is decided"),
    "W-SS-03": ("标本寄送：样本寄回即通知", "sample submission: told as soon as a sample is sent back"),
}
"""Warnings that are no rules: a message to who is concerned, sent by the room as a part of its own work."""


class Required(msgspec.Struct, frozen=True, kw_only=True):
    """One warning of the requirements, in their own words (bold: the seed's number; †: proposed).

    ``rule`` is the shipped rule that carries it out, else ``by_zh`` and ``by_en`` tell the room that does. All are
    empty while nothing does, and then the reason is told.
    """

    code: str
    name: str
    trigger: str
    threshold: str
    levels: str
    recipients: str
    channels: str
    escalation: str
    rows: str
    file: str
    rule: str = ""
    by_zh: str = ""
    by_en: str = ""
    reason_zh: str = ""
    reason_en: str = ""


@lru_cache(maxsize=1)
def required() -> tuple[Required, ...]:
    """All of them, in the order of their codes; raises ``KeyError`` for one whose room nobody has named."""
    by_row = {row: rule.code for rule in shipped().values() for row in _SOURCE.findall(rule.source)}
    with _LIST.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    found = []
    for line in lines:
        rule = by_row.get(line["code"], "")
        room, reason = ("", ""), ("", "")
        if not rule and line["code"] in BY_ROOM:
            room = BY_ROOM[line["code"]]
        elif not rule:
            zh, en = WAITING[line["code"].rpartition("-")[0]]
            reason = (f"等待“{zh}”模块上线", f"waits for the room “{en}”")
        told = {"by_zh": room[0], "by_en": room[1], "reason_zh": reason[0], "reason_en": reason[1]}
        found.append(Required(**line, rule=rule, **told))
    return tuple(found)
