"""What the tests of algorithms begin with."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from hub.house import House


@pytest.fixture
async def house(house: House) -> House:
    """The demo hospital; the register and the openings that it comes with step aside."""
    async with house.engine.begin() as db:
        for table in ("algorithms_openings", "algorithms_algorithms"):
            await db.execute(sa.text(f"delete from {table}"))
    return house
