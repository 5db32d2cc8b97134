"""Real servers, one PostgreSQL and one Valkey per test process, and a fresh database per test."""

from __future__ import annotations

import asyncio
import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from redis import Redis
from sqlalchemy.ext.asyncio import create_async_engine

from hub import demo, schema
from hub.embedded import postgres, valkey
from hub.house import open_house
from hub.settings import Settings
from tests.kit.clock import StillClock

SECRET = "a secret that is only good for tests, forty characters"
PASSWORD = "Carewire-2026"
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder in memory, where there is one
ENOUGH = 4 * 2**30
FAST = {"fsync": "off", "full_page_writes": "off", "max_connections": "200", "track_commit_timestamp": "on"}

_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Servers:
    """Where this test process's servers are; ``template`` holds the migrated and seeded demo hospital."""

    template: str
    redis_url: str
    files: Path

    def fresh(self) -> Settings:
        """Settings for a new copy of the demo hospital and an empty Valkey."""
        name = f"t{next(_numbers)}"
        asyncio.run(_create(self.template, name))
        client = Redis.from_url(self.redis_url)
        client.flushall()
        client.close()
        return self.settings(_with_database(self.template, name))

    def drop(self, settings: Settings) -> None:
        """Forget a copy, whoever still uses it."""
        asyncio.run(_drop(self.template, str(sa.make_url(settings.database_url).database)))

    def settings(self, database_url: str) -> Settings:
        """Settings for this database."""
        return Settings(
            database_url=database_url,
            redis_url=self.redis_url,
            secret=SECRET,
            demo=True,
            storage_url=self.files.as_uri(),
        )


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """Start both, make the template, stop both in the end."""
    # Not pytest's own folder: that is closed to the unprivileged account which the servers run as under root.
    home = Path(tempfile.mkdtemp(prefix="carewire-test-", dir=roomy()))
    home.chmod(0o711)
    database = postgres.start(home / "postgres", FAST)
    redis = valkey.start(home / "valkey")
    try:
        admin = database.url
        asyncio.run(_create(admin, "template_demo", source="template1"))
        template = _with_database(admin, "template_demo")
        opened = Servers(template, redis.url, home / "files")
        asyncio.run(_furnish(opened))
        yield opened
    finally:
        redis.stop()
        database.stop()
        shutil.rmtree(home)


@pytest.fixture
def settings(servers: Servers) -> Iterator[Settings]:
    """A demo hospital of one's own."""
    fresh = servers.fresh()
    yield fresh
    servers.drop(fresh)


def roomy() -> Path | None:
    """In memory a copy of the hospital takes 20 ms instead of 200 or more; None: wherever temporary files go."""
    if not MEMORY.is_dir() or not os.access(MEMORY, os.W_OK):
        return None
    return MEMORY if shutil.disk_usage(MEMORY).free > ENOUGH else None


async def _furnish(servers: Servers) -> None:
    await schema.upgrade(servers.template)
    async with open_house(servers.settings(servers.template), clock=StillClock()) as house:
        await demo.seed(house, PASSWORD)


async def _create(url: str, name: str, source: str | None = None) -> None:
    admin = create_async_engine(_with_database(url, "postgres"), isolation_level="AUTOCOMMIT")
    try:
        async with admin.connect() as db:
            template = source or sa.make_url(url).database
            await db.execute(sa.text(f'create database "{name}" template "{template}" strategy file_copy'))
    finally:
        await admin.dispose()


async def _drop(url: str, name: str) -> None:
    admin = create_async_engine(_with_database(url, "postgres"), isolation_level="AUTOCOMMIT")
    try:
        async with admin.connect() as db:
            await db.execute(sa.text(f'drop database if exists "{name}" with (force)'))
    finally:
        await admin.dispose()


def _with_database(url: str, name: str) -> str:
    return sa.make_url(url).set(database=name).render_as_string(hide_password=False)


__all__ = ["PASSWORD", "SECRET", "Servers", "servers", "settings"]
