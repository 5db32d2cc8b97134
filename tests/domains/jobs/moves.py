"""Random moves of jobs, for tests that only care that everything keeps converging."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any

import sqlalchemy as sa

from domains.catalog.resources import ALL
from domains.jobs.commands import CancelJob, RetryJob
from hub.house import House
from hub.jobs.table import jobs
from hub.jobs.working import work_once
from hub.resources.shapes import shapes_of
from tests.kit.house import person

PLACES: tuple[Mapping[str, str], ...] = ({"account": "demo"}, {"account": "other"})
"""The parts beside the tenant of the channel names to watch."""


async def move(house: House, random: Random) -> None:
    """One random command by somebody who may do it, or some work; it may well be refused."""
    caller = replace(person("admin"), actor=random.choice(["demo", "other"]))
    what = random.random()
    if what < 0.3:
        await work_once(house)
        return
    command: Any
    if what < 0.6:
        export = shapes_of(random.choice(ALL)).export
        assert export is not None
        command = export()
    else:
        async with house.engine.connect() as db:
            mine = sa.select(jobs.c.id).where(jobs.c.owner == caller.actor).order_by(jobs.c.id)
            ids = list((await db.execute(mine)).scalars())
        kind = CancelJob if what < 0.8 else RetryJob
        command = kind(job_id=random.choice(ids) if ids else "none")
    await house.dispatch(caller, command)
