"""What of this room is opened for an institution, or not (租户应用)."""

from __future__ import annotations

from typing import Final

from domains.registration import permissions as p
from domains.registration.exporting import EXPORT
from domains.registration.timetable import room_schedule
from hub.applications import Application

REGISTRATION: Final = Application(
    "registration",
    "预约登记",
    "Registration",
    (p.VIEW, p.REGISTER, p.CANCEL, EXPORT, *room_schedule.rights.values()),
    10,
)
REFERRAL: Final = Application("referral", "转诊协作", "Referral", (p.REFER, p.MANAGE), 20)
