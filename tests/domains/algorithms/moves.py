"""Random moves with the register and with openings, for tests that only care that everything keeps converging."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any

import sqlalchemy as sa

from domains.algorithms.commands import ChangeOpening, EndOpening, OpenAlgorithm
from hub.house import House
from tests.domains.algorithms.desk import PLATFORM, SHAPES, TODAY, values

PLACES: tuple[Mapping[str, str], ...] = ({},)
"""The parts beside the tenant of the channel names to watch."""


async def _some(house: House, table: str, random: Random) -> tuple[str, int]:
    """Id and version of a row of the demo institution."""
    async with house.engine.connect() as db:
        rows = await db.execute(sa.text(f"select id, v from {table} where tenant = 'demo' order by id"))
        found = [(row.id, row.v) for row in rows]
    return random.choice(found) if found else ("none", 1)


async def move(house: House, random: Random) -> None:
    """One random command by somebody who may do it; it may well be refused."""
    algorithm_id, _ = await _some(house, "algorithms_algorithms", random)
    opening_id, v = await _some(house, "algorithms_openings", random)
    ends = TODAY + timedelta(days=random.randint(0, 200))
    place: dict[str, Any] = {"institution_id": "demo"}
    assert SHAPES.enable is not None
    steps: list[Any] = [
        OpenAlgorithm(**place, algorithm_id=algorithm_id, starts=TODAY, ends=ends),
        OpenAlgorithm(**place, algorithm_id=algorithm_id, starts=TODAY),
        ChangeOpening(**place, opening_id=opening_id, v=v, starts=TODAY, ends=ends),
        EndOpening(**place, opening_id=opening_id),
        SHAPES.delete(algorithm_ids=(algorithm_id,)),
        SHAPES.enable(algorithm_ids=(algorithm_id,), enabled=random.random() < 0.7),
        SHAPES.create(**await values(house, name=f"算法{random.randint(1, 9)}")),
    ]
    await house.dispatch(PLATFORM, random.choice(steps))
