"""Random moves with critical values, for tests that only care that everything keeps converging."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

import sqlalchemy as sa

from domains.critical_values.commands.reporting import ReportCriticalValue
from domains.critical_values.commands.steps import (
    CancelCriticalValue,
    CloseCriticalValue,
    ConfirmCriticalValue,
    HandleCriticalValue,
    OpenCriticalValue,
)
from hub.house import House
from tests.kit.house import person

PLACES: tuple[Mapping[str, str], ...] = ({},)
"""The parts beside the tenant of the channel names to watch."""
HEAD = person("head")


async def move(house: House, random: Random) -> None:
    """One random command by somebody who may do it; it may well be refused."""
    async with house.engine.connect() as db:
        values = list((await db.execute(sa.text("select id from critical_values_values order by id"))).scalars())
        patients = sa.text("select id from patients_people where tenant = 'demo' order by id")
        patient = random.choice(list((await db.execute(patients)).scalars()))
    if not values or random.random() < 0.3:
        report = ReportCriticalValue(patient_id=patient, item="K", item_name="血钾", value="7.1")
        await house.dispatch(HEAD, report)
        return
    that = random.choice(values)
    step = random.choice(
        (
            OpenCriticalValue(value_id=that),
            ConfirmCriticalValue(value_id=that, read_back="7.1"),
            HandleCriticalValue(value_id=that, note="复查"),
            CloseCriticalValue(value_id=that),
            CancelCriticalValue(value_id=that, note="溶血"),
        )
    )
    await house.dispatch(HEAD, step)
