"""Random moves with devices, for tests that only care that everything keeps converging."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

import sqlalchemy as sa

from domains.vitals.commands.binding import BindDevice, UnbindDevice
from domains.vitals.resources import device
from hub.house import House
from hub.resources.shapes import shapes_of
from tests.domains.vitals.ward import reading, record
from tests.kit.house import person

PLACES: tuple[Mapping[str, str], ...] = ({},)
"""The parts beside the tenant of the channel names to watch."""


async def move(house: House, random: Random) -> None:
    """One random command by somebody who may do it; it may well be refused."""
    async with house.engine.connect() as db:
        devices = list((await db.execute(sa.text("select id from vitals_devices where tenant = 'demo'"))).scalars())
        patients = list((await db.execute(sa.text("select id from patients_people where tenant = 'demo'"))).scalars())
    that, shapes, kind = random.choice(devices), shapes_of(device), random.randrange(5)
    if kind == 0:
        await house.dispatch(person("doctor"), BindDevice(device_id=that, patient_id=random.choice(patients)))
    elif kind == 1:
        await house.dispatch(person("doctor"), UnbindDevice(device_id=that))
    elif kind == 2:
        assert shapes.enable is not None
        await house.dispatch(person("admin"), shapes.enable(device_ids=(that,), enabled=random.random() < 0.7))
    elif kind == 3:
        more = {"name": "监护仪", "kind": "monitor", "place": "ICU", "note": ""}
        await house.dispatch(person("admin"), shapes.create(code=f"M-{random.randrange(100)}", **more))
    else:
        await record(house, reading(random.randrange(200), random.randrange(40, 150)))
