"""All resources of the house, by name; and who can tell the names of people."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from functools import cache

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.module import discover
from hub.resources.fields import Reference
from hub.resources.resource import Resource


@dataclass(frozen=True, slots=True)
class People:
    """How a module says that it knows what people are called: (database, tenant, ids) -> names by id."""

    names: Callable[[AsyncConnection, str, Iterable[str]], Awaitable[dict[str, str]]]


@dataclass(frozen=True, slots=True)
class Zones:
    """How a module says that it knows which time zone an institution lives in: (database, tenant) -> IANA name."""

    zone: Callable[[AsyncConnection, str], Awaitable[str]]


async def zone_of(db: AsyncConnection, tenant: str) -> str:
    """The institution's time zone."""
    return await discover().one(Zones).zone(db, tenant)


def resources() -> list[Resource]:
    """Every declared resource, in module order."""
    return discover().of(Resource)


def resource_at(path: str) -> Resource | None:
    """The resource with this path, such as ``catalog/modality``."""
    return next((r for r in resources() if r.path == path), None)


@cache
def target_of(reference: Reference) -> Resource:
    """The resource that a reference names; ``LookupError`` when there is none."""
    found = resource_at(reference.to)
    if found is None:
        raise LookupError(f"{reference.name} refers to {reference.to}, which nobody declares")
    return found


@cache
def referring_to(path: str) -> tuple[tuple[Resource, Reference], ...]:
    """Every field of the house that names rows of the resource at ``path``."""
    return tuple((r, f) for r in resources() for f in r.references if f.to == path)


async def names_of(db: AsyncConnection, tenant: str, actors: Iterable[str]) -> dict[str, str]:
    """What these people are called; those that nobody knows are left out."""
    found: dict[str, str] = {}
    for people in discover().of(People):
        found |= await people.names(db, tenant, sorted(set(actors)))
    return found
