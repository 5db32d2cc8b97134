"""Random changes of base data, for tests that only care that everything keeps converging."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

import sqlalchemy as sa

from domains.catalog.resources import ALL, modality
from hub.house import House
from hub.resources.shapes import shapes_of
from tests.kit.house import person

PLACES: tuple[Mapping[str, str], ...] = ({},)
"""The parts beside the tenant of the channel names to watch."""


async def move(house: House, random: Random) -> None:
    """One random command by somebody who may do it; it may well be refused."""
    resource = random.choice(ALL)
    async with house.engine.connect() as db:
        query = sa.select(resource.table.c.id).where(resource.table.c.tenant == "demo").order_by(resource.table.c.id)
        ids = list((await db.execute(query)).scalars())
    shapes = shapes_of(resource)
    some = {resource.ids_field: tuple(random.sample(ids, k=random.randint(1, 3)))}
    command: Any = shapes.delete(**some)
    if random.random() < 0.4:
        command = shapes_of(modality).create(code=f"M{random.randrange(1000)}", name=f"模态{random.randrange(1000)}")
    elif shapes.enable is not None and random.random() < 0.6:
        command = shapes.enable(**some, enabled=random.random() < 0.5)
    await house.dispatch(person("admin"), command)
