"""The rule of this room that no row of the requirements names; the others are in tests/domains/rules/test_packs.py."""

from __future__ import annotations

import pytest

from hub.house import House
from tests.domains.access.people import enter
from tests.domains.rules.test_packs import alerts, told
from tests.hub.front import front
from tests.kit.clock import StillClock
from tests.kit.house import one
from tests.kit.watching import work_off


@pytest.mark.slow
async def test_five_failed_sign_ins_of_one_account_within_ten_minutes(house: House, clock: StillClock) -> None:
    # As many as shut the door: tries at a shut door are no facts.
    async with front(house) as client:
        for minute in range(4):
            assert (await enter(client, "doctor", f"wrong{minute}")).status_code == 401
            clock.forward(minutes=1)
        await enter(client, "doctor2", "wrong")
        watch = await work_off(house)
        assert await alerts(house, "CW-ACCESS-01") == []
        await enter(client, "doctor", "wrong4")
    await work_off(house, watch)
    assert await alerts(house, "CW-ACCESS-01") == ["账号 10 分钟内登录失败 5 次"]
    assert await told(house, "CW-ACCESS-01") == {"admin"}
    about = "select a.login from alerts_alerts r join access_accounts a on a.id = r.key where r.rule = 'CW-ACCESS-01'"
    assert await one(house, about) == "doctor"
    assert await one(house, "select level from alerts_alerts where rule = 'CW-ACCESS-01'") == "medium"
