"""Walks everything that the registry declares, with the demo hospital's ids."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from channels.channel import Channel
from hub.commands import Answer, Handler
from hub.events import Event, tag_of
from hub.house import House
from hub.module import discover, rooms

Declared = Handler[Any] | Answer[Any] | Channel
Ids = Mapping[str, Mapping[str, Any]]


async def inhabit(house: House) -> None:
    """What the demo hospital does not come with, each ``tests/domains/<x>/samples.py`` that has ``inhabit`` makes."""
    for _, samples in _samples():
        if hasattr(samples, "inhabit"):
            await samples.inhabit(house)


def _samples() -> Iterator[tuple[str, Any]]:
    for room in rooms():
        domain = room.rpartition(".")[2]
        if room.startswith("domains.") and importlib.util.find_spec(f"tests.domains.{domain}.samples"):
            yield domain, importlib.import_module(f"tests.domains.{domain}.samples")


async def ids_of(house: House, tenant: str) -> Ids:
    """The institution's ids by domain and field name, as each ``tests/domains/<x>/samples.py`` tells them."""
    found: dict[str, Mapping[str, Any]] = {}
    async with house.engine.connect() as db:
        for domain, samples in _samples():
            found[domain] = await samples.ids(db, tenant)
    return found


def domain_of(declared: Declared) -> str:
    """The name of the room that declares it."""
    code = declared.rows if isinstance(declared, Channel) else declared.asks
    parts = str(code.__module__).split(".")
    return parts[1] if parts[0] == "domains" else parts[0]


def known(ids: Ids, declared: Declared) -> Mapping[str, Any]:
    """What there is to fill the fields of ``declared`` with: its own domain's ids, and files, which all share."""
    return {**ids.get("files", {}), **ids.get(domain_of(declared), {})}


async def secrets_of(house: House, tenant: str) -> frozenset[str]:
    """Every text in the institution's rows that names one particular thing of it."""
    found: set[str] = set()
    async with house.engine.connect() as db:
        for table in await tenant_tables(db):
            for row in await db.execute(sa.text(f'select * from "{table}" where tenant = :t'), {"t": tenant}):
                found.update(value for value in row if isinstance(value, str) and _telling(value))
    return frozenset(found - {tag_of(kind) for kind in discover().classes(Event) if kind.__struct_config__.tag})


def _telling(text: str) -> bool:
    """Whether a text names one particular thing: an id, a number, a person. Not a state or a code that all share."""
    return len(text) >= 32 or any("\u4e00" <= c <= "\u9fff" for c in text)


async def tenant_tables(db: Any) -> list[str]:
    """Every table with a tenant column."""
    query = (
        "select c.table_name from information_schema.columns c join information_schema.tables t using (table_name)"
        " where c.column_name = 'tenant' and c.table_schema = 'public' and t.table_type = 'BASE TABLE' order by 1"
    )
    return [row[0] for row in await db.execute(sa.text(query))]


async def fingerprint(house: House, tenant: str) -> dict[str, str]:
    """A digest of everything that belongs to an institution, by table."""
    async with house.engine.connect() as db:
        digests = {}
        for table in await tenant_tables(db):
            rows = "coalesce(string_agg(x::text, ';' order by x::text), '')"
            query = f'select md5({rows}) from "{table}" x where tenant = :t'
            digests[table] = (await db.execute(sa.text(query), {"t": tenant})).scalar_one()
        return digests
