"""The demo hospital's two devices: a bedside monitor that measures somebody, and a wearable that is free."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from domains.vitals.resources import device
from domains.vitals.tables import devices
from hub.demo import DemoSeed, founder
from hub.house import House
from hub.resources.shapes import shapes_of

DEVICES: Final = (
    {"code": "DEMO-MON-01", "name": "1 号监护仪", "kind": "monitor", "place": "ICU-1-01", "note": ""},
    {"code": "DEMO-BAND-01", "name": "1 号手环", "kind": "wearable", "place": "", "note": ""},
)


async def _seed(house: House, _: str) -> None:
    async with house.dispatch.reads.connect() as db:
        known = (await db.execute(sa.select(devices.c.id).where(devices.c.tenant == "demo").limit(1))).first()
    if known is None:
        for one in DEVICES:
            await house.dispatch(founder(house, "demo"), shapes_of(device).create(**one))


seed = DemoSeed(60, _seed)
