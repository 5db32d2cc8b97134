"""Where the desk's pages stand, and for whom (RIS-003)."""

from __future__ import annotations

import msgspec
import pytest

from domains.access.permissions import STAFF
from domains.access.queries.menus import MyMenus
from hub.caller import Caller
from hub.house import House
from tests.domains.registration.desk import REGISTRAR


@pytest.mark.covers("RIS-003")
async def test_registration_is_booking_referral_and_management(house: House) -> None:
    caller = Caller("demo", REGISTRAR.actor, REGISTRAR.permissions | {STAFF.name}, frozenset({"demo"}))
    shown = msgspec.json.encode(await house.dispatch.ask(caller, MyMenus())).decode()
    for page, name in (("registration", "预约登记"), ("referral", "转诊登记"), ("registrations", "登记管理")):
        assert f'"page":"{page}"' in shown
        assert name in shown
    nobody = Caller("demo", "x", frozenset({STAFF.name}), frozenset({"demo"}))
    assert '"page":"registration"' not in msgspec.json.encode(await house.dispatch.ask(nobody, MyMenus())).decode()
