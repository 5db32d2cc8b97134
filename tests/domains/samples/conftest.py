"""What the tests of sample submission begin with."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from hub.house import House


@pytest.fixture
async def house(house: House) -> House:
    """The demo hospital; its own submissions and jobs step aside."""
    async with house.engine.begin() as db:
        for table in ("samples_records", "hub_jobs"):
            await db.execute(sa.text(f"delete from {table}"))
    return house
