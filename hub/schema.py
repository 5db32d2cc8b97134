"""Brings the database to the present shape: every room's migrations, under one lock."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.ext.asyncio import create_async_engine

from hub.module import rooms

LOCK: Final = 7303


def config() -> Config:
    """Alembic's configuration: one branch per room, found by folder."""
    here = Path(__file__).parent / "migrations"
    places = [here / "versions"]
    for room in rooms():
        spec = importlib.util.find_spec(room)
        if spec is not None and spec.origin is not None:
            places.append(Path(spec.origin).parent / "migrations")
    alembic = Config()
    alembic.set_main_option("script_location", str(here))
    alembic.set_main_option("path_separator", "newline")
    alembic.set_main_option("version_locations", "\n".join(str(p) for p in places if p.is_dir()))
    return alembic


async def upgrade(url: str) -> None:
    """Apply what is missing; several processes may ask at once, one does it."""
    engine = create_async_engine(url)
    try:
        async with engine.begin() as db:
            await db.execute(sa.text("select pg_advisory_xact_lock(:lock, 0)"), {"lock": LOCK})
            await db.run_sync(_upgrade)
    finally:
        await engine.dispose()


def _upgrade(connection: sa.Connection) -> None:
    alembic = config()
    alembic.attributes["connection"] = connection
    command.upgrade(alembic, "heads")
