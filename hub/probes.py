"""The kernel's own parts, asked how they are."""

from __future__ import annotations

from functools import partial

import sqlalchemy as sa

from hub.health import Probe, Probed
from hub.house import House
from hub.tools import Tool


def probes_of(house: House, roles: list[str]) -> list[Probed]:
    """The probes of the kernel's own parts."""

    async def database() -> str:
        async with house.engine.connect() as db:
            return f"PostgreSQL {(await db.execute(sa.text('show server_version'))).scalar()}"

    async def redis() -> str:
        info = await house.redis.info("server")
        return f"{info.get('server_name', 'redis')} {info.get('valkey_version', info.get('redis_version'))}"

    async def parked() -> str:
        async with house.engine.connect() as db:
            count = (await db.execute(sa.text("select count(*) from hub_parked_facts"))).scalar()
        if count:
            raise RuntimeError(f"{count} facts are parked; see `parked list`")
        return "none"

    def role(name: str) -> Probe:
        async def probe() -> str:
            if not await house.bus.alive(name):
                raise RuntimeError("no process has reported for 5 seconds")
            return "working"

        return probe

    parts = [Probed("database", database, vital=True), Probed("redis", redis, vital=True), Probed("parked", parked)]
    parts += [Probed(t.name, partial(t.probe, house.dispatch.tools[t.kind])) for t in house.registry.of(Tool)]
    return parts + [Probed(name, role(name)) for name in roles]
