"""The ``audit`` role: seals what is new within a second, and checks the chain by and by."""

from __future__ import annotations

import asyncio
from typing import Final

from domains.audit import store
from domains.audit.rounds import Rounds
from domains.audit.sealing import Sealer
from hub.house import House
from hub.roles import Role

LOOK: Final = 0.4
"""Seconds between two looks at what is new."""
FULL_EVERY: Final = 600
"""Every so many looks all entries are looked at: one that was long in being committed may have an old id."""
CHECK_EVERY: Final = 5
"""Every so many looks a part of the chain is checked."""


async def keep_forever(house: House) -> None:
    """The work of the role."""
    sealer, rounds = Sealer(house), Rounds(house)
    looks = 0
    while True:
        await house.bus.heard("audit", 5)
        # Under load something new is always there: only a full batch is followed by another at once.
        while await sealer.seal() >= store.BATCH:
            await house.bus.heard("audit", 5)
        looks += 1
        if looks % FULL_EVERY == 0:
            sealer.look_at_all()
        if looks % CHECK_EVERY == 0:
            await rounds.check()
        await asyncio.sleep(LOOK)


role = Role("audit", keep_forever)
