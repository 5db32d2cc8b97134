"""What does not fit a demo: its hospital system speaks once, and then it would be missed for ever."""

from __future__ import annotations

from typing import Final

from domains.rules import store
from domains.rules.commands import SwitchRule
from hub.demo import DemoSeed, founder
from hub.house import House

OFF: Final = ("W-PC-57",)
WHY: Final = "演示环境没有持续的接口消息"


async def _seed(house: House, _: str) -> None:
    async with house.dispatch.reads.connect() as db:
        own = await store.newest_of(db, "demo")
    for code in OFF:
        if code not in own:
            await house.dispatch(founder(house, "demo"), SwitchRule(code=code, enabled=False, comment=WHY))


seed = DemoSeed(70, _seed)
