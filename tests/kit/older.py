"""A database of an older installation, brought to the present."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Sequence

import sqlalchemy as sa
from alembic import command
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from hub import schema
from tests.kit.servers import Servers


@contextlib.asynccontextmanager
async def upgraded(
    servers: Servers, name: str, revisions: Sequence[str], old: Sequence[str]
) -> AsyncIterator[AsyncConnection]:
    """Make the database ``name`` as it was at these revisions, furnish it with ``old``, upgrade it, and read it."""
    admin = create_async_engine(sa.make_url(servers.template).set(database="postgres"), isolation_level="AUTOCOMMIT")
    async with admin.connect() as db:
        await db.execute(sa.text(f"create database {name} template template1"))
    await admin.dispose()
    engine = create_async_engine(sa.make_url(servers.template).set(database=name))
    async with engine.begin() as db:
        for revision in revisions:
            await db.run_sync(_to, revision)
        for statement in old:
            await db.execute(sa.text(statement))
    async with engine.begin() as db:
        await db.run_sync(_to, "heads")
    async with engine.connect() as db:
        yield db
    await engine.dispose()


def _to(connection: sa.Connection, revision: str) -> None:
    alembic = schema.config()
    alembic.attributes["connection"] = connection
    command.upgrade(alembic, revision)
